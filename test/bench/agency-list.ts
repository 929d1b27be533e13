// What an operator's list of ten thousand agencies costs: memory, time to learn it, time for a question.
//   node --expose-gc test/bench/agency-list.ts
import type { AgencyEntry } from '../../src/routing/agency-list.ts';
import { createAgencyReader } from '../../src/routing/agency.ts';

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
const learnedMs = performance.now() - startedAt;
const megabytes = (heldBytes() - before) / 1e6;

const questions = entries
  .filter((_, at) => at % (rows / asked) === 0)
  .map(({ name }) => `${name} ขอโทเคนที่ไหน`);
for (const question of questions) read(question);
const times = questions.map((question) => {
  const from = performance.now();
  read(question);
  return performance.now() - from;
});
times.sort((a, b) => a - b);
const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(3);

process.stdout.write(`${rows} agencies beside ours
  memory        ${megabytes.toFixed(1)} MB
  learning      ${learnedMs.toFixed(0)} ms
  a question    p50 ${at(0.5)} ms, p99 ${at(0.99)} ms
`);
