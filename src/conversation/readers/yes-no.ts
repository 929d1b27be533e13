import type { Happening } from '../../../flows/events.ts';
import { confirms } from '../../../flows/prompts/ask.ts';
import { readYesNo } from '../../text/yes-no.ts';
import type { Reader, Situation } from './reader.ts';
import { means } from './reader.ts';

/** What yes and no set off where they are asked for, or can only mean one thing. */
function answersAt({
  path,
  context: { offer },
}: Situation): { readonly yes: Happening | null; readonly no: Happening | null } | null {
  const about = confirms(path);
  if (about) return { yes: { type: `confirm.${about}.yes` }, no: { type: `confirm.${about}.no` } };
  if (path.startsWith('consent.')) return { yes: { type: 'consent.give' }, no: { type: 'consent.refuse' } };
  switch (path) {
    case 'form.suggest':
      return offer?.names.length === 0 ? { yes: { type: 'keep-typed' }, no: { type: 'back' } } : null;
    case 'form.review':
      return { yes: { type: 'submit' }, no: { type: 'repeat' } };
    case 'form.position':
    case 'form.email':
    case 'person.subject':
      return { yes: null, no: { type: 'skip' } };
    default:
      return null;
  }
}

/** A polite particle alone says that one listens, not that one agrees to something that has consequences. */
const particleOnly = /^(?:ๆ|(?:ค่?ะ|คะ|ครับ|คับ|ฮะ|จ้ะ|จ้า)+ๆ?)$/;

/**
 * Yes or no to the question that is asked, in any of its forms (`ใช่ค่ะ ถูกแล้ว`, `ตกลงครับ`, 👍, `ไม่เอาแล้ว`).
 * Not once staff have asked something after it, and never from a text that says more than that.
 */
export const readConfirmation: Reader = ({ text, typed }, at) => {
  const { path } = at;
  const answers = at.staffSpokeLast ? null : answersAt(at);
  if (!answers) return null;
  const isAgreement = path.startsWith('consent.') || path === 'form.review' || path.startsWith('data.');
  if (isAgreement && particleOnly.test(typed)) return null;
  const read = readYesNo(text);
  const happening = read && answers[read];
  return happening ? means(happening) : null;
};
