import { parseAction } from '../../../flows/buttons.ts';
import type { Confirmed, Happening } from '../../../flows/events.ts';
import { confirms } from '../../../flows/prompts/ask.ts';
import type { AskedFor } from '../../text/yes-no.ts';
import { readYesNo } from '../../text/yes-no.ts';
import type { Reader, Situation } from './reader.ts';
import { means } from './reader.ts';

/** What yes and no set off where they are asked for, or can only mean one thing. */
function answersAt({
  path,
  context: { offer },
  listed,
}: Situation): { readonly yes: Happening | null; readonly no: Happening | null } | null {
  const about = confirms(path);
  if (about) return { yes: { type: `confirm.${about}.yes` }, no: { type: `confirm.${about}.no` } };
  if (path.startsWith('consent.')) return { yes: { type: 'consent.give' }, no: { type: 'consent.refuse' } };
  switch (path) {
    case 'form.suggest':
      return offer?.names.length === 0 ? { yes: { type: 'keep-typed' }, no: { type: 'back' } } : null;
    case 'form.name': {
      // What was typed last reads like something else, and the officer was asked whether it is a name.
      const [asName] = (listed[0]?.startsWith('fill:name:') && parseAction(listed[0])) || [];
      return asName ? { yes: asName, no: { type: 'repeat' } } : null;
    }
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

/** Questions whose yes erases, leaves or takes back something: a word that agrees to go on is no yes to them. */
const losses: ReadonlySet<Confirmed> = new Set(['discard', 'withdraw', 'erase', 'consent']);

function askedForAt(path: string): AskedFor {
  const about = confirms(path);
  if (about === 'assist') return 'help';
  return about !== null && losses.has(about) ? 'loss' : 'anything';
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
  const asked = askedForAt(path);
  const isAgreement = path.startsWith('consent.') || path === 'form.review' || asked === 'loss';
  if (isAgreement && particleOnly.test(typed)) return null;
  const read = readYesNo(text, asked);
  const happening = read && answers[read];
  return happening ? means(happening) : null;
};
