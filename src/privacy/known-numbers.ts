/**
 * Numbers that people write and that are no secret, as windows of the digit runs of one stretch: telephone numbers
 * with their extension or a postcode beside them, dates and times, references, tax ids of departments, numbers of
 * letters, amounts of money.
 */
import { isReference } from '../store/shards.ts';
import type { DigitRun } from './digit-runs.ts';
import { digitsOf, hasShape } from './digit-runs.ts';
import { isIdNumber } from './secret-numbers.ts';

export interface Known {
  /** Its first run, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** Written as one usually writes it. */
  readonly usual: boolean;
  /** It may be by chance: one in sixteen of all numbers of nine digits is a reference. */
  readonly byChance?: boolean;
}

/** What stands around a stretch in the text, as far as it tells what the numbers are. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

/** Thailand's telephone numbers in national form: landlines, mobiles, free-phone numbers. https://numbering.nbtc.go.th */
const phone = /^0(?:[2-7]\d{7}|[689]\d{8})$|^1800\d{6}$/;
const countryCode = /^660?/;
/** With country code, its leading zeros and the zero that is not dialled then. */
const longestPhone = 14;
/** Runs of a phone number that is written in the usual way, its country code and area code included. */
const usualRuns = 4;
const longestExtension = 6;
/** Digits of the first of several groups: `0812 345 678`. */
const longestArea = 4;
/** Digits of the shortest telephone number that is known by itself. */
const fewestAlone = 9;
/** An extension is announced: what follows are extensions, too. */
const announced = /(?:ต่อ|ภายใน|กด|#|\bext(?:ension)?s?\.?)\s*$/iu;
const money = /^\s*(?:บาท|ล้าน|฿|baht\b|thb\b)/iu;

/** Every reading of the runs as known numbers; they may overlap. */
export function knownNumbers(runs: readonly DigitRun[], around: Around): Known[] {
  const found: Known[] = [];
  if (announced.test(around.before)) found.push(...extensionsFrom(runs));
  for (let at = 0; at < runs.length; at += 1) {
    for (const known of phonesAt(runs, at)) found.push(known, ...besidePhone(runs, known));
    const fixed = dateAt(runs, at) ?? timeAt(runs, at) ?? letterAt(runs, at);
    for (const known of [fixed, referenceAt(runs, at), taxIdAt(runs, at)])
      if (known) found.push(known, ...besidePostcode(runs, known));
  }
  if (isAmount(runs, around.after)) found.push({ from: 0, to: runs.length, usual: true });
  return found;
}

function extensionsFrom(runs: readonly DigitRun[]): Known[] {
  const end = runs.findIndex(({ digits }) => digits.length > longestExtension);
  const count = end === -1 ? runs.length : end;
  return Array.from({ length: count }, (_, at) => ({ from: at, to: at + 1, usual: false }));
}

function* phonesAt(runs: readonly DigitRun[], at: number): Iterable<Known> {
  const first = runs[at];
  const isInternational = first?.plus ?? false;
  if (!isInternational && !/^(?:0|1$|18|1800)/.test(first?.digits ?? '')) return;
  let digits = '';
  for (let to = at; to < runs.length && digits.length < longestPhone; to += 1) {
    digits += runs[to]?.digits ?? '';
    // Nobody begins a telephone number with a group of five.
    if (to > at && (first?.digits.length ?? 0) > longestArea) return;
    const national = isInternational ? digits.replace(countryCode, '0') : digits;
    if (!phone.test(national)) continue;
    const isUsual = to - at < usualRuns + (isInternational ? 1 : 0);
    yield { from: at, to: to + 1, usual: isUsual && isCoherent(runs, at, to + 1) };
  }
}

/** An extension behind a phone number, and a postcode on either side. */
function besidePhone(runs: readonly DigitRun[], known: Known): Known[] {
  const next = runs[known.to];
  const beside = besidePostcode(runs, known);
  if (next && !next.plus && next.digits.length <= longestExtension)
    beside.push({ ...known, to: known.to + 1, usual: false });
  return beside;
}

function besidePostcode(runs: readonly DigitRun[], known: Known): Known[] {
  const beside: Known[] = [];
  if (isPostcode(runs[known.to])) beside.push({ ...known, to: known.to + 1, usual: false });
  if (isPostcode(runs[known.from - 1])) beside.push({ ...known, from: known.from - 1, usual: false });
  return beside;
}

/** Thailand's postcodes begin with a province's number, 10 to 96. */
const isPostcode = (run: DigitRun | undefined): boolean =>
  run !== undefined && /^[1-9]\d{4}$/.test(run.digits) && run.digits < '97';

/** `31-12-2566`, `2023-12-31`, `1.12.66`: between other signs than those that part the number around it. */
function dateAt(runs: readonly DigitRun[], at: number): Known | null {
  const [day, month, year] = runs.slice(at, at + 3);
  if (!day || !month || !year || !/^[-./]$/.test(month.gap) || month.gap !== year.gap) return null;
  if (!isSetOff(runs, at, at + 3)) return null;
  return isDayMonthYear(day, month, year) || isDayMonthYear(year, month, day)
    ? { from: at, to: at + 3, usual: true }
    : null;
}

function isDayMonthYear(day: DigitRun, month: DigitRun, year: DigitRun): boolean {
  const [d, m, y] = [Number(day.digits), Number(month.digits), Number(year.digits)];
  const isYear = year.digits.length === 2 || (y >= 1900 && y < 2100) || (y >= 2400 && y < 2700);
  const isDay = day.digits.length <= 2 && month.digits.length <= 2 && d >= 1 && d <= 31 && m >= 1 && m <= 12;
  return isDay && isYear;
}

/** `09:30`, `16.30`. */
function timeAt(runs: readonly DigitRun[], at: number): Known | null {
  const [hour, minute] = runs.slice(at, at + 2);
  if (!hour || !minute || !/^[:.]$/.test(minute.gap) || !isSetOff(runs, at, at + 2)) return null;
  const isTime = /^(?:[01]?\d|2[0-4])$/.test(hour.digits) && /^[0-5]\d$/.test(minute.digits);
  return isTime ? { from: at, to: at + 2, usual: true } : null;
}

/** `0816.3/1234`, with what Thai offices put between: code of the office, dots, a slash, the letter's number. */
function letterAt(runs: readonly DigitRun[], at: number): Known | null {
  if (!/^0\d{3}$/.test(runs[at]?.digits ?? '')) return null;
  let to = at + 1;
  while (runs[to]?.gap === '.') to += 1;
  const isLetter = to > at + 1 && runs[to]?.gap === '/' && (runs[to]?.digits.length ?? 0) <= 6;
  return isLetter ? { from: at, to: to + 1, usual: true } : null;
}

/** `123456782`, `123-456-782` */
function referenceAt(runs: readonly DigitRun[], at: number): Known | null {
  const isGrouped = hasShape(runs.slice(at, at + 3), [3, 3, 3]) && runs[at + 1]?.gap === runs[at + 2]?.gap;
  const count = isGrouped && isSetOff(runs, at, at + 3) ? 3 : 1;
  if (!isReference(digitsOf(runs.slice(at, at + count)))) return null;
  return { from: at, to: at + count, usual: true, byChance: true };
}

/** A department's or other body's tax id begins with 099: no person's. */
function taxIdAt(runs: readonly DigitRun[], at: number): Known | null {
  if (!/^0(?:$|9$|99)/.test(runs[at]?.digits ?? '')) return null;
  let digits = '';
  for (let to = at; to < runs.length && digits.length < 13; to += 1) {
    digits += runs[to]?.digits ?? '';
    if (isTaxId(digits)) return { from: at, to: to + 1, usual: isCoherent(runs, at, to + 1) };
  }
  return null;
}

const isTaxId = (digits: string): boolean => digits.startsWith('099') && isIdNumber(digits);

/** Of 13 digits with an id's check digit, whether they are something else: a tax id, a mobile dialled from abroad. */
export const isNoPersons = (digits: string): boolean => isTaxId(digits) || /^0066[689]/.test(digits);

/** `1,234,567,890,123 บาท` */
function isAmount(runs: readonly DigitRun[], after: string): boolean {
  const groups = runs.slice(1).filter(({ gap, digits }) => gap === ',' && digits.length === 3).length;
  const cents = runs.at(-1)?.gap === '.' ? 1 : 0;
  return groups > 0 && groups + cents === runs.length - 1 && money.test(after);
}

/** What parts the number from its neighbours is another sign than those within it. */
function isSetOff(runs: readonly DigitRun[], from: number, to: number): boolean {
  const inner = runs[from + 1]?.gap;
  const [before, after] = [runs[from], runs[to]];
  return (from === 0 || before?.gap !== inner) && (after === undefined || after.gap !== inner);
}

/**
 * Whether it stands by itself: it is one run, or what parts it from its neighbours in the stretch is wider than what
 * parts its own runs.
 */
export function standsAlone(runs: readonly DigitRun[], { from, to, usual, byChance }: Known): boolean {
  if (!usual) return false;
  if (to - from === 1) return !byChance && (runs[from]?.digits.length ?? 0) >= fewestAlone;
  return outerWidth(runs, from, to) > innerWidth(runs, from, to);
}

/** Nothing within parts wider than what stands around it. */
const isCoherent = (runs: readonly DigitRun[], from: number, to: number): boolean =>
  outerWidth(runs, from, to) >= innerWidth(runs, from, to);

function innerWidth(runs: readonly DigitRun[], from: number, to: number): number {
  return Math.max(0, ...runs.slice(from + 1, to).map(({ width }) => width));
}

/** Of the two gaps around it the narrower one; where nothing stands beside it, it is as wide as can be. */
function outerWidth(runs: readonly DigitRun[], from: number, to: number): number {
  const left = from === 0 ? Infinity : (runs[from]?.width ?? Infinity);
  return Math.min(left, runs[to]?.width ?? Infinity);
}
