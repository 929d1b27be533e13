import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { webhook } from '@line/bot-sdk';
import { watch } from '../support/line-openapi.ts';
import type { Watch } from '../support/line-openapi.ts';
import { startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let now: number;
let line: Harness;
let officer: string;
let spec: Watch;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 3, 0, 0);
  line = await startHarness({ clock: () => now });
  spec = watch(line.platform);
  officer = line.platform.addOfficer('สมชาย').userId;
  await line.platform.sendFollow(officer);
});
afterEach(async () => {
  await line.close();
  spec.check();
});

const hello = [{ type: 'text', text: 'สวัสดี' }];

async function replyTokenOf(text = 'hi'): Promise<string> {
  const { events } = await line.platform.sendText(officer, text);
  return (events[0] as webhook.MessageEvent).replyToken ?? '';
}

const reply = (replyToken: string, messages: unknown = hello, headers?: { [name: string]: string }) =>
  line.call('POST', '/v2/bot/message/reply', { replyToken, messages }, headers);
const push = (to: unknown = officer, headers?: { [name: string]: string }, messages: unknown = hello) =>
  line.call('POST', '/v2/bot/message/push', { to, messages }, headers);

const startLoading = () => line.call('POST', '/v2/bot/chat/loading/start', { chatId: officer });
/** Waits 300 ms for an answer. */
const pushOrGiveUp = (headers: { [name: string]: string }) =>
  fetch(`${line.url}/simulator/line/v2/bot/message/push`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer channel-access-token',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({ to: officer, messages: hello }),
    signal: AbortSignal.timeout(300),
  });

describe('a reply', () => {
  test('lands in the chat of the event, and is not counted', async () => {
    const answer = await reply(await replyTokenOf());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ sentMessages: [{ id: expect.stringMatching(/^\d+$/) }] });
    expect(answer.headers.get('x-line-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(line.platform.chat(officer).texts).toEqual(['สวัสดี']);
    expect(line.platform.quotaUsed).toBe(0);
  });

  test('is taken once for each token', async () => {
    const token = await replyTokenOf();
    await reply(token);
    const second = await reply(token);
    expect(second).toMatchObject({ status: 400, body: { message: 'Invalid reply token' } });
    expect(line.platform.accepted).toHaveLength(1);
  });

  test.each([
    { seconds: 60, status: 200 },
    { seconds: 60.001, status: 400 },
  ])('$seconds s after the webhook: $status', async ({ seconds, status }) => {
    const token = await replyTokenOf();
    now += seconds * 1000;
    expect((await reply(token)).status).toBe(status);
  });

  test('a wrong message leaves the token good', async () => {
    const token = await replyTokenOf();
    expect((await reply(token, [])).status).toBe(400);
    expect((await reply(token)).status).toBe(200);
  });

  test('takes no retry key', async () => {
    const answer = await reply(await replyTokenOf(), hello, { 'x-line-retry-key': randomUUID() });
    expect(answer.status).toBe(400);
    expect(line.platform.accepted).toHaveLength(0);
  });

  test('a redelivered event gives its unused token another minute', async () => {
    const delivery = await line.platform.sendText(officer, 'hi');
    now += 19 * 60_000;
    await line.platform.redeliver(delivery);
    now += 60_000;
    expect((await reply((delivery.events[0] as webhook.MessageEvent).replyToken ?? '')).status).toBe(200);
  });

  test('an event older than 20 minutes gives its token no new life', async () => {
    const delivery = await line.platform.sendText(officer, 'hi');
    now += 20 * 60_000;
    await line.platform.redeliver(delivery);
    expect((await reply((delivery.events[0] as webhook.MessageEvent).replyToken ?? '')).status).toBe(400);
  });

  test('a used token does not come back with a redelivery', async () => {
    const delivery = await line.platform.sendText(officer, 'hi');
    const token = (delivery.events[0] as webhook.MessageEvent).replyToken ?? '';
    await reply(token);
    await line.platform.redeliver(delivery);
    expect((await reply(token)).status).toBe(400);
  });
});

describe('a push', () => {
  test('is counted once, however many messages it has', async () => {
    await push(officer, {}, [...hello, ...hello]);
    expect(line.platform.quotaUsed).toBe(1);
    expect(await line.call('GET', '/v2/bot/message/quota/consumption')).toMatchObject({
      body: { totalUsage: 1 },
    });
  });

  test('to someone who blocked the account is 200, reaches nobody and costs nothing', async () => {
    await line.platform.sendUnfollow(officer);
    const answer = await push();
    expect(answer.status).toBe(200);
    expect(line.platform.chat(officer).received).toHaveLength(0);
    expect(line.platform.accepted).toMatchObject([{ delivered: false }]);
    expect(line.platform.quotaUsed).toBe(0);
  });

  test.each([
    { days: 7, delivered: true },
    { days: 7.001, delivered: false },
  ])('to a stranger who wrote $days days ago arrives: $delivered', async ({ days, delivered }) => {
    const stranger = line.platform.addOfficer('สมหญิง').userId;
    await line.platform.sendText(stranger, 'hi');
    now += days * 24 * 3600_000;
    expect((await push(stranger)).status).toBe(200);
    expect(line.platform.accepted).toMatchObject([{ delivered }]);
  });

  test.each([
    { to: 'U123', message: "The property, 'to', in the request body is invalid (line: -, column: -)" },
    { to: `U${'0'.repeat(32)}`, message: 'Failed to send messages' },
  ])('to $to is refused', async ({ to, message }) => {
    expect(await push(to)).toMatchObject({ status: 400, body: { message } });
  });

  test('over the month’s plan is 429, and a reply still goes out', async () => {
    line.platform.quota = 1;
    expect((await push()).status).toBe(200);
    expect(await push()).toMatchObject({
      status: 429,
      body: { message: 'You have reached your monthly limit.' },
    });
    expect((await reply(await replyTokenOf())).status).toBe(200);
  });
});

describe('a retry key', () => {
  const key = { 'x-line-retry-key': randomUUID() };

  test('sends once, and tells the second call which request was accepted', async () => {
    const first = await push(officer, key);
    const second = await push(officer, key);
    expect(second).toMatchObject({
      status: 409,
      body: { message: 'The retry key is already accepted', ...(first.body as object) },
    });
    expect(second.headers.get('x-line-accepted-request-id')).toBe(first.headers.get('x-line-request-id'));
    expect(line.platform.chat(officer).received).toHaveLength(1);
  });

  test.each([
    { hours: 23.99, status: 409 },
    { hours: 24, status: 200 },
  ])('used $hours h ago: $status', async ({ hours, status }) => {
    await push(officer, key);
    now += hours * 3600_000;
    expect((await push(officer, key)).status).toBe(status);
  });

  test('of a refused call can be used again', async () => {
    await push(officer, key, []);
    expect((await push(officer, key)).status).toBe(200);
  });

  test('that is no UUID is refused', async () => {
    expect((await push(officer, { 'x-line-retry-key': 'again' })).status).toBe(400);
  });
});

describe('trouble on the way', () => {
  const key = { 'x-line-retry-key': randomUUID() };

  test.each([
    { kind: 'server-error', status: 500 },
    { kind: 'rate-limited', status: 429 },
    { kind: 'quota-exhausted', status: 429 },
    { kind: 'unauthorized', status: 401 },
  ] as const)('$kind answers $status and takes nothing', async ({ kind, status }) => {
    line.platform.faults.add({ kind });
    expect((await push(officer, key)).status).toBe(status);
    expect(line.platform.accepted).toHaveLength(0);
    expect((await push(officer, key)).status).toBe(200);
  });

  test.each(['reset', 'no-answer'] as const)('%s takes nothing', async (kind) => {
    line.platform.faults.add({ kind, endpoint: 'push' });
    await expect(pushOrGiveUp(key)).rejects.toThrow(/fetch failed|timeout/);
    expect(line.platform.accepted).toHaveLength(0);
  });

  test.each(['server-error-after', 'reset-after', 'no-answer-after'] as const)(
    '%s has taken the message: the retry is 409',
    async (kind) => {
      line.platform.faults.add({ kind, endpoint: 'push' });
      await pushOrGiveUp(key).catch(() => null);
      expect(line.platform.accepted).toHaveLength(1);
      expect((await push(officer, key)).status).toBe(409);
      expect(line.platform.chat(officer).received).toHaveLength(1);
    },
  );

  test('slow waits, then goes on as ever', async () => {
    line.platform.faults.add({ kind: 'slow', delayMs: 50 });
    const started = performance.now();
    expect((await push()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(45);
  });

  test('spoils as many calls as it was told to, of its endpoint alone', async () => {
    line.platform.faults.add({ kind: 'server-error', endpoint: 'push', times: 2 });
    expect((await line.call('GET', '/v2/bot/info')).status).toBe(200);
    const statuses = [await push(), await push(), await push()].map(({ status }) => status);
    expect(statuses).toEqual([500, 500, 200]);
  });
});

describe('the call itself', () => {
  test.each([{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic channel-access-token' }])(
    'without the channel’s token is 401: %o',
    async (headers) => {
      const response = await fetch(`${line.url}/simulator/line/v2/bot/info`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('x-line-request-id')).toBeTruthy();
    },
  );

  test('that is not JSON is 415', async () => {
    const answer = await line.call('POST', '/v2/bot/message/push', 'to=me', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  test('with broken JSON is 400', async () => {
    const answer = await line.call('POST', '/v2/bot/message/push', '{"to":');
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('could not be parsed') },
    });
  });

  test.each([
    { spare: 0, status: 200 },
    { spare: -1, status: 413 },
  ])('of 2 MB less $spare bytes is $status', async ({ spare, status }) => {
    const body = { to: officer, messages: hello, padding: '' };
    const room = 2 * 1024 * 1024 - Buffer.byteLength(JSON.stringify(body)) - spare;
    expect(
      (await line.call('POST', '/v2/bot/message/push', { ...body, padding: 'x'.repeat(room) })).status,
    ).toBe(status);
  });

  test('over the rate of its endpoint is 429', async () => {
    const statuses = [];
    for (let calls = 0; calls < 101; calls += 1) statuses.push((await startLoading()).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(100);
    expect(statuses.at(-1)).toBe(429);
    now += 10;
    expect((await startLoading()).status).toBe(202);
  });

  test('to an address LINE does not have is 404', async () => {
    expect((await line.call('GET', '/v2/bot/nothing')).status).toBe(404);
  });

  test('is kept, in order, with what came of it', async () => {
    await push();
    await push('nobody');
    expect(line.platform.calls).toMatchObject([
      { endpoint: 'push', status: 200, error: null, body: { to: officer } },
      { endpoint: 'push', status: 400, error: expect.stringContaining("'to'") },
    ]);
  });
});
