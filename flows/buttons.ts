import type { Happening, Move, Slot } from './events.ts';
import { confirmed, isKeyName, slots } from './events.ts';
import type { Intent } from './domain.ts';
import { agencyTypes, answerIntents, intents, languages } from './domain.ts';
import { menu } from './menu.ts';

type Read = (first: string, second: string, rest: string) => readonly Happening[] | null;

const one = (happening: Happening | null): readonly Happening[] | null => happening && [happening];
const find = <Known extends string>(known: readonly Known[], name: string): Known | undefined =>
  known.find((each) => each === name);

/** `MESSAGEID:NAME`, as `useAsName` offers it. */
function nameTyped(said: string): Move | null {
  const [, messageId, value] = /^([^:]+):(\S.{0,199})$/u.exec(said) ?? [];
  return messageId && value ? { type: 'fill.name', slot: 'name', value, flags: [], messageId } : null;
}

/** Actions that consist of their name alone. */
const plain = [
  'menu',
  'back',
  'repeat',
  'cancel',
  'human',
  'status',
  'request-new',
  'route',
  'keep',
  'submit',
  'resume',
  'discard',
  'keep-typed',
  'skip',
  'for-staff',
  'for-form',
  'new-matter',
] as const satisfies readonly Move['type'][];

const reads: { readonly [head: string]: Read } = {
  ...Object.fromEntries(
    plain.map((type): [string, Read] => [type, (first) => (first === '' ? [{ type }] : null)]),
  ),
  greeting: () => [{ reply: 'greeting' }],
  thanks: () => [{ reply: 'thanks' }],
  key: (node, key) =>
    menu.nodes[node] && isKeyName(key) ? [{ type: `node.${node}` }, { type: `key.${key}`, key }] : null,
  node: (node) => (menu.nodes[node] ? [{ type: `node.${node}` }] : null),
  consent: (what) =>
    what === 'give' || what === 'refuse' || what === 'withdraw' ? [{ type: `consent.${what}` }] : null,
  language: (name) => {
    const language = find(languages, name);
    return language ? [{ type: 'language', language }] : null;
  },
  service: (id) =>
    Object.values(menu.nodes).some((node) => node.named.includes(id)) ? [{ type: 'service', id }] : null,
  type: (name) => {
    const agencyType = find(agencyTypes, name);
    return agencyType ? [{ type: 'pick', agencyType }] : null;
  },
  confirm: (name, answer) => {
    const about = find(confirmed, name);
    return about && (answer === 'yes' || answer === 'no') ? [{ type: `confirm.${about}.${answer}` }] : null;
  },
  answer: (name) => {
    const intent = find(intents, name);
    return intent ? one(meaningOf(intent)) : null;
  },
  helped: (answer, name) => {
    const intent = find(answerIntents, name);
    return intent && (answer === 'yes' || answer === 'no')
      ? [{ reply: 'helped', intent, yes: answer === 'yes' }]
      : null;
  },
  agency: (_first, _second, name) =>
    name === '' ? null : [{ type: 'listed', agency: { name, type: null, parent: null }, messageId: null }],
  // What it is about is read by the conversation; here it only has a meaning.
  about: (_first, _second, name) => (name === '' ? null : [{ type: 'route' }]),
  'none-of-these': () => [{ reply: 'unknown' }],
  edit: (name) => {
    const slot = name === 'agencyType' ? name : find<Slot>(slots, name);
    return slot ? [{ type: `edit.${slot}` }] : null;
  },
  fill: (slot, answer, rest) => {
    if (slot === 'name') return one(nameTyped(rest.slice(slot.length + 1)));
    return slot === 'hasDigitalId' && (answer === 'yes' || answer === 'no')
      ? [{ type: 'fill.hasDigitalId', slot, value: answer === 'yes', flags: [], messageId: null }]
      : null;
  },
  request: (what, ref) =>
    (what === 'show' || what === 'reply' || what === 'withdraw') && (ref === '' || /^\d{9}$/.test(ref))
      ? [{ type: `request.${what}`, ref: ref === '' ? null : ref }]
      : null,
  reopen: (ref) => (/^\d{9}$/.test(ref) ? [{ type: 'reopen', ref }] : null),
  data: (what, name) =>
    what === 'show' || what === 'copy' || what === 'erase'
      ? [{ type: `data.${what}` }]
      : what === 'correct'
        ? [{ type: 'data.correct', slot: find<Slot>(slots, name) ?? null }]
        : null,
};

/**
 * What pressing a button means, as it stands in a postback's data. It names the thing itself, not a place in
 * a list, so that a button of an old message still does something sensible.
 *
 * `menu` `key:services:3` `consent:give` `service:biz-portal` `type:local` `answer:deadline` `edit:phone`
 * `confirm:discard:yes` `fill:hasDigitalId:yes` `request:show:123456782` `data:erase`
 * `helped:no:deadline` `agency:กรมการปกครอง` `fill:name:123456789:ทำดี ได้ดี` …
 * @returns null for an action of a flow that is no more.
 */
export function parseAction(data: string): readonly Happening[] | null {
  const [head = '', first = '', second = ''] = data.split(':');
  const read = Object.hasOwn(reads, head) ? reads[head] : undefined;
  return read?.(first, second, data.slice(head.length + 1)) ?? null;
}

/** What an understood intent sets off: an answer, or the thing it asks to start. */
export function meaningOf(intent: Intent): Happening {
  switch (intent) {
    case 'human':
    case 'request-new':
      return { type: intent };
    case 'request-status':
      return { type: 'status' };
    default:
      return { reply: 'answer', intent };
  }
}

/** What goes on with the question that a button stands below, so that it is answered in the question's language. */
export const goesOn = (action: string): boolean =>
  /^(?:answer|helped|none-of-these|route|type|confirm:type|human|skip)(?::|$)/.test(action);
