import { validateSignature } from '@line/bot-sdk';
import type { webhook } from '@line/bot-sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ImpossibleInLine } from '../../src/simulator/officer-actions.ts';
import { watch } from '../support/line-openapi.ts';
import type { Watch } from '../support/line-openapi.ts';
import { channelSecret, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let now: number;
let line: Harness;
let spec: Watch;
let officer: string;
let other: string;
let group: string;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 3, 0, 0);
  line = await startHarness({ clock: () => now });
  spec = watch(line.platform);
  officer = line.platform.addOfficer('สมชาย').userId;
  other = line.platform.addOfficer('สมหญิง').userId;
  group = line.platform.addGroup('กองแผนงาน', [officer]).id;
  await line.platform.sendFollow(officer);
});
afterEach(() => line.close());

const picture = { data: Buffer.from('not really a picture'), contentType: 'image/png' };
const bodies = () =>
  line.webhooks.map(({ body }) => JSON.parse(body.toString('utf8')) as webhook.CallbackRequest);
const lastEvent = () => bodies().at(-1)?.events[0] as webhook.Event & { [name: string]: unknown };

describe('every kind of event an officer can cause', () => {
  const kinds: readonly { kind: string; act: () => Promise<unknown>; gives: object }[] = [
    {
      kind: 'text',
      act: () => line.platform.sendText(officer, 'ขอโทเคน 🙏'),
      gives: {
        type: 'message',
        message: { type: 'text', text: 'ขอโทเคน 🙏', quoteToken: expect.any(String) },
      },
    },
    {
      kind: 'text with LINE emoji',
      act: () =>
        line.platform.sendText(officer, '(hello)', {
          emojis: [{ index: 0, length: 7, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }],
        }),
      gives: { message: { emojis: [{ length: 7 }] } },
    },
    {
      kind: 'text that quotes another',
      act: () => line.platform.sendText(officer, 'นี่', { quotedMessageId: '468789577898262530' }),
      gives: { message: { quotedMessageId: '468789577898262530' } },
    },
    {
      kind: 'sticker',
      act: () => line.platform.sendSticker(officer, { packageId: '446', stickerId: '1988' }),
      gives: { message: { type: 'sticker', stickerId: '1988' } },
    },
    {
      kind: 'image',
      act: () => line.platform.sendImage(officer, picture),
      gives: { message: { type: 'image', contentProvider: { type: 'line' } } },
    },
    {
      kind: 'video',
      act: () => line.platform.sendVideo(officer, picture, 2000),
      gives: { message: { type: 'video', duration: 2000 } },
    },
    {
      kind: 'audio',
      act: () => line.platform.sendAudio(officer, picture, 2000),
      gives: { message: { type: 'audio', duration: 2000 } },
    },
    {
      kind: 'file',
      act: () => line.platform.sendFile(officer, picture, 'หนังสือ.pdf'),
      gives: { message: { type: 'file', fileName: 'หนังสือ.pdf', fileSize: 20 } },
    },
    {
      kind: 'location',
      act: () => line.platform.sendLocation(officer, { latitude: 13.75, longitude: 100.5 }),
      gives: { message: { type: 'location', latitude: 13.75 } },
    },
    {
      kind: 'postback',
      act: () => line.platform.sendPostback(officer, 'key=1', { displayText: 'ยินยอม' }),
      gives: { type: 'postback', postback: { data: 'key=1' } },
    },
    {
      kind: 'postback of a date picker',
      act: () => line.platform.sendPostback(officer, 'day', { params: { date: '2026-11-30' } }),
      gives: { postback: { params: { date: '2026-11-30' } } },
    },
    { kind: 'unfollow', act: () => line.platform.sendUnfollow(officer), gives: { type: 'unfollow' } },
    {
      kind: 'follow',
      act: () => line.platform.sendFollow(other),
      gives: { type: 'follow', follow: { isUnblocked: false } },
    },
    {
      kind: 'join',
      act: () => line.platform.sendJoin(group),
      gives: { type: 'join', source: { type: 'group', groupId: expect.any(String) } },
    },
  ];

  test.each(kinds)('$kind', async ({ act, gives }) => {
    await act();
    expect(lastEvent()).toMatchObject({
      mode: 'active',
      timestamp: now,
      webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      deliveryContext: { isRedelivery: false },
      ...gives,
    });
    expect(spec.faults).toEqual([]);
  });

  test('unsend names the message and takes it, and its file, away', async () => {
    await line.platform.sendImage(officer, picture);
    const { id } = line.platform.chat(officer).messages[0]!;
    expect((await line.call('GET', `/v2/bot/message/${id}/content`, undefined)).status).toBe(200);
    await line.platform.sendUnsend(officer, id);
    expect(lastEvent()).toMatchObject({ type: 'unsend', unsend: { messageId: id } });
    expect((await line.call('GET', `/v2/bot/message/${id}/content`)).status).toBe(410);
    expect(spec.faults).toEqual([]);
  });

  test('unblocking is a follow that says so', async () => {
    await line.platform.sendUnfollow(officer);
    await line.platform.sendFollow(officer);
    expect(lastEvent()).toMatchObject({ type: 'follow', follow: { isUnblocked: true } });
  });

  test('in a group: a mention of the account, people who come, the account that goes', async () => {
    await line.platform.sendJoin(group);
    await line.platform.sendText(officer, 'ถาม @DGA Contact Center หน่อย', { groupId: group });
    expect(lastEvent()).toMatchObject({
      source: { type: 'group', groupId: group, userId: officer },
      message: {
        mention: {
          mentionees: [
            { index: 4, length: 19, type: 'user', isSelf: true, userId: line.platform.bot.userId },
          ],
        },
      },
    });
    await line.platform.sendMemberJoined(group, [other]);
    expect(lastEvent()).toMatchObject({ type: 'memberJoined', joined: { members: [{ userId: other }] } });
    await line.platform.deliver([line.platform.events.memberLeft(group, [other])]);
    expect(lastEvent()).toMatchObject({ type: 'memberLeft', left: { members: [{ userId: other }] } });
    await line.platform.sendLeave(group);
    expect(lastEvent()).toMatchObject({ type: 'leave' });
    expect(spec.faults).toEqual([]);
  });

  test('unfollow, leave and unsend cannot be replied to', async () => {
    await line.platform.sendUnfollow(officer);
    expect(lastEvent()).not.toHaveProperty('replyToken');
  });
});

describe('a webhook', () => {
  test('is signed over its raw body', async () => {
    await line.platform.sendText(officer, 'ลงชื่อ ✍️');
    for (const { body, signature } of line.webhooks)
      expect(validateSignature(body, channelSecret, signature)).toBe(true);
  });

  test('can carry events of several officers, in the order given', async () => {
    const { events } = line.platform;
    await line.platform.deliver([
      events.text(officer, 'one'),
      events.text(other, 'two'),
      events.text(officer, 'three'),
    ]);
    expect(
      bodies()
        .at(-1)
        ?.events.map((event) => event.source),
    ).toMatchObject([{ userId: officer }, { userId: other }, { userId: officer }]);
  });

  test('redelivered differs in isRedelivery alone', async () => {
    const delivery = await line.platform.sendText(officer, 'hi');
    await line.platform.redeliver(delivery);
    const [first, again] = line.webhooks.slice(-2).map(({ body }) => body.toString('utf8'));
    expect(again).toBe(first?.replace('"isRedelivery":false', '"isRedelivery":true'));
  });

  test('duplicated is the same to the byte', async () => {
    const delivery = await line.platform.sendText(officer, 'hi');
    await line.platform.duplicate(delivery);
    const [first, again] = line.webhooks.slice(-2);
    expect(again).toEqual(first);
  });

  test('in standby has no reply token', async () => {
    line.platform.mode = 'standby';
    await line.platform.sendText(officer, 'hi');
    expect(lastEvent().mode).toBe('standby');
    expect(lastEvent()).not.toHaveProperty('replyToken');
    expect(spec.faults).toEqual([]);
  });

  test('that fails is tried again only where redelivery is on', async () => {
    await line.close();
    line = await startHarness({ redeliveryDelaysMs: [1, 1] });
    const { platform } = line;
    const someone = platform.addOfficer().userId;
    line.webhookStatus = 503;
    await platform.sendText(someone, 'lost');
    platform.redelivers = true;
    await platform.sendText(someone, 'kept');
    line.webhookStatus = 200;
    const done = await platform.waitFor('a redelivery that is taken', () =>
      platform.deliveries.find((delivery) => delivery.isRedelivery && delivery.status === 200),
    );
    expect(done.events).toMatchObject([{ message: { text: 'kept' } }]);
    expect(platform.deliveries.filter(({ body }) => body.includes('lost'))).toHaveLength(1);
  });

  test('that is not answered in time is a time-out', async () => {
    await line.close();
    line = await startHarness({ webhookTimeoutMs: 50 });
    line.webhookStatus = 0;
    const someone = line.platform.addOfficer().userId;
    expect(await line.platform.sendText(someone, 'hi')).toMatchObject({ status: null, error: 'timeout' });
  });

  test('to a server that is not there is an outcome, not an error', async () => {
    const gone = await startHarness();
    line.platform.webhookUrl = gone.platform.webhookUrl;
    await gone.close();
    expect(await line.platform.sendText(officer, 'hi')).toMatchObject({
      status: null,
      error: 'ECONNREFUSED',
    });
  });
});

describe('what LINE does not let a person do', () => {
  test.each<{ what: string; act: () => unknown }>([
    { what: 'an empty text', act: () => line.platform.events.text(officer, '') },
    { what: 'adding a friend twice', act: () => line.platform.events.follow(officer) },
    { what: 'unsending another’s message', act: () => line.platform.events.unsend(other, '1') },
    {
      what: 'writing in a group of others',
      act: () => line.platform.events.text(other, 'hi', { groupId: group }),
    },
  ])('$what', ({ act }) => expect(act).toThrow(ImpossibleInLine));

  test('writing to an account one has blocked', async () => {
    await line.platform.sendUnfollow(officer);
    expect(() => line.platform.events.text(officer, 'hi')).toThrow(ImpossibleInLine);
  });

  test('unsending twice', async () => {
    await line.platform.sendText(officer, 'hi');
    const { id } = line.platform.chat(officer).messages[0]!;
    await line.platform.sendUnsend(officer, id);
    expect(() => line.platform.events.unsend(officer, id)).toThrow(ImpossibleInLine);
  });
});

describe('reading', () => {
  test('with chat off, what the webhook took is read at once', async () => {
    await line.platform.sendText(officer, 'hi');
    expect(line.platform.chat(officer).messages).toMatchObject([{ read: true }]);
  });

  test('with chat on, the token of a message reads it and what came before', async () => {
    line.platform.chatMode = 'chat';
    await line.platform.sendText(officer, 'one');
    await line.platform.sendText(officer, 'two');
    const { markAsReadToken } = (lastEvent() as unknown as { message: { markAsReadToken: string } }).message;
    await line.platform.sendText(officer, 'three');
    expect((await line.call('POST', '/v2/bot/chat/markAsRead', { markAsReadToken })).status).toBe(200);
    expect(line.platform.chat(officer).messages).toMatchObject([
      { read: true },
      { read: true },
      { read: false },
    ]);
    expect((await line.call('POST', '/v2/bot/chat/markAsRead', { markAsReadToken: 'x' })).status).toBe(400);
  });
});
