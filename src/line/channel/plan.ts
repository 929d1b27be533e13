import type { WantedMenu } from '../rich-menu.ts';
import { isOurs } from '../rich-menu.ts';
import type { ChannelState, KnownMenu } from './state.ts';

/** What the channel is to be like. */
export interface Wanted {
  readonly webhookUrl: string;
  /** The first is the default. */
  readonly menus: readonly WantedMenu[];
}

/** One change of the channel. A menu is named by its alias: some are yet to be created. */
export type Step =
  | { readonly do: 'set-webhook'; readonly endpoint: string; readonly before: string | null }
  | { readonly do: 'create-menu'; readonly menu: WantedMenu }
  | { readonly do: 'upload-picture'; readonly menu: WantedMenu }
  | { readonly do: 'create-alias' | 'move-alias'; readonly menu: WantedMenu }
  | { readonly do: 'set-default'; readonly menu: WantedMenu; readonly before: KnownMenu | null }
  | { readonly do: 'delete-menu'; readonly id: string; readonly name: string };

/**
 * The channel's menu that is a wanted one: its name tells. Where a creation whose answer was lost was made again
 * there are several; one that has its picture, or is in use, is taken.
 */
export function findMenu(state: ChannelState, wanted: WantedMenu): KnownMenu | null {
  const used = new Set([state.defaultMenu, ...state.aliases.values()]);
  const worth = (menu: KnownMenu) => (menu.hasPicture ? 2 : 0) + (used.has(menu.id) ? 1 : 0);
  const same = state.menus.filter(({ name }) => name === wanted.request.name);
  return same.toSorted((a, b) => worth(b) - worth(a))[0] ?? null;
}

/** Our own menus that are none of those wanted. */
export function outdatedMenus(state: ChannelState, wanted: Wanted): readonly KnownMenu[] {
  const kept = new Set(wanted.menus.map((menu) => findMenu(state, menu)?.id));
  return state.menus.filter(({ id, name }) => isOurs(name) && !kept.has(id));
}

/**
 * What has to change, in an order in which officers have a working menu at every moment: new menus stand with their
 * pictures before an alias or the default leads to them, and old ones go when nothing leads to them any more. Each
 * step stays done when a later one fails. Menus that are not ours are left alone.
 */
export function planSetup(state: ChannelState, wanted: Wanted): readonly Step[] {
  const steps: Step[] = [];
  const endpoint = state.webhook?.endpoint ?? null;
  if (endpoint !== wanted.webhookUrl)
    steps.push({ do: 'set-webhook', endpoint: wanted.webhookUrl, before: endpoint });
  for (const menu of wanted.menus) {
    const known = findMenu(state, menu);
    if (!known) steps.push({ do: 'create-menu', menu });
    if (!known?.hasPicture) steps.push({ do: 'upload-picture', menu });
  }
  for (const menu of wanted.menus) {
    const behind = state.aliases.get(menu.alias);
    if (behind === undefined) steps.push({ do: 'create-alias', menu });
    else if (behind !== findMenu(state, menu)?.id) steps.push({ do: 'move-alias', menu });
  }
  const [first] = wanted.menus;
  const known = first && findMenu(state, first);
  if (first && (!known || state.defaultMenu !== known.id)) {
    const before = state.menus.find(({ id }) => id === state.defaultMenu) ?? null;
    steps.push({ do: 'set-default', menu: first, before });
  }
  for (const { id, name } of outdatedMenus(state, wanted)) steps.push({ do: 'delete-menu', id, name });
  return steps;
}
