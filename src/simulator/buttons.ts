import type { Chat, ChatMessage } from './chats.ts';
import { isObject } from './check/report.ts';
import type { Obj } from './check/report.ts';

/** Something in a chat that a thumb can press. */
export interface Button {
  readonly messageId: string;
  /** JSON pointer of the action within the message: `/quickReply/items/0/action`. */
  readonly pointer: string;
  /** LINE's action object. */
  readonly action: Obj;
}

const actionKeys = new Set(['action', 'defaultAction']);

/** Every action of one message, in the order in which they stand. */
function buttonsOf(message: ChatMessage): readonly Button[] {
  const found: Button[] = [];
  const walk = (value: unknown, pointer: string): void => {
    if (Array.isArray(value)) value.forEach((each, index) => walk(each, `${pointer}/${index}`));
    else if (isObject(value))
      for (const [key, child] of Object.entries(value)) {
        const here = `${pointer}/${key}`;
        if (actionKeys.has(key) && isObject(child))
          found.push({ messageId: message.id, pointer: here, action: child });
        else if (key === 'actions' && Array.isArray(child))
          child
            .filter(isObject)
            .forEach((action, index) =>
              found.push({ messageId: message.id, pointer: `${here}/${index}`, action }),
            );
        else walk(child, here);
      }
  };
  walk(message.content, '');
  return found;
}

const isQuickReply = (button: Button): boolean => button.pointer.startsWith('/quickReply/');

/**
 * What can be pressed in a chat now, newest message first. Quick replies are there only while nothing came
 * after them and none of them was pressed. https://developers.line.biz/en/docs/messaging-api/using-quick-reply/
 */
export function buttonsIn(chat: Chat): readonly Button[] {
  const showsQuickReplies = (message: ChatMessage): boolean =>
    message === chat.last && chat.quickRepliesUsedOf !== message.id;
  return chat.received
    .filter((message) => !message.unsent)
    .toReversed()
    .flatMap((message) =>
      buttonsOf(message).filter((button) => !isQuickReply(button) || showsQuickReplies(message)),
    );
}

/** The quick replies above the input, or none. */
export const quickRepliesIn = (chat: Chat): readonly Button[] => buttonsIn(chat).filter(isQuickReply);
