import type { DigitRun } from './digit-runs.ts';
import { digitsOf, hasShape } from './digit-runs.ts';

/** Digits of a Thai national id and of a token. */
export const idLength = 13;
export const tokenLength = 15;
/** How the id card and every form part the digits: 1-2345-67890-12-1. */
const idShape = [1, 4, 5, 2, 1];

/**
 * Whether the check digit is a Thai national id's: 11 minus the weighted sum modulo 11, last digit of it. Every
 * first digit counts, 0 and 9 too: better one number masked too many than one kept.
 */
export function isIdNumber(digits: string): boolean {
  if (digits.length !== idLength) return false;
  const weighted = Array.from(digits.slice(0, -1), (digit, at) => Number(digit) * (idLength - at));
  const sum = weighted.reduce((total, value) => total + value, 0);
  return (11 - (sum % 11)) % 10 === Number(digits.at(-1));
}

/** Whether the first runs are an id as it stands on the card. */
export function isOnCard(runs: readonly DigitRun[]): boolean {
  return hasShape(runs, idShape) && isIdNumber(digitsOf(runs.slice(0, idShape.length)));
}

export const runsOnCard = idShape.length;

/** Three groups or more of one length, of which the first or the last may be shorter: `012 345 678 901 234`. */
export function isRegular(runs: readonly DigitRun[]): boolean {
  const lengths = runs.map(({ digits }) => digits.length);
  const [first = 0, last = 0] = [lengths.at(0), lengths.at(-1)];
  const size = Math.max(first, last);
  const isEven = lengths.slice(1, -1).every((length) => length === size);
  return runs.length >= 3 && isEven && new Set(runs.slice(1).map(({ width }) => width)).size === 1;
}
