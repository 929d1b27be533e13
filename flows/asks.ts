import type { AgencyType, AnswerIntent } from './domain.ts';
import { agencyTypes, answerIntents } from './domain.ts';
import type { Context, Draft } from './context.ts';
import type { Confirmed, Facts, RequestSummary, Slot } from './events.ts';
import { slots } from './events.ts';
import { menu, parentOf } from './menu.ts';
import type { Choice, Prompt } from './prompts.ts';

/** What officers ask most; offered where they may ask anything. */
export const topics: readonly Choice[] = (
  ['signup', 'digital-id', 'token-request', 'token-purpose', 'manual'] as const
).map((intent) => ({ label: `faq:title.${intent}`, action: `answer:${intent}` }));

const start: Choice = { label: 'choice.request-new', action: 'request-new' };
const route: Choice = { label: 'choice.route', action: 'route' };
export const noneOfThese: Choice = { label: 'choice.none-of-these', action: 'none-of-these' };
const status: Choice = { label: 'choice.status', action: 'status' };
export const human: Choice = { label: 'choice.human', action: 'human' };
export const toMenu: Choice = { label: 'choice.menu', action: 'menu' };
const back: Choice = { label: 'choice.back', action: 'back' };
const yes = (about: Confirmed, label: string): Choice => ({ label, action: `confirm:${about}:yes` });
const no = (about: Confirmed, label: string): Choice => ({ label, action: `confirm:${about}:no` });

/** Buttons that may stand below any answer: what they show means the same wherever it is typed. */
export const anywhere: readonly Choice[] = [
  ...named('services'),
  start,
  route,
  status,
  human,
  toMenu,
  ...answerIntents.map((intent) => ({ label: `faq:title.${intent}`, action: `answer:${intent}` })),
  noneOfThese,
];

/** Where to go on after something that asks nothing: without buttons an officer on a phone has none to press. */
export const onward: readonly Choice[] = [toMenu, human];

/** Tells staff something about a request of the officer's that is still open: the newest. */
export function toStaff(facts: Facts): readonly Choice[] {
  const open = facts.requests.find((request) => request.status !== 'resolved');
  return open ? [{ label: 'choice.add-message', action: `request:reply:${open.ref}` }] : [];
}

/** Which question of yes or no a state asks; null for the others. */
export function confirms(path: string): Confirmed | null {
  switch (path) {
    case 'routing.confirm':
    case 'routing.settle':
      return 'type';
    case 'form.assist':
      return 'assist';
    case 'form.cancel':
      return 'discard';
    case 'requests.withdraw':
      return 'withdraw';
    default:
      return null;
  }
}

/** Asks, below an answer, whether it was what the officer wanted to know. */
export const judgements = (intent: AnswerIntent): readonly Choice[] => [
  { label: 'choice.helped', action: `helped:yes:${intent}` },
  { label: 'choice.not-helped', action: `helped:no:${intent}` },
];

/** The answer that an issuer's card gives: it is counted and judged as that. */
export function cardAnswer(type: AgencyType): AnswerIntent {
  switch (type) {
    case 'regional':
      return 'token-regional';
    case 'local':
      return 'token-local';
    default:
      return 'token-central';
  }
}

/** What an officer most likely wants next, once an answer has been read. */
export function afterAnswer(intent: AnswerIntent): readonly Choice[] {
  switch (intent) {
    case 'token-request':
    case 'token-purpose':
    case 'token-conditions':
    case 'signup':
      return [route, start, { label: 'faq:title.digital-id', action: 'answer:digital-id' }, toMenu, human];
    case 'token-central':
    case 'token-regional':
    case 'token-local':
      return [
        start,
        route,
        { label: 'faq:title.token-conditions', action: 'answer:token-conditions' },
        toMenu,
        human,
      ];
    case 'digital-id':
      return [{ label: 'faq:title.token-request', action: 'answer:token-request' }, route, toMenu, human];
    case 'contact-dga':
    case 'phone-keys':
      return [human, toMenu];
    default:
      return [{ label: 'faq:title.signup', action: 'answer:signup' }, route, toMenu, human];
  }
}

export const consentChoices: readonly Choice[] = [
  { label: 'choice.consent', action: 'consent:give' },
  { label: 'choice.refuse', action: 'consent:refuse' },
  ...topics.slice(0, 3),
];

/**
 * What a state asks, as prompts. `path` is the state's path with dots, e.g. `form.phone`.
 * Every waiting state has an entry; `flow check` proves it.
 */
export function ask(path: string, context: Context, facts: Facts): readonly Prompt[] {
  const draft = context.draft;
  switch (path) {
    case 'consent':
      return [{ say: 'consent.ask', params: { notice: facts.notice }, choices: consentChoices }];
    case 'refused':
      return [
        {
          say: 'consent.refused',
          choices: [{ label: 'choice.consent', action: 'consent:give' }, ...topics],
        },
      ];
    case 'main':
      return [
        {
          say: 'menu.main',
          params: { reminder: reminder(context, facts) },
          choices: [
            ...menuKeys('main'),
            ...unfinished(context),
            start,
            route,
            status,
            human,
            language(context),
          ],
        },
      ];
    case 'services':
      return [
        { say: 'menu.services', choices: [...menuKeys('services'), ...named('services'), back, human] },
      ];
    case 'info':
      return [{ say: 'menu.info', choices: [...menuKeys('info'), start, route, back, human] }];
    case 'usage':
      return [
        {
          say: 'menu.usage',
          params: { reminder: reminder(context, facts) },
          choices: [...unfinished(context), start, route, ...topics, status, back, human],
        },
      ];
    case 'service':
      return [
        {
          say: 'service.contact',
          params: { service: context.service ?? 'other-services' },
          choices: [back, toMenu, human],
        },
      ];
    case 'routing.pick':
      return [
        {
          say: context.purpose === 'form' ? 'routing.pick-for-form' : 'routing.pick',
          choices: [
            ...agencyTypes.map((type) => ({ label: `routing:typeShort.${type}`, action: `type:${type}` })),
            ...(context.purpose === 'form' ? [{ label: 'choice.cancel', action: 'cancel' }] : [back]),
          ],
        },
      ];
    case 'routing.suggest':
    case 'form.suggest':
      return [suggest(context)];
    case 'routing.confirm': {
      const reading = context.reading;
      return [
        {
          say: 'routing.confirm',
          params: {
            type: reading?.type ?? '',
            name: reading?.name ?? null,
            reasonCode: reading?.reason?.code ?? null,
            matched: reading?.reason?.matched ?? null,
          },
          choices: [yes('type', 'choice.type-right'), no('type', 'choice.type-other')],
        },
      ];
    }
    case 'routing.settle': {
      const candidates = context.reading?.candidates ?? [];
      const provinceOrRegional = candidates.includes('province') && candidates.includes('regional');
      return [
        {
          say: provinceOrRegional ? 'routing.settle-province' : 'routing.settle',
          params: { name: context.reading?.name ?? null },
          choices: [
            ...candidates.map((type) => ({ label: `routing:typeShort.${type}`, action: `type:${type}` })),
            no('type', 'choice.type-other'),
          ],
        },
      ];
    }
    case 'card': {
      const type = context.cardType ?? 'central-government';
      return [
        {
          say: 'issuer.card',
          params: {
            type,
            reasonCode: context.reading?.reason?.code ?? null,
            matched: context.reading?.reason?.matched ?? null,
          },
          choices: [
            start,
            { label: 'choice.type-other', action: 'route' },
            toMenu,
            human,
            ...(context.judging === cardAnswer(type) ? judgements(context.judging) : []),
          ],
        },
      ];
    }
    case 'form.assist':
      return [
        ...(draft?.cardShown
          ? []
          : [
              {
                say: 'issuer.card',
                params: { type: draft?.agencyType ?? 'regional', reasonCode: null, matched: null },
              },
            ]),
        {
          say: 'form.assist',
          params: { type: draft?.agencyType ?? 'regional' },
          choices: [
            yes('assist', 'choice.assist'),
            no('assist', 'choice.contact-myself'),
            ...(draft?.listed ? prefilled(draft) : []),
          ],
        },
      ];
    case 'form.agencyName':
    case 'form.parentAgency':
    case 'form.name':
    case 'form.position':
    case 'form.phone':
    case 'form.email':
    case 'form.hasDigitalId':
      return [askSlot(path.slice('form.'.length) as Slot, context)];
    case 'form.review':
      return [
        {
          say: 'form.review',
          params: { ...reviewParams(context) },
          choices: [
            { label: 'choice.submit', action: 'submit' },
            ...edits(context),
            { label: 'choice.cancel', action: 'cancel' },
          ],
        },
      ];
    case 'form.cancel':
      return [
        {
          say: 'form.cancel',
          choices: [no('discard', 'choice.keep-filling'), yes('discard', 'choice.discard')],
        },
      ];
    case 'receipt': {
      const filed = facts.requests.find((request) => request.ref === context.ref);
      return [
        {
          say: 'form.receipt',
          params: {
            ref: context.ref ?? '',
            type: context.cardType ?? 'central-government',
            at: filed?.createdAt ?? facts.now,
            dueAt: facts.toldDueAt === null ? null : (filed?.dueAt ?? facts.toldDueAt),
          },
          choices: [
            { label: 'choice.show-request', action: `request:show:${context.ref ?? ''}` },
            { label: 'choice.add-message', action: `request:reply:${context.ref ?? ''}` },
            toMenu,
          ],
        },
      ];
    }
    case 'requests.list':
      return [listRequests(facts.requests)];
    case 'requests.one':
      return [showRequest(context, facts)];
    case 'requests.reply':
      return [
        {
          say: 'request.reply',
          params: { ref: context.ref ?? '' },
          choices: [{ label: 'choice.cancel', action: 'cancel' }],
        },
      ];
    case 'requests.withdraw':
      return [
        {
          say: 'request.withdraw',
          params: { ref: context.ref ?? '' },
          choices: [no('withdraw', 'choice.keep-request'), yes('withdraw', 'choice.withdraw')],
        },
      ];
    case 'handoff':
      // Staff closed the matter meanwhile.
      if (!facts.requests.some((request) => request.kind === 'question' && request.status !== 'resolved'))
        return ask('usage', context, facts);
      return [
        {
          say: 'handoff.open',
          params: { ref: context.ref ?? '' },
          choices: [
            { label: 'choice.close-question', action: `request:withdraw:${context.ref ?? ''}` },
            toMenu,
          ],
        },
      ];
    default:
      return [];
  }
}

function askSlot(slot: Slot, context: Context): Prompt {
  const current = context.draft?.[slot] ?? null;
  return {
    say: `form.ask.${slot}`,
    params: {
      type: context.draft?.agencyType ?? 'central-government',
      current: typeof current === 'string' ? current : null,
      step:
        slots
          .filter((each) => each !== 'parentAgency')
          .indexOf(slot === 'parentAgency' ? 'agencyName' : slot) + 1,
    },
    choices: [
      ...(slot === 'hasDigitalId'
        ? [
            { label: 'choice.has-digital-id', action: 'fill:hasDigitalId:yes' },
            { label: 'choice.no-digital-id', action: 'fill:hasDigitalId:no' },
          ]
        : []),
      ...(current === null ? [] : [{ label: 'choice.keep', action: 'keep' }]),
      ...(slot === 'name' && current === null && context.draft?.listed ? prefilled(context.draft) : []),
      back,
      { label: 'choice.cancel', action: 'cancel' },
    ],
  };
}

/** Which agency of the operator's list is meant by what was typed. */
function suggest({ offer }: Context): Prompt {
  const names = offer?.names ?? [];
  return {
    say: 'form.suggest',
    params: { typed: offer?.typed ?? '', names },
    choices: [
      ...names.map((name, at) => ({
        label: 'choice.agency',
        params: { number: at + 1, name },
        action: `agency:${name}`,
      })),
      { label: 'choice.keep-typed', action: 'keep-typed' },
      back,
      { label: 'choice.cancel', action: 'cancel' },
    ],
  };
}

/** What the operator's list filled in, to be changed. */
const prefilled = ({ agencyType }: Draft): readonly Choice[] => [
  { label: 'choice.edit-agencyType', action: 'edit:agencyType' },
  ...(agencyType === 'regional' ? [{ label: 'choice.edit-parentAgency', action: 'edit:parentAgency' }] : []),
];

/** What of the form is filled and can be changed, in the order it was asked. */
export function edits({ draft }: Context): readonly Choice[] {
  if (!draft) return [];
  return (['agencyType', ...slots] as const)
    .filter((slot) => draft[slot] !== null)
    .map((slot) => ({ label: `choice.edit-${slot}`, action: `edit:${slot}` }));
}

/** The form as the officer reads it back. */
function reviewParams({ draft }: Context) {
  return {
    type: draft?.agencyType ?? 'central-government',
    agencyName: draft?.agencyName ?? null,
    parentAgency: draft?.parentAgency ?? null,
    name: draft?.name ?? null,
    position: draft?.position ?? null,
    phone: draft?.phone ?? null,
    email: draft?.email ?? null,
    hasDigitalId: draft?.hasDigitalId ?? false,
  };
}

function listRequests(requests: readonly RequestSummary[]): Prompt {
  if (requests.length === 0) return { say: 'request.none', choices: [start, toMenu, human] };
  const shown = requests.slice(0, 5);
  return {
    say: 'request.list',
    params: { requests: shown.map((request) => ({ ...request })), more: requests.length - shown.length },
    choices: [
      ...shown.map((request) => ({
        label: 'choice.request',
        params: { ref: request.ref },
        action: `request:show:${request.ref}`,
      })),
      start,
      toMenu,
    ],
  };
}

function showRequest(context: Context, facts: Facts): Prompt {
  const request = facts.requests.find((each) => each.ref === context.ref);
  if (!request) return listRequests(facts.requests);
  return {
    say: 'request.one',
    params: { ...request, toldDueAt: facts.toldDueAt === null ? null : request.dueAt },
    choices: [
      ...(request.status === 'resolved'
        ? []
        : [
            { label: 'choice.add-message', action: `request:reply:${request.ref}` },
            {
              label: request.kind === 'question' ? 'choice.close-question' : 'choice.withdraw',
              action: `request:withdraw:${request.ref}`,
            },
          ]),
      status,
      toMenu,
      human,
    ],
  };
}

/** The keys of a node as buttons: pressing does exactly what the key does. */
function menuKeys(id: string): Choice[] {
  return Object.entries(menu.nodes[id]?.keys ?? {}).map(([key, target]) => ({
    label: `choice.key-${target}`,
    params: { key },
    action: `key:${id}:${key}`,
  }));
}

function named(id: string): Choice[] {
  return (menu.nodes[id]?.named ?? []).map((service) => ({
    label: `choice.service-${service}`,
    action: `service:${service}`,
  }));
}

const unfinished = (context: Context): Choice[] =>
  context.draft ? [{ label: 'choice.resume', action: 'resume' }] : [];

const language = (context: Context): Choice =>
  context.language === 'th'
    ? { label: 'choice.english', action: 'language:en' }
    : { label: 'choice.thai', action: 'language:th' };

/** Which sentence the menu adds: texts go to staff, staff wait for an answer, or a form is unfinished. */
function reminder(context: Context, facts: Facts): string {
  if (facts.requests.some((request) => request.kind === 'question' && request.status !== 'resolved'))
    return 'question-open';
  if (facts.requests.some((request) => request.status === 'waiting')) return 'staff-waits';
  return context.draft ? 'form-unfinished' : 'none';
}

/** The keys that lead from the root to a node, e.g. `1932` for `usage`. */
export function keysTo(id: string): string {
  const parent = parentOf(id);
  if (!parent) return '';
  const key = Object.entries(menu.nodes[parent]?.keys ?? {}).find(([, target]) => target === id)?.[0] ?? '';
  return keysTo(parent) + key;
}
