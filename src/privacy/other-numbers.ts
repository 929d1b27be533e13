import type { DigitRun } from './digit-runs.ts';
import { digitsOf, hasShape } from './digit-runs.ts';

/** How Thai phone numbers are written: landlines of nine digits, mobiles of ten, both with a leading 0. */
const phoneShapes = [
  [9],
  [1, 8],
  [2, 7],
  [3, 6],
  [1, 4, 4],
  [2, 3, 4],
  [3, 3, 3],
  [10],
  [2, 8],
  [3, 7],
  [6, 4],
  [2, 4, 4],
  [3, 3, 4],
];
/** The same after `+66`, where the 0 is left out. */
const internationalShapes = [
  [10],
  [11],
  [2, 8],
  [2, 9],
  [2, 4, 4],
  [2, 1, 8],
  [2, 1, 3, 4],
  [2, 1, 4, 4],
  [2, 2, 7],
  [2, 2, 3, 4],
];

const longestShape = 4;

/** How many runs from `at` on are a phone number or a date; 0 when neither begins there. */
export function otherNumberAt(runs: readonly DigitRun[], at: number): number {
  const rest = runs.slice(at, at + longestShape);
  const shapes = rest[0]?.plus ? internationalShapes : phoneShapes;
  const lead = rest[0]?.plus ? '66' : '0';
  const phone = rest[0]?.digits.startsWith(lead) ? shapes.find((shape) => hasShape(rest, shape)) : undefined;
  return phone?.length ?? (isDate(rest) ? 3 : 0);
}

/**
 * Day, month, year or the other way round, parted by the same dash or dot: `31-12-2566`, `2023-12-31`, `1.12.66`.
 * The number around it is parted otherwise, so that a long number written with dashes is no date.
 */
function isDate([first, second, third, next]: readonly DigitRun[]): boolean {
  if (!first || !second || !third || !/^[-.]$/.test(second.gap) || second.gap !== third.gap) return false;
  if (first.gap === second.gap || next?.gap === second.gap) return false;
  return isDayMonthYear(first, second, third) || isDayMonthYear(third, second, first);
}

function isDayMonthYear(day: DigitRun, month: DigitRun, year: DigitRun): boolean {
  const [d, m, y] = [day, month, year].map((run) => Number(digitsOf([run]))) as [number, number, number];
  const isYear = year.digits.length === 2 || (y >= 1900 && y < 2100) || (y >= 2400 && y < 2700);
  return (
    day.digits.length <= 2 && month.digits.length <= 2 && d >= 1 && d <= 31 && m >= 1 && m <= 12 && isYear
  );
}
