import type { Folded } from './fold.ts';
import { foldWord } from './fold.ts';
import type { PhraseIndex } from '../text/phrase-index.ts';
import { indexPhrases } from '../text/phrase-index.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Whether letters found in a text are a word there: Thai writes no spaces, so กรม is in โปรแกรม and ทต in many
 * words. Indexes are of `Folded.alike`, positions of `Folded.plain`.
 */
export interface Edges {
  /** Just behind letter `index - 1`, with the marks over it that folding leaves out. */
  endAfter(text: Folded, index: number): number;
  /** No vowel before it belongs to its first letter: not in the middle of a syllable. */
  isBeginning(text: Folded, from: number): boolean;
  /** No letter on either side belongs to the same syllable. */
  isWord(text: Folded, from: number, to: number): boolean;
  /** Nothing Thai touches it on the left but words that agencies are named after. */
  isClearBefore(text: Folded, from: number): boolean;
  /** Nothing Thai touches it on the right but words that a sentence goes on with, or a province. */
  isClearAfter(text: Folded, to: number): boolean;
  /** An abbreviation of `letters` letters is one here; a prefix may have a name glued to it. */
  isAbbreviation(text: Folded, from: number, to: number, letters: number, isPrefix: boolean): boolean;
  /** The province, district of Bangkok, that is named from `index` on: how many letters it takes. */
  provinceAt(text: Folded, index: number): number | null;
  bangkokDistrictAt(text: Folded, index: number): number | null;
}

const isThai = (unit: number): boolean => unit >= 0x0e01 && unit <= 0x0e5b;
const isLatin = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a;
/** เ แ โ ใ ไ */
const standsBeforeItsConsonant = (unit: number): boolean => unit >= 0x0e40 && unit <= 0x0e44;
/** Vowels and marks behind, over and under a consonant. */
const hangsOn = (unit: number): boolean =>
  (unit >= 0x0e30 && unit <= 0x0e3a) || unit === 0x0e45 || (unit >= 0x0e47 && unit <= 0x0e4e);
const isLeftOut = (unit: number): boolean => unit >= 0x0e47 && unit <= 0x0e4c;
const joinsLatin = /[a-z0-9@/._-]/;
const joinsBehindLatin = /^(?:@|\.[a-z])/;
/** Longer ones have whole words in them (สำนักงาน ก.พ.). */
const longestOfLetters = 6;

export function createEdges(vocabulary: Vocabulary): Edges {
  const touchesBefore = new RegExp(`(?<=${vocabulary.touches.before})`, 'uy');
  const touchesAfter = new RegExp(vocabulary.touches.after, 'uy');
  const provinces = indexNames(vocabulary.provinces.flat());
  const districts = indexNames(vocabulary.bangkok);

  const edges: Edges = {
    endAfter(text, index) {
      let end = (text.at[index - 1] ?? -1) + 1;
      while (isLeftOut(text.plain.charCodeAt(end))) end++;
      return end;
    },
    isBeginning(text, from) {
      const start = text.at[from] ?? 0;
      if (standsBeforeItsConsonant(text.plain.charCodeAt(start - 1))) return false;
      return !isLatin(text.plain.charCodeAt(start)) || !joinsLatin.test(text.plain.charAt(start - 1));
    },
    isWord(text, from, to) {
      if (!edges.isBeginning(text, from)) return false;
      const end = edges.endAfter(text, to);
      const next = text.plain.charCodeAt(end);
      return isLatin(text.plain.charCodeAt(end - 1))
        ? !isLatin(next) && !joinsBehindLatin.test(text.plain.slice(end, end + 2))
        : !hangsOn(next);
    },
    isClearBefore(text, from) {
      const start = text.at[from] ?? 0;
      if (!isThai(text.plain.charCodeAt(start - 1))) return true;
      touchesBefore.lastIndex = start;
      return touchesBefore.test(text.plain);
    },
    isClearAfter(text, to) {
      const end = edges.endAfter(text, to);
      if (!isThai(text.plain.charCodeAt(end)) || text.plain.charAt(end) === 'ฯ') return true;
      touchesAfter.lastIndex = end;
      return touchesAfter.test(text.plain) || edges.provinceAt(text, to) !== null;
    },
    isAbbreviation(text, from, to, letters, isPrefix) {
      const { plain } = text;
      const start = text.at[from] ?? 0;
      const end = edges.endAfter(text, to);
      if (isLatin(plain.charCodeAt(start))) return true;
      // จาก ก.พ.ร. has no กกพ in it.
      if (letters <= longestOfLetters && /[^.\s] /.test(plain.slice(start, end))) return false;
      const next = plain.charAt(end);
      // ลูกจ้างอบต.: whatever word it touches, it is no part of it; กสพร. may be one abbreviation.
      const touchesWord =
        letters > 2 && next === '.' && /[\u0e30-\u0e4e][\u0e01-\u0e2e]*$/.test(plain.slice(0, start));
      if (!touchesWord && !edges.isClearBefore(text, from)) return false;
      // คป.สอ. is one abbreviation, not คป. and another.
      if (next === '.')
        return letters > 2 || isPrefix || !/^\.[ก-ฮ]{1,4}\./.test(plain.slice(end, end + longestOfLetters));
      if (letters <= 2)
        return (
          plain.slice(start, end).includes('.') ||
          (start === 0 && end === plain.length) ||
          (isPrefix && next === ' ' && (start === 0 || plain.charAt(start - 1) === ' '))
        );
      return isPrefix || edges.isClearAfter(text, to);
    },
    provinceAt: (text, index) => lengthAt(provinces, text, index),
    bangkokDistrictAt: (text, index) => lengthAt(districts, text, index),
  };
  return edges;
}

function indexNames(names: readonly string[]): PhraseIndex<string> {
  return indexPhrases(names.map((name) => [foldWord(name).alike, name] as const));
}

function lengthAt(names: PhraseIndex<string>, text: Folded, index: number): number | null {
  return names.at(text.alike, index)[0]?.length ?? null;
}
