import type { AnswerIntent, Intent } from '../domain.ts';
import { answerIntents } from '../domain.ts';
import type { Context } from '../context.ts';
import type { Confirmed, Facts } from '../events.ts';
import { isOpen } from '../guards.ts';
import { menu } from '../menu.ts';
import type { Choice } from './prompt.ts';

/** A question's title, which asks it. */
export const question = (intent: Intent): Choice => ({
  label: `faq:title.${intent}`,
  action: `answer:${intent}`,
});

/** What officers ask most; offered where they may ask anything. */
export const topics: readonly Choice[] = (
  ['signup', 'digital-id', 'token-request', 'token-purpose', 'manual'] as const
).map(question);

export const start: Choice = { label: 'choice.request-new', action: 'request-new' };
export const route: Choice = { label: 'choice.route', action: 'route' };
export const noneOfThese: Choice = { label: 'choice.none-of-these', action: 'none-of-these' };
export const status: Choice = { label: 'choice.status', action: 'status' };
export const human: Choice = { label: 'choice.human', action: 'human' };
export const toMenu: Choice = { label: 'choice.menu', action: 'menu' };
export const back: Choice = { label: 'choice.back', action: 'back' };
export const cancel: Choice = { label: 'choice.cancel', action: 'cancel' };
export const myData: Choice = { label: 'choice.my-data', action: 'data:show' };
export const yes = (about: Confirmed, label: string): Choice => ({ label, action: `confirm:${about}:yes` });
export const no = (about: Confirmed, label: string): Choice => ({ label, action: `confirm:${about}:no` });

/** Services that the menu node names without giving a key. */
export const services = (id: string): Choice[] =>
  (menu.nodes[id]?.named ?? []).map((service) => ({
    label: `choice.service-${service}`,
    action: `service:${service}`,
  }));

/** Buttons that may stand below any answer: what they show means the same wherever it is typed. */
export const anywhere: readonly Choice[] = [
  ...Object.keys(menu.nodes).flatMap(services),
  start,
  route,
  status,
  human,
  toMenu,
  myData,
  ...answerIntents.map(question),
  noneOfThese,
  // Below what staff write and do.
  { label: 'requests:choice.reply', action: 'request:reply:' },
  { label: 'requests:choice.show', action: 'status' },
];

/** Where to go on after something that asks nothing: without buttons an officer on a phone has none to press. */
export const onward: readonly Choice[] = [toMenu, human];

/** Tells staff something about a request of the officer's that is still open: the newest. */
export function toStaff(facts: Facts): readonly Choice[] {
  const open = facts.requests.find(isOpen);
  return open ? [{ label: 'choice.add-message', action: `request:reply:${open.ref}` }] : [];
}

/** Asks, below an answer, whether it was what the officer wanted to know. */
export const judgements = (intent: AnswerIntent): readonly Choice[] => [
  { label: 'choice.helped', action: `helped:yes:${intent}` },
  { label: 'choice.not-helped', action: `helped:no:${intent}` },
];

/** What an officer most likely wants next, once an answer has been read. */
export function afterAnswer(intent: AnswerIntent): readonly Choice[] {
  switch (intent) {
    case 'token-request':
    case 'token-purpose':
    case 'token-conditions':
    case 'signup':
      return [route, start, question('digital-id'), toMenu, human];
    case 'token-central':
    case 'token-regional':
    case 'token-local':
      return [start, route, question('token-conditions'), toMenu, human];
    case 'digital-id':
      return [question('token-request'), route, toMenu, human];
    case 'contact-dga':
    case 'phone-keys':
      return [human, toMenu];
    default:
      return [question('signup'), route, toMenu, human];
  }
}

export const consentChoices: readonly Choice[] = [
  { label: 'choice.consent', action: 'consent:give' },
  { label: 'choice.refuse', action: 'consent:refuse' },
  ...topics.slice(0, 3),
];

/** The form goes on where it was left. */
export const unfinished = (context: Context): Choice[] =>
  context.draft ? [{ label: 'choice.resume', action: 'resume' }] : [];
