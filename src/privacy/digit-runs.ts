/** Digits with nothing between them. */
export interface DigitRun {
  /** In ASCII, whatever they were written in. */
  readonly digits: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What parts it from the run before in its stretch; empty for the first. */
  readonly gap: string;
  /** How far `gap` parts. */
  readonly width: Width;
  /** A plus stands before it, as before a country code. */
  readonly plus: boolean;
}

/** 0 unseen, 1 one sign such as a dash or a dot, 2 a space, 3 several of them, 4 a new line. */
type Width = 0 | 1 | 2 | 3 | 4;

/** Digits of every script, and those in circles, raised and lowered. */
const digit = '[\\p{Nd}①-⑨⓪⁰¹²³⁴-⁹₀-₉]';
/** Zero-width signs, marks of direction, soft hyphens, and what makes a keycap of a digit: nothing that parts. */
const invisible = '\\p{Cf}\\p{Variation_Selector}\\u20e3';
/** What people put between the digits of one number. Not what ends a sentence, nor what announces an extension. */
const gap = `(?:[${invisible}\\s\\p{Z}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Pc}\\u2212=~^\`<>\\|]|[\\p{Po}--[\\#?\\!@\\%\\&]]){1,8}`;
const hasDigit = new RegExp(digit, 'v');
const stretchPattern = new RegExp(`${digit}+(?:${gap}${digit}+)*`, 'gv');
const runPattern = new RegExp(`${digit}+`, 'gv');
const unseen = new RegExp(`[${invisible}]`, 'gv');
/** A comma and a space part the items of a list. */
const betweenItems = /[,;،、]\s/;
const isAsciiOnly = /^[0-9]+$/;

/** Runs that may be parts of one number, stretch by stretch: between stretches stands something else. */
export function digitStretches(text: string): DigitRun[][] {
  if (!hasDigit.test(text)) return [];
  return [...text.matchAll(stretchPattern)].flatMap((stretch) => split(runsOf(text, stretch)));
}

function runsOf(text: string, stretch: RegExpExecArray): DigitRun[] {
  const runs: DigitRun[] = [];
  for (const match of stretch[0].matchAll(runPattern)) {
    const start = stretch.index + match.index;
    const before = text.slice(runs.at(-1)?.end ?? start, start);
    runs.push({
      digits: asciiDigits(match[0]),
      start,
      end: start + match[0].length,
      gap: before,
      width: widthOf(before),
      plus: text[start - 1] === '+',
    });
  }
  return runs;
}

function split(runs: readonly DigitRun[]): DigitRun[][] {
  const stretches: DigitRun[][] = [[]];
  for (const run of runs) {
    if (betweenItems.test(run.gap)) stretches.push([]);
    stretches.at(-1)?.push(run);
  }
  return stretches;
}

function widthOf(gap: string): Width {
  const seen = gap.replaceAll(unseen, '');
  if (seen.length === 0) return 0;
  if (/[\n\r\v\f\u0085\u2028\u2029]/.test(seen)) return 4;
  if (seen.length > 1) return 3;
  return /[\s\p{Z}]/u.test(seen) ? 2 : 1;
}

export function digitsOf(runs: readonly DigitRun[]): string {
  return runs.map(({ digits }) => digits).join('');
}

/** Whether the first runs have these lengths. */
export function hasShape(runs: readonly DigitRun[], lengths: readonly number[]): boolean {
  return lengths.every((length, at) => runs[at]?.digits.length === length);
}

/** The text with every digit, of whatever script, as `x`. */
export function crossedOut(text: string): string {
  return text.replaceAll(new RegExp(digit, 'gv'), 'x');
}

function asciiDigits(text: string): string {
  return isAsciiOnly.test(text) ? text : Array.from(text, digitValue).join('');
}

/**
 * Unicode has the ten digits of a script in a row, 0 first, and two such rows may follow one another.
 * https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-4/#G124206 (Nd)
 */
function digitValue(sign: string): string {
  const compatible = sign.normalize('NFKC');
  if (isAsciiOnly.test(compatible)) return compatible;
  const code = sign.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}
