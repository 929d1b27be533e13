import { isUserId } from '../ids.ts';
import { LOADING_SECONDS, RATE_LIMITS } from '../limits.ts';
import type { LinePlatform } from '../platform.ts';
import { property, refuse } from './endpoint.ts';
import type { Answer, Call, Endpoint } from './endpoint.ts';

/** People, groups, the account itself, read marks, the loading animation and the files people sent. */
export function chatEndpoints(platform: LinePlatform): readonly Endpoint[] {
  return [
    {
      name: 'profile',
      method: 'get',
      path: '/v2/bot/profile/:userId',
      answer: ({ params }) => profile(platform, params['userId'] ?? ''),
    },
    {
      name: 'info',
      method: 'get',
      path: '/v2/bot/info',
      answer: () => ({
        status: 200,
        body: {
          ...platform.bot,
          chatMode: platform.chatMode,
          markAsReadMode: platform.chatMode === 'chat' ? 'manual' : 'auto',
        },
      }),
    },
    {
      name: 'loading',
      method: 'post',
      path: '/v2/bot/chat/loading/start',
      takesBody: 'json',
      rateLimit: RATE_LIMITS.loading,
      answer: (call) => startLoading(platform, call),
    },
    {
      name: 'mark-as-read',
      method: 'post',
      path: '/v2/bot/chat/markAsRead',
      takesBody: 'json',
      answer: ({ body }) => {
        if (!platform.chats.markAsRead(String(property(body, 'markAsReadToken'))))
          refuse(400, 'Invalid markAsReadToken');
        platform.changed();
        return { status: 200 };
      },
    },
    {
      name: 'content',
      method: 'get',
      path: '/v2/bot/message/:messageId/content',
      answer: ({ params }) => content(platform, params['messageId'] ?? ''),
    },
    {
      name: 'group-summary',
      method: 'get',
      path: '/v2/bot/group/:groupId/summary',
      answer: ({ params }) => {
        const group = groupOf(platform, params['groupId']);
        return { status: 200, body: { groupId: group.id, groupName: group.name } };
      },
    },
    {
      name: 'group-member-count',
      method: 'get',
      path: '/v2/bot/group/:groupId/members/count',
      answer: ({ params }) => ({
        status: 200,
        body: { count: groupOf(platform, params['groupId']).members.size },
      }),
    },
    {
      name: 'group-member-profile',
      method: 'get',
      path: '/v2/bot/group/:groupId/member/:userId',
      answer: ({ params }) => {
        const group = groupOf(platform, params['groupId']);
        const userId = params['userId'] ?? '';
        if (!group.members.has(userId)) refuse(404, 'Not found');
        const { displayName } = platform.chats.officer(userId);
        return { status: 200, body: { userId, displayName } };
      },
    },
    {
      name: 'group-leave',
      method: 'post',
      path: '/v2/bot/group/:groupId/leave',
      answer: ({ params }) => {
        const group = groupOf(platform, params['groupId']);
        group.accountIsIn = false;
        group.notices.push({ at: platform.now(), kind: 'left', userId: null });
        platform.changed();
        return { status: 200 };
      },
    },
  ];
}

function profile(platform: LinePlatform, userId: string): Answer {
  const officer = platform.chats.officers.get(userId);
  if (!officer || officer.blocked || !officer.friend) return refuse(404, 'Not found');
  return { status: 200, body: { userId, displayName: officer.displayName, language: officer.language } };
}

function startLoading(platform: LinePlatform, { body }: Call): Answer {
  const chatId = property(body, 'chatId');
  if (!isUserId(chatId) || !platform.chats.all.has(chatId)) return refuse(400, 'Invalid chatId');
  const seconds = Number(property(body, 'loadingSeconds') ?? LOADING_SECONDS.default);
  if (
    !(
      seconds >= LOADING_SECONDS.least &&
      seconds <= LOADING_SECONDS.most &&
      seconds % LOADING_SECONDS.step === 0
    )
  )
    refuse(400, 'Invalid loadingSeconds');
  platform.chat(chatId).loadingUntil = platform.now() + seconds * 1000;
  platform.changed();
  return { status: 202 };
}

function content(platform: LinePlatform, messageId: string): Answer {
  const file = platform.chats.files.get(messageId);
  if (file) return { status: 200, file };
  const unsent = [...platform.chats.all.values()].some((chat) =>
    chat.messages.some((message) => message.id === messageId && message.unsent),
  );
  return unsent ? refuse(410, 'Gone') : refuse(404, 'Not found');
}

function groupOf(platform: LinePlatform, groupId = '') {
  const group = platform.chats.all.get(groupId);
  return group?.type === 'group' && group.accountIsIn ? group : refuse(404, 'Not found');
}
