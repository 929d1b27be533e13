/** One line of an error answer's `details`, as LINE words it. */
export interface Problem {
  readonly message: string;
  /** Where it is: `messages[0].text`, or inside a message `template/actions/0/label`, `/body/contents/0`. */
  readonly property: string;
}

export type Report = (message: string, property: string) => void;

export type Obj = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is Obj =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const segmenter = new Intl.Segmenter('th', { granularity: 'grapheme' });

/** How LINE counts labels and the texts of actions and templates. */
const countGraphemes = (text: string): number => [...segmenter.segment(text)].length;

export const isText = (value: unknown, pattern: RegExp): value is string =>
  typeof value === 'string' && pattern.test(value);

/** A string of 1 to `most` UTF-16 code units. */
export function checkUnits(value: unknown, most: number, property: string, report: Report): void {
  if (typeof value !== 'string' || value === '') report('May not be empty', property);
  else if (value.length > most) report(`Length must be between 0 and ${most}`, property);
}

/** A string of 1 to `most` grapheme clusters. */
export function checkGraphemes(value: unknown, most: number, property: string, report: Report): void {
  if (typeof value !== 'string' || value === '') report('must be specified', property);
  else if (countGraphemes(value) > most) report(`must not be longer than ${most} characters`, property);
}

/** An address of a picture, sound or film: https only. */
export function checkMediaUrl(value: unknown, most: number, property: string, report: Report): void {
  if (typeof value !== 'string' || value === '') report('must be specified', property);
  else if (value.length > most) report(`size must be between 0 and ${most}`, property);
  else if (!/^https:\/\//i.test(value) || !URL.canParse(value)) report('invalid uri scheme', property);
}
