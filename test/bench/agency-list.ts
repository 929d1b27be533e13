// What an operator's list of ten thousand agencies costs: memory, time to learn it, time for a question and for a
// name that is typed into the form.
//   node --expose-gc test/bench/agency-list.ts
import type { AgencyEntry } from '../../src/routing/agency-list.ts';
import { createAgencyReader } from '../../src/routing/agency.ts';
import { createAgencyCompletion } from '../../src/routing/completion.ts';

const rows = 10_000;
const asked = 500;
const heads = ['องค์การบริหารส่วนตำบล', 'สำนักงานเกษตรอำเภอ', 'โรงเรียนบ้าน', 'ศูนย์วิจัย'];
const types = ['local', 'regional', 'other-state-agency', 'central-government'] as const;
const syllables = 'บาง หนอง ดอน โคก ทุ่ง นา ป่า เขา ท่า วัง สาม แม่ ห้วย คลอง ศรี ไผ่ แดง ขาว ดำ ใหญ่ น้อย งาม'.split(
  ' ',
);

const syllable = (at: number): string => syllables[at % syllables.length] ?? '';
const entries = Array.from({ length: rows }, (_, at): AgencyEntry => {
  const nth = Math.floor(at / heads.length);
  const name = [nth, Math.floor(nth / syllables.length), Math.floor(nth / syllables.length ** 2)]
    .map(syllable)
    .join('');
  return {
    name: `${heads[at % heads.length]}${name}`,
    abbreviations: [],
    type: types[at % types.length] ?? 'local',
    parent: null,
  };
});

function heldBytes(): number {
  if (!globalThis.gc) throw new Error('run with: node --expose-gc test/bench/agency-list.ts');
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

// The tables that any reader needs are not the list's.
createAgencyReader();
const before = heldBytes();
const startedAt = performance.now();
const read = createAgencyReader(entries);
const learnedAt = performance.now();
const forReading = heldBytes();
const completedFrom = performance.now();
const complete = createAgencyCompletion(entries);
const learnedMs = [learnedAt - startedAt, performance.now() - completedFrom];
const megabytes = [forReading - before, heldBytes() - forReading].map((bytes) => bytes / 1e6);

const some = entries.filter((_, at) => at % (rows / asked) === 0).map(({ name }) => name);
/** Without its last letter, its beginning, its end, with a letter wrong, shortened, the kind alone, or the whole. */
const typed = some.flatMap((name) => [
  name.slice(0, -1),
  name.slice(0, 12),
  name.slice(-8),
  `${name.slice(0, -4)}ฮ${name.slice(-3)}`,
  name.replace('องค์การบริหารส่วนตำบล', 'อบต.'),
  heads[0] ?? '',
  name,
]);

function measure(look: (text: string) => unknown, texts: readonly string[]): string {
  for (const text of texts) look(text);
  // The best of a few: the clock of a shared machine runs on while others work.
  const times = texts.map((text) =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const from = performance.now();
        look(text);
        return performance.now() - from;
      }),
    ),
  );
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(3);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

process.stdout.write(`${rows} agencies beside ours
  memory        ${megabytes.map((each) => each.toFixed(1)).join(' + ')} MB, reading and completion
  learning      ${learnedMs.map((each) => each.toFixed(0)).join(' + ')} ms
  a question    ${measure(
    read,
    some.map((name) => `${name} ขอโทเคนที่ไหน`),
  )}
  a typed name  ${measure(complete, typed)}
`);
