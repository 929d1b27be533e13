import { correctable } from '../../../flows/context.ts';
import type { KnownContact } from '../../../flows/events.ts';
import { isOpen } from '../../../flows/guards.ts';
import { ownDataWords } from '../../../flows/own-data.ts';
import { menu } from '../../../flows/menu.ts';
import { checkField } from '../../requests/fields.ts';
import { readCorrection } from '../../requests/no-value.ts';
import { parseReference } from '../../requests/reference.ts';
import type { RequestField } from '../../requests/request.ts';
import { isRequesting } from '../../text/commands.ts';
import { namedChoice } from '../../text/named-choice.ts';
import { hasTag } from '../paths.ts';
import { squeezed } from './labels.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

/** A longer text tells a story rather than asking for one thing. UTF-16 units. */
const longest = 80;

const finder = (words: readonly string[]) => {
  const plain = words.map(squeezed);
  return (typed: string): boolean => plain.some((word) => typed.includes(word));
};
const { own, things, consent, requests, verbs } = ownDataWords;
const [isOwn, isThing, isConsent, isRequestWord] = [own, things, consent, requests].map(finder) as [
  Find,
  Find,
  Find,
  Find,
];
type Find = ReturnType<typeof finder>;
const [erases, copies, shows, withdraws] = [verbs.erase, verbs.copy, verbs.show, verbs.withdraw].map(
  finder,
) as [Find, Find, Find, Find];

/**
 * What an officer wants with the data that is kept of them: shown, copied, erased, or the consent or a request withdrawn. What
 * erases asks once, so that a text read here by mistake costs a question. Not where a text answers a question.
 */
export const readOwnData: Reader = ({ text, typed, understanding }, { path, facts }) => {
  if (typed.length > longest || hasTag(path, 'takes-text')) return null;
  if (isConsent(typed)) return withdraws(typed) ? means({ type: 'consent.withdraw' }) : null;
  const asksToWithdraw = withdraws(typed) && isRequestWord(typed) && facts.requests.some(isOpen);
  if (asksToWithdraw && !understanding().isQuestion && !/ถูกยกเลิก/.test(typed))
    return means({ type: 'request.withdraw', ref: parseReference(text) });
  if (!isOwn(typed) || !isThing(typed)) return null;
  if (erases(typed)) return means({ type: 'data.erase' });
  if (copies(typed)) return means({ type: 'data.copy' });
  return shows(typed) && understanding().outcome !== 'answer' ? means({ type: 'data.show' }) : null;
};

const withdrawing = (menu.commands['request:withdraw:'] ?? []).map(squeezed);

/**
 * That one of several open requests is to be withdrawn: the word for it, and behind it the request's number or a part of
 * its agency's name, `ถอนคำขอเทศบาลค่ะ`. Which of them is asked for once, so that nothing else may stand in the text.
 */
export const readWithdrawal: Reader = ({ typed }, { facts }) => {
  const phrase = withdrawing
    .filter((each) => typed.includes(each))
    .toSorted((a, b) => b.length - a.length)[0];
  if (phrase === undefined) return null;
  const at = typed.indexOf(phrase);
  if (at > 0 && !isRequesting(typed.slice(0, at))) return null;
  const rest = typed.slice(at + phrase.length);
  const named = parseReference(rest);
  if (named !== null) return means({ type: 'request.withdraw', ref: named });
  const open = facts.requests.filter((request) => isOpen(request) && request.agencyName !== null);
  const name = namedChoice(
    rest,
    open.map(({ agencyName }) => agencyName ?? ''),
  );
  const found = name === null ? undefined : open.find(({ agencyName }) => agencyName === name);
  return found ? means({ type: 'request.withdraw', ref: found.ref }) : null;
};

/** The right value, where the correction tells it: `เปลี่ยนเบอร์เป็น 081-234-5678`. */
function corrected(slot: RequestField, text: string): Partial<KnownContact> | null {
  if (slot !== 'name' && slot !== 'position' && slot !== 'phone' && slot !== 'email') return null;
  const said = /(?:เป็น|คือ|\bto\b|:)\s*(\S.*)/is.exec(text)?.[1];
  const checked = said === undefined ? null : checkField(slot, said);
  return checked?.ok ? { [slot]: checked.value } : null;
}

/**
 * That an answer given before is wrong: in the form its question is asked again, unless the text has the right one; of a request that is filed the
 * officer corrects it themselves. Not where nothing was given.
 */
export const readCorrected: Reader = ({ text, messageId }, { path, context, facts }) => {
  // ใช้อันเดิมค่ะ แต่เปลี่ยนเบอร์
  const correction = readCorrection(text.split('แต่').at(-1) ?? text);
  if (!correction) return null;
  const slot = correction.slot === 'subject' ? null : correction.slot;
  const isFiled = facts.requests.some((request) => request.kind === 'token' && isOpen(request));
  if (context.draft && (path.startsWith('form.') || !isFiled)) {
    const values = slot && path.startsWith('form.') ? corrected(slot, text) : null;
    if (values) return means({ type: 'fill-contact', values, messageId });
    return means(slot ? { type: `edit.${slot}` } : { type: 'resume' });
  }
  if (!isFiled) return null;
  return means({ type: 'data.correct', slot: correctable.find((each) => each === slot) ?? null });
};
