import { isOurs } from '../rich-menu.ts';
import type { BotInfo, ChannelCalls } from './calls.ts';

/** A rich menu that the channel has. */
export interface KnownMenu {
  readonly id: string;
  readonly name: string;
  /** Asked of our own menus alone; false for the others. */
  readonly hasPicture: boolean;
}

/** The channel's settings as LINE tells them. */
export interface ChannelState {
  readonly bot: BotInfo;
  readonly webhook: { readonly endpoint: string; readonly active: boolean } | null;
  readonly menus: readonly KnownMenu[];
  readonly aliases: ReadonlyMap<string, string>;
  readonly defaultMenu: string | null;
}

/** @throws {ChannelTrouble} */
export async function readChannel(calls: ChannelCalls): Promise<ChannelState> {
  // First, so that a wrong token is told by the plainest of the calls.
  const bot = await calls.bot();
  const webhook = await calls.webhook();
  const menus: KnownMenu[] = [];
  for (const menu of await calls.menus())
    menus.push({ ...menu, hasPicture: isOurs(menu.name) && (await calls.hasPicture(menu.id)) });
  return { bot, webhook, menus, aliases: await calls.aliases(), defaultMenu: await calls.defaultMenu() };
}
