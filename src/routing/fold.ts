import { sameCharacters, withSingleSpaces } from '../text/normalise.ts';

/**
 * A text as agencies are looked for in it: without spaces, dots, hyphens, quotes, ฯ and tone marks, no ร three times in a row,
 * and in `alike` with letters that officers mistake for each other made one. Each letter knows where it came from.
 */
export interface Folded {
  /** The text in one spelling, lower case, single spaces: what names are cut from. */
  readonly plain: string;
  /** Letters as they are: for abbreviations, where ส and ศ tell agencies apart. */
  readonly exact: string;
  /** As long as `exact`: for names and words. */
  readonly alike: string;
  /** `plain[at[i]]` became letter `i`. */
  readonly at: readonly number[];
}

/** Longer texts are read up to here: an agency is named early, and the time a look-up takes stays bounded. */
const longestRead = 600;

const leftOut = /[\s.\-'"ฯๆ(),_:;!?/\u0e47-\u0e4c]/;
const sameSound = { ศ: 'ส', ษ: 'ส', ฏ: 'ฎ', ใ: 'ไ', ณ: 'น', ฬ: 'ล', ฑ: 'ท' };
/** What each UTF-16 unit is in `alike`: 0 where it is left out. */
const alikeOf = Uint16Array.from({ length: 0x0e80 }, (_, unit) =>
  leftOut.test(String.fromCharCode(unit)) ? 0 : unit,
);
for (const [letter, same] of Object.entries(sameSound)) alikeOf[letter.charCodeAt(0)] = same.charCodeAt(0);
const ro = 'ร'.charCodeAt(0);

export function fold(text: string): Folded {
  const plain = withSingleSpaces(sameCharacters(text.slice(0, longestRead)));
  const exact: number[] = [];
  const alike: number[] = [];
  const at: number[] = [];
  let last = 0;
  let lastButOne = 0;
  for (let index = 0; index < plain.length; index++) {
    const unit = plain.charCodeAt(index);
    const same = alikeOf[unit] ?? unit;
    if (same === 0 || (unit === ro && last === ro && lastButOne === ro)) continue;
    lastButOne = last;
    last = unit;
    exact.push(unit);
    alike.push(same);
    at.push(index);
  }
  return { plain, exact: String.fromCharCode(...exact), alike: String.fromCharCode(...alike), at };
}

/** A word of a table in the two spellings of `fold`. */
export function foldWord(word: string): { readonly exact: string; readonly alike: string } {
  const { exact, alike } = fold(word);
  return { exact, alike };
}

/** The part of a text that became `wanted` in `plain`, as it was typed; `wanted` itself where it cannot be found. */
export function asTyped(text: string, wanted: string): string {
  if (text.includes(wanted)) return wanted;
  const letters = Array.from(wanted, (letter) =>
    letter === ' ' ? '\\s+' : letter.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(letters.join(''), 'iu').exec(text)?.[0].replaceAll(/\s+/g, ' ') ?? wanted;
}
