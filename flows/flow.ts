import { setup } from 'xstate';
import { assigns } from './actions.ts';
import type { Context } from './context.ts';
import { effects } from './effects.ts';
import type { FlowEvent } from './events.ts';
import { guards } from './guards.ts';
import { namesOnly } from './names-only.ts';
import { sayings } from './prompts/sayings.ts';

/**
 * What the statechart's regions are made with. A transition decides and does nothing: `ask` (say what the state reached
 * asks), the sentences of `prompts/sayings` and the effects of `effects` come out of it as named actions.
 */
export const flow = setup({
  types: {
    context: {} as Context,
    events: {} as FlowEvent,
    tags: {} as 'settles-agency' | 'takes-text' | 'momentary',
  },
  actions: { ask: () => {}, ...namesOnly(sayings), ...namesOnly(effects), ...assigns },
  guards,
});

/** Without consent the conversation ends at the question for it. */
export const orConsent = (target: string) => [
  { guard: 'consented', target } as const,
  { target: '#consent' },
];

/** Consent, kept with its version. */
export const giveConsent = ['keepConsent', 'recordConsent'] as const;
