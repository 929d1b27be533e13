import type { Intent } from '../../flows/domain.ts';
import type { ReadText } from './read-text.ts';
import type { Concept } from './tables.ts';

const requests: ReadonlySet<string> = new Set(['ask', 'submit', 'talk-to', 'call-back', 'track', 'download']);
const contacts: ReadonlySet<string> = new Set(['number', 'email', 'fax', 'contact', 'call']);
/** A telephone number or the like: the text gives one, so it asks for none. */
const longNumber = /\d[\d\s-]{5,}\d/;

/**
 * In a form, what tells a question or a request from a name, a position, an agency, a number or a yes.
 * @param answer what would be said to it at once, or null.
 */
export function readsAsQuestion(
  { text, telling, isBareName }: ReadText,
  answer: Intent | null,
  concepts: readonly Concept[],
): boolean {
  if (isBareName) return false;
  const found = telling.flatMap((word) => word.concepts.map((concept) => concepts[concept]));
  if (text.includes('?') || found.some((concept) => concept?.interrogative === true)) return true;
  if (answer === null) return false;
  const says = (ids: ReadonlySet<string>): boolean => found.some((concept) => ids.has(concept?.id ?? ''));
  return says(requests) || (answer.startsWith('contact-') && says(contacts) && !longNumber.test(text));
}
