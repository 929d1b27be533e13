import type { Context, Draft } from '../../../flows/context.ts';
import { newDraft } from '../../../flows/context.ts';
import type { Slot } from '../../../flows/events.ts';
import { isReply, slots } from '../../../flows/events.ts';
import { everything } from './happenings.ts';
import type { Situation, Step } from './situation.ts';
import { situationAt, take, worlds } from './situation.ts';

/** Every situation that can be reached from a first contact, with every step between them. */
export function explore(): Step[] {
  return worlds.flatMap(({ facts, hasForm }) => {
    const steps: Step[] = [];
    const start = situationAt('consent.first', { facts });
    const seen = new Set([identity(start)]);
    const waiting = [start];
    for (let from = waiting.shift(); from; from = waiting.shift()) {
      const again = { ...from, misses: 1 };
      for (const event of everything(from)) {
        const step = take(from, event);
        steps.push(step);
        // What is said at the second try differs; a reply leads nowhere.
        if (isReply(event)) steps.push(take(again, event));
        if (seen.has(identity(step.to)) || (step.to.context.draft && !hasForm)) continue;
        seen.add(identity(step.to));
        waiting.push(step.to);
      }
    }
    return steps;
  });
}

/**
 * What makes two situations the same for the flow: not the texts, but which are there. Outside the form only
 * that there is one counts; how far it is filled in is asked again where it goes on. The same while names are offered.
 */
function identity({ path, context, facts }: Situation): string {
  const { consent, draft, reading, offer, held, ref } = context;
  const requestAt = (of: string | null | undefined) => facts.requests.findIndex((each) => each.ref === of);
  const isSuggesting = path.endsWith('.suggest');
  const isSettling = path.startsWith('issuer.') || path.startsWith('form.agency.');
  return JSON.stringify([
    path,
    consent !== null,
    draft !== null,
    isSettling && reading?.type,
    isSuggesting && [offer?.slot, offer?.reading?.type ?? offer?.reading],
    (path.startsWith('requests.') || path === 'person.open' || path === 'receipt') && requestAt(ref),
    (path === 'addressee.ask' || path === 'requests.closed') && requestAt(held?.ref),
    path.startsWith('form.') && !isSuggesting && filledIn(path, draft ?? newDraft()),
  ]);
}

const filledIn = (path: string, draft: Draft) => [
  handled(draft.agencyType),
  draft.assist,
  progress(path, draft),
];

/** How far the form is: complete, open from this question on, or open elsewhere. */
function progress(path: string, draft: Draft): string {
  const first = slots.find((slot) => draft[slot] === null && isAsked(slot, draft));
  return first === undefined ? 'complete' : path === `form.${first}` ? 'here' : 'elsewhere';
}

const isAsked = (slot: Slot, { agencyType, skipped }: Draft) =>
  (slot !== 'parentAgency' || agencyType === 'regional') && !skipped.some((each) => each === slot);

const handled = (type: Context['cardType']) =>
  type === 'regional' || type === 'local' ? type : type !== null;
