import type { Language } from '../../flows/domain.ts';
import type { Choice } from '../../flows/prompts.ts';
import { normalise } from '../text/normalise.ts';
import type { Words } from '../words.ts';

/** A choice's label as it is shown. */
export function labelOf(choice: Choice, language: Language, words: Words): string {
  const key = choice.label.includes(':') ? choice.label : `conversation:${choice.label}`;
  return words.say(language, key, choice.params);
}

/** What is typed, as it is compared with words and labels. */
export const squeezed = (text: string) => normalise(text).replaceAll(/[\s.!?"'“”]/g, '');

/** What is typed for labels without values, which are the same at every text. */
const known = new WeakMap<Words, Map<string, readonly string[]>>();

/** What is typed for a button: its label, squeezed, with its key in front and without. */
export function typedFor(choice: Choice, language: Language, words: Words): readonly string[] {
  if (choice.params) return readTyped(choice, language, words);
  const ofWords = known.get(words) ?? new Map<string, readonly string[]>();
  known.set(words, ofWords);
  const name = `${language} ${choice.label}`;
  const typed = ofWords.get(name) ?? readTyped(choice, language, words);
  ofWords.set(name, typed);
  return typed;
}

function readTyped(choice: Choice, language: Language, words: Words): readonly string[] {
  const label = labelOf(choice, language, words);
  return [label, label.replace(/^[0-9*#]\s+/, '')].map(squeezed).filter((typed) => typed !== '');
}
