import type { Args } from '../events.ts';
import { joined } from '../guards.ts';
import { consentChoices, human, toMenu } from './choices.ts';
import { serviceContact } from './menu.ts';
import { withdraw as withdrawConsent } from './own-data.ts';
import type { Prompt } from './prompt.ts';
import { standingOf } from './requests.ts';

const saying = (say: string) => (): Prompt => ({ say });
const refOf = ({ event }: Args): string => ('ref' in event && event.ref !== null ? event.ref : '');

/** That a request of the same agency is open; nothing where none is. */
function sayDuplicate(args: Args): Prompt | null {
  const open = joined(args);
  return open && { say: 'form.duplicate', params: { ref: open.ref } };
}

/** What an answer gives cause to say before the next question; nothing for most. */
function sayRemark(args: Args): Prompt | null {
  const { context, event } = args;
  const [flag] = 'flags' in event ? event.flags : (context.offer?.flags ?? []);
  if (flag) return { say: flag };
  if (event.type === 'fill.hasDigitalId' && event.value === false) return { say: 'form.register-digital-id' };
  const isAgency = event.type === 'fill.agencyName' || context.offer?.slot === 'agencyName';
  return isAgency ? sayDuplicate(args) : null;
}

/** The sentences that the statechart names; null says nothing. */
export const sayings = {
  sayWelcome: saying('greeting.first'),
  sayWelcomeBack: saying('greeting.back'),
  sayCancelled: saying('cancelled'),
  sayUnknownKey: ({ event }: Args): Prompt => ({
    say: 'key.unknown',
    params: { key: 'key' in event ? event.key : '' },
  }),

  sayConsentFirst: (): Prompt => ({ say: 'consent.first', choices: consentChoices }),
  sayConsentAlready: ({ context }: Args): Prompt => ({
    say: 'consent.already',
    params: { notice: context.consent?.notice ?? '', at: context.consent?.at ?? 0 },
  }),
  sayHowToWithdraw: (): Prompt => ({
    say: 'consent.how-to-withdraw',
    choices: [withdrawConsent, toMenu, human],
  }),
  sayNoConsent: saying('consent.none'),
  sayConsentStays: saying('consent.stays'),
  sayConsentForPerson: saying('consent.needed-for-person'),
  sayConsentForRequest: saying('consent.needed-for-request'),
  sayErased: saying('own-data.erased'),

  sayAgencyUnknown: saying('routing.unknown'),

  sayServiceContact: ({ event }: Args): Prompt => ({
    ...serviceContact(event.type === 'service' ? event.id : null),
    choices: consentChoices,
  }),

  sayStarted: ({ context }: Args): Prompt => ({
    say: 'form.started',
    params: { agencyName: context.draft?.agencyName ?? null },
  }),
  sayResumed: ({ context }: Args): Prompt => ({
    say: 'form.resumed',
    params: { agencyName: context.draft?.agencyName ?? null },
  }),
  sayNoDraft: saying('form.nothing'),
  sayNotNeeded: saying('form.not-needed'),
  sayDiscarded: saying('form.discarded'),
  saySkipped: saying('form.skipped'),
  sayRemark,
  sayDuplicate,
  sayListed: ({ context: { draft } }: Args): Prompt => ({
    say: 'form.listed',
    params: {
      agencyName: draft?.agencyName ?? null,
      type: draft?.agencyType ?? null,
      parentAgency: draft?.parentAgency ?? null,
    },
  }),
  sayContactFound: ({ event }: Args): Prompt => ({
    say: 'form.contact-found',
    params: {
      name: null,
      position: null,
      phone: null,
      email: null,
      ...(event.type === 'fill-contact' ? event.values : {}),
    },
  }),

  sayStanding: ({ event }: Args): Prompt => standingOf(event.facts),
  sayNothingFiled: saying('handoff.cancelled'),
  sayNotYours: (args: Args): Prompt => ({ say: 'request.not-yours', params: { ref: refOf(args) } }),
  sayClosed: (args: Args): Prompt => ({ say: 'request.closed', params: { ref: refOf(args) } }),
} as const;

export type SayingName = keyof typeof sayings;
