import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OutgoingMessage, Sender } from '../../src/delivery/sender.ts';
import { createLineSender } from '../../src/line/sender.ts';
import type { FaultKind } from '../../src/simulator/faults.ts';
import type { Harness } from '../simulator/harness.ts';
import { channelAccessToken, startHarness } from '../simulator/harness.ts';
import { watch } from '../support/line-openapi.ts';
import type { Watch } from '../support/line-openapi.ts';

const minute = 60_000;

describe('sending to LINE', () => {
  let now: number;
  let line: Harness;
  let sender: Sender;
  let openApi: Watch;
  let officer: string;

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 23, 2);
    line = await startHarness({ clock: () => now });
    openApi = watch(line.platform);
    const person = line.platform.addOfficer();
    person.friend = true;
    officer = person.userId;
    sender = aSender();
  });
  afterEach(async () => {
    await sender.close();
    openApi.stop();
    await line.close();
    openApi.check();
  });

  const aSender = (over: { channelAccessToken?: string; timeoutMs?: number } = {}): Sender =>
    createLineSender({
      apiBaseUrl: `${line.url}/simulator/line`,
      channelAccessToken,
      now: () => now,
      ...over,
    });
  /** Does not wait long for an answer that never comes. */
  const useImpatient = async (): Promise<void> => {
    await sender.close();
    sender = aSender({ timeoutMs: 700 });
  };

  /** A reply token as a webhook brings it at this moment. */
  const aToken = (): string => {
    const token = line.platform.replyTokens.create(officer, now);
    line.platform.replyTokens.sentOut(token, now);
    return token;
  };
  const aMessage = (over: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
    id: randomUUID(),
    to: officer,
    replyToken: null,
    replyTokenAt: null,
    messages: [{ type: 'text', text: 'สวัสดี' }],
    attempts: 0,
    inDoubtSince: null,
    ...over,
  });
  const aReply = (over: Partial<OutgoingMessage> = {}): OutgoingMessage =>
    aMessage({ replyToken: aToken(), replyTokenAt: now, ...over });
  const again = (message: OutgoingMessage): OutgoingMessage => ({
    ...message,
    attempts: 1,
    inDoubtSince: now,
  });
  /** What LINE was asked, and what it said. */
  const calls = (): string[] => line.platform.calls.map(({ endpoint, status }) => `${endpoint} ${status}`);
  const received = (): number => line.platform.chat(officer).received.length;
  const spoil = (kind: FaultKind, endpoint: string, times = 1): void =>
    line.platform.faults.add({ kind, endpoint, times });

  test('a reply is used while there is a token, and all parts go in one call', async () => {
    const messages = ['1', '2', '3', '4', '5'].map((text) => ({ type: 'text', text }));
    const result = await sender.send(aReply({ messages }));
    expect(result).toEqual({
      outcome: 'sent',
      via: 'reply',
      presumed: false,
      lineRequestId: expect.any(String),
      messageIds: line.platform.chat(officer).received.map(({ id }) => id),
    });
    expect(result).toMatchObject({ lineRequestId: line.platform.calls[0]?.requestId });
    expect(line.platform.calls[0]?.retryKey, 'LINE refuses a retry key on a reply').toBeNull();
    expect(calls()).toEqual(['reply 200']);
    expect(received()).toBe(5);
  });

  test('without a token the message is pushed with its id as retry key', async () => {
    const message = aMessage();
    expect(await sender.send(message)).toMatchObject({ outcome: 'sent', via: 'push', presumed: false });
    expect(line.platform.calls).toMatchObject([{ endpoint: 'push', status: 200, retryKey: message.id }]);
  });

  test("LINE's ids of the messages are told, also when it took them by an earlier try", async () => {
    const message = aMessage();
    const first = await sender.send(message);
    const second = await sender.send(again(message));
    const messageIds = line.platform.chat(officer).received.map(({ id }) => id);
    expect(messageIds).toHaveLength(1);
    for (const result of [first, second]) expect(result).toMatchObject({ outcome: 'sent', messageIds });
  });

  test('a reply is tried a little past its minute, since it costs nothing, and then pushed', async () => {
    const message = aReply();
    now += minute + 1_000;
    expect(await sender.send(message)).toMatchObject({ outcome: 'sent', via: 'push' });
    expect(calls()).toEqual(['reply 400', 'push 200']);
  });

  test('a token that is long gone is not tried', async () => {
    const message = aReply();
    now += 10 * minute;
    expect(await sender.send(message)).toMatchObject({ outcome: 'sent', via: 'push' });
    expect(calls()).toEqual(['push 200']);
  });

  test('a token that LINE refuses at the first attempt leads to a push', async () => {
    const message = aReply();
    await sender.send(aMessage({ replyToken: message.replyToken, replyTokenAt: now }));
    expect(await sender.send(message)).toMatchObject({ outcome: 'sent', via: 'push', presumed: false });
    expect(calls()).toEqual(['reply 200', 'reply 400', 'push 200']);
  });

  describe.each(['server-error-after', 'reset-after', 'no-answer-after'] as const)(
    'a reply that LINE took though its answer was lost (%s)',
    (kind) => {
      beforeEach(useImpatient);

      test('is tried again with the same token, and presumed sent when LINE refuses it within its minute', async () => {
        spoil(kind, 'reply');
        const message = aReply();
        const code = kind === 'server-error-after' ? 'line-server-error' : 'line-timeout';
        expect(await sender.send(message)).toEqual({
          outcome: 'retry',
          code,
          retryAt: null,
          inDoubt: true,
        });
        now += 2_000;
        expect(await sender.send(again(message))).toMatchObject({
          outcome: 'sent',
          via: 'reply',
          presumed: true,
        });
        expect(received()).toBe(1);
      });

      test('is given up when the token is refused at the end of its minute: nothing tells that it got through', async () => {
        spoil(kind, 'reply');
        const message = aReply();
        await sender.send(message);
        const doubtful = again(message);
        now += minute - 3_000;
        expect(await sender.send(doubtful)).toEqual({ outcome: 'dead', code: 'outcome-unknown' });
        expect(calls().filter((call) => call.startsWith('push'))).toEqual([]);
      });

      test('is given up after its minute, without a call', async () => {
        spoil(kind, 'reply');
        const message = aReply();
        await sender.send(message);
        const before = calls();
        const doubtful = again(message);
        now += minute;
        expect(await sender.send(doubtful)).toEqual({ outcome: 'dead', code: 'outcome-unknown' });
        expect(calls()).toEqual(before);
      });
    },
  );

  test('what is in doubt from a time when no reply was tried any more is pushed again', async () => {
    const message = aReply({ replyTokenAt: now - 3 * minute });
    expect(await sender.send(again(message))).toMatchObject({ outcome: 'sent', via: 'push' });
  });

  describe.each(['server-error', 'reset', 'no-answer'] as const)(
    'a reply that LINE did not take (%s)',
    (kind) => {
      beforeEach(useImpatient);

      test('goes through with the same token at the next attempt', async () => {
        spoil(kind, 'reply');
        const message = aReply();
        expect(await sender.send(message)).toMatchObject({ outcome: 'retry' });
        expect(await sender.send(again(message))).toMatchObject({ via: 'reply', presumed: false });
        expect(received()).toBe(1);
      });
    },
  );

  test('a push whose answer was lost is asked for again under the same key, and was sent once', async () => {
    await useImpatient();
    for (const kind of ['server-error-after', 'reset-after', 'no-answer-after'] as const) {
      spoil(kind, 'push');
      const message = aMessage();
      expect(await sender.send(message)).toMatchObject({ outcome: 'retry' });
      expect(await sender.send(again(message))).toMatchObject({
        outcome: 'sent',
        via: 'push',
        presumed: false,
      });
    }
    expect(calls().filter((call) => call === 'push 409')).toHaveLength(3);
    expect(received()).toBe(3);
  });

  test('a push that failed after its token was found spent is not presumed sent by that token', async () => {
    await useImpatient();
    const message = aReply();
    await sender.send(aMessage({ replyToken: message.replyToken, replyTokenAt: now }));
    spoil('no-answer', 'push');
    const first = await sender.send(message);
    expect(first).toMatchObject({ outcome: 'retry', code: 'line-timeout', inDoubt: false });
    expect(await sender.send({ ...message, attempts: 1 })).toMatchObject({ outcome: 'sent', via: 'push' });
    expect(received()).toBe(2);
  });

  test('messages that LINE does not take are rejected for good, by reply and by push', async () => {
    const messages = [{ type: 'text', text: '' }];
    expect(await sender.send(aReply({ messages }))).toEqual({ outcome: 'dead', code: 'rejected' });
    expect(await sender.send(aReply({ messages, inDoubtSince: now }))).toEqual({
      outcome: 'dead',
      code: 'rejected',
    });
    expect(await sender.send(aMessage({ messages }))).toEqual({ outcome: 'dead', code: 'rejected' });
    expect(calls()).toEqual(['reply 400', 'reply 400', 'push 400']);
  });

  test('a chat that does not exist is a rejection', async () => {
    expect(await sender.send(aMessage({ to: 'nobody' }))).toEqual({ outcome: 'dead', code: 'rejected' });
  });

  test('a wrong access token is tried again, since an operator mends it', async () => {
    const wrong = aSender({ channelAccessToken: 'wrong' });
    for (const message of [aReply(), aMessage()])
      expect(await wrong.send(message)).toEqual({
        outcome: 'retry',
        code: 'unauthorized',
        retryAt: null,
        inDoubt: false,
      });
    await wrong.close();
  });

  test('a rate limit is tried again', async () => {
    spoil('rate-limited', 'push');
    spoil('rate-limited', 'reply');
    expect(await sender.send(aMessage())).toEqual({
      outcome: 'retry',
      code: 'rate-limited',
      retryAt: null,
      inDoubt: false,
    });
    expect(await sender.send(aReply())).toEqual({
      outcome: 'retry',
      code: 'rate-limited',
      retryAt: null,
      inDoubt: false,
    });
  });

  test('a plan that is used up ends a push, which is told by the quota and not by the wording', async () => {
    line.platform.quota = 2;
    line.platform.quotaUsed = 2;
    expect(await sender.send(aMessage())).toEqual({ outcome: 'dead', code: 'quota-exhausted' });
    spoil('rate-limited', 'push');
    expect(await sender.send(aMessage())).toEqual({ outcome: 'dead', code: 'quota-exhausted' });
    expect(await sender.send(aReply()), 'a reply is free').toMatchObject({ outcome: 'sent', via: 'reply' });
  });

  test('a wording about the quota with messages left is a rate limit', async () => {
    line.platform.quota = 2;
    spoil('quota-exhausted', 'push');
    expect(await sender.send(aMessage())).toMatchObject({ outcome: 'retry', code: 'rate-limited' });
  });

  test('while the quota cannot be read a 429 is tried again', async () => {
    line.platform.quota = 0;
    spoil('server-error', 'quota');
    expect(await sender.send(aMessage())).toMatchObject({ outcome: 'retry', code: 'rate-limited' });
  });

  test('many refused pushes look at the quota once in a while', async () => {
    line.platform.quota = 0;
    await Promise.all(Array.from({ length: 10 }, async () => sender.send(aMessage())));
    expect(calls().filter((call) => call === 'quota 200')).toHaveLength(1);
    line.platform.quota = 100;
    now += minute;
    expect(await sender.send(aMessage())).toMatchObject({ outcome: 'sent' });
  });

  test('a slow answer within the time allowed is waited for', async () => {
    line.platform.faults.add({ kind: 'slow', endpoint: 'push', delayMs: 100 });
    expect(await sender.send(aMessage())).toMatchObject({ outcome: 'sent' });
  });

  test('an officer who blocked the account gets nothing, and LINE says 200 all the same', async () => {
    line.platform.chats.officer(officer).blocked = true;
    expect(await sender.send(aMessage())).toMatchObject({ outcome: 'sent', via: 'push' });
  });

  test('what is sent at once shares few connections and none of it is lost', async () => {
    const results = await Promise.all(Array.from({ length: 200 }, async () => sender.send(aMessage())));
    expect(results.every(({ outcome }) => outcome === 'sent')).toBe(true);
    expect(received()).toBe(200);
  });

  test('closing waits for what is under way', async () => {
    line.platform.faults.add({ kind: 'slow', endpoint: 'push', delayMs: 100 });
    const closing = aSender();
    const sending = closing.send(aMessage());
    await closing.close();
    expect(await sending).toMatchObject({ outcome: 'sent' });
  });
});

describe('no LINE to be reached', () => {
  const message: OutgoingMessage = {
    id: randomUUID(),
    to: 'U1',
    replyToken: null,
    replyTokenAt: null,
    messages: [{ type: 'text', text: 'x' }],
    attempts: 0,
    inDoubtSince: null,
  };

  test('a connection that is refused, or a name that is not known, is told from a lost answer', async () => {
    for (const apiBaseUrl of ['http://127.0.0.1:1', 'http://name.invalid']) {
      const sender = createLineSender({ apiBaseUrl, channelAccessToken: 't', timeoutMs: 5_000 });
      expect(await sender.send(message)).toEqual({
        outcome: 'retry',
        code: 'line-unreachable',
        retryAt: null,
        inDoubt: false,
      });
      await sender.close();
    }
  });

  test.each<[string, string, object]>([
    ['nothing that is HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', { code: 'line-timeout' }],
    ['an endless answer to a 200', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1_000_000)}`, { outcome: 'sent' }],
    ['an endless 500', `HTTP/1.1 500 No\r\n\r\n${'x'.repeat(1_000_000)}`, { code: 'line-server-error' }],
    [
      'a redirect',
      'HTTP/1.1 302 Found\r\nlocation: http://x/\r\ncontent-length: 0\r\n\r\n',
      { code: 'rejected' },
    ],
    [
      'a proxy that says when to come again',
      'HTTP/1.1 429 No\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n',
      { outcome: 'retry', code: 'rate-limited', retryAt: 7_000 },
    ],
    ...['31536000', '1e300', 'Infinity'].map((seconds): [string, string, object] => [
      `a proxy that asks for ${seconds} s, of which minutes are waited,`,
      `HTTP/1.1 429 No\r\nretry-after: ${seconds}\r\ncontent-length: 0\r\n\r\n`,
      { outcome: 'retry', code: 'rate-limited', retryAt: 300_000 },
    ]),
  ])('%s is dealt with', async (_, answer, expected) => {
    const server = createServer((socket) =>
      socket.on('error', () => undefined).on('data', () => socket.end(answer)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sender = createLineSender({ apiBaseUrl, channelAccessToken: 't', timeoutMs: 1_000, now: () => 0 });
    expect(await sender.send(message)).toMatchObject(expected);
    await sender.close();
    server.close();
  });
});
