import { newContext } from './context.ts';
import { anywhere } from './conversation/anywhere.ts';
import { consent, refused } from './conversation/consent.ts';
import { form, receipt } from './conversation/form.ts';
import { menuState, service } from './conversation/menu.ts';
import { handoff, requests } from './conversation/requests.ts';
import { card, routing } from './conversation/routing.ts';
import { flow } from './conversation/setup.ts';

export { openQuestion } from './conversation/setup.ts';

/**
 * What an officer experiences: the phone menu, answers, the issuer, the token request, requests and the
 * hand-off to a person. Decisions only: `say`, `ask` and `effect` come out of a transition as data.
 */
export const conversation = flow.createMachine({
  id: 'conversation',
  context: newContext,
  initial: 'consent',
  on: anywhere.on,
  states: {
    consent,
    refused,
    main: menuState('main'),
    services: menuState('services'),
    info: menuState('info'),
    usage: menuState('usage'),
    service,
    routing,
    card,
    form,
    receipt,
    requests,
    handoff,
  },
});
