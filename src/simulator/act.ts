import { z } from 'zod';
import { buttonsIn } from './buttons.ts';
import { ImpossibleInLine } from './officer-actions.ts';
import type { PressOptions } from './officer-actions.ts';
import type { LinePlatform } from './platform.ts';
import type { Trouble } from './view.ts';
import { troubles } from './view.ts';

const userId = z.string();
const chatId = z.string();
/** Who does it, and where: the one-to-one chat's id is the officer's own. */
const where = { userId, chatId };
const picked = z.record(z.string(), z.string()).optional();

/** Everything the page can ask for: what a person does in LINE, and the switches of the panel. */
const wish = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add-officer'), name: z.string().min(1).max(40) }),
  z.object({ do: z.literal('add-group'), name: z.string().min(1).max(40), members: z.array(userId).min(1) }),
  z.object({
    do: z.literal('text'),
    ...where,
    text: z.string().min(1),
    quotedMessageId: z.string().optional(),
    emojis: z
      .array(z.object({ index: z.int(), length: z.int(), productId: z.string(), emojiId: z.string() }))
      .min(1)
      .optional(),
  }),
  z.object({
    do: z.literal('sticker'),
    ...where,
    packageId: z.string(),
    stickerId: z.string(),
    keywords: z.array(z.string()).optional(),
  }),
  z.object({
    do: z.literal('location'),
    ...where,
    title: z.string(),
    address: z.string(),
    latitude: z.number(),
    longitude: z.number(),
  }),
  z.object({ do: z.literal('press'), ...where, messageId: z.string(), pointer: z.string(), params: picked }),
  z.object({ do: z.literal('press-menu'), userId, area: z.int().min(0), params: picked }),
  z.object({ do: z.literal('unsend'), userId, messageId: z.string() }),
  z.object({ do: z.literal('follow'), userId }),
  z.object({ do: z.literal('block'), userId }),
  z.object({ do: z.literal('invite'), groupId: z.string() }),
  z.object({ do: z.literal('remove'), groupId: z.string() }),
  z.object({ do: z.literal('trouble'), name: z.enum(troubles), on: z.boolean() }),
  z.object({ do: z.literal('quota'), limit: z.int().min(0).nullable() }),
  z.object({ do: z.literal('redeliver') }),
]);
type Wish = z.infer<typeof wish>;

/**
 * Carries out one wish of the page. Webhooks are on their way when this returns; how they went shows in the view.
 * @throws {z.ZodError} when it is none. @throws {ImpossibleInLine} when a person could not do it in LINE.
 */
export function act(platform: LinePlatform, body: unknown): void {
  const asked = wish.parse(body);
  switch (asked.do) {
    case 'add-officer':
      platform.addOfficer(asked.name);
      return;
    case 'add-group':
      platform.addGroup(asked.name, asked.members);
      return;
    case 'text':
      void platform.sendText(asked.userId, asked.text, {
        ...inChat(asked),
        ...(asked.quotedMessageId && { quotedMessageId: asked.quotedMessageId }),
        ...(asked.emojis && { emojis: asked.emojis }),
      });
      return;
    case 'sticker': {
      const { packageId, stickerId, keywords } = asked;
      void platform.sendSticker(
        asked.userId,
        { packageId, stickerId, ...(keywords && { keywords }) },
        inChat(asked),
      );
      return;
    }
    case 'location': {
      const { title, address, latitude, longitude } = asked;
      void platform.sendLocation(asked.userId, { title, address, latitude, longitude }, inChat(asked));
      return;
    }
    case 'press':
      press(platform, asked);
      return;
    case 'press-menu':
      pressMenu(platform, asked);
      return;
    case 'unsend':
      void platform.sendUnsend(asked.userId, asked.messageId);
      return;
    case 'follow':
      void platform.sendFollow(asked.userId);
      return;
    case 'block':
      void platform.sendUnfollow(asked.userId);
      return;
    case 'invite':
      void platform.sendJoin(asked.groupId);
      return;
    case 'remove':
      void platform.sendLeave(asked.groupId);
      return;
    case 'trouble':
      switchTrouble(platform, asked.name, asked.on);
      return;
    case 'quota':
      platform.quota = asked.limit;
      platform.changed();
      return;
    case 'redeliver': {
      const last = platform.deliveries.at(-1);
      if (last) void platform.redeliver(last);
    }
  }
}

export const inChat = ({ userId, chatId }: { userId: string; chatId: string }) =>
  chatId === userId ? {} : { groupId: chatId };

const withParams = (params: { [name: string]: string } | undefined): PressOptions =>
  params ? { params } : {};

function press(platform: LinePlatform, asked: Extract<Wish, { do: 'press' }>): void {
  const button = buttonsIn(platform.chat(asked.chatId)).find(
    ({ messageId, pointer }) => messageId === asked.messageId && pointer === asked.pointer,
  );
  if (!button) throw new ImpossibleInLine('pressing what is not there');
  void platform.deliver([
    platform.pressButton(asked.userId, button, { ...inChat(asked), ...withParams(asked.params) }),
  ]);
}

function pressMenu(platform: LinePlatform, asked: Extract<Wish, { do: 'press-menu' }>): void {
  const areas = platform.richMenus.shownTo(asked.userId)?.menu['areas'] as
    | { action: { [property: string]: unknown } }[]
    | undefined;
  const action = areas?.[asked.area]?.action;
  if (!action) throw new ImpossibleInLine('pressing a menu that is not there');
  const alias = action['richMenuAliasId'];
  if (action['type'] !== 'richmenuswitch' || typeof alias !== 'string') {
    void platform.deliver([platform.events.press(asked.userId, action, withParams(asked.params))]);
    return;
  }
  // https://developers.line.biz/en/reference/messaging-api/#postback-params-object-for-richmenu-switch-action
  const next = platform.richMenus.aliases.get(alias);
  if (next !== undefined) platform.richMenus.ofUser.set(asked.userId, next);
  const params = {
    newRichMenuAliasId: alias,
    status: next === undefined ? 'RICHMENU_ALIAS_ID_NOTFOUND' : 'SUCCESS',
  };
  void platform.deliver([platform.events.press(asked.userId, action, { params })]);
}

function switchTrouble(platform: LinePlatform, name: Trouble, on: boolean): void {
  const fault = (
    kind: 'server-error' | 'invalid-reply-token' | 'quota-exhausted',
    endpoint?: string,
  ): void => {
    platform.faults.clear(kind);
    if (on) platform.faults.add({ kind, times: Infinity, ...(endpoint && { endpoint }) });
  };
  switch (name) {
    case 'serverError':
      fault('server-error');
      break;
    case 'replyTokenLost':
      fault('invalid-reply-token', 'reply');
      break;
    case 'quotaGone':
      fault('quota-exhausted', 'push');
      break;
    case 'standby':
      platform.mode = on ? 'standby' : 'active';
      break;
    case 'redelivers':
      platform.redelivers = on;
  }
  platform.changed();
}
