/** Digits with nothing between them. */
export interface DigitRun {
  /** In ASCII, whatever they were written in. */
  readonly digits: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What parts it from the run before in its stretch; empty for the first. */
  readonly gap: string;
  /** A plus stands before it, as before a country code. */
  readonly plus: boolean;
}

const zeros = [0x30, 0x0e50, 0xff10];
const digit = '[0-9๐-๙０-９]';
/** Soft hyphen, zero-width characters, byte-order mark: nothing a reader sees. */
const invisible = '\u00ad\u200b-\u200d\u2060\ufeff';
/** What people put between the digits of one number, all on one line. */
const gap = `[${invisible}\\p{Zs}\\t\\p{Pd}\u2212._]{1,5}`;
const hasDigit = new RegExp(digit);
const stretchPattern = new RegExp(`${digit}+(?:${gap}${digit}+)*`, 'gu');
const runPattern = new RegExp(`${digit}+`, 'gu');

/** Runs that may be parts of one number, stretch by stretch: between stretches stands something else. */
export function digitStretches(text: string): DigitRun[][] {
  if (!hasDigit.test(text)) return [];
  return [...text.matchAll(stretchPattern)].map((stretch) => {
    const runs: DigitRun[] = [];
    for (const match of stretch[0].matchAll(runPattern)) {
      const start = stretch.index + match.index;
      const before = runs.at(-1)?.end ?? start;
      runs.push({
        digits: asciiDigits(match[0]),
        start,
        end: start + match[0].length,
        gap: text.slice(before, start),
        plus: text[start - 1] === '+',
      });
    }
    return runs;
  });
}

/** How far a gap parts: 0 unseen, 1 a dash or dot, 2 a space, 3 anything longer. */
export function widthOf(gap: string): 0 | 1 | 2 | 3 {
  const seen = gap.replaceAll(new RegExp(`[${invisible}]`, 'gu'), '');
  if (seen.length === 0) return 0;
  if (seen.length > 1) return 3;
  return /[\p{Zs}\t]/u.test(seen) ? 2 : 1;
}

export function digitsOf(runs: readonly DigitRun[]): string {
  return runs.map(({ digits }) => digits).join('');
}

/** Whether the first runs have these lengths. */
export function hasShape(runs: readonly DigitRun[], lengths: readonly number[]): boolean {
  return lengths.every((length, at) => runs[at]?.digits.length === length);
}

function asciiDigits(text: string): string {
  return text.replaceAll(/./gu, (character) => {
    const code = character.charCodeAt(0);
    const zero = zeros.find((start) => code >= start && code < start + 10) ?? code;
    return String(code - zero);
  });
}
