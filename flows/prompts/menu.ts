import type { Context } from '../context.ts';
import type { Facts } from '../events.ts';
import { openQuestion, openThreads } from '../guards.ts';
import { menu, parentOf } from '../menu.ts';
import {
  back,
  consentChoices,
  human,
  myData,
  route,
  services,
  start,
  status,
  toMenu,
  topics,
  unfinished,
} from './choices.ts';
import type { Choice, Prompt } from './prompt.ts';

/** The keys of a node as buttons: pressing does exactly what the key does. */
const keys = (id: string): Choice[] =>
  Object.entries(menu.nodes[id]?.keys ?? {}).map(([key, target]) => ({
    label: `choice.key-${target}`,
    params: { key },
    action: `key:${id}:${key}`,
  }));

const language = (context: Context): Choice =>
  context.language === 'th'
    ? { label: 'choice.english', action: 'language:en' }
    : { label: 'choice.thai', action: 'language:th' };

/** Which sentence the menu adds: staff wait for an answer, or texts go to staff. */
function reminder({ requests }: Facts): string {
  if (openThreads(requests).some(({ status: is }) => is === 'waiting')) return 'staff-waits';
  return openQuestion(requests) ? 'question-open' : 'none';
}

/** Which sentence tells of a form that is not finished. */
const unfinishedForm = ({ draft }: Context): string =>
  draft === null ? 'none' : draft.agencyName === null ? 'form-unfinished' : 'form-unfinished-named';

/** The notice, and the question for consent. */
export const askConsent = (facts: Facts): Prompt => ({
  say: 'consent.ask',
  params: { notice: facts.notice },
  choices: consentChoices,
});

export const askRefused = (): Prompt => ({
  say: 'consent.refused',
  choices: [{ label: 'choice.consent', action: 'consent:give' }, ...topics, human],
});

/** A node of the phone menu with its keys, and the ways on that the chat adds. */
export function askNode(id: string, context: Context, facts: Facts): Prompt {
  const isStart = parentOf(id) === menu.root;
  const isEnd = keys(id).length === 0;
  return {
    say: `menu.${id}`,
    params: {
      reminder: reminder(facts),
      unfinished: unfinishedForm(context),
      agencyName: context.draft?.agencyName ?? null,
    },
    choices: [
      ...keys(id),
      ...services(id),
      ...unfinished(context),
      start,
      route,
      ...(isEnd ? topics : []),
      ...(isStart || isEnd ? [status] : []),
      ...(isStart ? [myData, language(context)] : [back]),
      human,
    ],
  };
}

/** Another service of the contact center: whom to ask. */
export const serviceContact = (service: string | null): Prompt => ({
  say: 'service.contact',
  params: { service: service ?? 'other-services' },
  choices: [back, toMenu, human],
});
