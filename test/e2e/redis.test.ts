import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConfiguredStore } from '../../src/startup/open-store.ts';
import { readConfig } from '../../src/config/config.ts';
import { createTeaching } from '../../src/learning/teaching.ts';
import { parseDataKeys } from '../../src/privacy/data-keys.ts';
import { openVault } from '../../src/privacy/vault.ts';
import type { RunningApp, RunningRedis } from '../support/processes.ts';
import { freePort, startApp, startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';
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
    for (const [nth, typed] of ['1', '9', '3', '2', '0', 'เข้าระบบไม่ได้'].entries()) await go(typed, nth);
    const chat = platform.chat(userId);
    expect(chat.texts.join('\n')).toContain(say('conversation:menu.services').split('\n')[0]);
    expect(platform.accepted).toHaveLength(6);

    await house.staff('add', 'somsri@dga.or.th', '--role', 'agent', '--issuer', 'all');
    const token = (await house.staff('token', 'somsri@dga.or.th')).trim().split(/\s+/).at(-1);
    const queue = await fetch(`${second.url}/api/v1/requests?kind=question`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await queue.json()).toMatchObject({ total: 1, items: [{ status: 'new', kind: 'question' }] });
  });

  test('what is taught is understood by both without a restart, and unlearned by both when undone', async () => {
    const phrase = 'กุหลาบน้ำเงินสิบห้าดอก';
    const supervisor = 'prasert@dga.or.th';
    const keys = parseDataKeys(house.settings['DATA_KEYS'] ?? '');
    if (typeof keys === 'string') throw new Error(keys);
    const store = await openConfiguredStore(readConfig(house.settings));
    const teaching = createTeaching({ store, vault: await openVault(keys, store), now: Date.now });
    const { platform } = house;
    const { userId } = platform.addOfficer('วิชัย');
    const answer = say('faq:answer.token-request').split('\n')[0] ?? '';
    /** Asks at each process until it knows the phrase, or no more: they look for news every few seconds. */
    const bothKnowIt = async (known: boolean): Promise<void> => {
      for (const { url } of [house.app, second])
        await waitFor(
          async () => {
            platform.webhookUrl = `${url}/webhook`;
            const before = platform.chat(userId).texts.length;
            await platform.sendText(userId, phrase);
            await platform.waitForMessages(userId, before + 1, patienceMs);
            return platform.chat(userId).texts.at(-1)?.includes(answer) === known;
          },
          { timeoutMs: patienceMs, what: known ? 'the phrase to be known' : 'the phrase to be unlearned' },
        );
    };
    expect(await teaching.teach(supervisor, 'token-request', phrase)).toEqual({ ok: true });
    await bothKnowIt(true);
    expect(await teaching.undo(supervisor, 1)).toEqual({ ok: true });
    await bothKnowIt(false);
    await store.close();
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
