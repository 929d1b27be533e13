import { setup } from 'xstate';
import { afterAnswer, cardAnswer, human, topics, toMenu } from '../asks.ts';
import type { Context, Draft, Reading } from '../context.ts';
import { newDraft } from '../context.ts';
import type { AgencyType, AnswerIntent } from '../domain.ts';
import type { Confirmed, Effect, FlowEvent, RequestSummary, Slot } from '../events.ts';
import type { Prompt } from '../prompts.ts';
import type { AgencyReading } from '../understanding.ts';

/** Nothing to say: dropped before it is rendered. */
export const silence: Prompt = { say: '' };

/** The issuer is the contact center itself for all but these two types. */
const handledElsewhere: readonly (AgencyType | null)[] = ['regional', 'local'];

/** Staff have not closed it. */
const isOpen = (request: RequestSummary) => request.status !== 'resolved';

/** The question that staff are answering now; while it is open, texts go to its thread. */
export const openQuestion = (requests: readonly RequestSummary[]): RequestSummary | null =>
  requests.find((request) => request.kind === 'question' && isOpen(request)) ?? null;

/** An open token request of the same agency: a second filing joins it. */
export const sameAgency = (
  requests: readonly RequestSummary[],
  agencyName: string | null,
): RequestSummary | null =>
  requests.find(
    (request) =>
      request.kind === 'token' && isOpen(request) && plain(request.agencyName) === plain(agencyName),
  ) ?? null;

const plain = (name: string | null) => (name ?? '').normalize('NFKC').replaceAll(/[\s.]/g, '').toLowerCase();

/** The form with a change; a new one where there is none. */
export const fillDraft = (context: Context, change: Partial<Draft>): Draft => ({
  ...(context.draft ?? newDraft()),
  ...change,
});

/** A changed type may need another confirmation, and only regional offices have a parent agency to name. */
const ofType = (draft: Draft, agencyType: AgencyType | null): Draft => ({
  ...draft,
  agencyType,
  // Another type has another issuer, which the officer has not been told.
  assist: draft.assist && draft.agencyType === agencyType,
  parentAgency: agencyType === 'regional' ? draft.parentAgency : null,
});

/** The form for the type that the officer gave. */
export const withType = (context: Context, agencyType: AgencyType): Partial<Context> => {
  const draft = ofType(fillDraft(context, {}), agencyType);
  return {
    draft: {
      ...draft,
      cardShown: false,
      ...(draft.agencyName === null ? named(context.reading, draft.sources) : {}),
    },
    reading: null,
    cardType: agencyType,
  };
};

/** The agency as the operator's list has it: its name stands, and type and parent with it until they are changed. */
const withListed = (context: Context, { agency, messageId }: Extract<FlowEvent, { type: 'listed' }>) => {
  const { agencyName: _name, parentAgency: _parent, ...sources } = context.draft?.sources ?? {};
  const typed = agency.type === null ? { draft: fillDraft(context, {}) } : withType(context, agency.type);
  return {
    ...typed,
    misses: 0,
    offer: null,
    draft: {
      ...(typed.draft ?? newDraft()),
      agencyName: agency.name,
      parentAgency: agency.type === 'regional' ? agency.parent : null,
      listed: agency.type !== null,
      sources: messageId === null ? sources : { ...sources, agencyName: messageId, parentAgency: messageId },
    },
  };
};

/** The form's agency as it was typed when its type was asked, with the message it came from. */
const named = (
  reading: Reading | null,
  sources: Draft['sources'] = {},
): Pick<Draft, 'agencyName' | 'sources'> => ({
  agencyName: reading?.name ?? null,
  sources: reading?.name && reading.messageId ? { ...sources, agencyName: reading.messageId } : sources,
});

/** The form for the type whose card was shown, if one was, and for the agency that was read then. */
const withCard = ({ cardType, reading }: Context, draft: Draft): Draft => ({
  ...ofType(draft, cardType),
  cardShown: cardType !== null,
  ...(draft.agencyName === null ? named(reading?.type === cardType ? reading : null, draft.sources) : {}),
});

const base = setup({
  types: {
    context: {} as Context,
    events: {} as FlowEvent,
  },
  actions: {
    /** Something to say now. */
    say: (_args, _prompt: Prompt) => {},
    /** Say what the state that is reached asks. */
    ask: () => {},
    /** Something to do in the same commit. */
    effect: (_args, _effect: Effect) => {},
  },
  guards: {
    consented: ({ context }) => context.consent !== null,
    withoutConsent: ({ context }) => context.consent === null,
    noticeShown: ({ context, event }) => context.noticeShown === event.facts.notice,
    hasDraft: ({ context }) => context.draft !== null,
    forForm: ({ context }) => context.purpose === 'form',
    hasOpenQuestion: ({ event }) => openQuestion(event.facts.requests) !== null,
    knownRef: ({ event }) =>
      'ref' in event && event.facts.requests.some((request) => request.ref === event.ref),
    openRef: ({ event }) =>
      'ref' in event && event.facts.requests.some((request) => request.ref === event.ref && isOpen(request)),
    needsType: ({ context }) => !context.draft?.agencyType,
    needsAssist: ({ context }) =>
      handledElsewhere.includes(context.draft?.agencyType ?? null) && context.draft?.assist !== true,
    needsParent: ({ context }) => context.draft?.agencyType === 'regional' && !context.draft.parentAgency,
    pendingHuman: ({ context }) => context.pending === 'human',
    pendingRequest: ({ context }) => context.pending === 'request-new',
    joins: ({ context, event }) =>
      sameAgency(event.facts.requests, context.draft?.agencyName ?? null) !== null,
  },
});

/** The form has an answer to this question. */
export const filled =
  (slot: Slot) =>
  ({ context }: { context: Context }) =>
    context.draft !== null && context.draft[slot] !== null;

/** The form has no answer to this question yet. */
export const lacks =
  (slot: Slot) =>
  ({ context }: { context: Context }) =>
    !filled(slot)({ context });

/** A stored copy: readings carry read-only lists. */
export const copy = ({
  reading,
  messageId,
}: {
  reading: AgencyReading;
  messageId: string | null;
}): Reading => ({
  type: reading.type,
  candidates: [...reading.candidates],
  reason: { ...reading.reason },
  name: reading.name,
  messageId,
});

/** What guards and the parameters of actions are given. */
export type Args = { context: Context; event: FlowEvent };

/** Yes or no to the question that a state asks. A button of another question means nothing there. */
export const answers =
  (about: Confirmed, yes: boolean) =>
  ({ event }: Args) =>
    event.type === 'confirm' && event.about === about && event.yes === yes;

/** Without consent the menu ends at the question for it. */
export const orConsent = (target: string) => [
  { guard: 'consented' as const, target },
  { target: '#consent' },
];

/** Something the form cannot be filed without is missing. */
export const isIncomplete = ({ context: { draft } }: { context: Context }) =>
  draft === null ||
  draft.agencyType === null ||
  (draft.agencyType === 'regional' && draft.parentAgency === null) ||
  (['agencyName', 'name', 'position', 'phone', 'email', 'hasDigitalId'] as const).some(
    (slot) => draft[slot] === null,
  );

/** Consent, kept with its version and said back. */
const giveConsent = [
  'keepConsent',
  { type: 'effect', params: { kind: 'consent', action: 'given' } },
  {
    type: 'say',
    params: ({ event }: Args) => ({ say: 'consent.given', params: { notice: event.facts.notice } }),
  },
] as const;

/** An answer given, for the figures. */
export const countAnswer = {
  type: 'effect',
  params: ({ event }: Args) => ({
    kind: 'tally' as const,
    entry: event.type === 'answer' ? event.intent : 'phone-keys',
    what: 'answered' as const,
  }),
} as const;

/** A text for staff, added to a request. */
export const noteOf = ({ ref, text, messageId }: Extract<FlowEvent, { type: 'note' }>) => ({
  kind: 'note' as const,
  ref,
  text,
  messageId,
});

/** Not in the middle of a form, and not while staff are in the conversation. */
export const mayAskJudgement = (context: Context, requests: readonly RequestSummary[]) =>
  context.draft === null &&
  openQuestion(requests) === null &&
  !requests.some((request) => request.status === 'waiting');

/** Whether it helped, thanked for or made good. */
export const replyToJudgement = (intent: AnswerIntent, yes: boolean): Prompt =>
  yes
    ? { say: 'helped.thanks', choices: afterAnswer(intent) }
    : { say: 'helped.sorry', choices: [human, ...topics, toMenu] };

/** An answer that speaks of a date which has passed says so. */
export const answerOf = ({ intent, facts }: Extract<FlowEvent, { type: 'answer' }>): Prompt => ({
  say: `faq:answer.${intent}`,
  params: { lapsed: facts.lapsed?.[intent] ?? null },
});

/** In the form a question is answered, and the form's own question asked again. */
export const answerThenAsk = [
  countAnswer,
  {
    type: 'say',
    params: ({ event }: Args) => (event.type === 'answer' ? answerOf(event) : silence),
  },
  'ask',
] as const;

/** A person is asked for: what was said last goes along. */
export const fileQuestion = [
  'keepNewRef',
  { type: 'effect', params: { kind: 'file-question' } },
  {
    type: 'say',
    params: ({ event }: Args) => ({
      say: 'handoff.filed',
      params: {
        ref: event.facts.newRef,
        contactHours: event.facts.contactHours,
        dueAt: event.facts.toldDueAt,
      },
    }),
  },
] as const;

/** What the form is about, with what of it is known already. */
export const sayStarted = {
  type: 'say',
  params: ({ context }: Args) => ({
    say: 'form.started',
    params: { agencyName: context.draft?.agencyName ?? null },
  }),
} as const;

/** After consent: what the officer wanted when it had to be asked, else the main menu. */
export const afterConsent = [
  { guard: 'pendingHuman', target: '#handoff', actions: [...giveConsent, ...fileQuestion] },
  { guard: 'pendingRequest', target: '#form.next', actions: [...giveConsent, 'startForm', sayStarted] },
  { target: '#main', actions: giveConsent },
] as const;

/** An issuer's card is an answer like the others: counted, and judged once. After what sets `cardType`. */
export const giveCard = [
  'judgeCard',
  {
    type: 'effect',
    params: ({ context }: Args) => ({
      kind: 'tally' as const,
      entry: cardAnswer(context.cardType ?? 'central-government'),
      what: 'answered' as const,
    }),
  },
] as const;

/** What every region of the conversation is made with: types, guards, and what is remembered. */
export const flow = base.extend({
  actions: {
    fill: base.assign(({ context, event }) => {
      if (event.type !== 'fill') return {};
      const sources = { ...context.draft?.sources };
      if (event.messageId) sources[event.slot] = event.messageId;
      else delete sources[event.slot];
      const isNamed = event.slot === 'agencyName' ? { listed: false } : {};
      const draft = fillDraft(context, { [event.slot]: event.value, sources, ...isNamed });
      return { misses: 0, offer: null, draft };
    }),
    fillListed: base.assign(({ context, event }) =>
      event.type === 'listed' ? withListed(context, event) : {},
    ),
    /** Of the names that were offered none was meant. */
    fillTyped: base.assign(({ context: { offer, ...context } }) => {
      if (offer === null || offer.slot === 'agencyType') return {};
      const sources = { ...context.draft?.sources };
      if (offer.messageId) sources[offer.slot] = offer.messageId;
      const draft = fillDraft({ ...context, offer }, { [offer.slot]: offer.typed, sources });
      return { misses: 0, draft: offer.slot === 'agencyName' ? { ...draft, listed: false } : draft };
    }),
    keepOffer: base.assign(({ event }) => {
      if (event.type !== 'suggest') return {};
      const { slot, typed, names, flags, reading, messageId } = event;
      const read = reading && copy({ reading: { ...reading, name: typed }, messageId });
      return {
        misses: 0,
        offer: { slot, typed, names: [...names], flags: [...flags], reading: read, messageId },
      };
    }),
    /** What was typed where the type was asked tells the type, or may. */
    readTyped: base.assign(({ context }) => ({ reading: context.offer?.reading ?? null, offer: null })),
    /** What was typed where the type was asked tells the name alone. */
    nameTyped: base.assign(({ context }) => {
      const { offer } = context;
      if (offer === null) return {};
      const sources = { ...context.draft?.sources };
      if (offer.messageId) sources['agencyName'] = offer.messageId;
      return {
        offer: null,
        draft: fillDraft(context, { agencyName: offer.typed, listed: false, sources }),
      };
    }),
    keepConsent: base.assign(({ event }) => ({
      consent: { notice: event.facts.notice, at: event.facts.now },
    })),
    keepNotice: base.assign({ noticeShown: ({ event }) => event.facts.notice }),
    keepRef: base.assign(({ event }) => ('ref' in event ? { ref: event.ref } : {})),
    keepNewRef: base.assign(({ event }) => ({ pending: null, ref: event.facts.newRef })),
    judgeCard: base.assign(({ context, event }) => ({
      judging:
        context.cardType !== null && mayAskJudgement(context, event.facts.requests)
          ? cardAnswer(context.cardType)
          : null,
    })),
    /** Until the agency is named its type is that of the card shown last: it is not asked for again. */
    resumeForm: base.assign(({ context }) => {
      const { draft, cardType } = context;
      const isUnsettled = draft?.agencyType === null || draft?.agencyName === null;
      return {
        purpose: 'form' as const,
        draft: draft && isUnsettled && cardType !== null ? withCard(context, draft) : draft,
      };
    }),
    startForm: base.assign(({ context }) => ({
      pending: null,
      purpose: 'form' as const,
      draft: withCard(context, newDraft()),
    })),
  },
});
