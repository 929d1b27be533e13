import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Language } from '../../flows/domain.ts';

const words = z
  .array(z.string().regex(/^[a-z ]+$/))
  .min(1)
  .transform((all) => new RegExp(`\\b(?:${all.join('|')})\\b`));
/** The words that tell Thai in Latin letters from English. */
const latin = z
  .strictObject({ thai: words, english: words })
  .parse(parse(readFileSync(new URL('../../flows/latin-words.yaml', import.meta.url), 'utf8')));

/** Names that Thai officers write in Latin letters in the middle of Thai. */
const names =
  /\b(?:tokens?|digital|id|info|www|go|th|or|dga|opdc|dla|line|pdf|otp|api|error|link|e-?mail|contact@\S+|contact center|call center|data|biz portal|download|login|web)\b/g;
const thaiLetter = /[ก-๎]/;
const latinWord = /[a-z]{2,}/g;
const anyLatin = /[a-z]{2}/;

/** How many Latin words, besides names, make a Thai sentence a mixed one. */
const mixed = 3;

/** The language a normalised text is written in, also Thai in Latin letters; null when mixed or too short to tell. */
export function languageOf(text: string): Language | null {
  const latinWords = anyLatin.test(text) ? (text.replaceAll(names, ' ').match(latinWord)?.length ?? 0) : 0;
  if (thaiLetter.test(text)) return latinWords < mixed ? 'th' : null;
  if (latin.thai.test(text) && !latin.english.test(text)) return 'th';
  return latinWords > 0 ? 'en' : null;
}
