import { assign } from 'xstate';
import { answers, noteOf, orConsent, flow } from './setup.ts';

/** The officer's requests: the list, one of them, a message to staff, a withdrawal. */
export const requests = flow.createStateConfig({
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
            { type: 'effect', params: ({ event }) => noteOf(event) },
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
});

/** Staff are in the conversation: whatever is typed reaches them. */
export const handoff = flow.createStateConfig({
  id: 'handoff',
  entry: 'ask',
  on: { back: { target: '#main' } },
});
