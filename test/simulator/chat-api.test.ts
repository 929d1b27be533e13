import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { channelAccessToken, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let now: number;
let line: Harness;
let officer: string;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 3, 0, 0);
  line = await startHarness({ clock: () => now });
  officer = line.platform.addOfficer('สมชาย', 'th').userId;
  await line.platform.sendFollow(officer);
});
afterEach(() => line.close());

const profile = () => line.call('GET', `/v2/bot/profile/${officer}`);

describe('a profile', () => {
  test('of a friend has name and language', async () =>
    expect(await profile()).toMatchObject({
      status: 200,
      body: { userId: officer, displayName: 'สมชาย', language: 'th' },
    }));

  test('of someone who blocked the account is 404', async () => {
    await line.platform.sendUnfollow(officer);
    expect((await profile()).status).toBe(404);
  });

  test('of a stranger is 404', async () => {
    officer = line.platform.addOfficer('สมหญิง').userId;
    expect((await profile()).status).toBe(404);
  });
});

const start = (body: object) => line.call('POST', '/v2/bot/chat/loading/start', body);

describe('the loading animation', () => {
  test.each([
    { seconds: undefined, status: 202 },
    { seconds: 5, status: 202 },
    { seconds: 60, status: 202 },
    { seconds: 0, status: 400 },
    { seconds: 7, status: 400 },
    { seconds: 65, status: 400 },
  ])('of $seconds s is $status', async ({ seconds, status }) =>
    expect((await start({ chatId: officer, loadingSeconds: seconds })).status).toBe(status),
  );

  test('is for one-to-one chats alone', async () => {
    const group = line.platform.addGroup('กองแผนงาน', [officer]);
    expect((await start({ chatId: group.id })).status).toBe(400);
  });

  test('ends with the next message', async () => {
    await start({ chatId: officer, loadingSeconds: 20 });
    expect(line.platform.chat(officer).loadingUntil).toBe(now + 20_000);
    await line.call('POST', '/v2/bot/message/push', { to: officer, messages: [{ type: 'text', text: 'x' }] });
    expect(line.platform.chat(officer).loadingUntil).toBe(0);
  });
});

describe('the account', () => {
  test('tells its name and response settings', async () =>
    expect(await line.call('GET', '/v2/bot/info')).toMatchObject({
      body: {
        userId: line.platform.bot.userId,
        displayName: 'DGA Contact Center',
        chatMode: 'bot',
        markAsReadMode: 'auto',
      },
    }));

  test('has a webhook address that can be set and tested', async () => {
    const url = line.platform.webhookUrl;
    expect((await line.call('POST', '/v2/bot/channel/webhook/test', {})).body).toMatchObject({
      success: true,
      statusCode: 200,
    });
    expect(
      (await line.call('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: `${url}/other` })).status,
    ).toBe(200);
    expect((await line.call('GET', '/v2/bot/channel/webhook/endpoint')).body).toEqual({
      endpoint: `${url}/other`,
      active: true,
    });
    expect((await line.call('POST', '/v2/bot/channel/webhook/test', {})).body).toMatchObject({
      success: false,
      statusCode: 404,
    });
    expect((await line.call('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'ftp://x' })).status).toBe(
      400,
    );
  });
});

describe('a group', () => {
  test('is known to the account while it is in it', async () => {
    const { id } = line.platform.addGroup('กองแผนงาน', [officer]);
    const summary = () => line.call('GET', `/v2/bot/group/${id}/summary`);
    expect((await summary()).status).toBe(404);
    await line.platform.sendJoin(id);
    expect(await summary()).toMatchObject({ body: { groupId: id, groupName: 'กองแผนงาน' } });
    expect((await line.call('GET', `/v2/bot/group/${id}/members/count`)).body).toEqual({ count: 1 });
    expect((await line.call('GET', `/v2/bot/group/${id}/member/${officer}`)).body).toMatchObject({
      displayName: 'สมชาย',
    });
    expect((await line.call('POST', `/v2/bot/group/${id}/leave`)).status).toBe(200);
    expect((await summary()).status).toBe(404);
  });

  test('is pushed to at the price of its members', async () => {
    const other = line.platform.addOfficer('สมหญิง').userId;
    const { id } = line.platform.addGroup('กองแผนงาน', [officer, other]);
    await line.platform.sendJoin(id);
    await line.call('POST', '/v2/bot/message/push', { to: id, messages: [{ type: 'text', text: 'x' }] });
    expect(line.platform.quotaUsed).toBe(2);
  });
});

/** The header of a picture of 2500 by 843, filled up to a size. */
const picture = (type: string, bytes: number, [width, height] = [2500, 843]): Buffer => {
  const data = Buffer.alloc(bytes, 1);
  if (type === 'image/png') {
    data.write('\x89PNG\r\n\x1a\n', 'latin1');
    data.writeUInt32BE(width ?? 0, 16);
    data.writeUInt32BE(height ?? 0, 20);
  } else {
    // Start, a comment of two bytes, and the frame with height and width.
    Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8]).copy(data);
    data.writeUInt16BE(height ?? 0, 13);
    data.writeUInt16BE(width ?? 0, 15);
  }
  return data;
};
const upload = async (id: string, size = 100, type = 'image/png', data = picture(type, size)) =>
  (
    await fetch(`${line.url}/simulator/line/v2/bot/richmenu/${id}/content`, {
      method: 'POST',
      headers: { authorization: `Bearer ${channelAccessToken}`, 'content-type': type },
      body: data,
    })
  ).status;

describe('rich menus', () => {
  const menu = {
    size: { width: 2500, height: 843 },
    selected: true,
    name: 'main',
    chatBarText: 'เมนู',
    areas: [
      {
        bounds: { x: 0, y: 0, width: 2500, height: 843 },
        action: { type: 'message', label: 'เมนู', text: 'เมนู' },
      },
    ],
  };
  const create = async () =>
    ((await line.call('POST', '/v2/bot/richmenu', menu)).body as { richMenuId: string }).richMenuId;
  test('are created, given an image, made the default, and deleted', async () => {
    const id = await create();
    expect((await line.call('POST', `/v2/bot/user/all/richmenu/${id}`)).status).toBe(400);
    expect(await upload(id)).toBe(200);
    expect((await line.call('POST', `/v2/bot/user/all/richmenu/${id}`)).status).toBe(200);
    expect((await line.call('GET', '/v2/bot/user/all/richmenu')).body).toEqual({ richMenuId: id });
    expect((await line.call('GET', '/v2/bot/richmenu/list')).body).toEqual({
      richmenus: [{ richMenuId: id, ...menu }],
    });
    expect(line.platform.richMenus.shownTo(officer)?.richMenuId).toBe(id);
    expect((await line.call('DELETE', `/v2/bot/richmenu/${id}`)).status).toBe(200);
    expect((await line.call('GET', '/v2/bot/user/all/richmenu')).status).toBe(404);
    expect(line.platform.richMenus.shownTo(officer)).toBeNull();
  });

  test.each([
    { size: 1024 * 1024, type: 'image/jpeg', status: 200 },
    { size: 1024 * 1024 + 1, type: 'image/jpeg', status: 413 },
    { size: 100, type: 'image/gif', status: 415 },
  ])('an image of $size bytes as $type is $status', async ({ size, type, status }) =>
    expect(await upload(await create(), size, type)).toBe(status),
  );

  test('take no image of another size than theirs, and none that is no image', async () => {
    const id = await create();
    for (const wrong of [picture('image/png', 100, [2500, 1686]), Buffer.alloc(100, 1)])
      expect(await upload(id, 100, 'image/png', wrong)).toBe(400);
    expect(await upload(id, 100, 'image/jpeg', picture('image/png', 100))).toBe(400);
    expect(await upload(id)).toBe(200);
  });

  test('keep the image they were given', async () => {
    const id = await create();
    await upload(id);
    expect(await upload(id)).toBe(400);
    expect((await line.call('GET', `/v2/bot/richmenu/${id}/content`)).body).toEqual(
      picture('image/png', 100),
    );
  });

  test('of one person come before the default', async () => {
    const [common, own] = [await create(), await create()];
    await upload(common);
    await upload(own);
    await line.call('POST', `/v2/bot/user/all/richmenu/${common}`);
    await line.call('POST', `/v2/bot/user/${officer}/richmenu/${own}`);
    expect(line.platform.richMenus.shownTo(officer)?.richMenuId).toBe(own);
    await line.call('DELETE', `/v2/bot/user/${officer}/richmenu`);
    expect(line.platform.richMenus.shownTo(officer)?.richMenuId).toBe(common);
  });

  test('have aliases, each once', async () => {
    const [first, second] = [await create(), await create()];
    const alias = (richMenuId: string) =>
      line.call('POST', '/v2/bot/richmenu/alias', { richMenuAliasId: 'main', richMenuId });
    expect((await alias(first)).status).toBe(200);
    expect((await alias(second)).status).toBe(409);
    expect((await line.call('POST', '/v2/bot/richmenu/alias/main', { richMenuId: second })).status).toBe(200);
    expect((await line.call('GET', '/v2/bot/richmenu/alias/main')).body).toEqual({
      richMenuAliasId: 'main',
      richMenuId: second,
    });
    expect((await line.call('GET', '/v2/bot/richmenu/alias/list')).body).toEqual({
      aliases: [{ richMenuAliasId: 'main', richMenuId: second }],
    });
    expect((await line.call('DELETE', '/v2/bot/richmenu/alias/main')).status).toBe(200);
    expect((await line.call('GET', '/v2/bot/richmenu/alias/main')).status).toBe(404);
  });
});
