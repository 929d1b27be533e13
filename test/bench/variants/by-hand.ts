// Variant 3: what a competent user writes by hand: the SDK's middleware and client, XState's actor from the snapshot
// that Redis keeps, its next snapshot set, a reply, then 200. The menu of the phone is all that it knows.
// `node by-hand.ts PORT CHANNEL_SECRET CHANNEL_ACCESS_TOKEN LINE_URL REDIS_URL`
import type { webhook } from '@line/bot-sdk';
import { messagingApi, middleware } from '@line/bot-sdk';
import express from 'express';
import { Redis } from 'ioredis';
import type { Snapshot } from 'xstate';
import { assign, createActor, setup } from 'xstate';

const [port, channelSecret = '', channelAccessToken = '', baseURL = '', redisUrl = ''] =
  process.argv.slice(2);
const client = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL });
const redis = new Redis(redisUrl);

const menu = setup({
  types: { context: {} as { said: number }, events: {} as { type: 'text'; text: string } },
  guards: { isKey: ({ event }, key: string) => event.text === key },
  actions: { count: assign({ said: ({ context }) => context.said + 1 }) },
}).createMachine({
  context: { said: 0 },
  initial: 'consent',
  on: {
    text: [
      { guard: { type: 'isKey', params: 'เมนู' }, target: '.main', actions: 'count' },
      { actions: 'count' },
    ],
  },
  states: {
    consent: { on: { text: { guard: { type: 'isKey', params: '1' }, target: 'main', actions: 'count' } } },
    main: { on: { text: { guard: { type: 'isKey', params: '9' }, target: 'services', actions: 'count' } } },
    services: { on: { text: { guard: { type: 'isKey', params: '3' }, target: 'info', actions: 'count' } } },
    info: { on: { text: { guard: { type: 'isKey', params: '2' }, target: 'usage', actions: 'count' } } },
    usage: {},
  },
});

async function handle(event: webhook.Event): Promise<void> {
  const userId = event.source?.type === 'user' ? event.source.userId : undefined;
  if (event.type !== 'message' || event.message.type !== 'text' || !event.replyToken || !userId) return;
  const key = `by-hand:${userId}`;
  const kept = await redis.get(key);
  const actor = createActor(menu, kept ? { snapshot: JSON.parse(kept) as Snapshot<unknown> } : {}).start();
  actor.send({ type: 'text', text: event.message.text });
  const { value, context } = actor.getSnapshot();
  await redis.set(key, JSON.stringify(actor.getPersistedSnapshot()));
  actor.stop();
  await client.replyMessage({
    replyToken: event.replyToken,
    messages: [{ type: 'text', text: `${value} ${context.said}` }],
  });
}

const app = express();
app.get('/', (_request, response) => void response.end());
app.get('/said/:userId', async (request, response) => {
  const kept = await redis.get(`by-hand:${request.params.userId}`);
  response.json(kept ? (JSON.parse(kept) as { context: { said: number } }).context.said : 0);
});
app.post('/webhook', middleware({ channelSecret }), (request, response, next) => {
  const { events } = request.body as webhook.CallbackRequest;
  Promise.all(events.map(handle)).then(() => response.end(), next);
});
app.listen(Number(port), '127.0.0.1');
