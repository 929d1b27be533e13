import type { DigitRun } from './digit-runs.ts';
import { crossedOut, digitStretches, digitsOf } from './digit-runs.ts';
import type { Around, Known } from './known-numbers.ts';
import { isNoPersons, knownNumbers, standsAlone } from './known-numbers.ts';
import { fewestLoose } from './reading.ts';
import { idLength, isIdNumber, isOnCard, isRegular, runsOnCard, tokenLength } from './secret-numbers.ts';

export type Masked = 'national-id' | 'token';

export interface Masking {
  /** The text with what was found masked, everything else as it was. */
  readonly text: string;
  /** What was found, in the order of the text. */
  readonly found: readonly Masked[];
}

interface Finding {
  readonly kind: Masked;
  readonly runs: readonly DigitRun[];
}

/**
 * Takes Thai national ids and 15-digit tokens out of a text before anything is kept. Digits of every script count,
 * and may be parted by spaces, new lines, dashes, dots, slashes, commas, brackets or nothing that shows.
 *
 * - A national id is 13 digits with a right check digit, any first digit. Its first and last digit stay:
 *   `บัตร 3100600445635` becomes `บัตร 3-xxxx-xxxxx-xx-5`. What begins with 099 is a department's tax id, and stays.
 * - A token is 15 digits; none of them stays.
 *
 * Numbers that only stand side by side are left: phone numbers, dates, references. So are 14 or 16 digits.
 */
export function mask(text: string): Masking {
  let masked = '';
  let done = 0;
  const findings = search(text);
  for (const { kind, runs } of findings) {
    const [first, last] = [runs[0], runs.at(-1)];
    if (!first || !last) continue;
    masked += text.slice(done, first.start) + maskOf(kind, first, last);
    done = last.end;
  }
  return { text: masked + text.slice(done), found: findings.map(({ kind }) => kind) };
}

export interface SplitNumber {
  /** Both texts with the digits of the number crossed out; nothing else is masked in them. */
  readonly before: string;
  readonly text: string;
  readonly found: readonly Masked[];
}

/** A number that begins at the end of one message and is completed by the next; null when there is none. */
export function maskAcross(before: string, text: string): SplitNumber | null {
  const whole = `${before}\n${text}`;
  const split = search(whole).find(({ runs }) => {
    const [first, last] = [runs[0], runs.at(-1)];
    return first && last && first.end <= before.length && last.start > before.length;
  });
  const [first, last] = [split?.runs[0], split?.runs.at(-1)];
  if (!split || !first || !last) return null;
  const from = before.length + 1;
  return {
    before: before.slice(0, first.start) + crossedOut(before.slice(first.start)),
    text: crossedOut(whole.slice(from, last.end)) + whole.slice(last.end),
    found: [split.kind],
  };
}

/** Whether a next message may complete a number that begins here. */
export function endsInDigits(text: string): boolean {
  const last = digitStretches(text).at(-1)?.at(-1);
  return last !== undefined && !/[\p{L}\p{N}]/u.test(text.slice(last.end));
}

/** Whether the text may complete a number of the message before it. */
export function beginsWithDigits(text: string): boolean {
  const first = digitStretches(text)[0]?.[0];
  return first !== undefined && !/[\p{L}\p{N}]/u.test(text.slice(0, first.start));
}

function maskOf(kind: Masked, first: DigitRun, last: DigitRun): string {
  if (kind === 'token') return 'x'.repeat(tokenLength);
  return `${first.digits.slice(0, 1)}-xxxx-xxxxx-xx-${last.digits.slice(-1)}`;
}

/** UTF-16 units around a stretch that may tell what its numbers are. */
const lookAround = 16;

function search(text: string): Finding[] {
  return digitStretches(text).flatMap((runs) => {
    const [first, last] = [runs[0], runs.at(-1)];
    if (!first || !last || digitsOf(runs).length < idLength) return [];
    return searchStretch(runs, {
      before: text.slice(Math.max(0, first.start - lookAround), first.start),
      after: text.slice(last.end, last.end + lookAround),
    });
  });
}

/** What is certain first, then what stands between, in the order of the text. */
function searchStretch(runs: readonly DigitRun[], around: Around): Finding[] {
  const found: Finding[] = [];
  let from = 0;
  for (let at = 0; at < runs.length;) {
    const certain = certainAt(runs, at);
    if (certain) {
      found.push(...searchParted(runs.slice(from, at), { ...around, after: '' }), certain);
      from = at + certain.runs.length;
      around = { ...around, before: '' };
    }
    at += certain?.runs.length ?? 1;
  }
  return [...found, ...searchParted(runs.slice(from), around)];
}

function certainAt(runs: readonly DigitRun[], at: number): Finding | null {
  const alone = runs.slice(at, at + 1);
  const kind = kindOf(digitsOf(alone));
  if (kind) return { kind, runs: alone };
  const onCard = runs.slice(at, at + runsOnCard);
  return isOnCard(onCard) ? { kind: 'national-id', runs: onCard } : null;
}

function kindOf(digits: string): Masked | null {
  if (digits.length === tokenLength) return 'token';
  return isIdNumber(digits) && !isNoPersons(digits) ? 'national-id' : null;
}

/** Runs that may belong together: read as the numbers that leave the fewest digits unread. */
function searchParted(runs: readonly DigitRun[], around: Around): Finding[] {
  if (digitsOf(runs).length < idLength) return [];
  const known = knownNumbers(runs, around);
  const secrets = secretsIn(runs, known);
  if (secrets.length === 0) return [];
  const lengths = runs.map(({ digits }) => digits.length);
  return fewestLoose(lengths, [...known, ...secrets]).flatMap((item) =>
    'kind' in item ? [{ kind: item.kind, runs: runs.slice(item.from, item.to) }] : [],
  );
}

interface Secret {
  readonly kind: Masked;
  readonly from: number;
  readonly to: number;
}

/** Each window of runs that would be an id or a token, and that a person would read as one number. */
function secretsIn(runs: readonly DigitRun[], known: readonly Known[]): Secret[] {
  const usual = known.filter((one) => one.usual);
  const ends = {
    starting: new Set(usual.map(({ from }) => from)),
    ending: new Set(usual.map(({ to }) => to)),
  };
  const byStart = Map.groupBy(usual, ({ from }) => from);
  const alone = new Set(
    usual.filter((one) => standsAlone(runs, one)).flatMap(({ from, to }) => runs.slice(from, to)),
  );
  const secrets: Secret[] = [];
  for (let from = 0; from < runs.length; from += 1) {
    let digits = '';
    for (let to = from; to < runs.length && digits.length < tokenLength; to += 1) {
      if (to > from && runs[to]?.plus) break;
      digits += runs[to]?.digits ?? '';
      const kind = kindOf(digits);
      if (!kind || !isSetApart(runs, from, to + 1, ends)) continue;
      const window = runs.slice(from, to + 1);
      const inside = window.flatMap((_, at) => byStart.get(from + at) ?? []);
      const isOther =
        window.some((run) => alone.has(run)) ||
        (kind === 'token' && !isRegular(window) && inside.some((one) => one.to <= to + 1 && !one.byChance));
      if (!isOther) secrets.push({ kind, from, to: to + 1 });
    }
  }
  return secrets;
}

/** On either side nothing stands, or something known, or what parts it is wider than what parts its runs. */
function isSetApart(
  runs: readonly DigitRun[],
  from: number,
  to: number,
  { starting, ending }: { readonly starting: ReadonlySet<number>; readonly ending: ReadonlySet<number> },
): boolean {
  const inner = Math.max(0, ...runs.slice(from + 1, to).map(({ width }) => width));
  const isLeft = from === 0 || ending.has(from) || (runs[from]?.width ?? 0) > inner;
  return isLeft && (to === runs.length || starting.has(to) || (runs[to]?.width ?? 0) > inner);
}
