import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningApp, RunningRedis } from '../support/processes.ts';
import { freePort, startApp, startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';
import { asker } from './askers.ts';
import type { Installation } from './installation.ts';
import { openInstallation, patienceMs } from './installation.ts';

/** Far less than the half minute for which an earlier lease lasted, far more than the ten seconds promised. */
const heirMs = 20_000;

describe.skipIf(redisServer === null)('a process that is killed with messages in hand', () => {
  let redis: RunningRedis;
  let house: Installation;
  let heir: RunningApp;

  beforeEach(async () => {
    redis = await startRedis(redisServer ?? '');
    house = await openInstallation({ REDIS_URL: redis.url });
    heir = await startApp({ ...house.settings, PORT: String(await freePort()) });
  });
  afterEach(async () => {
    await heir.stop();
    await house.close();
    await redis.stop();
  });

  test('leaves them to the others, who send them within seconds, once and in order', async () => {
    const { faults } = house.platform;
    const askers = ['ก', 'ข', 'ค', 'ง', 'จ'].map((name) => asker(house, name));
    faults.add({ kind: 'no-answer', endpoint: 'reply', times: Number.POSITIVE_INFINITY });
    await Promise.all(
      askers.map(async (one) => {
        for (let count = 0; count < 3; count += 1) await one.ask();
      }),
    );
    await waitFor(async () => (await house.metric('dga_outbox_pending')) === 15, {
      timeoutMs: patienceMs,
      what: 'all answers to wait for LINE',
    });
    await house.app.stop('SIGKILL');
    faults.clear();
    await waitFor(() => askers.every(({ asked, answered }) => answered().length >= asked.length), {
      timeoutMs: heirMs,
      what: 'the other process to send what was left',
    });
    await heir.stop();
    expect(heir.ended()).toBe(0);
    expect(askers.map(({ answered }) => answered())).toEqual(askers.map(({ asked }) => asked));
    expect(house.platform.accepted.map(({ via }) => via)).not.toContain('push');
    house.spec.check();
  });
});
