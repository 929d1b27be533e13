import { and, assign } from 'xstate';
import { withType, copy, answers, orConsent, answerThenAsk, giveCard, flow } from './setup.ts';

/** Which type of agency: for the form, or for who gives out the Token. */
export const routing = flow.createStateConfig({
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
});

/** Who gives out the Token to this type of agency. */
export const card = flow.createStateConfig({
  id: 'card',
  entry: 'ask',
  on: { back: { target: '#routing.pick' } },
});
