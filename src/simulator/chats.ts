import { newGroupId, newMessageId, newOpaqueToken, newUserId } from './ids.ts';
import { PUSH_AFTER_MESSAGE_MS } from './limits.ts';

/** A person with LINE on a phone. */
export interface Officer {
  readonly userId: string;
  readonly displayName: string;
  /** BCP 47. */
  readonly language: string;
  friend: boolean;
  blocked: boolean;
  /** Was a friend at some time: the next follow is an unblocking. */
  met: boolean;
  /** Epoch ms of the last thing written to the account; null when nothing was. */
  lastWroteAt: number | null;
}

/** A LINE message object, or what a webhook says of a message; both have a `type`. */
export interface MessageContent {
  readonly type: string;
  readonly [property: string]: unknown;
}

export type SentVia = 'reply' | 'push' | 'multicast';

export interface ChatMessage {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  /** `account`, or the user id of who wrote it. */
  readonly from: string;
  readonly content: MessageContent;
  /** Null for what officers write. */
  readonly via: SentVia | null;
  readonly quoteToken: string | null;
  readonly quotedMessageId: string | null;
  /** Shown as the officer's bubble, but sent as a postback: it has no message event. */
  readonly display: boolean;
  unsent: boolean;
  read: boolean;
}

/** What a chat shows between its bubbles. */
export interface ChatNotice {
  readonly at: number;
  readonly kind: 'followed' | 'blocked' | 'unblocked' | 'joined' | 'left' | 'member-joined' | 'member-left';
  readonly userId: string | null;
}

export const account = 'account';

/** A one-to-one chat (id = the officer's user id) or a group. */
export class Chat {
  readonly id: string;
  readonly type: 'user' | 'group';
  readonly name: string;
  /** User ids of the people in it; the account is not among them. */
  readonly members: Set<string>;
  readonly messages: ChatMessage[] = [];
  readonly notices: ChatNotice[] = [];
  /** The account takes part. Always so in one-to-one chats. */
  accountIsIn: boolean;
  /** Epoch ms; the three dots show until then or until the account's next message. */
  loadingUntil = 0;
  /** Id of the message whose quick replies went away because one was pressed. */
  quickRepliesUsedOf: string | null = null;

  constructor(id: string, type: 'user' | 'group', name: string, members: readonly string[]) {
    this.id = id;
    this.type = type;
    this.name = name;
    this.members = new Set(members);
    this.accountIsIn = type === 'user';
  }

  /** What the account has sent here, oldest first. */
  get received(): readonly ChatMessage[] {
    return this.messages.filter((message) => message.from === account);
  }

  get last(): ChatMessage | undefined {
    return this.messages.at(-1);
  }

  /** Texts and altTexts of what the account has sent, oldest first. */
  get texts(): readonly string[] {
    return this.received.map(({ content }) => {
      const text = content['text'] ?? content['altText'];
      return typeof text === 'string' ? text : '';
    });
  }
}

export interface NewMessage {
  readonly from: string;
  readonly content: MessageContent;
  readonly via?: SentVia;
  readonly quotedMessageId?: string | undefined;
  readonly display?: boolean;
  readonly quotable?: boolean;
}

/** Everyone, every chat, and the files that were sent in them. */
export class Chats {
  readonly officers = new Map<string, Officer>();
  readonly all = new Map<string, Chat>();
  /** Files by message id; gone once unsent. */
  readonly files = new Map<string, { data: Buffer; contentType: string }>();
  readonly #markAsRead = new Map<string, { chatId: string; messageId: string }>();

  addOfficer(displayName: string, language: string): Officer {
    const officer: Officer = {
      userId: newUserId(),
      displayName,
      language,
      friend: false,
      blocked: false,
      met: false,
      lastWroteAt: null,
    };
    this.officers.set(officer.userId, officer);
    this.all.set(officer.userId, new Chat(officer.userId, 'user', displayName, [officer.userId]));
    return officer;
  }

  addGroup(name: string, members: readonly string[]): Chat {
    const group = new Chat(newGroupId(), 'group', name, members);
    this.all.set(group.id, group);
    return group;
  }

  officer(userId: string): Officer {
    const officer = this.officers.get(userId);
    if (!officer) throw new Error(`No officer has the user id ${userId}`);
    return officer;
  }

  chat(id: string): Chat {
    const chat = this.all.get(id);
    if (!chat) throw new Error(`No chat has the id ${id}`);
    return chat;
  }

  write(chat: Chat, at: number, message: NewMessage): ChatMessage {
    const written = compose(at, message);
    chat.messages.push(written);
    if (message.from === account) chat.loadingUntil = 0;
    else this.officer(message.from).lastWroteAt = at;
    return written;
  }

  /** A token that marks this message and every earlier one of its chat as read. It never expires. */
  newMarkAsReadToken(chatId: string, messageId: string): string {
    const token = newOpaqueToken();
    this.#markAsRead.set(token, { chatId, messageId });
    return token;
  }

  /** @returns false when no webhook carried this token. */
  markAsRead(token: string): boolean {
    const place = this.#markAsRead.get(token);
    if (place) this.markReadUpTo(place.chatId, place.messageId);
    return place !== undefined;
  }

  markReadUpTo(chatId: string, messageId: string): void {
    for (const message of this.chat(chatId).messages) {
      if (message.from !== account) message.read = true;
      if (message.id === messageId) return;
    }
  }

  /** Whether what the account sends to this chat now arrives. */
  reaches(chat: Chat, now: number): boolean {
    if (chat.type === 'group') return chat.accountIsIn;
    const officer = this.officer(chat.id);
    if (officer.blocked) return false;
    return (
      officer.friend || (officer.lastWroteAt !== null && now - officer.lastWroteAt <= PUSH_AFTER_MESSAGE_MS)
    );
  }
}

/** A message as it would stand in a chat. */
export function compose(at: number, message: NewMessage): ChatMessage {
  return {
    id: newMessageId(at),
    at,
    from: message.from,
    content: message.content,
    via: message.via ?? null,
    quoteToken: (message.quotable ?? true) ? newOpaqueToken() : null,
    quotedMessageId: message.quotedMessageId ?? null,
    display: message.display ?? false,
    unsent: false,
    read: false,
  };
}
