import type { Context } from '../../flows/context.ts';
import { newContext, newDraft } from '../../flows/context.ts';
import type { Facts, Happening, RequestSummary } from '../../flows/events.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { interpret, readers, readText } from '../../src/conversation/readers/index.ts';
import type { Knowledge, Meaning, Situation } from '../../src/conversation/readers/reader.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';
import { mask } from '../../src/privacy/masking.ts';
import { readAgency } from '../support/agency-readers.ts';
import { sameAgencyName } from '../../src/routing/same-agency.ts';
import { loadWords } from '../../src/base/words.ts';

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
  cardType: 'central-government',
  draft: { ...newDraft(), agencyType: 'central-government' },
};

export function aRequest(over: Partial<RequestSummary> = {}): RequestSummary {
  return {
    ref: '123456782',
    kind: 'token',
    status: 'new',
    issuer: 'dga',
    agencyType: 'central-government',
    agencyName: 'กรมชลประทาน',
    subject: null,
    createdAt: monday,
    dueAt: monday + 48 * hour,
    claimedAt: null,
    resolvedAt: null,
    staffWroteAt: null,
    disposition: null,
    ...over,
  };
}

const aQuestion = (over: Partial<RequestSummary>) =>
  aRequest({ ref: '456789015', kind: 'question', issuer: null, agencyType: null, agencyName: null, ...over });

/** Asked, and nobody has it yet. */
export const queuedQuestion = aQuestion({});
/** Somebody has it. */
export const claimedQuestion = aQuestion({ status: 'claimed', claimedAt: monday - hour });
/** Staff asked the officer for something. */
export const waitingRequest = aRequest({
  ref: '234567893',
  status: 'waiting',
  claimedAt: monday - 2 * hour,
  staffWroteAt: monday - hour,
});

/** Fifteen digits, as a Token has them, and what is kept of them. */
export const secret = '๑๒๓๔๕๖๗๘๙๐๑๒๓๔๕';
export const secretMasked = 'xxxxxxxxxxxxxxx';
/** A question that the assistant answers though staff get it, too. */
export const question = 'Digital ID สมัครอย่างไร';
export const answered: Happening = { reply: 'answer', intent: 'digital-id', toStaffToo: true };

/** A text in the thread of a request, and what the officer learns of it. */
export const noteTo = (ref: string, text: string, receipt: 'sent' | 'queued' | null): Happening => ({
  reply: 'note',
  note: { ref, text, messageId: 'm1', quotes: null, kind: 'text', media: null },
  receipt,
});

/** A text that is kept, for a request that is closed or until the officer says whom it is for. */
export const heldOf = (ref: string, text: string) => ({ ref, text, messageId: 'm1', quotes: null });

export function facts(requests: readonly RequestSummary[] = []): Facts {
  return {
    now: monday,
    notice: '2569-11',
    requests,
    contact: null,
    newRef: '567890126',
    toldDueAt: null,
    contactHours: null,
    workingDays: null,
    sameAgency: sameAgencyName,
    reopenMs: 7 * 24 * hour,
  };
}

/** Where a conversation stands: consented, and without requests, unless said otherwise. */
export function at(path: string, over: Partial<Situation> = {}): Situation {
  return {
    path,
    context: path.startsWith('form.') ? filling : consented,
    facts: facts(),
    pauseMs: minute,
    listed: [],
    staffSpokeLast: false,
    quotedRef: null,
    receipt: null,
    ...over,
  };
}

const knowledge: Knowledge = { words, understand };

/** What a text means there; masked first, as every text is. */
export const meaning = (text: string, situation: Situation): readonly Happening[] =>
  whole(text, situation).happenings;

/** The same with what else the reading gives: the language of the answer, and which reader took the text. */
export function whole(
  text: string,
  situation: Situation,
  more: Partial<Knowledge> = {},
  only?: (name: string) => boolean,
): Meaning & { readonly reader: string } {
  const masked = mask(text);
  const typed = { text: masked.text, messageId: 'm1', quotes: null };
  return readText(typed, masked.found, situation, { ...knowledge, ...more }, only);
}

/** One reader alone: what it makes of a text; null where it leaves the text to the readers after it. */
export function reads(name: string): (text: string, situation: Situation) => readonly Happening[] | null {
  if (!readers.some((each) => each.name === name)) throw new RangeError(`no reader ${name}`);
  return (text, situation) => {
    const { reader, happenings } = whole(text, situation, {}, (each) => each === name);
    return reader === 'none' ? null : happenings;
  };
}

export const inbound = (
  what: Extract<Inbound, { kind: 'text' | 'button' | 'media' }>,
  situation: Situation,
): readonly Happening[] => interpret(what, [], situation, knowledge).happenings;
