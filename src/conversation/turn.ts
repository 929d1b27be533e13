import type { Context, Draft, Reading } from '../../flows/context.ts';
import type { Language } from '../../flows/domain.ts';
import { slots } from '../../flows/events.ts';
import type { Said } from '../../flows/prompts/prompt.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { UnclearMessage } from '../learning/unclear.ts';
import { setBlocked, unsendMessage } from '../requests/changes.ts';
import type { RequestChange, ServiceRequest } from '../requests/request.ts';
import type { ConsentRecord, Tally } from '../store/port.ts';
import { converse } from './converse.ts';
import type { OfficerEvent } from './inbound.ts';
import { LearningLog } from './learning-log.ts';
import { RequestLedger } from './ledger.ts';
import type { Saved } from './saved.ts';
import type { Known, TurnParts, TurnState, Understood } from './turn-state.ts';

/** What is said in answer to one event, in the language it is said in. */
export interface Answer {
  readonly event: OfficerEvent;
  readonly prompts: readonly Said[];
}

export interface Turn {
  readonly saved: Saved;
  /** As they are afterwards, newest first. */
  readonly requests: readonly ServiceRequest[];
  readonly answers: readonly Answer[];
  readonly changes: readonly RequestChange[];
  readonly consents: readonly ConsentRecord[];
  /** Texts that were not understood. */
  readonly unclear: readonly UnclearMessage[];
  /** Ids of messages whose texts have to go, should they be kept as not understood. */
  readonly unclearGone: readonly string[];
  /** What could not be delivered to the officer has to go. */
  readonly undeliveredGone: boolean;
  readonly tallies: readonly Omit<Tally, 'day'>[];
  /** How the texts were understood that had to be. */
  readonly understood: readonly Understood[];
}

/** The decision rewrites threads, which were not loaded: load every request with its thread, and decide again. */
export const needsThreads = Symbol('needs threads');

const unsentKept = 20;
/** A group is told again after a day. */
const tellAgainMs = 24 * 60 * 60 * 1000;

/**
 * Decides one officer's events, one after another: what is said, what changes, what is remembered. Pure: no
 * I/O, no clock; the same input gives the same turn.
 * @param events in the order of their timestamps.
 */
export function decide(
  known: Known,
  events: readonly OfficerEvent[],
  now: number,
  parts: TurnParts,
): Turn | typeof needsThreads {
  const turn = begin(known, now, parts);
  const answers: Answer[] = [];
  for (const event of events) {
    const prompts = react(turn, event);
    turn.saved = consentOnly({ ...turn.saved, latestAt: Math.max(turn.saved.latestAt, event.at) });
    if (turn.ledger.threadsMissing) return needsThreads;
    if (prompts.length > 0) answers.push({ event, prompts });
  }
  const { ledger, learning } = turn;
  return {
    saved: turn.saved,
    requests: ledger.afterwards(),
    answers,
    changes: ledger.changes,
    consents: turn.consents,
    unclear: [...learning.unclear.values()],
    unclearGone: [...learning.gone],
    undeliveredGone: turn.undeliveredGone,
    tallies: turn.tallies,
    understood: turn.understood,
  };
}

function begin(known: Known, now: number, parts: TurnParts): TurnState {
  const understood: Understood[] = [];
  const understand = (text: string): Understanding => {
    const understanding = parts.understand(text);
    understood.push({ outcome: understanding.outcome, intent: understanding.intent });
    return understanding;
  };
  const watched: TurnParts = { ...parts, understand };
  const turn: TurnState = {
    saved: known.saved,
    undeliveredGone: false,
    officer: known.officer,
    parts: watched,
    lapsed: parts.lapsed?.(now) ?? {},
    ledger: new RequestLedger(known, { now, newId: parts.newId }),
    learning: new LearningLog(() => turn.saved, parts),
    consents: [],
    tallies: [],
    understood,
    newRef: null,
  };
  return turn;
}

/** @returns what is said in answer to one event. */
function react(turn: TurnState, event: OfficerEvent): readonly Said[] {
  const { inbound } = event;
  const isLate = event.at < turn.saved.latestAt;
  switch (inbound.kind) {
    case 'text':
    case 'button':
    case 'media': {
      const isUnsent = inbound.kind === 'text' && turn.saved.unsent.includes(inbound.messageId);
      if (isUnsent) return [];
      // Writing shows that the account is not blocked any more, whatever order the events came in.
      if (!isLate) block(turn, false);
      return converse(turn, event, inbound, isLate);
    }
    case 'unsend':
      unsend(turn, inbound.messageId);
      return [];
    case 'unfollow':
      if (!isLate) block(turn, true);
      return [];
    case 'follow':
      if (isLate) return [];
      block(turn, false);
      return converse(turn, event, inbound, false);
    case 'group':
      return tellGroup(turn, event, inbound.addressed);
  }
}

function block(turn: TurnState, blocked: boolean): void {
  if (turn.saved.blocked !== blocked) turn.saved = { ...turn.saved, blocked };
  const { ledger } = turn;
  for (const { ref } of ledger.all)
    ledger.change(ref, (request) => setBlocked(request, blocked, ledger.clock));
}

/** An unsent message takes its text along, wherever it has got to. */
function unsend(turn: TurnState, messageId: string): void {
  const { ledger, learning, saved } = turn;
  const { context } = saved;
  learning.forget([messageId]);
  turn.saved = {
    ...saved,
    said: saved.said.filter((one) => one.messageId !== messageId),
    openDigits: saved.openDigits?.messageId === messageId ? null : saved.openDigits,
    unsent: [...saved.unsent, messageId].slice(-unsentKept),
    context: {
      ...context,
      draft: context.draft && withoutMessage(context.draft, messageId),
      reading: context.reading?.messageId === messageId ? nameless(context.reading) : context.reading,
      offer: context.offer?.messageId === messageId ? null : context.offer,
      held: context.held?.messageId === messageId ? null : context.held,
    },
  };
  for (const { ref } of ledger.all)
    ledger.change(ref, (request) => unsendMessage(request, ledger.thread(ref), messageId, ledger.clock));
}

function withoutMessage(draft: Draft, messageId: string): Draft {
  const sources = Object.entries(draft.sources);
  const gone = sources.filter(([, source]) => source === messageId);
  if (gone.length === 0) return draft;
  return {
    ...draft,
    ...Object.fromEntries(gone.map(([slot]) => [slot, null])),
    unsent: slots.filter((slot) => draft.sources[slot] === messageId || draft.unsent.includes(slot)),
    sources: Object.fromEntries(sources.filter(([, source]) => source !== messageId)),
  };
}

/** What a text told of an agency, without a word of the text. */
const nameless = (reading: Reading): Reading => ({ ...reading, name: null, reason: null, messageId: null });

/** Without consent nothing that was typed outlives its answer, not even an agency's name. */
function consentOnly(saved: Saved): Saved {
  const { context } = saved;
  if (context.consent) return saved;
  const reading = context.reading && nameless(context.reading);
  const bare: Context = { ...context, draft: null, offer: null, held: null, reading };
  return { ...saved, said: [], openDigits: null, context: bare };
}

function tellGroup(turn: TurnState, event: OfficerEvent, addressed: boolean): readonly Said[] {
  if (!addressed && event.at - turn.saved.toldAt < tellAgainMs) return [];
  turn.saved = { ...turn.saved, toldAt: event.at };
  const language: Language = turn.saved.context.language;
  return [{ prompt: { say: 'group' }, language }];
}
