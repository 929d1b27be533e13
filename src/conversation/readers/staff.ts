import { slotAt } from '../../../flows/prompts/ask.ts';
import { checkSlot } from './form.ts';
import {
  asNote,
  closedMeanwhile,
  heldFor,
  listenerFor,
  maskedFirst,
  noteFor,
  queuedQuestion,
} from './addressee.ts';
import { hasTag } from '../paths.ts';
import { isThanks } from './courtesy.ts';
import type { RequestSummary } from '../../../flows/events.ts';
import type { Meaning, Reader, Situation, Text } from './reader.ts';
import { means } from './reader.ts';

/** A question that the assistant knows the answer to, and that is certainly asked. */
export function clearQuestion(text: Text): Meaning | null {
  const { outcome, intent, isQuestion, language } = text.understanding();
  if (outcome !== 'answer' || !isQuestion || intent === null) return null;
  if (intent === 'human' || intent === 'request-new' || intent === 'request-status') return null;
  return { happenings: [{ reply: 'answer', intent, toStaffToo: true }], language };
}

/**
 * A value for the form's question, while staff wait for nothing, or after the officer said that the form comes
 * first and before staff wrote again.
 */
const isForForm = (text: Text, at: Situation, listener: RequestSummary): boolean => {
  const slot = slotAt(at.path);
  const isAwaited =
    listener.status === 'waiting' &&
    (at.context.formFirst === null || (listener.staffWroteAt ?? 0) > at.context.formFirst);
  if (isAwaited) return false;
  return slot === null
    ? hasTag(at.path, 'settles-agency') && text.understanding().agency !== null
    : checkSlot(slot, text).ok;
};

/**
 * A message for staff: from their first message, or a claim, until the request is closed, what the officer
 * writes is theirs. A clear question in it is answered by the assistant as well. Where a form's question is on
 * screen too, the message is held and the officer is asked whom it is for. An agency's name belongs to the
 * assistant that asks for one.
 */
export const readForStaff: Reader = (text, at) => {
  const listener = listenerFor(text, at);
  if (!listener) return null;
  if (listener.status === 'resolved')
    return means(...maskedFirst(text), { type: 'note.closed', held: heldFor(listener.ref, text) });
  const note = noteFor(listener, asNote(text), at, 'sent');
  if (at.path === 'requests.reply')
    return means(...maskedFirst(text), { ...note, receipt: 'sent' }, { type: 'note.written' });
  if (at.path === 'addressee.ask') return means({ type: 'hold', held: heldFor(listener.ref, text) });
  if (at.path === 'person.subject') return null;
  if (at.path.startsWith('form.')) {
    if (isForForm(text, at, listener)) return null;
    return means({ type: 'hold', held: heldFor(listener.ref, text) });
  }
  if (hasTag(at.path, 'settles-agency') && text.understanding().agency) return null;
  const { slot } = at.context;
  if (at.path === 'data.slot' && slot !== null && checkSlot(slot, text).ok) return null;
  // Who asked for a person knows that one listens, and is not interrupted.
  if (listener.kind === 'question') return means(...maskedFirst(text), { ...note, receipt: null });
  const answer = clearQuestion(text);
  return {
    happenings: [...maskedFirst(text), note, ...(answer?.happenings ?? [])],
    language: answer?.language ?? null,
  };
};

/**
 * While a question waits for somebody to claim it, clear questions are answered and everything else goes along
 * with it. Not where the assistant itself asks something.
 */
export const readForQueue: Reader = (text, at) => {
  const question = queuedQuestion(at);
  if (!question || hasTag(at.path, 'takes-text') || hasTag(at.path, 'settles-agency')) return null;
  const answer = clearQuestion(text);
  const note = noteFor(question, asNote(text), at, 'queued');
  return answer
    ? { ...answer, happenings: [...maskedFirst(text), { ...note, receipt: null }, ...answer.happenings] }
    : means(...maskedFirst(text), note);
};

/** What a person is asked about. A clear question is answered at once as well. */
export const readSubject: Reader = (text, { path }) => {
  if (path !== 'person.subject') return null;
  const { outcome, intent } = text.understanding();
  // A person was asked for once more: that is not what it is about.
  if (outcome === 'answer' && intent === 'human') return means({ type: 'repeat' });
  const answer = clearQuestion(text);
  return {
    happenings: [
      ...maskedFirst(text),
      { type: 'subject', text: text.text, messageId: text.messageId },
      ...(answer?.happenings ?? []),
    ],
    language: answer?.language ?? null,
  };
};

/**
 * Staff closed the request while the officer was writing: the message is kept, and can be sent by reopening it.
 * Not a clear question, which the assistant answers.
 */
export const readForClosed: Reader = (text, at) => {
  const closed = closedMeanwhile(at);
  if (!closed || hasTag(at.path, 'takes-text') || hasTag(at.path, 'settles-agency')) return null;
  if (isThanks(text)) return means({ reply: 'thanks' });
  const { outcome, gap } = text.understanding();
  if (outcome === 'answer' || gap === 'courtesy') return null;
  return means(...maskedFirst(text), { type: 'note.closed', held: heldFor(closed.ref, text) });
};
