import type { DigitRun } from './digit-runs.ts';
import { digitsOf, digitStretches, hasShape, widthOf } from './digit-runs.ts';
import { otherNumberAt } from './other-numbers.ts';

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
 * Takes Thai national ids and 15-digit tokens out of a text before anything is kept. Digits count in ASCII,
 * Thai and full-width form, and may be parted by spaces, dashes, dots or nothing that shows.
 *
 * - A national id is 13 digits with a right check digit, any first digit. Its first and last digit stay:
 *   `บัตร 3100600445635` becomes `บัตร 3-xxxx-xxxxx-xx-5`.
 * - A token is 15 digits; none of them stays.
 *
 * Numbers that only stand side by side are left: phone numbers, dates, references. So are 14 or 16 digits.
 */
export function mask(text: string): Masking {
  let masked = '';
  let done = 0;
  const found: Masked[] = [];
  for (const stretch of digitStretches(text))
    for (const { kind, runs } of search(stretch)) {
      const [first, last] = [runs[0], runs.at(-1)];
      if (!first || !last) continue;
      masked += text.slice(done, first.start) + maskOf(kind, first, last);
      done = last.end;
      found.push(kind);
    }
  return { text: masked + text.slice(done), found };
}

function maskOf(kind: Masked, first: DigitRun, last: DigitRun): string {
  if (kind === 'token') return 'x'.repeat(tokenLength);
  return `${first.digits.slice(0, 1)}-xxxx-xxxxx-xx-${last.digits.slice(-1)}`;
}

const idLength = 13;
const tokenLength = 15;
/** How the id card and every form part the digits: 1-2345-67890-12-1. */
const idShape = [1, 4, 5, 2, 1];

/** What is certain first, then what stands between, in the order of the text. */
function search(runs: readonly DigitRun[]): Finding[] {
  const found: Finding[] = [];
  let from = 0;
  for (let at = 0; at < runs.length;) {
    const certain = certainAt(runs, at);
    if (certain) {
      found.push(...searchParted(runs.slice(from, at)), certain);
      from = at + certain.runs.length;
    }
    at += certain?.runs.length ?? 1;
  }
  return [...found, ...searchParted(runs.slice(from))];
}

function certainAt(runs: readonly DigitRun[], at: number): Finding | null {
  const alone = runs.slice(at, at + 1);
  const kind = kindOf(alone);
  if (kind) return { kind, runs: alone };
  const written = runs.slice(at, at + idShape.length);
  if (!hasShape(written, idShape) || !isNationalId(digitsOf(written))) return null;
  return { kind: 'national-id', runs: written };
}

/** Runs that may belong together: all of them, or the parts left beside phone numbers, dates and wider gaps. */
function searchParted(runs: readonly DigitRun[]): Finding[] {
  if (runs.length < 2) return [];
  const others = runs.map((_, at) => otherNumberAt(runs, at));
  const hasOther = others.some((count) => count > 0);
  const isBeside = others.some((count, at) => count > 0 && (at === 0 || at + count === runs.length));
  const kind = isBeside ? null : kindOf(runs);
  if (kind) return [{ kind, runs }];
  return (hasOther ? partsBeside(runs, others) : splitAtWidest(runs)).flatMap(searchParted);
}

/** What is left between the phone numbers and dates, none of which lies in another. */
function partsBeside(runs: readonly DigitRun[], others: readonly number[]): DigitRun[][] {
  const parts: DigitRun[][] = [];
  let from = 0;
  for (let at = 0; at < runs.length;) {
    const count = others[at] ?? 0;
    if (count > 0) {
      parts.push(runs.slice(from, at));
      from = at + count;
    }
    at += Math.max(count, 1);
  }
  return [...parts, runs.slice(from)];
}

/** Nothing when all gaps are alike: then there is no telling where one number ends. */
function splitAtWidest(runs: readonly DigitRun[]): DigitRun[][] {
  const widths = runs.slice(1).map(({ gap }) => widthOf(gap));
  const widest = Math.max(...widths);
  if (widths.every((width) => width === widest)) return [];
  const parts: DigitRun[][] = [[]];
  for (const [at, run] of runs.entries()) {
    if (at > 0 && widthOf(run.gap) === widest) parts.push([]);
    parts.at(-1)?.push(run);
  }
  return parts;
}

function kindOf(runs: readonly DigitRun[]): Masked | null {
  // Each run has a digit: more of them are no number that is looked for.
  if (runs.length > tokenLength) return null;
  const digits = digitsOf(runs);
  if (digits.length === tokenLength) return 'token';
  return digits.length === idLength && isNationalId(digits) ? 'national-id' : null;
}

/**
 * The check digit of a Thai national id: 11 minus the weighted sum modulo 11, last digit of it. Every first
 * digit counts, 0 and 9 too: better one number masked too many than one kept.
 */
function isNationalId(digits: string): boolean {
  const weighted = Array.from(digits.slice(0, idLength - 1), (digit, at) => Number(digit) * (idLength - at));
  const sum = weighted.reduce((total, value) => total + value, 0);
  return digits.length === idLength && (11 - (sum % 11)) % 10 === Number(digits.at(-1));
}
