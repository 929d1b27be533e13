import type { Context } from '../context.ts';
import type { Confirmed, Facts, Slot } from '../events.ts';
import { slots } from '../events.ts';
import { menu } from '../menu.ts';
import * as form from './form.ts';
import * as issuer from './issuer.ts';
import * as menus from './menu.ts';
import * as data from './own-data.ts';
import type { Prompt } from './prompt.ts';
import * as requests from './requests.ts';

type Ask = (context: Context, facts: Facts) => Prompt | readonly Prompt[];

const askConsent: Ask = (_context, facts) => menus.askConsent(facts);
const usage = (context: Context, facts: Facts) => menus.askNode('usage', context, facts);

/** What each state asks, by the state's path. */
const asks: { readonly [path: string]: Ask } = {
  'consent.first': askConsent,
  'consent.forPerson': askConsent,
  'consent.forRequest': askConsent,
  'consent.refused': menus.askRefused,
  ...Object.fromEntries(
    Object.keys(menu.nodes).map((id): [string, Ask] => [
      `menu.${id}`,
      (context, facts) => menus.askNode(id, context, facts),
    ]),
  ),
  service: ({ service }) => menus.serviceContact(service),
  'issuer.pick': () => issuer.askType(false),
  'issuer.confirm': issuer.confirmType,
  'issuer.settle': issuer.settleType,
  'issuer.card': issuer.issuerCard,
  'form.agency.pick': () => issuer.askType(true),
  'form.agency.confirm': issuer.confirmType,
  'form.agency.settle': issuer.settleType,
  'form.agency.suggest': form.askSuggestion,
  'form.suggest': form.askSuggestion,
  'form.assist': form.askAssist,
  'form.contact': (_context, facts) => form.askContact(facts),
  ...Object.fromEntries(
    slots.map((slot): [string, Ask] => [`form.${slot}`, (context) => form.askSlot(slot, context)]),
  ),
  'form.review': form.askReview,
  'form.cancel': form.askDiscard,
  receipt: form.askReceipt,
  'person.subject': (_context, facts) => requests.askSubject(facts),
  'person.open': (context, facts) => requests.showQuestion(facts, () => usage(context, facts)),
  'addressee.ask': requests.askAddressee,
  'requests.list': requests.listRequests,
  'requests.one': requests.showRequest,
  'requests.reply': requests.askMessage,
  'requests.withdraw': requests.askWithdraw,
  'requests.closed': requests.askClosed,
  'data.show': data.showData,
  'data.copy': data.showCopy,
  'data.correct': data.askCorrection,
  'data.slot': data.askCorrected,
  'data.erase': (_context, facts) => data.askErase(facts),
  'data.withdraw': (_context, facts) => data.askWithdrawConsent(facts),
};

/**
 * What a state asks, as prompts.
 * @param path the state's path with dots, e.g. `form.phone`.
 * @returns nothing for a state that waits for nothing; `flow check` proves that there is none.
 */
export function ask(path: string, context: Context, facts: Facts): readonly Prompt[] {
  const asked = asks[path]?.(context, facts) ?? [];
  return 'say' in asked ? [asked] : asked;
}

/** Which question of yes or no a state asks; null for the others. */
export function confirms(path: string): Confirmed | null {
  return asked[path] ?? null;
}

const asked: { readonly [path: string]: Confirmed } = {
  'issuer.confirm': 'type',
  'issuer.settle': 'type',
  'form.agency.confirm': 'type',
  'form.agency.settle': 'type',
  'form.assist': 'assist',
  'form.contact': 'contact',
  'form.cancel': 'discard',
  'requests.withdraw': 'withdraw',
  'data.erase': 'erase',
  'data.withdraw': 'consent',
};

/** The question of the form that a state asks; null where it asks none. */
export const slotAt = (path: string): Slot | null => slots.find((slot) => path === `form.${slot}`) ?? null;
