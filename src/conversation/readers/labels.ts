import { LRUCache } from 'lru-cache';
import type { Language } from '../../../flows/domain.ts';
import type { Choice } from '../../../flows/prompts/prompt.ts';
import { normalise } from '../../text/normalise.ts';
import type { Words } from '../../base/words.ts';

/** A choice's label as it is shown. */
export function labelOf(choice: Choice, language: Language, words: Words): string {
  const key = choice.label.includes(':') ? choice.label : `conversation:${choice.label}`;
  return words.say(language, key, choice.params);
}

/** The label without a key in front, for lists that show the key themselves. */
export const plainLabel = (choice: Choice, language: Language, words: Words): string =>
  labelOf(choice, language, words).replace(/^[0-9*#]\s+/, '');

/** What is typed, as it is compared with words and labels. */
export const squeezed = (text: string) => normalise(text).replaceAll(/[\s.!?"'“”]/g, '');

/** What is typed for labels: the same few at every text. Those with values, like names of a list, come and go. */
interface Known {
  readonly plain: Record<Language, Map<string, readonly string[]>>;
  readonly filled: LRUCache<string, readonly string[]>;
}
const known = new WeakMap<Words, Known>();

/** What is typed for a button: its label, squeezed, with its key in front and without. */
export function typedFor(choice: Choice, language: Language, words: Words): readonly string[] {
  let ofWords = known.get(words);
  if (!ofWords)
    known.set(
      words,
      (ofWords = { plain: { th: new Map(), en: new Map() }, filled: new LRUCache({ max: 2_000 }) }),
    );
  const { label, params } = choice;
  const among = params ? ofWords.filled : ofWords.plain[language];
  const name = params ? `${language} ${label}${JSON.stringify(params)}` : label;
  let typed = among.get(name);
  if (!typed) among.set(name, (typed = readTyped(choice, language, words)));
  return typed;
}

function readTyped(choice: Choice, language: Language, words: Words): readonly string[] {
  const label = labelOf(choice, language, words);
  return [label, label.replace(/^[0-9*#]\s+/, '')].map(squeezed).filter((typed) => typed !== '');
}
