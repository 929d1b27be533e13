/** National ids and tokens in what an officer types, those too that one message begins and the next completes. */
import type { Context, Draft } from '../../flows/context.ts';
import { crossedOut } from '../privacy/digit-runs.ts';
import type { Masking } from '../privacy/masking.ts';
import { endsInDigits, mask, maskAcross } from '../privacy/masking.ts';
import { maskMessage } from '../requests/mask-message.ts';
import type { InboundText, OfficerEvent } from './inbound.ts';
import type { TurnState } from './turn-state.ts';

/** A number is not completed later than this. */
const soonMs = 10 * 60 * 1000;
/** UTF-16 units kept of a text's end: a number in the widest writing, with the word before it. */
const keptUnits = 80;
/** Fields of the form that hold what was typed. Telephone numbers and addresses are what they were checked to be. */
const typedSlots = ['agencyName', 'parentAgency', 'name', 'position'] as const;

/** The text masked. Where it completes a number, the message before it is masked wherever it got to. */
export function maskText(
  turn: TurnState,
  event: OfficerEvent,
  { text, messageId }: Pick<InboundText, 'text' | 'messageId'>,
  isLate: boolean,
): Masking {
  const open = turn.saved.openDigits;
  const isNext = open !== null && Math.abs(event.at - open.at) <= soonMs;
  const split = isNext ? maskAcross(open.text, text) : null;
  if (open && split) maskEarlier(turn, open.messageId, open.text, split.before);
  const masked = mask(split?.text ?? text);
  const end = masked.text.slice(-keptUnits);
  const openDigits = endsInDigits(end) ? { text: end, messageId, at: event.at } : null;
  if (!isLate) turn.saved = { ...turn.saved, openDigits };
  return { text: masked.text, found: [...(split?.found ?? []), ...masked.found] };
}

function maskEarlier(turn: TurnState, messageId: string, end: string, maskedEnd: string): void {
  const masked = (text: string): string =>
    text.endsWith(end) ? text.slice(0, -end.length) + maskedEnd : crossedOut(text);
  const { saved, ledger, learning } = turn;
  learning.forget([messageId]);
  turn.saved = {
    ...saved,
    said: saved.said.map((one) => (one.messageId === messageId ? { ...one, text: masked(one.text) } : one)),
    context: maskContext(saved.context, messageId, masked),
  };
  for (const { ref } of ledger.all)
    ledger.change(ref, (request) =>
      maskMessage(request, ledger.thread(ref), messageId, masked, ledger.clock),
    );
}

function maskContext(context: Context, messageId: string, masked: (text: string) => string): Context {
  const { draft, reading, offer, held } = context;
  const isNamed = reading?.messageId === messageId && reading.name !== null;
  return {
    ...context,
    draft: draft && maskDraft(draft, messageId, masked),
    reading: isNamed ? { ...reading, name: masked(reading.name ?? ''), reason: null } : reading,
    offer: offer?.messageId === messageId ? { ...offer, typed: masked(offer.typed) } : offer,
    held: held?.messageId === messageId ? { ...held, text: masked(held.text) } : held,
  };
}

function maskDraft(draft: Draft, messageId: string, masked: (text: string) => string): Draft {
  const changed = typedSlots.flatMap((slot) => {
    const value = draft[slot];
    return value !== null && draft.sources[slot] === messageId ? [[slot, masked(value)]] : [];
  });
  return { ...draft, ...Object.fromEntries(changed) };
}
