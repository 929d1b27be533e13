import { and, assign, raise, setup } from 'xstate';
import {
  afterAnswer,
  cardAnswer,
  consentChoices,
  human,
  judgements,
  noneOfThese,
  onward,
  topics,
  toMenu,
  toStaff,
} from './asks.ts';
import type { Context, Draft, Reading } from './context.ts';
import { newContext, newDraft } from './context.ts';
import type { AgencyType, AnswerIntent } from './domain.ts';
import type { Confirmed, Effect, FlowEvent, RequestSummary, Slot } from './events.ts';
import { menu, parentOf } from './menu.ts';
import type { Prompt } from './prompts.ts';
import type { AgencyReading } from './understanding.ts';

/** Nothing to say: dropped before it is rendered. */
const silence: Prompt = { say: '' };

/** The issuer is the contact center itself for all but these two types. */
const handledElsewhere: readonly (AgencyType | null)[] = ['regional', 'local'];

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

const fillDraft = (context: Context, change: Partial<Draft>): Draft => ({
  ...(context.draft ?? newDraft()),
  ...change,
});

/** A changed type may need another confirmation, and only regional offices have a parent agency to name. */
const withType = (context: Context, agencyType: AgencyType): Partial<Context> => {
  const draft = fillDraft(context, { agencyType });
  return {
    draft: {
      ...draft,
      // Another type has another issuer, which the officer has not been told.
      assist: draft.assist && context.draft?.agencyType === agencyType,
      cardShown: false,
      parentAgency: agencyType === 'regional' ? draft.parentAgency : null,
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
    noticeShown: ({ context, event }) => context.noticeShown === event.facts.notice,
    hasDraft: ({ context }) => context.draft !== null,
    forForm: ({ context }) => context.purpose === 'form',
    hasOpenQuestion: ({ event }) => openQuestion(event.facts.requests) !== null,
    knownRef: ({ event }) =>
      'ref' in event && event.facts.requests.some((request) => request.ref === event.ref),
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

const filled =
  (slot: Slot) =>
  ({ context }: { context: Context }) =>
    context.draft !== null && context.draft[slot] !== null;

const lacks =
  (slot: Slot) =>
  ({ context }: { context: Context }) =>
    !filled(slot)({ context });

/** A stored copy: readings carry read-only lists. */
const copy = ({ reading, messageId }: { reading: AgencyReading; messageId: string | null }): Reading => ({
  type: reading.type,
  candidates: [...reading.candidates],
  reason: { ...reading.reason },
  name: reading.name,
  messageId,
});

type Args = { context: Context; event: FlowEvent };

/** Yes or no to the question that a state asks. A button of another question means nothing there. */
const answers =
  (about: Confirmed, yes: boolean) =>
  ({ event }: Args) =>
    event.type === 'confirm' && event.about === about && event.yes === yes;

/** Without consent the menu ends at the question for it. */
const orConsent = (target: string) => [{ guard: 'consented' as const, target }, { target: '#consent' }];

/** Something the form cannot be filed without is missing. */
const isIncomplete = ({ context: { draft } }: { context: Context }) =>
  draft === null ||
  draft.agencyType === null ||
  (draft.agencyType === 'regional' && draft.parentAgency === null) ||
  (['agencyName', 'name', 'position', 'phone', 'email', 'hasDigitalId'] as const).some(
    (slot) => draft[slot] === null,
  );

const giveConsent = [
  'keepConsent',
  { type: 'effect', params: { kind: 'consent', action: 'given' } },
  {
    type: 'say',
    params: ({ event }: Args) => ({ say: 'consent.given', params: { notice: event.facts.notice } }),
  },
] as const;

const countAnswer = {
  type: 'effect',
  params: ({ event }: Args) => ({
    kind: 'tally' as const,
    entry: event.type === 'answer' ? event.intent : 'phone-keys',
    what: 'answered' as const,
  }),
} as const;

/** Not in the middle of a form, and not while staff are in the conversation. */
const mayAskJudgement = (context: Context, requests: readonly RequestSummary[]) =>
  context.draft === null &&
  openQuestion(requests) === null &&
  !requests.some((request) => request.status === 'waiting');

const replyToJudgement = (intent: AnswerIntent, yes: boolean): Prompt =>
  yes
    ? { say: 'helped.thanks', choices: afterAnswer(intent) }
    : { say: 'helped.sorry', choices: [human, ...topics, toMenu] };

/** An answer that speaks of a date which has passed says so. */
const answerOf = ({ intent, facts }: Extract<FlowEvent, { type: 'answer' }>): Prompt => ({
  say: `faq:answer.${intent}`,
  params: { lapsed: facts.lapsed?.[intent] ?? null },
});

/** In the form a question is answered, and the form's own question asked again. */
const answerThenAsk = [
  countAnswer,
  {
    type: 'say',
    params: ({ event }: Args) => (event.type === 'answer' ? answerOf(event) : silence),
  },
  'ask',
] as const;

const fileQuestion = [
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

/** The notice stands in the chat already: only what to do about it. */
const sayConsentFirst = {
  type: 'say',
  params: { say: 'consent.first', choices: consentChoices },
} as const;

/** What the form is about, with what of it is known already. */
const sayStarted = {
  type: 'say',
  params: ({ context }: Args) => ({
    say: 'form.started',
    params: { agencyName: context.draft?.agencyName ?? null },
  }),
} as const;

/** After consent: what the officer wanted when it had to be asked, else the main menu. */
const afterConsent = [
  { guard: 'pendingHuman', target: '#handoff', actions: [...giveConsent, ...fileQuestion] },
  { guard: 'pendingRequest', target: '#form.next', actions: [...giveConsent, 'startForm', sayStarted] },
  { target: '#main', actions: giveConsent },
] as const;

/** A node of the phone menu with its keys; without consent there is only the way to it. */
function menuState(id: string) {
  const parent = parentOf(id);
  return {
    id,
    entry: 'ask',
    on: {
      key: Object.entries(menu.nodes[id]?.keys ?? {}).map(([key, target]) => ({
        guard: ({ event }: Args) => event.type === 'key' && event.key === key,
        target: `#${target}`,
      })),
      ...(parent && parent !== menu.root ? { back: { target: `#${parent}` } } : {}),
    },
  } as const;
}

/** What an answer gives cause to say before the next question; nothing for most. */
function remark({ context, event }: Args): Prompt {
  if (event.type !== 'fill') return silence;
  const [flag] = event.flags;
  if (flag) return { say: flag };
  if (event.slot === 'hasDigitalId' && event.value === false) return { say: 'form.register-digital-id' };
  return event.slot === 'agencyName' ? openRequest(context, event) : silence;
}

/** The same of what was typed and is kept, though names like it were offered. */
function remarkTyped({ context, event }: Args): Prompt {
  const { offer } = context;
  const [flag] = offer?.flags ?? [];
  if (flag) return { say: flag };
  return offer?.slot === 'agencyName' ? openRequest(context, event) : silence;
}

/** That a request of the same agency is open; nothing where none is. */
function openRequest(context: Context, event: FlowEvent): Prompt {
  const open = sameAgency(event.facts.requests, context.draft?.agencyName ?? null);
  return open ? { say: 'form.duplicate', params: { ref: open.ref } } : silence;
}

/** What the operator's list said of the agency, and what else there is to say of it. */
const takeListed = [
  'fillListed',
  {
    type: 'say',
    params: ({ context: { draft } }: Args) => ({
      say: 'form.listed',
      params: {
        agencyName: draft?.agencyName ?? null,
        type: draft?.agencyType ?? null,
        parentAgency: draft?.parentAgency ?? null,
      },
    }),
  },
  {
    type: 'say',
    params: ({ context, event }: Args) => openRequest(context, event),
  },
] as const;

/** One question of the form. `before` is where `back` leads. */
function slotState(
  slot: Slot,
  before: string | readonly { guard?: (args: { context: Context }) => boolean; target: string }[],
) {
  return {
    entry: 'ask',
    on: {
      fill: {
        guard: ({ event }: Args) => event.type === 'fill' && event.slot === slot,
        target: '#form.next',
        actions: ['fill', { type: 'say', params: remark }],
      },
      keep: [{ guard: filled(slot), target: '#form.next' }, { actions: 'ask' }],
      back: typeof before === 'string' ? { target: before } : before,
    },
  } as const;
}

/** An issuer's card is an answer like the others: counted, and judged once. After what sets `cardType`. */
const giveCard = [
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

const machine = base.extend({
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
    keepNewRef: base.assign(({ event }) => ({ pending: null, ref: event.facts.newRef })),
    judgeCard: base.assign(({ context, event }) => ({
      judging:
        context.cardType !== null && mayAskJudgement(context, event.facts.requests)
          ? cardAnswer(context.cardType)
          : null,
    })),
    startForm: base.assign(({ context }) => ({
      pending: null,
      purpose: 'form' as const,
      draft: {
        ...newDraft(),
        agencyType: context.cardType,
        cardShown: context.cardType !== null,
        ...named(context.reading?.type === context.cardType ? context.reading : null),
      },
    })),
  },
});

/**
 * What an officer experiences: the phone menu, answers, the issuer, the token request, requests and the
 * hand-off to a person. Decisions only: `say`, `ask` and `effect` come out of a transition as data.
 */
export const conversation = machine.createMachine({
  id: 'conversation',
  context: newContext,
  initial: 'consent',
  on: {
    follow: [
      { guard: 'consented', target: '.main', actions: { type: 'say', params: { say: 'greeting.back' } } },
      { target: '.consent', actions: { type: 'say', params: { say: 'greeting.first' } } },
    ],
    key: [
      // The menu begins with consent, as on the phone.
      { guard: ({ context }) => context.consent === null, target: '.consent' },
      {
        actions: [
          { type: 'say', params: ({ event }) => ({ say: 'key.unknown', params: { key: event.key } }) },
          'ask',
        ],
      },
    ],
    node: [
      { guard: ({ context }) => context.consent === null, target: '.consent' },
      ...Object.keys(menu.nodes)
        .filter((id) => id !== menu.root)
        .map((id) => ({
          guard: ({ event }: Args) => event.type === 'node' && event.id === id,
          target: `#${id}`,
        })),
      { target: '.main' },
    ],
    menu: [{ guard: 'consented', target: '.main' }, { target: '.consent' }],
    back: [{ guard: 'consented', target: '.main' }, { target: '.consent' }],
    cancel: [
      { guard: 'consented', target: '.main', actions: { type: 'say', params: { say: 'cancelled' } } },
      { target: '.consent' },
    ],
    repeat: { actions: 'ask' },
    greeting: { actions: [{ type: 'say', params: { say: 'greeting.hello' } }, 'ask'] },
    thanks: { actions: { type: 'say', params: { say: 'thanks', choices: onward } } },
    language: {
      actions: [assign({ language: ({ event }) => event.language, languageChosen: true }), 'ask'],
    },
    speak: { actions: assign({ language: ({ event }) => event.language }) },
    aside: { actions: assign({ aside: ({ event }) => event.language }) },

    'consent.give': [
      {
        guard: 'consented',
        actions: [
          {
            type: 'say',
            params: ({ context }) => ({
              say: 'consent.already',
              params: { notice: context.consent?.notice ?? '', at: context.consent?.at ?? 0 },
            }),
          },
          'ask',
        ],
      },
      ...afterConsent,
    ],
    'consent.refuse': [
      { guard: 'consented', actions: { type: 'say', params: { say: 'consent.how-to-withdraw' } } },
      {
        target: '.refused',
        actions: [
          assign({ pending: null }),
          { type: 'effect', params: { kind: 'consent', action: 'refused' } },
        ],
      },
    ],
    'consent.withdraw': [
      {
        guard: 'consented',
        target: '.refused',
        actions: [
          { type: 'effect', params: { kind: 'erase' } },
          { type: 'effect', params: { kind: 'consent', action: 'withdrawn' } },
          { type: 'say', params: { say: 'consent.withdrawn' } },
          assign(({ context }) => ({
            ...newContext(),
            language: context.language,
            languageChosen: context.languageChosen,
          })),
        ],
      },
      { actions: [{ type: 'say', params: { say: 'consent.none' } }, 'ask'] },
    ],

    human: [
      {
        guard: ({ context }) => context.consent === null,
        target: '.consent',
        actions: [
          assign({ pending: 'human' }),
          { type: 'say', params: { say: 'consent.needed-for-person' } },
        ],
      },
      {
        guard: 'hasOpenQuestion',
        target: '.handoff',
        actions: [
          assign({ ref: ({ event }) => openQuestion(event.facts.requests)?.ref ?? null }),
          {
            type: 'say',
            params: ({ event }) => ({
              say: 'handoff.already',
              params: { ref: openQuestion(event.facts.requests)?.ref ?? '' },
            }),
          },
        ],
      },
      { target: '.handoff', actions: fileQuestion },
    ],
    'request-new': [
      {
        guard: ({ context }) => context.consent === null,
        target: '.consent',
        actions: [
          assign({ pending: 'request-new' }),
          { type: 'say', params: { say: 'consent.needed-for-request' } },
        ],
      },
      {
        guard: 'hasDraft',
        target: '.form.next',
        actions: [assign({ purpose: 'form' }), { type: 'say', params: { say: 'form.resumed' } }],
      },
      {
        target: '.form.next',
        actions: ['startForm', sayStarted],
      },
    ],
    resume: [
      { guard: 'hasDraft', target: '.form.next', actions: assign({ purpose: 'form' }) },
      { actions: [{ type: 'say', params: { say: 'form.nothing' } }, 'ask'] },
    ],
    // Buttons of a form that is not on screen any more: go on where the form stands.
    fill: [
      { guard: 'hasDraft', target: '.form.next', actions: ['fill', assign({ purpose: 'form' })] },
      { target: '.requests' },
    ],
    edit: [{ guard: 'hasDraft', target: '.form.edit' }, { target: '.requests' }],
    listed: [
      { guard: 'hasDraft', target: '.form.next', actions: [assign({ purpose: 'form' }), ...takeListed] },
      { target: '.requests' },
    ],
    suggest: { actions: 'ask' },
    'keep-typed': { actions: 'ask' },
    submit: [{ guard: 'hasDraft', target: '.form.next' }, { target: '.requests' }],
    keep: [{ guard: 'hasDraft', target: '.form.next' }, { actions: 'ask' }],
    discard: [{ guard: 'hasDraft', target: '.form.cancel' }, { actions: 'ask' }],
    misfill: { actions: 'ask' },
    return: { actions: 'ask' },
    confirm: { actions: 'ask' },

    status: [
      {
        guard: ({ event }) => event.facts.requests.length === 1,
        target: '.requests.one',
        actions: assign({ ref: ({ event }) => event.facts.requests[0]?.ref ?? null }),
      },
      { target: '.requests' },
    ],
    'request.show': [
      {
        guard: 'knownRef',
        target: '.requests.one',
        actions: assign({ ref: ({ event }) => event.ref }),
      },
      {
        target: '.requests',
        actions: {
          type: 'say',
          params: ({ event }) => ({ say: 'request.not-yours', params: { ref: event.ref } }),
        },
      },
    ],
    'request.reply': [
      {
        guard: ({ context }) => context.consent === null,
        target: '.consent',
        actions: { type: 'say', params: { say: 'consent.needed-for-person' } },
      },
      {
        guard: ({ event }) =>
          event.facts.requests.some((request) => request.ref === event.ref && isOpen(request)),
        target: '.requests.reply',
        actions: assign({ ref: ({ event }) => event.ref }),
      },
      {
        guard: 'knownRef',
        target: '.requests.one',
        actions: [
          assign({ ref: ({ event }) => event.ref }),
          { type: 'say', params: ({ event }) => ({ say: 'request.closed', params: { ref: event.ref } }) },
        ],
      },
      { target: '.requests' },
    ],
    'request.withdraw': [
      {
        guard: ({ event }) =>
          event.facts.requests.some((request) => request.ref === event.ref && isOpen(request)),
        target: '.requests.withdraw',
        actions: assign({ ref: ({ event }) => event.ref }),
      },
      {
        guard: 'knownRef',
        target: '.requests.one',
        actions: [
          assign({ ref: ({ event }) => event.ref }),
          { type: 'say', params: ({ event }) => ({ say: 'request.closed', params: { ref: event.ref } }) },
        ],
      },
      { target: '.requests' },
    ],

    route: { target: '.routing.pick', actions: assign({ purpose: 'card' }) },
    service: [
      {
        // Whom to ask is no personal matter.
        guard: ({ context }) => context.consent === null,
        actions: {
          type: 'say',
          params: ({ event }) => ({
            say: 'service.contact',
            params: { service: event.id },
            choices: consentChoices,
          }),
        },
      },
      { target: '.service', actions: assign({ service: ({ event }) => event.id }) },
    ],
    pick: {
      target: '.card',
      actions: [assign({ cardType: ({ event }) => event.agencyType, reading: null, misses: 0 }), ...giveCard],
    },
    agency: [
      {
        guard: ({ event }) => event.reading.type !== null,
        target: '.routing.confirm',
        actions: assign({ purpose: 'card', misses: 0, reading: ({ event }) => copy(event) }),
      },
      {
        target: '.routing.settle',
        actions: assign({ purpose: 'card', misses: 0, reading: ({ event }) => copy(event) }),
      },
    ],
    issuer: {
      target: '.card',
      actions: [
        assign(({ event }) => ({
          misses: 0,
          cardType: event.reading.type,
          reading: copy(event),
        })),
        ...giveCard,
      ],
    },

    answer: {
      actions: [
        assign(({ context, event }) => ({
          misses: 0,
          judging: mayAskJudgement(context, event.facts.requests) ? event.intent : null,
        })),
        countAnswer,
        {
          type: 'say',
          params: ({ context, event }) => ({
            ...answerOf(event),
            choices: [...afterAnswer(event.intent), ...(context.judging ? judgements(event.intent) : [])],
          }),
        },
      ],
    },
    // Pressed once more, or below an old answer, it is answered and not counted.
    helped: [
      {
        guard: ({ context, event }) => context.judging === event.intent,
        actions: [
          assign({ judging: null }),
          {
            type: 'effect',
            params: ({ event }) => ({
              kind: 'tally',
              entry: event.intent,
              what: event.yes ? 'helped' : 'not-helped',
            }),
          },
          { type: 'say', params: ({ event }) => replyToJudgement(event.intent, event.yes) },
        ],
      },
      { actions: { type: 'say', params: ({ event }) => replyToJudgement(event.intent, event.yes) } },
    ],
    choices: {
      actions: {
        type: 'say',
        params: ({ event }) => ({
          say: 'unsure',
          choices: [
            ...event.intents.map((intent) => ({ label: `faq:title.${intent}`, action: `answer:${intent}` })),
            ...toStaff(event.facts),
            noneOfThese,
          ],
        }),
      },
    },
    unknown: [
      {
        guard: ({ context }) => context.misses === 0,
        actions: [
          assign({ misses: 1 }),
          {
            type: 'say',
            params: ({ event }) => ({
              say: 'unknown.rephrase',
              choices: [...toStaff(event.facts), ...topics],
            }),
          },
        ],
      },
      {
        actions: [
          assign({ misses: ({ context }) => context.misses + 1 }),
          {
            type: 'say',
            params: ({ event }) => ({
              say: 'unknown.person',
              params: { contactHours: event.facts.contactHours },
              choices: [human, ...toStaff(event.facts), ...topics.slice(0, 3)],
            }),
          },
        ],
      },
    ],
    note: {
      actions: [
        {
          type: 'effect',
          params: ({ event }) => ({
            kind: 'note',
            ref: event.ref,
            text: event.text,
            messageId: event.messageId,
          }),
        },
        {
          type: 'say',
          params: ({ event }) =>
            event.silent
              ? silence
              : {
                  say: 'request.noted',
                  params: { ref: event.ref },
                  choices: [{ label: 'choice.show-request', action: `request:show:${event.ref}` }, toMenu],
                },
        },
      ],
    },
    media: {
      actions: { type: 'say', params: ({ event }) => ({ say: `media.${event.kind}`, choices: onward }) },
    },
    masked: {
      actions: {
        type: 'say',
        params: ({ event }) => ({ say: `masked.${event.found[0] ?? 'token'}`, choices: onward }),
      },
    },
  },
  states: {
    consent: {
      id: 'consent',
      entry: ['ask', 'keepNotice'],
      on: {
        key: [
          {
            guard: ({ event }) => event.key === '1',
            actions: raise(({ event }) => ({ type: 'consent.give', facts: event.facts })),
          },
          { guard: 'noticeShown', actions: sayConsentFirst },
          { actions: ['ask', 'keepNotice'] },
        ],
        greeting: [
          {
            guard: 'noticeShown',
            actions: [{ type: 'say', params: { say: 'greeting.hello' } }, sayConsentFirst],
          },
          { actions: [{ type: 'say', params: { say: 'greeting.hello' } }, 'ask', 'keepNotice'] },
        ],
      },
    },
    refused: {
      entry: 'ask',
      on: {
        key: {
          guard: ({ event }) => event.key === '1',
          actions: raise(({ event }) => ({ type: 'consent.give', facts: event.facts })),
        },
      },
    },
    main: menuState('main'),
    services: menuState('services'),
    info: menuState('info'),
    usage: menuState('usage'),
    service: { entry: 'ask', on: { back: { target: '#services' } } },

    routing: {
      id: 'routing',
      initial: 'pick',
      on: {
        pick: [
          {
            guard: 'forForm',
            target: '#form.next',
            actions: assign(({ context, event }) => withType(context, event.agencyType)),
          },
          {
            target: '#card',
            actions: [
              assign({ cardType: ({ event }) => event.agencyType, reading: null, misses: 0 }),
              ...giveCard,
            ],
          },
        ],
        agency: [
          {
            guard: ({ event }) => event.reading.type !== null,
            target: '.confirm',
            actions: assign({ misses: 0, reading: ({ event }) => copy(event) }),
          },
          { target: '.settle', actions: assign({ misses: 0, reading: ({ event }) => copy(event) }) },
        ],
        suggest: { guard: 'forForm', target: '.suggest', actions: 'keepOffer' },
        'agency.unknown': { actions: [{ type: 'say', params: { say: 'routing.unknown' } }, 'ask'] },
        cancel: [{ guard: 'forForm', target: '#form.cancel' }, ...orConsent('#main')],
        route: { target: '.pick' },
        answer: {
          guard: 'forForm',
          actions: answerThenAsk,
        },
      },
      states: {
        pick: { entry: 'ask', on: { back: orConsent('#usage') } },
        confirm: {
          entry: 'ask',
          on: {
            confirm: [
              { guard: answers('type', false), target: 'pick' },
              {
                guard: and([answers('type', true), 'forForm']),
                target: '#form.next',
                actions: assign(({ context }) =>
                  context.reading?.type ? withType(context, context.reading.type) : {},
                ),
              },
              {
                guard: answers('type', true),
                target: '#card',
                actions: [assign({ cardType: ({ context }) => context.reading?.type ?? null }), ...giveCard],
              },
            ],
            back: { target: 'pick' },
          },
        },
        /** Agencies of the operator's list, one of which may be meant. */
        suggest: {
          entry: 'ask',
          on: {
            'keep-typed': [
              {
                guard: ({ context }) => (context.offer?.reading?.type ?? null) !== null,
                target: 'confirm',
                actions: 'readTyped',
              },
              {
                guard: ({ context }) => context.offer?.reading !== null,
                target: 'settle',
                actions: 'readTyped',
              },
              { target: 'pick', actions: 'nameTyped' },
            ],
            back: { target: 'pick' },
          },
        },
        settle: {
          entry: 'ask',
          on: { back: { target: 'pick' }, confirm: { guard: answers('type', false), target: 'pick' } },
        },
      },
    },
    card: {
      id: 'card',
      entry: 'ask',
      on: { back: { target: '#routing.pick' } },
    },

    form: {
      id: 'form',
      initial: 'next',
      on: {
        cancel: { target: '.cancel' },
        discard: { target: '.cancel' },
        edit: { target: '.edit' },
        submit: { target: '.next' },
        suggest: { target: '.suggest', actions: 'keepOffer' },
        'request-new': { actions: 'ask' },
        answer: { actions: answerThenAsk },
        helped: {
          actions: [
            { type: 'say', params: ({ event }) => ({ say: event.yes ? 'helped.thanks' : 'helped.sorry' }) },
            'ask',
          ],
        },
        unknown: { actions: [{ type: 'say', params: { say: 'form.unclear' } }, 'ask'] },
        agency: { actions: [{ type: 'say', params: { say: 'form.unclear' } }, 'ask'] },
        misfill: {
          actions: [
            assign({ misses: ({ context }) => context.misses + 1 }),
            { type: 'say', params: ({ event }) => ({ say: event.problem }) },
            'ask',
          ],
        },
        return: { actions: [{ type: 'say', params: { say: 'form.returned' } }, 'ask'] },
        media: { actions: [{ type: 'say', params: ({ event }) => ({ say: `media.${event.kind}` }) }, 'ask'] },
        masked: {
          actions: [
            { type: 'say', params: ({ event }) => ({ say: `masked.${event.found[0] ?? 'token'}` }) },
            'ask',
          ],
        },
        greeting: { actions: [{ type: 'say', params: { say: 'form.returned' } }, 'ask'] },
        thanks: { actions: [{ type: 'say', params: { say: 'thanks' } }, 'ask'] },
      },
      states: {
        /** Goes to the first question without an answer. */
        next: {
          always: [
            { guard: 'needsType', target: '#routing.pick', actions: assign({ purpose: 'form' }) },
            { guard: 'needsAssist', target: 'assist' },
            { guard: lacks('agencyName'), target: 'agencyName' },
            { guard: 'needsParent', target: 'parentAgency' },
            ...(['name', 'position', 'phone', 'email', 'hasDigitalId'] as const).map((slot) => ({
              guard: lacks(slot),
              target: slot,
            })),
            { target: 'review' },
          ],
        },
        /** Goes to the question that `edit` names. */
        edit: {
          always: [
            {
              guard: ({ event }) => event.type === 'edit' && event.slot === 'agencyType',
              target: '#routing.pick',
              actions: assign({ purpose: 'form' }),
            },
            ...(
              ['agencyName', 'parentAgency', 'name', 'position', 'phone', 'email', 'hasDigitalId'] as const
            ).map((slot) => ({
              guard: ({ context, event }: Args) =>
                event.type === 'edit' &&
                event.slot === slot &&
                (slot !== 'parentAgency' || context.draft?.agencyType === 'regional'),
              target: slot,
            })),
            { target: 'next' },
          ],
        },
        assist: {
          entry: 'ask',
          on: {
            confirm: [
              {
                guard: answers('assist', true),
                target: 'next',
                actions: assign(({ context }) => ({ draft: fillDraft(context, { assist: true }) })),
              },
              {
                guard: answers('assist', false),
                target: '#usage',
                actions: [assign({ draft: null }), { type: 'say', params: { say: 'form.not-needed' } }],
              },
            ],
            back: { target: '#routing.pick' },
          },
        },
        /** Agencies of the operator's list, one of which may be meant. */
        suggest: {
          entry: 'ask',
          on: {
            fill: { target: 'next', actions: ['fill', { type: 'say', params: remark }] },
            'keep-typed': {
              target: 'next',
              actions: ['fillTyped', { type: 'say', params: remarkTyped }, assign({ offer: null })],
            },
            back: [
              { guard: ({ context }) => context.offer?.slot === 'parentAgency', target: 'parentAgency' },
              { target: 'agencyName' },
            ],
          },
        },
        agencyName: slotState('agencyName', '#routing.pick'),
        parentAgency: slotState('parentAgency', 'agencyName'),
        name: slotState('name', [
          {
            guard: ({ context }) => context.draft?.agencyType === 'regional',
            target: 'parentAgency',
          },
          { target: 'agencyName' },
        ]),
        position: slotState('position', 'name'),
        phone: slotState('phone', 'position'),
        email: slotState('email', 'phone'),
        hasDigitalId: slotState('hasDigitalId', 'email'),
        review: {
          entry: 'ask',
          // A message that was unsent took its answer along.
          always: { guard: isIncomplete, target: 'next' },
          on: {
            submit: [
              { guard: isIncomplete, target: 'next' },
              {
                guard: 'joins',
                target: '#requests.one',
                actions: [
                  {
                    type: 'effect',
                    params: ({ context, event }) => ({
                      kind: 'join',
                      ref: sameAgency(event.facts.requests, context.draft?.agencyName ?? null)?.ref ?? '',
                      draft: context.draft ?? newDraft(),
                    }),
                  },
                  assign(({ context, event }) => ({
                    ref: sameAgency(event.facts.requests, context.draft?.agencyName ?? null)?.ref ?? null,
                    draft: null,
                    cardType: null,
                  })),
                  {
                    type: 'say',
                    params: ({ context }) => ({ say: 'request.joined', params: { ref: context.ref ?? '' } }),
                  },
                ],
              },
              {
                target: '#receipt',
                actions: [
                  {
                    type: 'effect',
                    params: ({ context }) => ({ kind: 'file-token', draft: context.draft ?? newDraft() }),
                  },
                  assign(({ context, event }) => ({
                    ref: event.facts.newRef,
                    cardType: context.draft?.agencyType ?? null,
                    draft: null,
                    reading: null,
                  })),
                ],
              },
            ],
            back: { target: 'hasDigitalId' },
          },
        },
        cancel: {
          entry: 'ask',
          on: {
            confirm: [
              {
                guard: answers('discard', true),
                target: '#usage',
                actions: [
                  assign({ draft: null, reading: null, offer: null, purpose: 'card' }),
                  { type: 'say', params: { say: 'form.discarded' } },
                ],
              },
              { guard: answers('discard', false), target: 'next' },
            ],
            back: { target: 'next' },
          },
        },
      },
    },
    receipt: { id: 'receipt', entry: 'ask', on: { back: { target: '#usage' } } },

    requests: {
      id: 'requests',
      initial: 'list',
      states: {
        list: { entry: 'ask', on: { back: orConsent('#usage') } },
        one: { id: 'requests.one', entry: 'ask', on: { back: { target: 'list' } } },
        reply: {
          entry: 'ask',
          on: {
            note: {
              target: '#usage',
              actions: [
                {
                  type: 'effect',
                  params: ({ event }) => ({
                    kind: 'note',
                    ref: event.ref,
                    text: event.text,
                    messageId: event.messageId,
                  }),
                },
                {
                  type: 'say',
                  params: ({ event }) => ({ say: 'request.noted', params: { ref: event.ref } }),
                },
              ],
            },
            back: { target: 'one' },
            cancel: { target: 'one' },
          },
        },
        withdraw: {
          entry: 'ask',
          on: {
            confirm: [
              {
                guard: answers('withdraw', true),
                target: '#usage',
                actions: [
                  { type: 'effect', params: ({ context }) => ({ kind: 'withdraw', ref: context.ref ?? '' }) },
                  {
                    type: 'say',
                    params: ({ context }) => ({
                      say: 'request.withdrawn',
                      params: { ref: context.ref ?? '' },
                    }),
                  },
                  assign({ ref: null }),
                ],
              },
              { guard: answers('withdraw', false), target: 'one' },
            ],
            back: { target: 'one' },
            cancel: { target: 'one' },
          },
        },
      },
    },
    handoff: { id: 'handoff', entry: 'ask', on: { back: { target: '#main' } } },
  },
});
