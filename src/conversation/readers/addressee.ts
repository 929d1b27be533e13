import type { Held } from '../../../flows/context.ts';
import type { Happening, Note, Reply, RequestSummary } from '../../../flows/events.ts';
import { isOpen, openQuestion, openThreads } from '../../../flows/guards.ts';
import { parseReference } from '../../requests/reference.ts';
import type { Situation, Text } from './reader.ts';

/**
 * The request whose staff listen to the officer now: the one being written to, the one that staff wrote to
 * last, or a question that somebody has claimed. Null where nobody listens: nothing typed is kept for staff
 * without consent.
 */
export function listenerOf({ path, context, facts }: Situation): RequestSummary | null {
  if (context.consent === null) return null;
  if (path === 'requests.reply')
    return facts.requests.find(({ ref }) => ref === context.ref && ref !== null) ?? null;
  const [thread] = openThreads(facts.requests);
  if (thread) return thread;
  const question = openQuestion(facts.requests);
  return question && question.status !== 'new' ? question : null;
}

/** The request whose thread has the message that is quoted. Null without consent: nothing typed is kept for staff then. */
export const quotedRequest = ({ context, facts, quotedRef }: Situation): RequestSummary | null =>
  (context.consent && facts.requests.find(({ ref }) => ref === quotedRef)) ?? null;

/**
 * The request that a text is for while staff listen: where several have a thread, the one that it names by its number
 * or its agency, otherwise the one that staff wrote to last.
 */
export function listenerFor(text: Text, at: Situation): RequestSummary | null {
  const listener = listenerOf(at);
  if (!listener || at.path === 'requests.reply') return listener;
  const threads = openThreads(at.facts.requests);
  if (threads.length < 2) return listener;
  const ref = parseReference(text.text);
  const name = text.understanding().agency?.name ?? null;
  const isNamed = (thread: RequestSummary): boolean =>
    thread.ref === ref ||
    (name !== null && thread.agencyName !== null && at.facts.sameAgency(name, thread.agencyName));
  const named = threads.filter(isNamed);
  return named.length === 1 ? (named[0] ?? null) : listener;
}

/** The officer's question that nobody has claimed yet. */
export function queuedQuestion({ context, facts }: Situation): RequestSummary | null {
  const question = context.consent ? openQuestion(facts.requests) : null;
  return question?.status === 'new' && question.staffWroteAt === null ? question : null;
}

/**
 * The request that staff closed since the officer last wrote: what comes now may still be meant for them.
 */
export function closedMeanwhile({ context, facts, pauseMs }: Situation): RequestSummary | null {
  if (context.consent === null) return null;
  const lastEventAt = facts.now - pauseMs;
  const [closed] = facts.requests
    .filter(
      (request) =>
        !isOpen(request) &&
        request.staffWroteAt !== null &&
        request.disposition !== 'withdrawn' &&
        (request.resolvedAt ?? 0) > lastEventAt,
    )
    .toSorted((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0));
  return closed ?? null;
}

export const heldFor = (ref: string, { text, messageId, quotes }: Text): Held => ({
  ref,
  text,
  messageId,
  quotes,
});

/** A message as an entry of a thread. The first bubble of a row gets a receipt; the others go where it went. */
export const noteFor = (
  { ref }: RequestSummary,
  message: Omit<Note, 'ref'>,
  at: Situation,
  receipt: 'sent' | 'queued',
): Extract<Reply, { reply: 'note' }> => ({
  reply: 'note',
  note: { ...message, ref },
  receipt: at.receipt === ref && !at.staffSpokeLast ? null : receipt,
});

/** What is masked in a text is told whoever it is for. */
export const maskedFirst = ({ found }: Text): readonly Happening[] =>
  found.length > 0 ? [{ reply: 'masked', found }] : [];

/** A text as what a thread takes. */
export const asNote = ({ text, messageId, quotes }: Text): Omit<Note, 'ref'> => ({
  text,
  messageId,
  quotes,
  kind: 'text',
  media: null,
});
