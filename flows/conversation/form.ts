import { assign } from 'xstate';
import type { Context } from '../context.ts';
import { newDraft } from '../context.ts';
import type { FlowEvent, Slot } from '../events.ts';
import type { Prompt } from '../prompts.ts';
import type { Args } from './setup.ts';
import {
  silence,
  sameAgency,
  fillDraft,
  filled,
  lacks,
  answers,
  isIncomplete,
  answerThenAsk,
  flow,
} from './setup.ts';

/** What an answer gives cause to say before the next question; nothing for most. */
function remark({ context, event }: Args): Prompt {
  if (event.type !== 'fill') return silence;
  const [flag] = event.flags;
  if (flag) return { say: flag };
  if (event.slot === 'hasDigitalId' && event.value === false) return { say: 'form.register-digital-id' };
  return event.slot === 'agencyName' ? openRequest(context, event) : silence;
}

/** The same of what was typed and is kept, though names like it were offered. */
function remarkTyped({ context, event }: Args): Prompt {
  const { offer } = context;
  const [flag] = offer?.flags ?? [];
  if (flag) return { say: flag };
  return offer?.slot === 'agencyName' ? openRequest(context, event) : silence;
}

/** That a request of the same agency is open; nothing where none is. */
function openRequest(context: Context, event: FlowEvent): Prompt {
  const open = sameAgency(event.facts.requests, context.draft?.agencyName ?? null);
  return open ? { say: 'form.duplicate', params: { ref: open.ref } } : silence;
}

/** What the operator's list said of the agency, and what else there is to say of it. */
export const takeListed = [
  'fillListed',
  {
    type: 'say',
    params: ({ context: { draft } }: Args) => ({
      say: 'form.listed',
      params: {
        agencyName: draft?.agencyName ?? null,
        type: draft?.agencyType ?? null,
        parentAgency: draft?.parentAgency ?? null,
      },
    }),
  },
  {
    type: 'say',
    params: ({ context, event }: Args) => openRequest(context, event),
  },
] as const;

/** One question of the form. `before` is where `back` leads. */
function slotState(
  slot: Slot,
  before: string | readonly { guard?: (args: { context: Context }) => boolean; target: string }[],
) {
  return {
    entry: 'ask',
    on: {
      fill: {
        guard: ({ event }: Args) => event.type === 'fill' && event.slot === slot,
        target: '#form.next',
        actions: ['fill', { type: 'say', params: remark }],
      },
      keep: [{ guard: filled(slot), target: '#form.next' }, { actions: 'ask' }],
      back: typeof before === 'string' ? { target: before } : before,
    },
  } as const;
}

/** The token request, one question at a time; it waits through questions and nights. */
export const form = flow.createStateConfig({
  id: 'form',
  initial: 'next',
  on: {
    cancel: { target: '.cancel' },
    discard: { target: '.cancel' },
    edit: { target: '.edit' },
    submit: { target: '.next' },
    suggest: { target: '.suggest', actions: 'keepOffer' },
    'request-new': { actions: 'ask' },
    answer: { actions: answerThenAsk },
    helped: {
      actions: [
        { type: 'say', params: ({ event }) => ({ say: event.yes ? 'helped.thanks' : 'helped.sorry' }) },
        'ask',
      ],
    },
    unknown: { actions: [{ type: 'say', params: { say: 'form.unclear' } }, 'ask'] },
    agency: { actions: [{ type: 'say', params: { say: 'form.unclear' } }, 'ask'] },
    misfill: {
      actions: [
        assign({ misses: ({ context }) => context.misses + 1 }),
        { type: 'say', params: ({ event }) => ({ say: event.problem }) },
        'ask',
      ],
    },
    return: { actions: [{ type: 'say', params: { say: 'form.returned' } }, 'ask'] },
    media: { actions: [{ type: 'say', params: ({ event }) => ({ say: `media.${event.kind}` }) }, 'ask'] },
    masked: {
      actions: [
        { type: 'say', params: ({ event }) => ({ say: `masked.${event.found[0] ?? 'token'}` }) },
        'ask',
      ],
    },
    greeting: { actions: [{ type: 'say', params: { say: 'form.returned' } }, 'ask'] },
    thanks: { actions: [{ type: 'say', params: { say: 'thanks' } }, 'ask'] },
  },
  states: {
    /** Goes to the first question without an answer. */
    next: {
      always: [
        { guard: 'needsType', target: '#routing.pick', actions: assign({ purpose: 'form' }) },
        { guard: 'needsAssist', target: 'assist' },
        { guard: lacks('agencyName'), target: 'agencyName' },
        { guard: 'needsParent', target: 'parentAgency' },
        ...(['name', 'position', 'phone', 'email', 'hasDigitalId'] as const).map((slot) => ({
          guard: lacks(slot),
          target: slot,
        })),
        { target: 'review' },
      ],
    },
    /** Goes to the question that `edit` names. */
    edit: {
      always: [
        {
          guard: ({ event }) => event.type === 'edit' && event.slot === 'agencyType',
          target: '#routing.pick',
          actions: assign({ purpose: 'form' }),
        },
        ...(
          ['agencyName', 'parentAgency', 'name', 'position', 'phone', 'email', 'hasDigitalId'] as const
        ).map((slot) => ({
          guard: ({ context, event }: Args) =>
            event.type === 'edit' &&
            event.slot === slot &&
            (slot !== 'parentAgency' || context.draft?.agencyType === 'regional'),
          target: slot,
        })),
        { target: 'next' },
      ],
    },
    assist: {
      entry: 'ask',
      on: {
        confirm: [
          {
            guard: answers('assist', true),
            target: 'next',
            actions: assign(({ context }) => ({ draft: fillDraft(context, { assist: true }) })),
          },
          {
            guard: answers('assist', false),
            target: '#usage',
            actions: [assign({ draft: null }), { type: 'say', params: { say: 'form.not-needed' } }],
          },
        ],
        back: { target: '#routing.pick' },
      },
    },
    /** Agencies of the operator's list, one of which may be meant. */
    suggest: {
      entry: 'ask',
      on: {
        fill: { target: 'next', actions: ['fill', { type: 'say', params: remark }] },
        'keep-typed': {
          target: 'next',
          actions: ['fillTyped', { type: 'say', params: remarkTyped }, assign({ offer: null })],
        },
        back: [
          { guard: ({ context }) => context.offer?.slot === 'parentAgency', target: 'parentAgency' },
          { target: 'agencyName' },
        ],
      },
    },
    agencyName: slotState('agencyName', '#routing.pick'),
    parentAgency: slotState('parentAgency', 'agencyName'),
    name: slotState('name', [
      {
        guard: ({ context }) => context.draft?.agencyType === 'regional',
        target: 'parentAgency',
      },
      { target: 'agencyName' },
    ]),
    position: slotState('position', 'name'),
    phone: slotState('phone', 'position'),
    email: slotState('email', 'phone'),
    hasDigitalId: slotState('hasDigitalId', 'email'),
    review: {
      entry: 'ask',
      // A message that was unsent took its answer along.
      always: { guard: isIncomplete, target: 'next' },
      on: {
        submit: [
          { guard: isIncomplete, target: 'next' },
          {
            guard: 'joins',
            target: '#requests.one',
            actions: [
              {
                type: 'effect',
                params: ({ context, event }) => ({
                  kind: 'join',
                  ref: sameAgency(event.facts.requests, context.draft?.agencyName ?? null)?.ref ?? '',
                  draft: context.draft ?? newDraft(),
                }),
              },
              assign(({ context, event }) => ({
                ref: sameAgency(event.facts.requests, context.draft?.agencyName ?? null)?.ref ?? null,
                draft: null,
                cardType: null,
              })),
              {
                type: 'say',
                params: ({ context }) => ({ say: 'request.joined', params: { ref: context.ref ?? '' } }),
              },
            ],
          },
          {
            target: '#receipt',
            actions: [
              {
                type: 'effect',
                params: ({ context }) => ({ kind: 'file-token', draft: context.draft ?? newDraft() }),
              },
              assign(({ context, event }) => ({
                ref: event.facts.newRef,
                cardType: context.draft?.agencyType ?? null,
                draft: null,
                reading: null,
              })),
            ],
          },
        ],
        back: { target: 'hasDigitalId' },
      },
    },
    cancel: {
      entry: 'ask',
      on: {
        confirm: [
          {
            guard: answers('discard', true),
            target: '#usage',
            actions: [
              assign({ draft: null, reading: null, offer: null, purpose: 'card' }),
              { type: 'say', params: { say: 'form.discarded' } },
            ],
          },
          { guard: answers('discard', false), target: 'next' },
        ],
        back: { target: 'next' },
      },
    },
  },
});

/** The request is filed. */
export const receipt = flow.createStateConfig({
  id: 'receipt',
  entry: 'ask',
  on: { back: { target: '#usage' } },
});
