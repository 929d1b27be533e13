// Variant 2: what LINE's documentation shows, https://line.github.io/line-bot-sdk-nodejs/guide/webhook.html: Express
// with the SDK's middleware, which echoes through the SDK's client and then answers 200.
// `node echo.ts PORT CHANNEL_SECRET CHANNEL_ACCESS_TOKEN LINE_URL`
import type { webhook } from '@line/bot-sdk';
import { messagingApi, middleware } from '@line/bot-sdk';
import express from 'express';

const [port, channelSecret = '', channelAccessToken = '', baseURL = ''] = process.argv.slice(2);
const client = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL });

async function echo(event: webhook.Event): Promise<unknown> {
  if (event.type !== 'message' || event.message.type !== 'text' || !event.replyToken) return null;
  return client.replyMessage({
    replyToken: event.replyToken,
    messages: [{ type: 'text', text: event.message.text }],
  });
}

const app = express();
app.get('/', (_request, response) => void response.end());
app.post('/webhook', middleware({ channelSecret }), (request, response, next) => {
  const { events } = request.body as webhook.CallbackRequest;
  Promise.all(events.map(echo)).then((results) => response.json(results), next);
});
app.listen(Number(port), '127.0.0.1');
