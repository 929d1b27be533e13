import { asNote, heldFor, maskedFirst, noteFor, queuedQuestion, quotedRequest } from './addressee.ts';
import { isThanks } from './courtesy.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';
import { clearQuestion } from './staff.ts';

/**
 * A text that quotes a message of a thread answers that message: it goes there whatever it says and wherever the
 * conversation stands, and whichever request staff wrote to last. Not one that quotes the assistant.
 */
export const readQuoting: Reader = (text, at) => {
  const request = quotedRequest(at);
  if (!request) return null;
  if (request.status === 'resolved')
    return isThanks(text)
      ? means({ reply: 'thanks' })
      : means(...maskedFirst(text), { type: 'note.closed', held: heldFor(request.ref, text) });
  const receipt = queuedQuestion(at)?.ref === request.ref ? 'queued' : 'sent';
  const note = noteFor(request, asNote(text), at, receipt);
  const answer = request.kind === 'question' ? null : clearQuestion(text);
  return {
    happenings: [...maskedFirst(text), note, ...(answer?.happenings ?? [])],
    language: answer?.language ?? null,
  };
};
