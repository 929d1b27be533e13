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
 * Which of several names can be meant by a text that says a part of them and nothing else: `เอาเทศบาลก่อนค่ะ` of `กรมที่ดิน` and
 * `เทศบาลเมืองแสนสุข`. Empty where other words stand around the part.
 */
export function namedChoices(text: string, names: readonly string[]): readonly string[] {
  if (text.length > longestText) return [];
  const plain = bare(text);
  return names.filter((name) => hasPartOf(plain, bare(name)));
}

/** The one of several names that is meant; null where it is none, or could be several. */
export function namedChoice(text: string, names: readonly string[]): string | null {
  const [name, another] = namedChoices(text, names);
  return name !== undefined && another === undefined ? name : null;
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
