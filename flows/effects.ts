import { newDraft } from './context.ts';
import type { Args, Effect } from './events.ts';
import { cardAnswer } from './card-answer.ts';
import { joined, named, openQuestion } from './guards.ts';

const noteHeld = ({ context: { held } }: Args) =>
  held && {
    ref: held.ref,
    text: held.text,
    messageId: held.messageId,
    quotes: held.quotes,
    kind: 'text' as const,
    media: null,
  };

/**
 * What the statechart's effect actions ask to be done, in the commit of the turn. What became of it decides what
 * is said; see `prompts/outcomes`.
 */
export const effects = {
  recordConsent: (): Effect => ({ kind: 'consent', action: 'given' }),
  recordRefusal: (): Effect => ({ kind: 'consent', action: 'refused' }),
  recordWithdrawal: (): Effect => ({ kind: 'consent', action: 'withdrawn' }),
  erase: (): Effect => ({ kind: 'erase' }),
  fileToken: ({ context }: Args): Effect => ({ kind: 'file-token', draft: context.draft ?? newDraft() }),
  join: (args: Args): Effect => ({
    kind: 'join',
    ref: joined(args)?.ref ?? '',
    draft: args.context.draft ?? newDraft(),
  }),
  correct: ({ context, event }: Args): Effect => ({
    kind: 'correct',
    ref: context.ref ?? '',
    slot: context.slot ?? 'phone',
    value: 'value' in event ? event.value : '',
  }),
  fileQuestion: ({ event }: Args): Effect =>
    event.type === 'subject'
      ? { kind: 'file-question', subject: event.text, messageId: event.messageId }
      : { kind: 'file-question', subject: null, messageId: null },
  fileHeld: ({ context: { held } }: Args): Effect => ({
    kind: 'file-question',
    subject: held?.text ?? null,
    messageId: held?.messageId ?? null,
  }),
  withdrawNamed: (args: Args): Effect => ({ kind: 'withdraw', ref: named(args)?.ref ?? '' }),
  withdrawKept: ({ context }: Args): Effect => ({ kind: 'withdraw', ref: context.ref ?? '' }),
  withdrawQuestion: ({ event }: Args): Effect => ({
    kind: 'withdraw',
    ref: openQuestion(event.facts.requests)?.ref ?? '',
  }),
  sendHeld: (args: Args): Effect | null => {
    const note = noteHeld(args);
    return note && { kind: 'note', receipt: 'sent', note };
  },
  reopen: (args: Args): Effect => ({ kind: 'reopen', ref: named(args)?.ref ?? '', note: noteHeld(args) }),
  countCard: ({ context }: Args): Effect => ({
    kind: 'tally',
    entry: cardAnswer(context.cardType ?? 'central-government'),
    what: 'answered',
  }),
} as const;

export type EffectName = keyof typeof effects;
