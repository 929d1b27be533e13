import type { Happening } from '../../../flows/events.ts';
import { isKeyName } from '../../../flows/events.ts';
import { menu } from '../../../flows/menu.ts';
import { parseAction } from '../../../flows/buttons.ts';
import { readKeys } from '../../text/spoken-number.ts';
import { hasTag } from '../paths.ts';
import { listenerOf } from './addressee.ts';
import type { Reader, Situation } from './reader.ts';
import { means } from './reader.ts';

/** Where a path may begin that does not begin here: with consent, or with the menu that consent leads to. */
const tops = [menu.root, ...Object.values(menu.nodes[menu.root]?.keys ?? {})];

const nodeAt = ({ path }: Situation): string =>
  path.startsWith('menu.') ? path.slice('menu.'.length) : path.startsWith('consent.') ? menu.root : '';

/** Whether every key exists where the ones before it lead. */
function exist([first, ...rest]: readonly string[], id: string): boolean {
  if (first === undefined || first in menu.chatKeys) return true;
  const target = menu.nodes[id]?.keys[first];
  return target !== undefined && exist(rest, target);
}

function pressKey(key: string): readonly Happening[] {
  const own = menu.chatKeys[key];
  if (own) return parseAction(own) ?? [];
  return isKeyName(key) ? [{ type: `key.${key}`, key }] : [];
}

/** The keys as events; a path that begins at the top is dialled from there, as a caller who dials anew would. */
function dial(keys: readonly string[], from: string | null, hasConsent: boolean): Happening[] {
  const top: Happening = hasConsent ? { type: 'menu' } : { type: `node.${menu.root}` };
  const rest = from === menu.root && hasConsent ? keys.slice(1) : keys;
  return [...(from ? [top] : []), ...rest.flatMap(pressKey)];
}

/**
 * Keys of the phone menu, one by one or typed ahead (`1932`, `1-9-3-2`, `หนึ่ง เก้า`), and the chat's own `0`, `*`, `#`.
 * Digits that are no whole path belong to the question that takes them, or to staff who listen; otherwise the
 * officer is told that there is no such number.
 */
export const readKey: Reader = ({ text }, at) => {
  const keys = readKeys(text);
  if (!keys) return null;
  const [first = ''] = keys;
  const hasConsent = at.context.consent !== null;
  const here = nodeAt(at);
  const isHere = first in menu.chatKeys || first in (menu.nodes[here]?.keys ?? {});
  // One key alone is dialled from here, but for the one that gave consent, pressed once more.
  const isTaken = hasTag(at.path, 'takes-text') || listenerOf(at) !== null;
  const starts = keys.length > 1 ? tops : hasConsent && !isTaken ? [menu.root] : [];
  const from = isHere ? null : (starts.find((id) => exist(keys, id)) ?? null);
  const leads = exist(keys, from ?? here);
  const isOwn = keys.every((key) => key in menu.chatKeys);
  if (isOwn || leads) return means(...dial(keys, from, hasConsent));
  if (isTaken) return null;
  if (keys.length === 1 && here !== '') return means(...dial(keys, null, hasConsent));
  return means({ reply: 'no-such-key', key: keys.join('') });
};
