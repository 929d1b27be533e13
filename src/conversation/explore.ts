import { parseAction } from '../../flows/actions.ts';
import { ask } from '../../flows/asks.ts';
import type { Context } from '../../flows/context.ts';
import { newContext, newDraft } from '../../flows/context.ts';
import type { Said } from '../../flows/conversation.machine.ts';
import { conversation } from '../../flows/conversation.machine.ts';
import type { Facts, FlowEvent, Happening, RequestSummary } from '../../flows/events.ts';
import { mediaKinds, slots } from '../../flows/events.ts';
import { menu } from '../../flows/menu.ts';
import type { Prompt } from '../../flows/prompts.ts';
import { transition } from 'xstate';
import { statePath, stateValue } from './saved.ts';

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

/** Without requests, with one of each kind that makes a difference, and with nothing but closed ones. */
const worlds: readonly (readonly RequestSummary[])[] = [
  [],
  [
    request('123456782', {}),
    request('234567893', { status: 'waiting', agencyName: 'กรมชลประทาน' }),
    request('345678904', { status: 'resolved', disposition: 'issued' }),
  ],
  [request('456789015', { kind: 'question', issuer: null, agencyName: null })],
];

/** Every situation that can be reached from a first contact, with every step between them. */
export function explore(): Step[] {
  const steps: Step[] = [];
  for (const requests of worlds) {
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
        if (seen.has(identity(step.to))) continue;
        seen.add(identity(step.to));
        waiting.push(step.to);
      }
  }
  return steps;
}

/** One event put to the flow. */
export function take(from: Situation, event: Happening): Step {
  const before = conversation.resolveState({ value: stateValue(from.path), context: from.context });
  const flowEvent: FlowEvent = { ...event, facts: from.facts };
  const [after, actions] = transition(conversation, before, flowEvent);
  const to: Situation = { path: statePath(after.value), context: after.context, facts: from.facts };
  const said = actions.flatMap((action) =>
    action.type === 'say' && (action.params as Said).say !== '' ? [action.params as Said] : [],
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
  return [
    ...buttons,
    ...words,
    ...'0123456789'.split('').map((key): Happening => ({ type: 'key', key })),
    { type: 'follow' },
    { type: 'route' },
    { type: 'request-new' },
    { type: 'unknown' },
    ...(at.path.startsWith('routing.') ? [{ type: 'agency.unknown' } as const] : []),
    { type: 'answer', intent: 'digital-id', language: null },
    { type: 'choices', intents: ['signup', 'digital-id', 'token-request'] },
    { type: 'agency', reading: { ...reading, type: 'local', issuer: 'dla', candidates: ['local'] } },
    {
      type: 'agency',
      reading: { ...reading, type: null, issuer: null, candidates: ['province', 'regional'] },
    },
    {
      type: 'issuer',
      reading: { ...reading, type: 'regional', issuer: 'parent', candidates: ['regional'] },
      language: null,
    },
    { type: 'confirm', yes: true },
    { type: 'confirm', yes: false },
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
    { type: 'request.show', ref: '999999990' },
    ...mediaKinds.map((kind): Happening => ({ type: 'media', kind })),
    { type: 'masked', found: ['token'] },
    { type: 'masked', found: ['national-id'] },
  ];
}

/** What makes two situations the same for the flow: not the texts, but which are there. */
function identity({ path, context }: Situation): string {
  const draft = context.draft ?? newDraft();
  const settling = path.startsWith('routing.');
  return JSON.stringify([
    path,
    context.consent !== null,
    path === 'consent' && context.pending,
    path === 'usage' && context.misses > 0,
    settling && context.purpose,
    settling && context.reading?.type !== null,
    context.draft !== null,
    handled(draft.agencyType),
    draft.assist,
    slots.find((slot) => draft[slot] === null) ?? null,
  ]);
}

const handled = (type: Context['cardType']) =>
  type === 'regional' || type === 'local' ? type : type !== null;
