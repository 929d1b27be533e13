import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp, RunningRedis } from '../support/processes.ts';
import { bareEnv, freePort, startApp, startProcess, startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';
import type { Installation, Phone } from './installation.ts';
import { openInstallation, phoneOf, patienceMs, say } from './installation.ts';

describe.skipIf(redisServer === null)('a process that takes, and one that sends', () => {
  let redis: RunningRedis;
  let web: Installation;
  let worker: RunningApp;
  let phone: Phone;

  const startWorker = async (): Promise<RunningApp> =>
    startApp({ ...web.settings, PORT: String(await freePort()), ROLES: 'worker' });
  const sendsOf = async (url: string): Promise<string[]> =>
    (await (await fetch(`${url}/metrics`)).text())
      .split('\n')
      .filter((line) => line.startsWith('dga_sends_total{') && !line.endsWith(' 0'));

  beforeAll(async () => {
    redis = await startRedis(redisServer ?? '');
    web = await openInstallation({ REDIS_URL: redis.url, ROLES: 'web' });
    worker = await startWorker();
    phone = phoneOf(web, 'สมชาย');
  });
  afterAll(async () => {
    await worker.stop();
    await web.close();
    await redis.stop();
  });

  test('an officer is answered by reply, message after message, and all is sent by the worker', async () => {
    for (const key of ['1', '9', '3', '2']) expect((await phone.write(key)).via).toBe('reply');
    expect(web.platform.chat(phone.userId).texts.at(-1)).toContain(
      say('conversation:menu.usage').split('\n')[0],
    );
    expect(await sendsOf(web.app.url)).toEqual([]);
    expect(await sendsOf(worker.url)).toEqual([expect.stringMatching(/outcome="sent",via="reply".* 4$/)]);
  });

  test('the worker tells how it is, and has nothing else to open', async () => {
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await fetch(`${worker.url}${path}`, { method })).status;
    expect([await status('/healthz'), await status('/readyz'), await status('/metrics')]).toEqual([
      200, 200, 200,
    ]);
    for (const path of ['/', '/console/', '/api/openapi.json', '/simulator/'])
      expect(await status(path)).toBe(404);
    expect(await status('/webhook', 'POST')).toBe(404);
  });

  test('while no worker is there messages are taken and wait, and the next one sends them', async () => {
    await worker.stop();
    expect(worker.ended()).toBe(0);
    await phone.writeUnanswered('0');
    expect(await web.metric('dga_outbox_pending')).toBe(1);
    worker = await startWorker();
    expect((await phone.hear()).text).not.toBe('');
    await waitFor(async () => (await web.metric('dga_outbox_pending')) === 0, {
      timeoutMs: patienceMs,
      what: 'the outbox to be empty',
    });
  });
});

test('roles that cannot be parted end the start with one line', async () => {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const env = { ...bareEnv, ROLES: 'worker' };
  const app = startProcess(process.execPath, [main], {
    env,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  await waitFor(() => app.ended() !== null, { timeoutMs: patienceMs, what: 'the process to end' });
  expect(app.ended()).toBe(1);
  expect(app.output()).toMatch(/^ROLES: must be web,worker unless REDIS_URL .*Example: ROLES=web,worker\n$/);
});
