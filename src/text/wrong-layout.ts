import { readAsLatin, readAsThai } from './keyboard.ts';
import { normalise } from './normalise.ts';

const thai = /[ก-๎]/;
/** Shorter runs are too easily a word on both layouts; beside one that was surely meant so, two letters are enough. */
const shortest = { alone: 3, beside: 2 };
/** As many different runs are looked at: who writes more has seen that the keyboard is the wrong one. */
const most = 24;
/** What a run must look like to be worth looking up: letters that could be words of the other script. */
const latinWords = /^[a-z0-9][a-z0-9.@'-]*[?!]*$/i;
/** A Thai letter whose key is none of a Latin word. */
const noLatinWord = new RegExp(
  `[${Array.from({ length: 0x4e }, (_, index) => String.fromCharCode(0x0e01 + index))
    .filter((letter) => !/[a-z0-9.@'?!-]/i.test(readAsLatin(letter)))
    .join('')}]`,
);
const noThaiWord = /^[ะ-ฺ็-๎]|[ะ-ฺ็-๎]{4}|[เ-ไ](?![ก-ฮ])|[a-z%+*{}]/;

/**
 * A question whose writer forgot to switch the keyboard, as it was meant: each run between spaces that says nothing as it
 * stands, and is all known words on the other layout, is read on that one.
 * @param text as typed: capitals matter. @param isKnown whether a normalised text is made of known words only.
 */
export function asMeant(text: string, isKnown: (run: string) => boolean): string {
  const meant = switched(text, isKnown, shortest.alone);
  return meant === text ? text : switched(meant, isKnown, shortest.beside);
}

function switched(text: string, isKnown: (run: string) => boolean, least: number): string {
  const read = new Map<string, string>();
  return text
    .split(/(\s+)/)
    .map((run) => {
      const known = read.get(run);
      if (known !== undefined || run.trim().length < least || read.size === most) return known ?? run;
      const other = otherReading(run);
      const meant = other !== null && isKnown(normalise(other)) && !isKnown(normalise(run)) ? other : run;
      read.set(run, meant);
      return meant;
    })
    .join('');
}

function otherReading(run: string): string | null {
  if (thai.test(run)) {
    if (noLatinWord.test(run)) return null;
    const latin = readAsLatin(run);
    return latinWords.test(latin) ? latin : null;
  }
  const other = readAsThai(run);
  return noThaiWord.test(other) ? null : other;
}
