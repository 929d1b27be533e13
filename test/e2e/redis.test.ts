import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp, RunningRedis } from '../support/processes.ts';
import { freePort, startApp, startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import type { Installation } from './installation.ts';
import { openInstallation, patienceMs, say } from './installation.ts';

describe.skipIf(redisServer === null)('two processes on one Redis', () => {
  let redis: RunningRedis;
  let house: Installation;
  let second: RunningApp;

  beforeAll(async () => {
    redis = await startRedis(redisServer ?? '');
    house = await openInstallation({ REDIS_URL: redis.url });
    second = await startApp({ ...house.settings, PORT: String(await freePort()) });
  });
  afterAll(async () => {
    await second.stop();
    await house.close();
    await redis.stop();
  });

  test('an officer is one officer, whichever process a webhook reaches, and however often', async () => {
    const { platform } = house;
    const { userId } = platform.addOfficer('สมชาย');
    const doors = [`${house.app.url}/webhook`, `${second.url}/webhook`];
    const go = async (text: string, nth: number): Promise<void> => {
      platform.webhookUrl = doors[nth % 2] ?? '';
      const delivery = await platform.sendText(userId, text);
      expect(delivery.status).toBe(200);
      // The same event again, at the other door.
      platform.webhookUrl = doors[(nth + 1) % 2] ?? '';
      expect((await platform.redeliver(delivery)).status).toBe(200);
      await platform.waitFor(`answer ${nth + 1}`, () => platform.accepted.length > nth, patienceMs);
    };
    for (const [nth, key] of ['1', '9', '3', '2', '0'].entries()) await go(key, nth);
    const chat = platform.chat(userId);
    expect(chat.texts.join('\n')).toContain(say('conversation:menu.services').split('\n')[0]);
    expect(platform.accepted).toHaveLength(5);

    await house.staff('add', 'somsri@dga.or.th', '--role', 'agent', '--issuer', 'all');
    const token = (await house.staff('token', 'somsri@dga.or.th')).trim().split(/\s+/).at(-1);
    const queue = await fetch(`${second.url}/api/v1/requests?kind=question`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await queue.json()).toMatchObject({ total: 1, items: [{ status: 'new', kind: 'question' }] });
  });

  test('Redis away is 503; back, everything goes on without a restart', async () => {
    const { platform } = house;
    const { userId } = platform.addOfficer('สมหญิง');
    platform.webhookUrl = `${house.app.url}/webhook`;
    process.kill(redis.pid, 'SIGSTOP');
    const delivery = await platform.sendText(userId, '1932');
    process.kill(redis.pid, 'SIGCONT');
    expect(delivery.status).toBe(503);
    expect((await platform.redeliver(delivery)).status).toBe(200);
    await platform.waitForMessages(userId, 2, patienceMs);
    expect(platform.chat(userId).texts.at(-1)).toContain(say('conversation:menu.usage').split('\n')[0]);
  });
});
