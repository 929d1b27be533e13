import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWebhook } from '../../src/line/webhook.ts';
import { sign } from '../../src/simulator/webhook-sender.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import type { TurnWrite } from '../../src/store/port.ts';
import { aProcess, chatLink, savedOf, vault } from '../conversation/process.ts';
import { checkWebhook } from '../support/line-openapi.ts';
import { waitFor } from '../support/wait.ts';

const channelSecret = 'channel-secret';
const officer = 'U11111111111111111111111111111111';
const other = 'U22222222222222222222222222222222';
const group = 'C33333333333333333333333333333333';
const room = 'R44444444444444444444444444444444';

type Json = { readonly [field: string]: unknown };

let folder: string;
let assistant: ReturnType<typeof aProcess>;
let server: Server;
let url: string;
/** What the commits of turns come to; the store's own answer where it is null. */
let commitTurn: ((turn: TurnWrite) => Promise<void>) | null;
/** All that was told to logs and metrics. */
let observed: unknown[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'webhook-'));
  commitTurn = null;
  observed = [];
  assistant = aProcess(folder, {
    commitTurn: async (turn) => {
      await commitTurn?.(turn);
      return assistant.commits.commit(turn);
    },
  });
  const app = express();
  app.use(
    createWebhook({
      channelSecrets: [channelSecret, 'the-secret-that-replaces-it'],
      engine: assistant.engine,
      clock: Date.now,
      observe: {
        webhook: (...told) => observed.push(told),
        event: (...told) => observed.push(told),
      },
    }),
  );
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await assistant.engine.idle();
  await assistant.store.close();
  rmSync(folder, { recursive: true });
});

/** Open ones. */
const connections = async (): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, open) => (error ? reject(error) : resolve(open))),
  );

let count = 0;
/** An event as LINE sends it, in the one-to-one chat of `officer` unless said otherwise. */
function anEvent(over: Json): Json {
  count += 1;
  return {
    webhookEventId: `01HZZZZZZZZZZZZZZZZZZ${String(count).padStart(5, '0')}`,
    timestamp: Date.UTC(2026, 10, 23, 2) + count * 1000,
    mode: 'active',
    deliveryContext: { isRedelivery: false },
    source: { type: 'user', userId: officer },
    ...over,
  };
}
const aReplyToken = () => `reply-token-${count}`;
const aText = (text: string, over: Json = {}) =>
  anEvent({
    type: 'message',
    replyToken: aReplyToken(),
    message: { type: 'text', id: `5${count}`, quoteToken: 'q', text },
    ...over,
  });
const aBody = (...events: Json[]) =>
  JSON.stringify({ destination: 'U00000000000000000000000000000000', events });

async function post(body: string | Buffer, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-line-signature': sign(body, channelSecret),
      ...headers,
    },
  });
}
/** From now on commits wait until the test lets them go, or fail. */
function holdCommits() {
  const held: { letGo: () => void; fail: (fault: Error) => void }[] = [];
  commitTurn = async () =>
    new Promise((letGo, fail) => {
      held.push({ letGo, fail });
    });
  return held;
}

const statusOf = async (...events: Json[]) => (await post(aBody(...events))).status;
const pathOf = async (from: string) => (await savedOf(assistant.store, from)).path;
const saidTo = (to: string) => assistant.sent().filter((each) => each.to === to);

describe('200', () => {
  test('only when the event is committed', async () => {
    const held = holdCommits();
    let isAnswered = false;
    const answer = post(aBody(aText('1932'))).then(({ status }) => {
      isAnswered = true;
      return status;
    });
    await waitFor(() => held.length === 1, { what: 'the commit' });
    expect(isAnswered).toBe(false);
    held[0]?.letGo();
    expect(await answer).toBe(200);
    expect(await pathOf(officer)).toBe('menu.usage');
  });

  test('for an event that came before, without a second effect', async () => {
    const event = aText('1932');
    expect(await statusOf(event)).toBe(200);
    expect(await statusOf({ ...event, deliveryContext: { isRedelivery: true } })).toBe(200);
    expect(saidTo(officer)).toHaveLength(1);
    expect(observed).toContainEqual(['message', 'duplicate']);
  });

  test('for events of several officers in one body, each with their own answer', async () => {
    const events = [aText('1932'), aText('1', { source: { type: 'user', userId: other } }), aText('#')];
    expect(await statusOf(...events)).toBe(200);
    expect(await pathOf(officer)).toBe('menu.usage');
    expect(await pathOf(other)).toBe('menu.main');
    expect(saidTo(officer).map(({ replyToken }) => replyToken)).toEqual([
      events[0]?.['replyToken'],
      events[2]?.['replyToken'],
    ]);
    expect(saidTo(other)).toHaveLength(1);
  });

  test('for an empty list of events, while the store is away too', async () => {
    commitTurn = () => Promise.reject(new StoreUnavailable('away'));
    expect(await statusOf()).toBe(200);
  });

  test('for the dummy events of LINE’s consoles, which nobody is answered for', async () => {
    const dummy = (digit: string) => ({
      replyToken: digit.repeat(32),
      type: 'message',
      timestamp: 1513669370317,
      source: { type: 'user', userId: 'Udeadbeefdeadbeefdeadbeefdeadbeef' },
      message: { id: '100001', type: 'text', text: 'Hello, world' },
    });
    expect(await statusOf(dummy('0'), dummy('f'))).toBe(200);
    expect(await statusOf(anEvent(dummy('0')))).toBe(200);
    expect(assistant.delivered).toEqual([]);
  });

  test('for text beyond the basic plane, signed as it stands', async () => {
    expect(await statusOf(aText('สวัสดี 👩‍👩‍👧‍👦🏽 ก็ทำได้ 𝔘'))).toBe(200);
  });

  test('whatever the type of content is said to be', async () => {
    const body = aBody(aText('1'));
    for (const type of ['text/plain', 'application/octet-stream', 'application/json; charset=shift_jis'])
      expect((await post(body, { 'content-type': type })).status).toBe(200);
  });
});

test('200 for a signature by either of two secrets, while one replaces the other', async () => {
  for (const secret of [channelSecret, 'the-secret-that-replaces-it']) {
    const body = aBody(aText('1932'));
    expect((await post(body, { 'x-line-signature': sign(body, secret) })).status).toBe(200);
  }
});

describe('401', () => {
  test.each([
    ['no signature', (_body: string) => ''],
    ['a signature of another secret', (body: string) => sign(body, 'another-secret')],
    ['a signature of another body', () => sign('{"events":[]}', channelSecret)],
    ['a part of the signature', (body: string) => sign(body, channelSecret).slice(0, 20)],
    ['what is no base64', () => '***'],
    [
      'a signature in hexadecimal',
      (body: string) => Buffer.from(sign(body, channelSecret), 'base64').toString('hex'),
    ],
  ])('for %s, and nothing happens', async (_what, signature) => {
    const body = aBody(aText('1932'));
    const response = await post(body, { 'x-line-signature': signature(body) });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await pathOf(officer)).toBe('consent.first');
    expect(observed).toEqual([['bad-signature', expect.any(Number) as number, undefined]]);
  });

  test('for a request without the header or without a body', async () => {
    expect((await fetch(url, { method: 'POST', body: aBody() })).status).toBe(401);
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  });

  test('for a body that was parsed and written anew on the way', async () => {
    const body = aBody(aText('สวัสดี'));
    const escaped = body.replaceAll(
      /[^\x20-\x7e]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    for (const written of [JSON.stringify(JSON.parse(body), null, 2), escaped])
      expect((await post(written, { 'x-line-signature': sign(body, channelSecret) })).status).toBe(401);
  });
});

describe('400, for a signed body', () => {
  test.each([
    ['that is no JSON', '{"events":['],
    ['that is empty text', ' '],
    ['without events', '{"destination":"U"}'],
    ['whose events are no list', '{"events":{}}'],
    ['whose events are null', '{"events":null}'],
    ['that is a list', '[]'],
    ['that is null', 'null'],
    ['that is a number', '7'],
  ])('%s', async (_what, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(observed).toEqual([['malformed', expect.any(Number) as number, undefined]]);
  });

  test('that is compressed: the signature is over what LINE sends, and LINE compresses nothing', async () => {
    const packed = gzipSync(aBody(aText('1932')));
    expect((await post(packed, { 'content-encoding': 'gzip' })).status).toBe(400);
    expect(await pathOf(officer)).toBe('consent.first');
  });

  test('whose bytes are no text', async () => {
    expect((await post(Buffer.from([0xff, 0xfe, 0x00, 0x7b]))).status).toBe(400);
  });
});

describe('413', () => {
  test('for a body over 1 MiB, and not for one of it', async () => {
    const body = (bytes: number) => aBody().padEnd(bytes, ' ');
    expect((await post(body(1024 * 1024))).status).toBe(200);
    const response = await post(body(1024 * 1024 + 1));
    expect(response.status).toBe(413);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('whose rest is not waited for, and counts once', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const closed = once(socket, 'close');
    socket.on('error', () => {});
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.write('POST /webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n900000\r\n');
    socket.write(Buffer.alloc(1024 * 1024 + 1, ' '));
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(observed).toEqual([['too-large', expect.any(Number) as number, undefined]]);
  });
});

test('who hangs up is counted once: in the middle of the body as malformed, while it is handled as what came of it', async () => {
  const send = (text: string): Socket => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
    socket.write(text);
    return socket;
  };
  const half = send('POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{"events":');
  await waitFor(async () => (await connections()) > 0, { what: 'the first half' });
  half.destroy();
  await waitFor(() => observed.length > 0, { what: 'the half body' });
  expect(observed).toEqual([['malformed', expect.any(Number) as number, undefined]]);

  let commit = (): void => {};
  commitTurn = async () => new Promise((resolve) => (commit = resolve));
  const body = aBody(aText('1'));
  const head = `POST /webhook HTTP/1.1\r\nHost: x\r\nx-line-signature: ${sign(body, channelSecret)}\r\n`;
  const whole = send(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const isHandled = commit;
  await waitFor(() => commit !== isHandled, { what: 'the commit' });
  whole.destroy();
  await waitFor(async () => (await connections()) === 0, { what: 'the connection to be gone' });
  commit();
  await waitFor(() => observed.length > 2, { what: 'what came of it' });
  expect(observed.slice(1)).toEqual([
    ['message', 'committed'],
    ['accepted', expect.any(Number) as number, undefined],
  ]);
});

test.each(['/webhook/', '/webhook?from=line', '/Webhook'])('%s is the webhook, too', async (path) => {
  const body = aBody(aText('1'));
  const headers = { 'x-line-signature': sign(body, channelSecret) };
  const response = await fetch(new URL(path, url), { method: 'POST', body, headers });
  expect(response.status).toBe(200);
});

test.each(['/webhooks', '/webhook/more', '/'])('%s is not', async (path) => {
  expect((await fetch(new URL(path, url), { method: 'POST', body: '' })).status).toBe(404);
});

describe('503', () => {
  test('with Retry-After while the store is away; delivered again it counts once', async () => {
    const event = aText('1932');
    commitTurn = () => Promise.reject(new StoreUnavailable('away'));
    const response = await post(aBody(event));
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    commitTurn = null;
    expect(await statusOf({ ...event, deliveryContext: { isRedelivery: true } })).toBe(200);
    expect(await assistant.store.readConsents(vault.officerKey(officer))).toHaveLength(1);
    expect(saidTo(officer)).toHaveLength(1);
  });

  test('within the two seconds that LINE waits, when the commit takes longer; what is committed then counts once', async () => {
    const held = holdCommits();
    const event = aText('1932');
    // The answer comes although the commit is still under way.
    expect(await statusOf(event)).toBe(503);
    held[0]?.letGo();
    commitTurn = null;
    await assistant.engine.idle();
    expect(await statusOf(event)).toBe(200);
    expect(await assistant.store.readConsents(vault.officerKey(officer))).toHaveLength(1);
    expect(saidTo(officer)).toHaveLength(1);
  });

  test('when the slow commit fails after all, nothing crashes and the event may come again', async () => {
    const held = holdCommits();
    const event = aText('1932');
    expect(await statusOf(event)).toBe(503);
    held[0]?.fail(new StoreUnavailable('away'));
    commitTurn = null;
    expect(await statusOf(event)).toBe(200);
    expect(await pathOf(officer)).toBe('menu.usage');
  });

  test('for a whole body of which one officer’s events could not be committed', async () => {
    commitTurn = (turn) =>
      turn.officer === vault.officerKey(other)
        ? Promise.reject(new StoreUnavailable('away'))
        : Promise.resolve();
    const body = [aText('1932'), aText('1932', { source: { type: 'user', userId: other } })];
    expect(await statusOf(...body)).toBe(503);
    commitTurn = null;
    expect(await statusOf(...body)).toBe(200);
    expect([saidTo(officer).length, saidTo(other).length]).toEqual([1, 1]);
  });
});

test('500 for a fault of ours, so that LINE delivers again', async () => {
  commitTurn = () => Promise.reject(new TypeError('a fault'));
  expect(await statusOf(aText('1'))).toBe(500);
  expect(observed).toEqual([['failed', expect.any(Number) as number, expect.any(TypeError) as TypeError]]);
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s is no webhook', async (method) => {
  expect([404, 405]).toContain((await fetch(url, { method })).status);
});

const person = { type: 'user', userId: officer };
/** One event of every type and of every kind of message that LINE describes. */
const described: readonly (readonly [string, () => Json])[] = [
  ['text', () => aText('สวัสดี')],
  [
    'text with emoji, a mention and a quote',
    () =>
      anEvent({
        type: 'message',
        replyToken: aReplyToken(),
        message: {
          type: 'text',
          id: '1',
          quoteToken: 'q',
          text: '@All (love)',
          emojis: [{ index: 5, length: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '002' }],
          mention: { mentionees: [{ index: 0, length: 4, type: 'all' }] },
          quotedMessageId: '2',
        },
      }),
  ],
  ...[
    { type: 'image', id: '1', quoteToken: 'q', contentProvider: { type: 'line' } },
    {
      type: 'image',
      id: '1',
      quoteToken: 'q',
      contentProvider: {
        type: 'external',
        originalContentUrl: 'https://example.com/a.jpg',
        previewImageUrl: 'https://example.com/b.jpg',
      },
    },
    { type: 'video', id: '1', quoteToken: 'q', duration: 60000, contentProvider: { type: 'line' } },
    { type: 'audio', id: '1', duration: 60000, contentProvider: { type: 'line' } },
    { type: 'file', id: '1', fileName: 'letter.pdf', fileSize: 2138 },
    { type: 'location', id: '1', title: 'สพร.', address: 'กทม.', latitude: 13.7, longitude: 100.5 },
    {
      type: 'sticker',
      id: '1',
      quoteToken: 'q',
      packageId: '446',
      stickerId: '1988',
      stickerResourceType: 'STATIC',
      keywords: ['hi'],
    },
  ].map(
    (message) =>
      [
        `${message.type} message`,
        () => anEvent({ type: 'message', replyToken: aReplyToken(), message }),
      ] as const,
  ),
  ['unsend', () => anEvent({ type: 'unsend', unsend: { messageId: '325708' } })],
  ['follow', () => anEvent({ type: 'follow', replyToken: aReplyToken(), follow: { isUnblocked: false } })],
  ['unfollow', () => anEvent({ type: 'unfollow' })],
  [
    'join',
    () => anEvent({ type: 'join', replyToken: aReplyToken(), source: { type: 'group', groupId: group } }),
  ],
  ['leave', () => anEvent({ type: 'leave', source: { type: 'room', roomId: room } })],
  [
    'memberJoined',
    () =>
      anEvent({
        type: 'memberJoined',
        replyToken: aReplyToken(),
        source: { type: 'group', groupId: group },
        joined: { members: [person] },
      }),
  ],
  [
    'memberLeft',
    () =>
      anEvent({ type: 'memberLeft', source: { type: 'group', groupId: group }, left: { members: [person] } }),
  ],
  ['postback', () => anEvent({ type: 'postback', replyToken: aReplyToken(), postback: { data: 'menu' } })],
  [
    'postback of a date',
    () =>
      anEvent({
        type: 'postback',
        replyToken: aReplyToken(),
        postback: { data: 'menu', params: { date: '2026-11-23' } },
      }),
  ],
  [
    'postback of another rich menu',
    () =>
      anEvent({
        type: 'postback',
        replyToken: aReplyToken(),
        postback: { data: 'menu', params: { newRichMenuAliasId: 'b', status: 'SUCCESS' } },
      }),
  ],
  [
    'videoPlayComplete',
    () =>
      anEvent({
        type: 'videoPlayComplete',
        replyToken: aReplyToken(),
        videoPlayComplete: { trackingId: 't' },
      }),
  ],
  [
    'beacon',
    () =>
      anEvent({ type: 'beacon', replyToken: aReplyToken(), beacon: { hwid: 'd41d8cd98f', type: 'enter' } }),
  ],
  [
    'accountLink',
    () => anEvent({ type: 'accountLink', replyToken: aReplyToken(), link: { result: 'ok', nonce: 'n' } }),
  ],
  [
    'membership',
    () =>
      anEvent({
        type: 'membership',
        replyToken: aReplyToken(),
        membership: { type: 'joined', membershipId: 3189 },
      }),
  ],
  [
    'module',
    () =>
      anEvent({
        type: 'module',
        source: undefined,
        module: { type: 'attached', botId: 'U5', scopes: ['message:send'] },
      }),
  ],
  [
    'activated',
    () => anEvent({ type: 'activated', source: undefined, chatControl: { expireAt: 1462629479859 } }),
  ],
  ['deactivated', () => anEvent({ type: 'deactivated', source: undefined })],
  ['botSuspended', () => anEvent({ type: 'botSuspended', source: undefined })],
  ['botResumed', () => anEvent({ type: 'botResumed', source: undefined })],
  [
    'delivery',
    () => anEvent({ type: 'delivery', source: undefined, delivery: { data: '15034552939884E28681' } }),
  ],
];

describe('every event that LINE describes is accepted', () => {
  test.each(described)('%s', async (_what, make) => {
    const event = make();
    expect(checkWebhook({ destination: officer, events: [event] })).toEqual([]);
    expect(await statusOf(event)).toBe(200);
    expect(observed.filter((told) => Array.isArray(told) && told[0] === event['type'])).toHaveLength(1);
  });

  test('and so is what LINE may add: types, fields, kinds of messages and of sources', async () => {
    const added = [
      anEvent({ type: 'messageEdited', replyToken: 'r', message: { type: 'text', id: '1', text: 'x' } }),
      anEvent({ type: 'message', replyToken: 'r', message: { type: 'hologram', id: '1' } }),
      anEvent({
        type: 'postback',
        replyToken: 'r',
        postback: { data: 'menu', params: { shape: { is: 'new' } } },
      }),
      anEvent({ type: 'unheard-of', source: { type: 'planet', planetId: 'P1' } }),
      aText('1', { mode: 'hibernating', more: { deep: [1] } }),
      aText('9', { message: { type: 'text', id: '9', text: '9', mention: 'of another shape' } }),
    ];
    expect(await statusOf(...added)).toBe(200);
    expect(await pathOf(officer)).toBe('menu.services');
  });

  test('an event that cannot be read costs no other of its body', async () => {
    const broken = [
      anEvent({ type: 'message', replyToken: 'r' }),
      anEvent({ type: 'message', replyToken: 'r', message: { type: 'text', id: 7 } }),
      anEvent({ type: 'postback', replyToken: 'r', postback: {} }),
      anEvent({ type: 'unsend' }),
      { ...aText('9'), webhookEventId: undefined },
    ];
    expect(await statusOf(...broken, aText('1'))).toBe(200);
    expect(await pathOf(officer)).toBe('menu.main');
    expect(observed.filter((told) => Array.isArray(told) && told[2] === 'unreadable')).toHaveLength(5);
  });
});

describe('an odd event is counted and left, and the others of its body are answered', () => {
  test.each<[string, unknown]>([
    ['text', 'message'],
    ['null', null],
    ['a list', [{ type: 'message' }]],
    ['without a type', { ...aText('9'), type: undefined }],
    ['with a type that is a number', { ...aText('9'), type: 1 }],
    ['with a type that is null', { ...aText('9'), type: null }],
    ['with a mode that is null', aText('9', { mode: null })],
    ['with a mode that is an object', aText('9', { mode: {} })],
    ['without a time', aText('9', { timestamp: undefined })],
    ['with a time that is null', aText('9', { timestamp: null })],
    ['with a time that is text', aText('9', { timestamp: '1' })],
    ['with an id that is a number', { ...aText('9'), webhookEventId: 1 }],
    ['with an id that is empty', { ...aText('9'), webhookEventId: '' }],
    ['with a source that is null', aText('9', { source: null })],
    ['with a source that is text', aText('9', { source: 'U' })],
    ['of a user who is null', aText('9', { source: { type: 'user', userId: null } })],
    ['of a user who is a number', aText('9', { source: { type: 'user', userId: 7 } })],
    ['of a group that is an object', aText('9', { source: { type: 'group', groupId: {} } })],
  ])('%s', async (_what, odd) => {
    const events = [aText('1932'), odd, aText('เมนู')];
    const body = JSON.stringify({ destination: null, events });
    for (let delivery = 0; delivery < 2; delivery += 1) expect((await post(body)).status).toBe(200);
    expect(await pathOf(officer)).toBe('menu.main');
    expect(saidTo(officer)).toHaveLength(2);
    expect(observed.filter((told) => Array.isArray(told) && told[2] === 'odd')).toHaveLength(2);
  });

  test('what is not needed may be odd', async () => {
    const event = aText('1932', { replyToken: null, deliveryContext: null });
    const inGroup = aText('x', { source: { type: 'group', groupId: group, userId: null } });
    expect(await statusOf(event, inGroup)).toBe(200);
    expect(saidTo(officer)).toMatchObject([{ replyToken: null }]);
    expect(saidTo(group)).toHaveLength(1);
  });
});

test('a time far ahead is not believed, so that what is sent later is not late', async () => {
  const now = Date.now();
  for (const timestamp of [now + 365 * 86_400_000, 1e300, now + 6 * 60_000])
    expect(await statusOf(aText('1932', { timestamp }))).toBe(200);
  expect((await savedOf(assistant.store, officer)).latestAt).toBeLessThanOrEqual(Date.now());
  const ahead = Date.now() + 4 * 60_000;
  expect(await statusOf(aText('เมนู', { timestamp: ahead }))).toBe(200);
  expect((await savedOf(assistant.store, officer)).latestAt).toBe(ahead);
  expect(await pathOf(officer)).toBe('menu.main');
});

describe('what is left', () => {
  test('in standby nothing is sent, and nothing changes', async () => {
    expect(await statusOf(aText('1932', { mode: 'standby', replyToken: undefined }))).toBe(200);
    expect(assistant.delivered).toEqual([]);
    expect(await pathOf(officer)).toBe('consent.first');
    expect(observed).toContainEqual(['message', 'ignored', 'standby']);
  });

  test('an event of nobody', async () => {
    for (const source of [
      undefined,
      { type: 'user' },
      { type: 'group', userId: officer },
      { type: 'planet', userId: officer },
    ])
      expect(await statusOf(aText('1932', { source }))).toBe(200);
    expect(assistant.delivered).toEqual([]);
    expect(observed).toContainEqual(['message', 'ignored', 'no-sender']);
  });

  test('the change to another rich menu, which LINE shows by itself', async () => {
    const postback = { data: 'menu', params: { newRichMenuAliasId: 'b', status: 'SUCCESS' } };
    expect(await statusOf(anEvent({ type: 'postback', replyToken: 'r', postback }))).toBe(200);
    expect(assistant.delivered).toEqual([]);
    expect(observed).toContainEqual(['postback', 'ignored', 'no-meaning']);
  });
});

test('the change to the rich menu of another language changes the chat’s language too', async () => {
  const postback = {
    data: 'language:en',
    params: { newRichMenuAliasId: 'dga-assistant-en', status: 'SUCCESS' },
  };
  expect(await statusOf(anEvent({ type: 'postback', replyToken: 'r', postback }))).toBe(200);
  expect(JSON.stringify(saidTo(officer))).toContain('Press 1 to agree');
  expect((await savedOf(assistant.store, officer)).context).toMatchObject({ language: 'en' });
});

describe.each([
  ['a group', { type: 'group', groupId: group, userId: officer }, group],
  ['a room', { type: 'room', roomId: room, userId: officer }, room],
])('%s', (_what, source, id) => {
  const mention = { mentionees: [{ index: 0, length: 4, type: 'user', userId: 'Ubot', isSelf: true }] };
  const heard = (text: string, more: Json = {}) =>
    aText(text, { source, message: { type: 'text', id: '1', quoteToken: 'q', text, ...more } });

  test('is told once where personal matters belong, with the link, and again when it is spoken to', async () => {
    await post(aBody(heard('เบอร์ผม 081-234-5678')));
    await post(aBody(heard('ขอ token ที่ไหน')));
    expect(saidTo(id)).toHaveLength(1);
    await post(aBody(heard('@DGA ขอ token ที่ไหน', { mention })));
    expect(saidTo(id)).toHaveLength(2);
    expect(JSON.stringify(saidTo(id)[1]?.messages)).toContain(chatLink);
    expect(JSON.stringify(saidTo(id)[1]?.messages)).not.toContain('quickReply');
  });

  test('joined is told at once', async () => {
    await post(aBody(anEvent({ type: 'join', replyToken: 'r', source })));
    expect(saidTo(id)).toHaveLength(1);
  });

  test('has nothing of its texts kept, and no conversation of its members is touched', async () => {
    await post(aBody(heard('ยินยอม'), heard('ผมชื่อสมชาย เบอร์ 081-234-5678', { mention })));
    const [loaded] = await assistant.store.load([{ officer: vault.officerKey(id), eventIds: [] }]);
    const kept = vault.open(loaded?.conversation?.sealed ?? '', `conversation:${vault.officerKey(id)}`);
    expect(JSON.stringify([kept, assistant.sent()])).not.toMatch(/สมชาย|5678|ยินยอม/);
    expect(await savedOf(assistant.store, officer)).toMatchObject({ path: 'consent.first', latestAt: 0 });
    expect(await assistant.store.readConsents(vault.officerKey(id))).toEqual([]);
  });

  test('is not answered for stickers, pictures, buttons and unsent messages', async () => {
    const events = [
      anEvent({
        type: 'message',
        replyToken: 'r',
        source,
        message: { type: 'sticker', id: '1', packageId: '1', stickerId: '1' },
      }),
      anEvent({ type: 'postback', replyToken: 'r', source, postback: { data: 'human' } }),
      anEvent({ type: 'unsend', source, unsend: { messageId: '1' } }),
    ];
    expect(await statusOf(...events)).toBe(200);
    expect(assistant.delivered).toEqual([]);
  });
});

test('nothing personal is told to logs and metrics, whatever comes', async () => {
  const words = ['สมหญิง', '0812345678', '1101700230708', officer, 'reply-token'];
  const text = 'สมหญิง 0812345678 1101700230708';
  await post(aBody(aText(text)));
  await post(aBody(aText(text)), { 'x-line-signature': 'wrong' });
  await post(`{"events":[{"type":7,"text":"${text}","source":"${officer}"}]}`);
  await post(`${text} is no JSON`);
  await post(aBody(anEvent({ type: 'message', replyToken: 'reply-token-x', message: { text } })));
  commitTurn = () => Promise.reject(new StoreUnavailable('away'));
  await post(aBody(aText(text)));
  await post(text.padEnd(1024 * 1024 + 1, text));
  expect(observed.length).toBeGreaterThan(6);
  const told = observed
    .flat()
    .map((each) =>
      each instanceof Error ? `${each.name} ${each.message} ${each.stack}` : JSON.stringify(each),
    )
    .join('\n');
  for (const word of words) expect(told).not.toContain(word);
});
