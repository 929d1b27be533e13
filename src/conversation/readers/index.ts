import type { Happening } from '../../../flows/events.ts';
import type { Masked } from '../../privacy/masking.ts';
import { listenerOf, noteFor, queuedQuestion, quotedRequest } from './addressee.ts';
import { readAgency } from './agency.ts';
import { readCommand, readLater, readNeverMind, readPresence } from './command.ts';
import { readThanks } from './courtesy.ts';
import { readFormAnswer } from './form.ts';
import { readKey } from './key.ts';
import { readLabel, readTopic } from './label.ts';
import { squeezed } from './labels.ts';
import { readMasked } from './masked.ts';
import { readNamedChoice } from './named-choice.ts';
import { readNumberedChoice } from './number.ts';
import { readCorrected, readOwnData, readWithdrawal } from './own-data.ts';
import { press } from './press.ts';
import { readQuestion } from './question.ts';
import { readQuoting } from './quote.ts';
import type { Knowledge, Meaning, Reader, Situation, Text } from './reader.ts';
import { means } from './reader.ts';
import { readReference } from './reference.ts';
import { readSlotHelp } from './slot-help.ts';
import { readService } from './service.ts';
import { readForClosed, readForQueue, readForStaff, readSubject } from './staff.ts';
import { readConfirmation } from './yes-no.ts';
import type { Inbound, InboundMedia } from '../inbound.ts';
import { messageOf } from '../inbound.ts';

/**
 * How a text is read: each reader in turn, and the first that knows what it means decides. First what quotes a message
 * of a thread, since a quote names its addressee; then what is for the assistant wherever the conversation stands (a command, a number of the list, a key, a button's label, a yes),
 * then what is for staff, then the answer to what is asked, then questions.
 */
export const readers: readonly { readonly name: string; readonly read: Reader }[] = [
  { name: 'quoted note', read: readQuoting },
  { name: 'command', read: readCommand },
  { name: 'presence', read: readPresence },
  { name: 'numbered choice', read: readNumberedChoice },
  { name: 'key', read: readKey },
  { name: 'label', read: readLabel },
  { name: 'named choice', read: readNamedChoice },
  { name: 'withdrawal', read: readWithdrawal },
  { name: 'never mind', read: readNeverMind },
  { name: 'later', read: readLater },
  { name: 'yes or no', read: readConfirmation },
  { name: 'topic', read: readTopic },
  { name: 'note to staff', read: readForStaff },
  { name: 'subject', read: readSubject },
  { name: 'question about a slot', read: readSlotHelp },
  { name: 'form answer', read: readFormAnswer },
  { name: 'correction', read: readCorrected },
  { name: 'own data', read: readOwnData },
  { name: 'note for the queue', read: readForQueue },
  { name: 'masked number', read: readMasked },
  { name: 'reference', read: readReference },
  { name: 'note to a closed request', read: readForClosed },
  { name: 'service', read: readService },
  { name: 'agency', read: readAgency },
  { name: 'thanks', read: readThanks },
  { name: 'question', read: readQuestion },
];

/** What was typed, before it is read. Masked. */
export type Typed = Pick<Text, 'text' | 'messageId' | 'quotes'>;

/**
 * What a text means where the conversation stands, and which reader said so. Pure: the same text in the same
 * situation always means the same.
 * @param only the readers to ask; all of them where it is left out.
 */
export function readText(
  typed: Typed,
  found: readonly Masked[],
  at: Situation,
  knowledge: Knowledge,
  only: (name: string) => boolean = () => true,
): Meaning & { readonly reader: string } {
  let understood: ReturnType<Knowledge['understand']> | null = null;
  const text: Text = {
    ...typed,
    typed: squeezed(typed.text),
    found,
    understanding: () => (understood ??= knowledge.understand(typed.text)),
  };
  for (const { name, read } of readers) {
    const meaning = only(name) ? read(text, at, knowledge) : null;
    if (meaning) return { ...meaning, reader: name };
  }
  return { ...means({ reply: 'unknown' }), reader: 'none' };
}

/** The officer said that a held message answers the form: whoever else it could have been for is out of the question. */
export const forFormOnly = (name: string): boolean => !name.startsWith('note ');

/** What an officer's doing means: the events to put to the flow, and what to reply to, in order. */
export function interpret(
  inbound: Extract<Inbound, { kind: 'text' | 'button' | 'media' }>,
  found: readonly Masked[],
  at: Situation,
  knowledge: Knowledge,
): Meaning {
  switch (inbound.kind) {
    case 'media':
      return means(readMedia(inbound, at));
    case 'button':
      return press(inbound.action, at, knowledge);
    case 'text':
      return readText({ ...inbound, quotes: inbound.quotes ?? null }, found, at, knowledge);
  }
}

/** Pictures, stickers and the like are for whoever listens; otherwise it is said that they cannot be read here. */
function readMedia(inbound: InboundMedia, at: Situation): Happening {
  const { media: kind } = inbound;
  const { text, messageId, media = null, quotes = null } = messageOf(inbound);
  const message = { text, messageId, quotes, kind, media };
  const listener = quotedRequest(at) ?? listenerOf(at);
  if (listener && listener.status !== 'resolved') return noteFor(listener, message, at, 'sent');
  const queued = queuedQuestion(at);
  return queued ? noteFor(queued, message, at, 'queued') : { reply: 'media', kind };
}
