import { parseAction } from '../../flows/actions.ts';
import { ask } from '../../flows/asks.ts';
import type { Context, Draft } from '../../flows/context.ts';
import { newContext, newDraft } from '../../flows/context.ts';
import type { Facts, FlowEvent, Happening, RequestSummary, Slot } from '../../flows/events.ts';
import { confirmed, mediaKinds, slots } from '../../flows/events.ts';
import { menu } from '../../flows/menu.ts';
import type { Prompt } from '../../flows/prompts.ts';
import { step } from './step.ts';

/** One situation a conversation can be in, as far as it decides what may happen next. */
export interface Situation {
  readonly path: string;
  readonly context: Context;
  readonly facts: Facts;
}

export interface Step {
  readonly from: Situation;
  readonly event: Happening;
  readonly to: Situation;
  /** What is said, the asking of the state reached included. */
  readonly says: readonly Prompt[];
  readonly effects: number;
}

const now = Date.UTC(2026, 10, 23, 3);
const request = (ref: string, more: Partial<RequestSummary>): RequestSummary => ({
  ref,
  kind: 'token',
  status: 'new',
  issuer: 'dga',
  agencyName: 'กรมการปกครอง',
  createdAt: now,
  dueAt: now,
  disposition: null,
  ...more,
});

/**
 * Without requests, with one of each kind that makes a difference, and with a single one. The form asks the
 * same in the last as in the first, so that it is not gone through again.
 */
const worlds: readonly { readonly requests: readonly RequestSummary[]; readonly hasForm: boolean }[] = [
  { requests: [], hasForm: true },
  {
    requests: [
      request('456789015', { kind: 'question', issuer: null, agencyName: null }),
      request('123456782', {}),
      request('234567893', { status: 'waiting', agencyName: 'กรมชลประทาน' }),
      request('345678904', { status: 'resolved', disposition: 'issued' }),
    ],
    hasForm: true,
  },
  { requests: [request('234567893', { status: 'waiting' })], hasForm: false },
];

/** Every situation that can be reached from a first contact, with every step between them. */
export function explore(): Step[] {
  const steps: Step[] = [];
  for (const { requests, hasForm } of worlds) {
    const facts: Facts = {
      now,
      notice: '2569-11',
      requests,
      newRef: '567890126',
      toldDueAt: now,
      contactHours: null,
    };
    const start: Situation = { path: 'consent', context: newContext(), facts };
    const seen = new Set([identity(start)]);
    const waiting = [start];
    for (let from = waiting.shift(); from; from = waiting.shift())
      for (const event of everything(from)) {
        const step = take(from, event);
        steps.push(step);
        if (seen.has(identity(step.to)) || (step.to.context.draft && !hasForm)) continue;
        seen.add(identity(step.to));
        waiting.push(step.to);
      }
  }
  return steps;
}

/** One event put to the flow. */
export function take(from: Situation, event: Happening): Step {
  const flowEvent: FlowEvent = { ...event, facts: from.facts };
  const { path, context, actions } = step(from, flowEvent);
  const to: Situation = { path, context, facts: from.facts };
  const said = actions.flatMap((action) =>
    action.type === 'say' && (action.params as Prompt).say !== '' ? [action.params as Prompt] : [],
  );
  const asked = actions.some((action) => action.type === 'ask') ? ask(to.path, to.context, to.facts) : [];
  const effects = actions.filter((action) => action.type === 'effect').length;
  return { from, event, to, says: [...said, ...asked], effects };
}

/** One event of every kind that an officer can cause in a situation: all buttons, keys, words and answers. */
export function everything(at: Situation): Happening[] {
  const buttons = ask(at.path, at.context, at.facts)
    .flatMap((prompt) => prompt.choices ?? [])
    .flatMap((choice) => parseAction(choice.action)?.slice(0, 1) ?? []);
  const words = Object.keys(menu.commands).flatMap((action) => parseAction(action) ?? []);
  const reading = { name: 'อบต.บางพลี', reason: { code: 'prefix', matched: 'อบต.' } };
  const all: Happening[] = [
    ...buttons,
    ...words,
    ...'0123456789'.split('').map((key): Happening => ({ type: 'key', key })),
    { type: 'follow' },
    { type: 'route' },
    { type: 'request-new' },
    { type: 'unknown' },
    { type: 'helped', intent: 'digital-id', yes: true },
    { type: 'helped', intent: 'digital-id', yes: false },
    ...(at.path.startsWith('routing.') ? [{ type: 'agency.unknown' } as const] : []),
    { type: 'answer', intent: 'digital-id' },
    { type: 'choices', intents: ['signup', 'digital-id', 'token-request'] },
    {
      type: 'agency',
      reading: { ...reading, type: 'local', issuer: 'dla', candidates: ['local'] },
      messageId: null,
    },
    {
      type: 'agency',
      reading: { ...reading, type: null, issuer: null, candidates: ['province', 'regional'] },
      messageId: null,
    },
    {
      type: 'issuer',
      reading: { ...reading, type: 'regional', issuer: 'parent', candidates: ['regional'] },
      messageId: null,
    },
    ...confirmed.flatMap((about): Happening[] => [
      { type: 'confirm', about, yes: true },
      { type: 'confirm', about, yes: false },
    ]),
    ...slots
      .filter((slot) => at.path === `form.${slot}` || slot === 'hasDigitalId')
      .map((slot): Happening => ({
        type: 'fill',
        slot,
        value: slot === 'hasDigitalId' ? false : slot === 'agencyName' ? 'กรมการปกครอง' : 'x',
        flags: slot === 'email' ? ['requests:flag.email-not-government'] : [],
        messageId: null,
      })),
    { type: 'misfill', slot: 'phone', problem: 'requests:problem.phone-unclear' },
    { type: 'keep' },
    { type: 'submit' },
    { type: 'discard' },
    { type: 'return' },
    { type: 'edit', slot: 'phone' },
    {
      type: 'listed',
      agency: { name: 'กรมการปกครอง', type: 'central-government', parent: null },
      messageId: null,
    },
    ...suggestions(at),
    { type: 'keep-typed' },
    { type: 'request.show', ref: '999999990' },
    ...mediaKinds.map((kind): Happening => ({ type: 'media', kind })),
    { type: 'masked', found: ['token'] },
    { type: 'masked', found: ['national-id'] },
  ];
  return [...new Map(all.map((event) => [JSON.stringify(event), event])).values()];
}

/** Where an agency's name is typed into the form, names of the operator's list may be like it. */
function suggestions({ path, context }: Situation): Happening[] {
  const slot =
    path === 'form.agencyName'
      ? 'agencyName'
      : path === 'form.parentAgency'
        ? 'parentAgency'
        : path.startsWith('routing.') && context.purpose === 'form'
          ? 'agencyType'
          : null;
  const known = { name: 'บางพลี', reason: { code: 'place', matched: 'บางพลี' }, issuer: null } as const;
  const readings = [
    null,
    ...(slot === 'agencyType'
      ? [
          { ...known, type: null, candidates: ['province', 'regional'] } as const,
          { ...known, type: 'local', candidates: ['local'] } as const,
        ]
      : []),
  ];
  return slot === null
    ? []
    : readings.map((reading) => ({
        type: 'suggest',
        slot,
        typed: 'บางพลี',
        names: ['อบต.บางพลี', 'องค์การบริหารส่วนตำบลบางพลีใหญ่'],
        flags: [],
        reading,
        messageId: null,
      }));
}

/**
 * What makes two situations the same for the flow: not the texts, but which are there. Outside the form only
 * that there is one counts; how far it is filled in is asked again where it goes on. The same while names are offered.
 */
function identity({ path, context }: Situation): string {
  const draft = context.draft ?? newDraft();
  const isSettling = path.startsWith('routing.');
  const isSuggesting = path.endsWith('.suggest');
  const isFilling = path.startsWith('form.') || (isSettling && context.purpose === 'form');
  return JSON.stringify([
    path,
    context.consent !== null,
    path === 'consent' && context.pending,
    path === 'usage' && context.misses > 0,
    isSettling && [context.purpose, (context.reading?.type ?? null) !== null],
    isSuggesting && [context.offer?.slot, context.offer?.reading?.type ?? context.offer?.reading],
    context.draft !== null,
    isFilling && !isSuggesting && [handled(draft.agencyType), draft.assist, progress(path, draft)],
  ]);
}

/** How far the form is: complete, open from this question on, or open elsewhere. */
function progress(path: string, draft: Draft): string {
  const first = slots.find((slot) => draft[slot] === null && isAsked(slot, draft));
  return first === undefined ? 'complete' : path === `form.${first}` ? 'here' : 'elsewhere';
}

const isAsked = (slot: Slot, draft: Draft) => slot !== 'parentAgency' || draft.agencyType === 'regional';

const handled = (type: Context['cardType']) =>
  type === 'regional' || type === 'local' ? type : type !== null;
