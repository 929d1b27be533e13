import type { Json, Language } from '../../flows/domain.ts';
import type { Words } from '../base/words.ts';

/** The words of one page, in its language: `say('console:queue.title')`. */
export type Say = (key: string, params?: { readonly [name: string]: Json }) => string;

export function sayIn(words: Words, language: Language): Say {
  return (key, params) => words.say(language, key, params);
}
