import type { Context } from '../../../flows/context.ts';
import { newContext } from '../../../flows/context.ts';
import type { Effect, Facts, Happening, RequestSummary } from '../../../flows/events.ts';
import { isReply } from '../../../flows/events.ts';
import { ask } from '../../../flows/prompts/ask.ts';
import { afterEffect } from '../../../flows/prompts/outcomes.ts';
import type { Prompt } from '../../../flows/prompts/prompt.ts';
import { replyTo } from '../../../flows/prompts/replies.ts';
import { step } from '../../conversation/step.ts';

/** One situation a conversation can be in, as far as it decides what may happen next. */
export interface Situation {
  readonly path: string;
  readonly context: Context;
  /** The question of the form that was left last; null where there was none. */
  readonly formAt: string | null;
  readonly facts: Facts;
  /** Texts in a row that were not understood. */
  readonly misses: number;
}

export interface Step {
  readonly from: Situation;
  readonly event: Happening;
  readonly to: Situation;
  /** What is said, the asking of the state reached included. */
  readonly says: readonly Prompt[];
  readonly effects: readonly Effect[];
}

/** 23 November 2026, 10:00 in Bangkok. */
const now = Date.UTC(2026, 10, 23, 3);
const hour = 3_600_000;

/** A token request of a department as it was just filed, unless said otherwise. */
export const request = (ref: string, more: Partial<RequestSummary> = {}): RequestSummary => ({
  ref,
  kind: 'token',
  status: 'new',
  issuer: 'dga',
  agencyType: 'central-government',
  agencyName: 'กรมการปกครอง',
  subject: null,
  createdAt: now - hour,
  dueAt: now + 48 * hour,
  claimedAt: null,
  resolvedAt: null,
  staffWroteAt: null,
  disposition: null,
  ...more,
});

/** What is known from outside; without requests and settings unless said otherwise. */
export const factsWith = (more: Partial<Facts> = {}): Facts => ({
  now,
  notice: '2569-11',
  requests: [],
  contact: null,
  newRef: '567890126',
  toldDueAt: null,
  contactHours: null,
  workingDays: null,
  sameAgency: (one, other) => one === other,
  reopenMs: 30 * 24 * hour,
  ...more,
});

/** Someone who has just added the assistant, unless said otherwise. */
export const situationAt = (path = 'consent.first', more: Partial<Situation> = {}): Situation => ({
  path,
  context: newContext(),
  formAt: null,
  facts: factsWith(),
  misses: 0,
  ...more,
});

/** What the flow would be told after an effect: what was filed is there, what was withdrawn is closed. */
function factsAfter(facts: Facts, effects: readonly Effect[]): Facts {
  return effects.reduce((after, effect) => ({ ...after, requests: requestsAfter(after, effect) }), facts);
}

function requestsAfter({ requests, newRef, now: at }: Facts, effect: Effect): readonly RequestSummary[] {
  const change = (ref: string, to: Partial<RequestSummary>) =>
    requests.map((each) => (each.ref === ref ? { ...each, ...to } : each));
  switch (effect.kind) {
    case 'file-token': {
      const { agencyType, agencyName } = effect.draft;
      return [request(newRef, { createdAt: at, agencyType, agencyName }), ...requests];
    }
    case 'file-question': {
      const { subject } = effect;
      const question = { kind: 'question', issuer: null, agencyType: null, agencyName: null } as const;
      return [request(newRef, { ...question, createdAt: at, subject }), ...requests];
    }
    case 'withdraw':
      return change(effect.ref, { status: 'resolved', disposition: 'withdrawn', resolvedAt: at });
    case 'reopen':
      return change(effect.ref, { status: 'new', disposition: null, resolvedAt: null });
    case 'erase':
      return [];
    default:
      return requests;
  }
}

/** One event put to the flow, or replied to. Its effects succeed; nothing of them is kept for the next event. */
export function take(from: Situation, event: Happening): Step {
  if (isReply(event)) {
    const { says, effects, asksAgain } = replyTo(event, { ...from, judging: null });
    const again = asksAgain ? ask(from.path, from.context, from.facts) : [];
    return { from, event, to: from, says: [...told(effects, from.facts), ...says, ...again], effects };
  }
  const { demands, ...standing } = step(from, { ...event, facts: from.facts });
  const to: Situation = { ...from, ...standing };
  const effects = demands.flatMap((demand) => (demand.kind === 'effect' ? [demand.effect] : []));
  const after = factsAfter(from.facts, effects);
  const says = demands.flatMap((demand) => {
    if (demand.kind === 'say') return [demand.prompt];
    return demand.kind === 'effect' ? told([demand.effect], after) : [];
  });
  const isAsked = demands.some(({ kind }) => kind === 'ask');
  return { from, event, to, says: [...says, ...(isAsked ? ask(to.path, to.context, after) : [])], effects };
}

const told = (effects: readonly Effect[], facts: Facts): Prompt[] =>
  effects.flatMap((effect) => afterEffect({ effect, done: true }, facts) ?? []);

/**
 * Officers who differ in what the flow does: with nothing filed, with one request of each kind that makes a
 * difference, and with a question that somebody works on. The form asks the last the same as the second, so that
 * it is not gone through again.
 */
export const worlds: readonly { readonly facts: Facts; readonly hasForm: boolean }[] = [
  { facts: factsWith({ toldDueAt: now + 48 * hour }), hasForm: true },
  {
    facts: factsWith({
      contactHours: '08:30–16:30',
      workingDays: 2,
      contact: { name: 'สมหญิง ใจดี', position: null, phone: '0 2221 0151', email: null, hasDigitalId: true },
      requests: [
        request('456789015', { kind: 'question', issuer: null, agencyType: null, agencyName: null }),
        request('123456782'),
        request('234567893', { status: 'waiting', agencyName: 'กรมชลประทาน', staffWroteAt: now - hour }),
        request('345678904', { status: 'resolved', disposition: 'issued', resolvedAt: now - hour }),
        request('135792468', { status: 'resolved', disposition: 'declined', resolvedAt: 0 }),
        request('246813579', { status: 'resolved', disposition: 'withdrawn', resolvedAt: now - hour }),
      ],
    }),
    hasForm: true,
  },
  {
    facts: factsWith({
      requests: [
        request('456789015', {
          kind: 'question',
          status: 'claimed',
          issuer: null,
          agencyType: null,
          agencyName: null,
          subject: 'ลืมรหัสผ่าน',
          claimedAt: now - hour,
          staffWroteAt: now - hour,
        }),
      ],
    }),
    hasForm: false,
  },
];
