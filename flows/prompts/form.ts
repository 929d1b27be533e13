import type { Context, Draft } from '../context.ts';
import type { Facts, Slot } from '../events.ts';
import { slots } from '../events.ts';
import { back, cancel, no, toMenu, yes } from './choices.ts';
import type { Choice, Prompt } from './prompt.ts';

/** One question of the form; why it is asked again where its answer was unsent. */
export const askSlot = (slot: Slot, context: Context): readonly Prompt[] => [
  ...(context.draft?.unsent.includes(slot) ? [{ say: 'form.unsent' }] : []),
  slotPrompt(slot, context),
];

function slotPrompt(slot: Slot, { draft }: Context): Prompt {
  const current = draft?.[slot] ?? null;
  return {
    say: `form.ask.${slot}`,
    params: {
      type: draft?.agencyType ?? 'central-government',
      current: typeof current === 'string' ? current : null,
      step: stepOf(slot),
    },
    choices: [
      ...(slot === 'hasDigitalId'
        ? [
            { label: 'choice.has-digital-id', action: 'fill:hasDigitalId:yes' },
            { label: 'choice.no-digital-id', action: 'fill:hasDigitalId:no' },
          ]
        : []),
      ...(current === null ? [] : [{ label: 'choice.keep', action: 'keep' }]),
      ...(slot === 'position' || slot === 'email' ? [{ label: 'choice.skip', action: 'skip' }] : []),
      ...(slot === 'name' && current === null && draft?.listed ? prefilled(draft) : []),
      back,
      cancel,
    ],
  };
}

/** The parent agency belongs to the question for the agency. */
const stepOf = (slot: Slot): number =>
  slots.filter((each) => each !== 'parentAgency').indexOf(slot === 'parentAgency' ? 'agencyName' : slot) + 1;

/** Which agency is meant by what was typed. */
export function askSuggestion({ offer }: Context): Prompt {
  const names = offer?.names ?? [];
  const typed = offer?.typed ?? '';
  const several = offer?.slot === 'parentAgency' ? 'form.two-parents' : 'form.two-agencies';
  return {
    say: offer?.several ? several : names.length === 0 ? 'form.unlisted' : 'form.suggest',
    params: { typed },
    choices: [
      ...names.map((name) => ({ label: 'choice.agency', params: { name }, action: `agency:${name}` })),
      ...(typed === '' ? [] : [{ label: 'choice.keep-typed', action: 'keep-typed' }]),
      back,
      cancel,
    ],
  };
}

/** The issuer is not DGA: whether the contact center should help all the same. */
export function askAssist({ draft }: Context): readonly Prompt[] {
  const type = draft?.agencyType ?? 'regional';
  const card: Prompt = {
    say: 'issuer.card',
    params: { type, agencyName: draft?.agencyName ?? null, reasonCode: null, matched: null },
  };
  return [
    ...(draft?.cardShown ? [] : [card]),
    {
      say: 'form.assist',
      params: { type },
      choices: [
        yes('assist', 'choice.assist'),
        no('assist', 'choice.contact-myself'),
        ...(draft?.listed ? prefilled(draft) : []),
        back,
        cancel,
      ],
    },
  ];
}

/** Whether the contact details of an earlier request are right for this one. */
export const askContact = ({ contact }: Facts): Prompt => ({
  say: 'form.reuse-contact',
  params: {
    name: contact?.name ?? null,
    position: contact?.position ?? null,
    phone: contact?.phone ?? null,
    email: contact?.email ?? null,
  },
  choices: [yes('contact', 'choice.reuse-contact'), no('contact', 'choice.keep-mine'), back, cancel],
});

/** What the operator's list filled in, to be changed. */
const prefilled = ({ agencyType }: Draft): readonly Choice[] => [
  { label: 'choice.edit-agencyType', action: 'edit:agencyType' },
  ...(agencyType === 'regional' ? [{ label: 'choice.edit-parentAgency', action: 'edit:parentAgency' }] : []),
];

/** What of the form is filled and can be changed, in the order it was asked. */
export function edits({ draft }: Context): readonly Choice[] {
  if (!draft) return [];
  return (['agencyType', ...slots] as const)
    .filter((slot) => draft[slot] !== null || draft.skipped.some((each) => each === slot))
    .map((slot) => ({ label: `choice.edit-${slot}`, action: `edit:${slot}` }));
}

/** The form as the officer reads it back. */
export function askReview(context: Context): Prompt {
  const { draft } = context;
  return {
    say: 'form.review',
    params: {
      type: draft?.agencyType ?? 'central-government',
      agencyName: draft?.agencyName ?? null,
      parentAgency: draft?.parentAgency ?? null,
      name: draft?.name ?? null,
      position: draft?.position ?? null,
      phone: draft?.phone ?? null,
      email: draft?.email ?? null,
      hasDigitalId: draft?.hasDigitalId ?? false,
    },
    choices: [{ label: 'choice.submit', action: 'submit' }, ...edits(context), cancel],
  };
}

export const askDiscard = ({ draft }: Context): Prompt => ({
  say: 'form.cancel',
  params: { agencyName: draft?.agencyName ?? null },
  choices: [yes('discard', 'choice.discard'), no('discard', 'choice.keep-filling')],
});

/** What was filed, with its reference. */
export function askReceipt({ ref }: Context, facts: Facts): Prompt {
  const filed = facts.requests.find((request) => request.ref === ref);
  return {
    say: 'form.receipt',
    params: {
      ref: ref ?? '',
      type: filed?.agencyType ?? 'central-government',
      at: filed?.createdAt ?? facts.now,
      dueAt: facts.toldDueAt === null ? null : (filed?.dueAt ?? facts.toldDueAt),
    },
    choices: [
      { label: 'choice.show-request', action: `request:show:${ref ?? ''}` },
      { label: 'choice.add-message', action: `request:reply:${ref ?? ''}` },
      toMenu,
    ],
  };
}
