import { quickRepliesIn } from './buttons.ts';
import { isObject } from './check/report.ts';
import { account } from './chats.ts';
import type { Chat, ChatMessage } from './chats.ts';
import type { LinePlatform } from './platform.ts';
import type { ButtonView, ChatView, Entry, MessageView, RichMenuView, View } from './view.ts';

const shownEntries = 300;
const shownLogLines = 40;

/** What the page shows of the platform. What LINE keeps to itself (tokens, keys, the secret) is not in it. */
export function present(platform: LinePlatform): View {
  return {
    account: { name: platform.bot.displayName },
    officers: [...platform.chats.officers.values()].map(({ userId, displayName, friend, blocked }) => ({
      userId,
      name: displayName,
      friend,
      blocked,
    })),
    chats: [...platform.chats.all.values()].map((chat) => presentChat(platform, chat)),
    webhooks: platform.deliveries
      .slice(-shownLogLines)
      .toReversed()
      .map(({ id, at, events, isRedelivery, status, error, ms }) => ({
        id,
        at,
        events: events.map((event) => (event.type === 'message' ? event.message.type : event.type)),
        isRedelivery,
        status,
        error,
        ms,
      })),
    calls: platform.calls
      .slice(-shownLogLines)
      .toReversed()
      .map(({ requestId, at, endpoint, method, path, status, error, ms }) => ({
        id: requestId,
        at,
        endpoint,
        method,
        path,
        status,
        error,
        ms,
      })),
    quota: { limit: platform.quota, used: platform.quotaUsed },
    trouble: {
      serverError: platform.faults.has('server-error'),
      replyTokenLost: platform.faults.has('invalid-reply-token'),
      quotaGone: platform.faults.has('quota-exhausted'),
      standby: platform.mode === 'standby',
      redelivers: platform.redelivers,
    },
  };
}

function presentChat(platform: LinePlatform, chat: Chat): ChatView {
  return {
    id: chat.id,
    type: chat.type,
    name: chat.name,
    members: [...chat.members],
    accountIsIn: chat.accountIsIn,
    entries: entriesOf(platform, chat),
    quickReplies: quickRepliesIn(chat).map((button): ButtonView => ({
      messageId: button.messageId,
      pointer: button.pointer,
      label: typeof button.action['label'] === 'string' ? button.action['label'] : '',
      action: button.action,
      imageUrl: imageUrlOf(chat, button.pointer),
    })),
    loadingForMs: Math.max(0, chat.loadingUntil - platform.now()),
    richMenu: chat.type === 'user' ? richMenuOf(platform, chat.id) : null,
  };
}

function entriesOf(platform: LinePlatform, chat: Chat): readonly Entry[] {
  const notices = chat.notices.map(({ at, kind, userId }, index): Entry => ({
    kind: 'notice',
    id: `notice-${index}`,
    at,
    notice: kind,
    name: userId === null ? null : platform.chats.officer(userId).displayName,
  }));
  const messages = chat.messages.map((message): Entry => presentMessage(chat, message));
  return [...notices, ...messages].sort((one, other) => one.at - other.at).slice(-shownEntries);
}

function presentMessage(chat: Chat, message: ChatMessage): MessageView {
  const quoted = chat.messages.find(({ id }) => id === message.quotedMessageId);
  return {
    kind: 'message',
    id: message.id,
    at: message.at,
    from: message.from,
    content: message.unsent ? { type: 'unsent' } : message.content,
    quoted: quoted ? { from: quoted.from, text: quoted.unsent ? '' : summary(quoted) } : null,
    canUnsend: message.from !== account && !message.display && !message.unsent,
    unsent: message.unsent,
    read: message.read,
  };
}

function summary({ content }: ChatMessage): string {
  const text = content['text'] ?? content['altText'];
  return typeof text === 'string' ? text.slice(0, 80) : '';
}

function imageUrlOf(chat: Chat, pointer: string): string | null {
  const items = isObject(chat.last?.content['quickReply']) ? chat.last.content['quickReply']['items'] : null;
  const item: unknown = Array.isArray(items) ? items[Number(pointer.split('/')[3])] : null;
  return isObject(item) && typeof item['imageUrl'] === 'string' ? item['imageUrl'] : null;
}

function richMenuOf(platform: LinePlatform, userId: string): RichMenuView | null {
  const shown = platform.richMenus.shownTo(userId);
  if (!shown) return null;
  // `checkRichMenu` has seen to the shape.
  const menu = shown.menu as unknown as {
    chatBarText: string;
    selected: boolean;
    size: RichMenuView['size'];
    areas: RichMenuView['areas'];
  };
  return {
    id: shown.richMenuId,
    barText: menu.chatBarText,
    openAtFirst: menu.selected,
    size: menu.size,
    areas: menu.areas,
  };
}
