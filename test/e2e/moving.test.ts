import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningRedis } from '../support/processes.ts';
import { bareEnv, startProcess, startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';
import type { Installation } from './installation.ts';
import { openInstallation, patienceMs, phoneOf, say } from './installation.ts';

const command = fileURLToPath(new URL('../../src/commands/store.ts', import.meta.url));

describe.skipIf(redisServer === null)('an installation that outgrows its machine', () => {
  let redis: RunningRedis;
  let house: Installation;
  beforeAll(async () => {
    [redis, house] = await Promise.all([startRedis(redisServer ?? ''), openInstallation()]);
  });
  afterAll(async () => {
    await house.close();
    await redis.stop();
  });

  test('goes on in Redis where it was, and takes nothing again', async () => {
    const { platform, settings } = house;
    const phone = phoneOf(house, 'สมชาย');
    for (const key of ['1', '9']) await phone.write(key);
    const delivery = await platform.sendText(phone.userId, '3');
    expect((await phone.hear()).text).not.toBe('');
    await house.app.stop();

    const args = [command, 'copy', '--from', `sqlite:${settings['DATA_DIR']}`, '--to', redis.url];
    const copy = startProcess(process.execPath, args, { env: { ...bareEnv } });
    await waitFor(() => copy.ended() !== null, { timeoutMs: patienceMs, what: 'the copy' });
    expect(copy.output()).toMatch(/copied to redis:.* conversation 1, /);
    expect(copy.ended()).toBe(0);

    await house.start({ REDIS_URL: redis.url });
    expect((await platform.redeliver(delivery)).status).toBe(200);
    // Were the key taken again, or the place in the menu forgotten, this one would not lead there.
    expect((await phone.write('2')).text).toContain(say('conversation:menu.usage').split('\n')[0]);
  });
});
