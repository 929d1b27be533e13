import type { webhook } from '@line/bot-sdk';
import type { Chat, Chats, ChatMessage, ChatNotice, MessageContent } from './chats.ts';
import { ulid } from './ids.ts';
import { arePlaceholders, mentionIn } from './text-marks.ts';
import type { ReplyTokens } from './tokens.ts';

export interface InChat {
  /** A group that the officer writes in; without it, the one-to-one chat. */
  readonly groupId?: string;
}

export interface TextOptions extends InChat {
  readonly quotedMessageId?: string;
  /** LINE's own emoji, whose places in the text are given in UTF-16 units. */
  readonly emojis?: readonly webhook.Emoji[];
}

export interface StickerContent {
  readonly packageId: string;
  readonly stickerId: string;
  readonly keywords?: readonly string[];
}

export interface FileContent {
  readonly data: Buffer;
  readonly contentType: string;
}

export interface LocationContent {
  readonly title?: string;
  readonly address?: string;
  readonly latitude: number;
  readonly longitude: number;
}

export interface PostbackOptions extends InChat {
  /** Shown as the officer's own bubble. */
  readonly displayText?: string;
  /** What a date picker or a rich menu switch adds. */
  readonly params?: { readonly [name: string]: string };
}

export interface PressOptions extends InChat {
  readonly params?: { readonly [name: string]: string };
}

/** LINE's action object. */
export interface Action {
  readonly [property: string]: unknown;
}

/** What an officer may not do, so that LINE would never send it. */
export class ImpossibleInLine extends Error {}

interface Surroundings {
  readonly chats: Chats;
  readonly replyTokens: ReplyTokens;
  readonly bot: { readonly userId: string; readonly displayName: string };
  readonly now: () => number;
  readonly mode: () => webhook.EventMode;
}

/**
 * What people do in LINE, each done to the chat at once and given back as the webhook event that tells of it.
 * The event is not sent: `LinePlatform.deliver` does that, alone or with others in one body.
 * @throws {ImpossibleInLine} on what the LINE app would not let a person do.
 */
export class OfficerActions {
  readonly #at: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#at = surroundings;
  }

  text(userId: string, text: string, options: TextOptions = {}): webhook.MessageEvent {
    if (text === '') throw new ImpossibleInLine('an empty text');
    if (options.emojis && !arePlaceholders(text, options.emojis))
      throw new ImpossibleInLine('emoji where none stand in the text');
    const mention = this.#chat(userId, options).type === 'group' ? mentionIn(text, this.#at.bot) : undefined;
    return this.#message(
      userId,
      options,
      { type: 'text', text, ...(options.emojis && { emojis: options.emojis }), ...(mention && { mention }) },
      options.quotedMessageId,
    );
  }

  sticker(userId: string, sticker: StickerContent, options: InChat = {}): webhook.MessageEvent {
    return this.#message(userId, options, { type: 'sticker', stickerResourceType: 'STATIC', ...sticker });
  }

  /** @param set which of several pictures that were sent at once this is. */
  image(
    userId: string,
    file: FileContent,
    options: InChat & { set?: webhook.ImageSet } = {},
  ): webhook.MessageEvent {
    return this.#file(userId, options, file, {
      type: 'image',
      contentProvider: { type: 'line' },
      ...(options.set && { imageSet: options.set }),
    });
  }

  video(userId: string, file: FileContent, durationMs: number, options: InChat = {}): webhook.MessageEvent {
    return this.#file(userId, options, file, {
      type: 'video',
      duration: durationMs,
      contentProvider: { type: 'line' },
    });
  }

  audio(userId: string, file: FileContent, durationMs: number, options: InChat = {}): webhook.MessageEvent {
    return this.#file(userId, options, file, {
      type: 'audio',
      duration: durationMs,
      contentProvider: { type: 'line' },
    });
  }

  file(userId: string, file: FileContent, fileName: string, options: InChat = {}): webhook.MessageEvent {
    return this.#file(userId, options, file, { type: 'file', fileName, fileSize: file.data.length });
  }

  location(userId: string, location: LocationContent, options: InChat = {}): webhook.MessageEvent {
    return this.#message(userId, options, { type: 'location', ...location });
  }

  /** Takes back one of the officer's own messages. */
  unsend(userId: string, messageId: string): webhook.UnsendEvent {
    const chat = [...this.#at.chats.all.values()].find((each) => findOwn(each, userId, messageId));
    const message = chat && findOwn(chat, userId, messageId);
    if (!chat || !message || message.unsent) throw new ImpossibleInLine('unsending what is not there');
    message.unsent = true;
    this.#at.chats.files.delete(messageId);
    return { ...this.#event(chat, userId), type: 'unsend', unsend: { messageId } };
  }

  /** Adds the account as a friend, or takes a block back. */
  follow(userId: string): webhook.FollowEvent {
    const officer = this.#at.chats.officer(userId);
    if (officer.friend && !officer.blocked) throw new ImpossibleInLine('following twice');
    const isUnblocked = officer.met;
    Object.assign(officer, { friend: true, blocked: false, met: true });
    const chat = this.#at.chats.chat(userId);
    this.#notice(chat, isUnblocked ? 'unblocked' : 'followed', userId);
    return { ...this.#answerable(chat, userId), type: 'follow', follow: { isUnblocked } };
  }

  /** Blocks the account. */
  unfollow(userId: string): webhook.UnfollowEvent {
    const officer = this.#at.chats.officer(userId);
    if (officer.blocked) throw new ImpossibleInLine('blocking twice');
    Object.assign(officer, { blocked: true, met: true });
    const chat = this.#at.chats.chat(userId);
    this.#notice(chat, 'blocked', userId);
    return { ...this.#event(chat, userId), type: 'unfollow' };
  }

  /** The account is invited to a group. */
  join(groupId: string): webhook.JoinEvent {
    const group = this.#group(groupId);
    if (group.accountIsIn) throw new ImpossibleInLine('joining twice');
    group.accountIsIn = true;
    this.#notice(group, 'joined', null);
    return { ...this.#answerable(group, null), type: 'join' };
  }

  /** The account is removed from a group. */
  leave(groupId: string): webhook.LeaveEvent {
    const group = this.#groupWithAccount(groupId);
    group.accountIsIn = false;
    this.#notice(group, 'left', null);
    return { ...this.#event(group, null), type: 'leave' };
  }

  memberJoined(groupId: string, userIds: readonly string[]): webhook.MemberJoinedEvent {
    const group = this.#groupWithAccount(groupId);
    for (const userId of userIds) {
      group.members.add(this.#at.chats.officer(userId).userId);
      this.#notice(group, 'member-joined', userId);
    }
    return { ...this.#answerable(group, null), type: 'memberJoined', joined: { members: users(userIds) } };
  }

  memberLeft(groupId: string, userIds: readonly string[]): webhook.MemberLeftEvent {
    const group = this.#groupWithAccount(groupId);
    for (const userId of userIds) {
      group.members.delete(userId);
      this.#notice(group, 'member-left', userId);
    }
    return { ...this.#event(group, null), type: 'memberLeft', left: { members: users(userIds) } };
  }

  postback(userId: string, data: string, options: PostbackOptions = {}): webhook.PostbackEvent {
    const chat = this.#openChat(userId, options);
    if (options.displayText)
      this.#at.chats.write(chat, this.#at.now(), {
        from: userId,
        content: { type: 'text', text: options.displayText },
        display: true,
      });
    return {
      ...this.#answerable(chat, userId),
      type: 'postback',
      postback: { data, ...(options.params && { params: options.params }) },
    };
  }

  /**
   * Presses something in the one-to-one chat or a group: a text for a message action, a postback for one or
   * for a date that was picked.
   * @param params what was picked. @throws {ImpossibleInLine} where pressing tells the account nothing.
   */
  press(userId: string, action: Action, { groupId, params }: PressOptions = {}): webhook.Event {
    const where = groupId === undefined ? {} : { groupId };
    const word = (name: string): string | undefined => {
      const value = action[name];
      return typeof value === 'string' ? value : undefined;
    };
    const displayText = word('displayText');
    switch (action['type']) {
      case 'message':
        return this.text(userId, word('text') ?? '', where);
      case 'postback':
        return this.postback(userId, word('data') ?? '', { ...where, ...(displayText && { displayText }) });
      case 'datetimepicker':
      case 'richmenuswitch':
        if (!params) throw new ImpossibleInLine('a choice without what was chosen');
        return this.postback(userId, word('data') ?? '', { ...where, params });
      default:
        throw new ImpossibleInLine('an action that the account never hears of');
    }
  }

  #file(userId: string, options: InChat, file: FileContent, content: MessageContent): webhook.MessageEvent {
    const event = this.#message(userId, options, content);
    this.#at.chats.files.set(event.message.id, file);
    return event;
  }

  #message(
    userId: string,
    options: InChat,
    content: MessageContent,
    quotedMessageId?: string,
  ): webhook.MessageEvent {
    const chat = this.#openChat(userId, options);
    const quotable = !['audio', 'file', 'location'].includes(content.type);
    const written = this.#at.chats.write(chat, this.#at.now(), {
      from: userId,
      content,
      quotedMessageId,
      quotable,
    });
    return {
      ...this.#answerable(chat, userId),
      type: 'message',
      message: {
        ...content,
        id: written.id,
        ...(written.quoteToken && { quoteToken: written.quoteToken }),
        ...(quotedMessageId && { quotedMessageId }),
        markAsReadToken: this.#at.chats.newMarkAsReadToken(chat.id, written.id),
      } as unknown as webhook.MessageContent,
    };
  }

  #chat(userId: string, { groupId }: InChat): Chat {
    return groupId === undefined ? this.#at.chats.chat(userId) : this.#group(groupId);
  }

  #openChat(userId: string, where: InChat): Chat {
    const chat = this.#chat(userId, where);
    if (chat.type === 'user' && this.#at.chats.officer(userId).blocked)
      throw new ImpossibleInLine('writing to a blocked account');
    if (!chat.members.has(userId)) throw new ImpossibleInLine('writing in a group of others');
    if (!chat.accountIsIn) throw new ImpossibleInLine('writing to an account that is not in the group');
    return chat;
  }

  #group(groupId: string): Chat {
    const group = this.#at.chats.chat(groupId);
    if (group.type !== 'group') throw new ImpossibleInLine('a group of one');
    return group;
  }

  #groupWithAccount(groupId: string): Chat {
    const group = this.#group(groupId);
    if (!group.accountIsIn) throw new ImpossibleInLine('telling an account that is not in the group');
    return group;
  }

  #notice(chat: Chat, kind: ChatNotice['kind'], userId: string | null): void {
    chat.notices.push({ at: this.#at.now(), kind, userId });
  }

  #event(chat: Chat, userId: string | null): Omit<webhook.EventBase, 'type'> {
    const at = this.#at.now();
    const source: webhook.Source =
      chat.type === 'user'
        ? { type: 'user', userId: chat.id }
        : { type: 'group', groupId: chat.id, ...(userId && { userId }) };
    return {
      source,
      timestamp: at,
      mode: this.#at.mode(),
      webhookEventId: ulid(at),
      deliveryContext: { isRedelivery: false },
    };
  }

  /** With a reply token, except in standby, where the account may not answer. */
  #answerable(chat: Chat, userId: string | null): Omit<webhook.EventBase, 'type'> & { replyToken: string } {
    const event = this.#event(chat, userId);
    if (event.mode === 'standby') return event as typeof event & { replyToken: string };
    return { ...event, replyToken: this.#at.replyTokens.create(chat.id, event.timestamp) };
  }
}

const users = (userIds: readonly string[]): webhook.UserSource[] =>
  userIds.map((userId) => ({ type: 'user', userId }));

const findOwn = (chat: Chat, userId: string, messageId: string): ChatMessage | undefined =>
  chat.messages.find((message) => message.id === messageId && message.from === userId && !message.display);
