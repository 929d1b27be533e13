import { raise } from 'xstate';
import { consentChoices } from '../asks.ts';
import { flow } from './setup.ts';

/** The notice stands in the chat already: only what to do about it. */
const sayConsentFirst = {
  type: 'say',
  params: { say: 'consent.first', choices: consentChoices },
} as const;

/** The notice, and the question for consent: 1, as on the phone. */
export const consent = flow.createStateConfig({
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
});

/** Without consent: questions are answered, nothing is kept. */
export const refused = flow.createStateConfig({
  entry: 'ask',
  on: {
    key: {
      guard: ({ event }) => event.key === '1',
      actions: raise(({ event }) => ({ type: 'consent.give', facts: event.facts })),
    },
  },
});
