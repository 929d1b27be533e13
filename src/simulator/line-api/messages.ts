import { checkMessages, requestBodyErrors } from '../check/messages.ts';
import type { Chat, MessageContent } from '../chats.ts';
import { isChatId, isUserId } from '../ids.ts';
import * as limits from '../limits.ts';
import type { LinePlatform } from '../platform.ts';
import { LineError, property, refuse } from './endpoint.ts';
import type { Answer, Call, Endpoint } from './endpoint.ts';

/** Sending, validating, and the month's plan. */
export function messageEndpoints(platform: LinePlatform): readonly Endpoint[] {
  return [
    {
      name: 'reply',
      method: 'post',
      path: '/v2/bot/message/reply',
      takesBody: 'json',
      answer: (call) => reply(platform, call),
    },
    {
      name: 'push',
      method: 'post',
      path: '/v2/bot/message/push',
      takesBody: 'json',
      takesRetryKey: true,
      answer: (call) => once(platform, call, () => push(platform, call)),
    },
    {
      name: 'multicast',
      method: 'post',
      path: '/v2/bot/message/multicast',
      takesBody: 'json',
      takesRetryKey: true,
      rateLimit: limits.RATE_LIMITS.multicast,
      answer: (call) => once(platform, call, () => multicast(platform, call)),
    },
    ...(['reply', 'push', 'multicast', 'narrowcast', 'broadcast'] as const).map((kind): Endpoint => ({
      name: `validate-${kind}`,
      method: 'post',
      path: `/v2/bot/message/validate/${kind}`,
      takesBody: 'json',
      answer: (call) => {
        messagesOf(call);
        return { status: 200 };
      },
    })),
    {
      name: 'quota',
      method: 'get',
      path: '/v2/bot/message/quota',
      answer: () => ({
        status: 200,
        body: platform.quota === null ? { type: 'none' } : { type: 'limited', value: platform.quota },
      }),
    },
    {
      name: 'quota-consumption',
      method: 'get',
      path: '/v2/bot/message/quota/consumption',
      answer: () => ({ status: 200, body: { totalUsage: platform.quotaUsed } }),
    },
  ];
}

function reply(platform: LinePlatform, call: Call): Answer {
  const messages = messagesOf(call);
  const token = property(call.body, 'replyToken');
  if (typeof token !== 'string' || token === '') missing('replyToken');
  const chatId = platform.replyTokens.chatOf(token, platform.now()) ?? refuse(400, 'Invalid reply token');
  platform.replyTokens.use(String(token));
  const sentMessages = platform.acceptSend({
    requestId: call.requestId,
    via: 'reply',
    chat: platform.chat(chatId),
    messages,
    retryKey: null,
  });
  return { status: 200, body: { sentMessages } };
}

function push(platform: LinePlatform, call: Call): Answer {
  const messages = messagesOf(call);
  const to = property(call.body, 'to');
  if (!isChatId(to)) invalid('to');
  const chat = platform.chats.all.get(String(to)) ?? refuse(400, 'Failed to send messages');
  spend(platform, [chat]);
  const sentMessages = platform.acceptSend({
    requestId: call.requestId,
    via: 'push',
    chat,
    messages,
    retryKey: call.retryKey,
  });
  return { status: 200, body: { sentMessages } };
}

function multicast(platform: LinePlatform, call: Call): Answer {
  const messages = messagesOf(call);
  const to = property(call.body, 'to');
  if (!Array.isArray(to) || to.length < 1 || to.length > limits.MULTICAST_RECIPIENTS)
    throw new LineError(
      400,
      requestBodyErrors([
        { message: `Size must be between 1 and ${limits.MULTICAST_RECIPIENTS}`, property: 'to' },
      ]),
    );
  if (!to.every(isUserId)) invalid('to');
  const chats = to.flatMap((userId: string) => platform.chats.all.get(userId) ?? []);
  spend(platform, chats);
  for (const chat of chats)
    platform.acceptSend({
      requestId: call.requestId,
      via: 'multicast',
      chat,
      messages,
      retryKey: call.retryKey,
    });
  return { status: 200 };
}

/** A call with a retry key is carried out once; https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ */
function once(platform: LinePlatform, call: Call, send: () => Answer): Answer {
  if (call.retryKey === null) return send();
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(call.retryKey))
    refuse(400, 'The retry key is invalid');
  const accepted = platform.retryKeys.accepted(call.retryKey, platform.now());
  if (accepted)
    throw new LineError(
      409,
      {
        message: 'The retry key is already accepted',
        ...(accepted.sentMessages && { sentMessages: accepted.sentMessages }),
      },
      { 'x-line-accepted-request-id': accepted.requestId },
    );
  const answer = send();
  const sentMessages = property(answer.body, 'sentMessages');
  platform.retryKeys.accept(call.retryKey, {
    requestId: call.requestId,
    sentMessages: Array.isArray(sentMessages) ? sentMessages : null,
    at: platform.now(),
  });
  return answer;
}

function messagesOf(call: Call): readonly MessageContent[] {
  const messages = property(call.body, 'messages');
  const wrong = checkMessages(messages);
  if (wrong) throw new LineError(400, wrong);
  return messages as readonly MessageContent[];
}

function spend(platform: LinePlatform, chats: readonly Chat[]): void {
  const cost = chats.reduce((sum, chat) => sum + platform.costOf(chat), 0);
  if (!platform.quotaAllows(cost)) refuse(429, 'You have reached your monthly limit.');
}

const missing = (name: string): never => {
  throw new LineError(400, requestBodyErrors([{ message: 'May not be empty', property: name }]));
};

const invalid = (name: string): never =>
  refuse(400, `The property, '${name}', in the request body is invalid (line: -, column: -)`);
