import type { Language } from '../../flows/domain.ts';

/** Names that Thai officers write in Latin letters in the middle of Thai. */
const names =
  /\b(?:tokens?|digital|id|info|www|go|th|or|dga|opdc|dla|line|pdf|otp|api|error|link|e-?mail|contact@\S+|contact center|call center|data|biz portal|download|login|web)\b/g;
const thaiLetter = /[ก-๎]/;
const latinWord = /[a-z]{2,}/g;
const anyLatin = /[a-z]{2}/;

/** How many Latin words, besides names, make a Thai sentence a mixed one. */
const mixed = 3;

/** The language a normalised text is written in; null when mixed or too short to tell. */
export function languageOf(text: string): Language | null {
  const latinWords = anyLatin.test(text) ? (text.replaceAll(names, ' ').match(latinWord)?.length ?? 0) : 0;
  if (thaiLetter.test(text)) return latinWords < mixed ? 'th' : null;
  return latinWords > 0 ? 'en' : null;
}
