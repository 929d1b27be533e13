import type { Context } from '../../flows/context.ts';
import { newContext, newDraft } from '../../flows/context.ts';
import type { Facts, Happening, RequestSummary } from '../../flows/events.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import type { View } from '../../src/conversation/interpret.ts';
import { interpret } from '../../src/conversation/interpret.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';
import { mask } from '../../src/privacy/masking.ts';
import { readAgency } from '../../src/routing/agency.ts';
import { loadWords } from '../../src/words.ts';

/** Monday, 23 November 2026, 09:00 in Bangkok. */
export const monday = Date.UTC(2026, 10, 23, 2);
export const minute = 60_000;
export const hour = 60 * minute;

export const words = loadWords();
const read = createUnderstanding({ readAgency });
const understood = new Map<string, Understanding>();
/** As in the chat; pure, so that a text which comes again need not be understood again. */
export function understand(text: string): Understanding {
  const known = understood.get(text) ?? read(text);
  understood.set(text, known);
  return known;
}

export const consented: Context = { ...newContext(), consent: { notice: '2569-11', at: monday } };

/** Someone in the middle of the form of an agency under DGA. */
export const filling: Context = {
  ...consented,
  purpose: 'form',
  cardType: 'central-government',
  draft: { ...newDraft(), agencyType: 'central-government' },
};

export function aRequest(over: Partial<RequestSummary> = {}): RequestSummary {
  return {
    ref: '123456782',
    kind: 'token',
    status: 'new',
    issuer: 'dga',
    agencyName: 'กรมชลประทาน',
    createdAt: monday,
    dueAt: monday + 48 * hour,
    disposition: null,
    ...over,
  };
}

export const openQuestion = aRequest({ ref: '456789015', kind: 'question', issuer: null, agencyName: null });
export const waitingRequest = aRequest({ ref: '234567893', status: 'waiting' });

export function facts(requests: readonly RequestSummary[] = []): Facts {
  return {
    now: monday,
    notice: '2569-11',
    requests,
    newRef: '567890126',
    toldDueAt: null,
    contactHours: null,
  };
}

/** Where a conversation stands: consented, and without requests, unless said otherwise. */
export function at(path: string, over: Partial<View> = {}): View {
  return {
    path,
    context: path.startsWith('form.') ? filling : consented,
    facts: facts(),
    pauseMs: minute,
    ...over,
  };
}

/** What a text means there; masked first, as every text is. */
export function meaning(text: string, view: View): Happening[] {
  const masked = mask(text);
  return inbound({ kind: 'text', text: masked.text, messageId: 'm1' }, view, masked.found);
}

export function inbound(
  what: Inbound,
  view: View,
  found: readonly ('national-id' | 'token')[] = [],
): Happening[] {
  return interpret(what, found, view, { words, understand });
}
