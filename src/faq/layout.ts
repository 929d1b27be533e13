import { readAsLatin, readAsThai } from '../text/keyboard.ts';
import { normalise } from '../text/normalise.ts';

const thai = /[ก-๎]/;
/** Shorter runs are too easily a word on both layouts. */
const shortest = 3;

/**
 * A question whose writer forgot to switch the keyboard, as it was meant: each run between spaces that says nothing as it
 * stands, and is all known words on the other layout, is read on that one.
 * @param text as typed: capitals matter. @param isKnown whether a normalised text is made of known words only.
 */
export function asMeant(text: string, isKnown: (run: string) => boolean): string {
  return text
    .split(/(\s+)/)
    .map((run) => {
      if (run.trim().length < shortest || isKnown(normalise(run))) return run;
      const other = thai.test(run) ? readAsLatin(run) : readAsThai(run);
      return isKnown(normalise(other)) ? other : run;
    })
    .join('');
}
