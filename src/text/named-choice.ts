import { createGlossary } from './glossary.ts';
import { sameCharacters } from './normalise.ts';
import { shortAnswers } from './short-answers.ts';

const { particles, courtesies, fillers, numbers } = shortAnswers;

const around = createGlossary(
  [particles, courtesies, fillers.speaker, numbers.choosing, numbers.naming].flatMap((words) =>
    words.map((word) => [word, true] as const),
  ),
);

/** A shorter part may be of any name. UTF-16 units. */
const shortestPart = 3;
/** A longer text says more than which. UTF-16 units. */
const longestText = 80;

/**
 * Which of several names is meant by a text that says a part of it and nothing else: `เอาเทศบาลก่อนค่ะ` of `กรมที่ดิน` and
 * `เทศบาลเมืองแสนสุข`. Null where the part is in several of them, or other words stand around it.
 */
export function namedChoice(text: string, names: readonly string[]): string | null {
  if (text.length > longestText) return null;
  const plain = bare(text);
  const meant = names.filter((name) => hasPartOf(plain, bare(name)));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

const bare = (text: string): string => sameCharacters(text).replaceAll(/[\s.,"“”]/g, '');

/** Whether the text is a part of the name, from any place to any other, with words of choosing around it. */
function hasPartOf(plain: string, name: string): boolean {
  for (let start = 0; start + shortestPart <= plain.length; start += 1) {
    if (!isAround(plain.slice(0, start))) continue;
    for (let end = plain.length; end >= start + shortestPart; end -= 1)
      if (name.includes(plain.slice(start, end)) && isAround(plain.slice(end))) return true;
  }
  return false;
}

const isAround = (rest: string): boolean => rest === '' || around(rest) !== null;
