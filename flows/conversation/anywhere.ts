import { assign } from 'xstate';
import {
  afterAnswer,
  consentChoices,
  human,
  judgements,
  noneOfThese,
  onward,
  topics,
  toMenu,
  toStaff,
} from '../asks.ts';
import { newContext } from '../context.ts';
import { menu } from '../menu.ts';
import type { Args } from './setup.ts';
import {
  silence,
  openQuestion,
  copy,
  countAnswer,
  mayAskJudgement,
  noteOf,
  replyToJudgement,
  answerOf,
  fileQuestion,
  sayStarted,
  afterConsent,
  giveCard,
  flow,
} from './setup.ts';
import { takeListed } from './form.ts';

/** Where nothing can be done any more, the request is shown, with why; where there is none, those there are. */
const elseShow = [
  {
    guard: 'knownRef',
    target: '.requests.one',
    actions: [
      'keepRef',
      {
        type: 'say',
        params: ({ event }: Args) => ({
          say: 'request.closed',
          params: { ref: 'ref' in event ? event.ref : '' },
        }),
      },
    ],
  },
  { target: '.requests' },
] as const;

/** What is understood at any point of the conversation, where the state has no answer of its own. */
export const anywhere = flow.createStateConfig({
  on: {
    follow: [
      { guard: 'consented', target: '.main', actions: { type: 'say', params: { say: 'greeting.back' } } },
      { target: '.consent', actions: { type: 'say', params: { say: 'greeting.first' } } },
    ],
    key: [
      // The menu begins with consent, as on the phone.
      { guard: 'withoutConsent', target: '.consent' },
      {
        actions: [
          { type: 'say', params: ({ event }) => ({ say: 'key.unknown', params: { key: event.key } }) },
          'ask',
        ],
      },
    ],
    node: [
      { guard: 'withoutConsent', target: '.consent' },
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
        guard: 'withoutConsent',
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
        guard: 'withoutConsent',
        target: '.consent',
        actions: [
          assign({ pending: 'request-new' }),
          { type: 'say', params: { say: 'consent.needed-for-request' } },
        ],
      },
      {
        guard: 'hasDraft',
        target: '.form.next',
        actions: ['resumeForm', { type: 'say', params: { say: 'form.resumed' } }],
      },
      {
        target: '.form.next',
        actions: ['startForm', sayStarted],
      },
    ],
    resume: [
      { guard: 'hasDraft', target: '.form.next', actions: 'resumeForm' },
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
      { guard: 'knownRef', target: '.requests.one', actions: 'keepRef' },
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
        guard: 'withoutConsent',
        target: '.consent',
        actions: { type: 'say', params: { say: 'consent.needed-for-person' } },
      },
      { guard: 'openRef', target: '.requests.reply', actions: 'keepRef' },
      ...elseShow,
    ],
    'request.withdraw': [{ guard: 'openRef', target: '.requests.withdraw', actions: 'keepRef' }, ...elseShow],

    route: { target: '.routing.pick', actions: assign({ purpose: 'card' }) },
    service: [
      {
        // Whom to ask is no personal matter.
        guard: 'withoutConsent',
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
        { type: 'effect', params: ({ event }) => noteOf(event) },
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
});
