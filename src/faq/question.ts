import type { Intent } from '../../flows/domain.ts';
import type { Evidence } from './evidence.ts';
import type { Concept } from './table.ts';

const requests: ReadonlySet<string> = new Set(['ask', 'submit', 'talk-to', 'call-back', 'track', 'download']);
const contacts: ReadonlySet<string> = new Set(['number', 'email', 'fax', 'contact', 'call']);
/** A telephone number or the like: the text gives one, so it asks for none. */
const longNumber = /\d[\d\s-]{5,}\d/;

/**
 * In a form, what tells a question or a request from a name, a position, an agency, a number or a yes.
 * @param text normalised. @param answer what would be said to it at once, or null.
 */
export function readsAsQuestion(
  text: string,
  { words, isBareName }: Evidence,
  answer: Intent | null,
  concepts: ReadonlyMap<string, Concept>,
): boolean {
  if (isBareName) return false;
  const found = words.flatMap((word) => word.concepts);
  if (text.includes('?') || found.some((id) => concepts.get(id)?.interrogative === true)) return true;
  if (answer === null) return false;
  if (found.some((id) => requests.has(id))) return true;
  return answer.startsWith('contact-') && found.some((id) => contacts.has(id)) && !longNumber.test(text);
}
