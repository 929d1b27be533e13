import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunningRedis } from '../support/processes.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';
import { crowdOf, longMs, Pace, play } from '../load/crowd.ts';
import type { Fleet } from '../load/fleet.ts';
import { alone, openFleet, outcomeOn, players } from '../load/fleet.ts';
import type { Outcome } from '../load/outcome.ts';
import { firstDifference } from '../load/outcome.ts';

/** With `--sample` a part of it all. */
const isSample = process.env['TEST_SAMPLE'] === '1';
const officers = isSample ? 40 : 200;
const messages = 30;

describe.skipIf(redisServer === null)('three processes on one Redis', () => {
  let expected: Outcome;
  beforeAll(async () => {
    expected = await alone(officers, messages);
  }, longMs);

  test(
    'give each officer what one process alone would, whichever process an event reaches, and however often',
    async () =>
      withThree(0, async (fleet, { url }) => {
        const { house, doors } = fleet;
        const people = crowdOf(house.platform, officers, messages);
        await play(house.platform, people, { doors, players, tangled: true });
        await fleet.delivered();
        expect(firstDifference(await outcomeOn({ url }, house, people), expected)).toBeNull();
        house.spec.check();

        // Whole conversations, or the rest would prove little.
        const kinds = expected.officers.flatMap(({ requests }) =>
          (requests as { kind: string }[]).map(({ kind }) => kind),
        );
        expect(kinds.filter((kind) => kind === 'token').length).toBeGreaterThan(officers / 4);
        expect(kinds.filter((kind) => kind === 'question').length).toBeGreaterThan(officers / 8);
        expect(expected.outbox).toEqual({ pending: 0, dead: 0 });
      }),
    longMs,
  );

  test.each([
    { kills: isSample ? 5 : 50, officers: isSample ? 15 : 130, replicas: 0 },
    { kills: 5, officers: 15, replicas: 1 },
  ])(
    'of which one is killed at a random moment, $kills times, lose nothing, do nothing twice, and keep the order; replicas: $replicas',
    async ({ replicas, ...mortals }) =>
      withThree(replicas, async (fleet, redis) => {
        const outcome = await playAndKill(fleet, redis, mortals);
        expect(firstDifference(outcome.officers, expected.officers.slice(0, mortals.officers))).toBeNull();
        expect(outcome.outbox).toEqual({ pending: 0, dead: 0 });
      }),
    2 * longMs,
  );
});

/** Three processes on a Redis with so many replicas, which have to have what counts. */
async function withThree(
  replicas: number,
  work: (fleet: Fleet, redis: RunningRedis) => Promise<void>,
): Promise<void> {
  const server = redisServer ?? '';
  const redis = await startRedis(server, ['--appendfsync', 'everysec', '--repl-diskless-sync-delay', '0']);
  const running = [redis];
  try {
    while (running.length <= replicas) {
      const replica = await startRedis(server, ['--replicaof', '127.0.0.1', String(redis.port)]);
      running.push(replica);
      await waitFor(() => replica.output().includes('sync: Finished with success'), { what: 'the replica' });
    }
    const fleet = await openFleet(3, { REDIS_URL: redis.url, REDIS_WAIT_REPLICAS: String(replicas) });
    try {
      await work(fleet, redis);
    } finally {
      await fleet.close();
    }
  } finally {
    for (const each of running) await each.stop();
  }
}

/**
 * The three take what officers do, and one of them after another is killed after a few events.
 * @returns what came of it, once LINE has everything.
 */
async function playAndKill(
  fleet: Fleet,
  { url }: RunningRedis,
  { officers: count, kills }: { officers: number; kills: number },
): Promise<Outcome> {
  const { house, doors } = fleet;
  const people = crowdOf(house.platform, count, messages);
  const pace = new Pace();
  const playing = play(house.platform, people, { doors, players, tangled: true, pace });
  const back = doors.map(async () => Promise.resolve());
  for (let round = 0; round < kills; round += 1) {
    const victim = round % doors.length;
    await back[victim];
    // Answers wait for nine seconds after each death; were nobody left, a reply token could grow too old to tell.
    await Promise.any(back.filter((_, nth) => nth !== victim));
    await pace.goOn(randomInt(1, 40));
    // Anywhere between two packets, not only when an event was just acknowledged.
    await sleep(Math.random() * 4);
    await fleet.kill(victim);
    back[victim] = fleet.revive(victim);
  }
  expect(people.filter(({ done, steps }) => done < steps.length)).not.toEqual([]);
  pace.release();
  await Promise.all(back);
  await playing;
  await fleet.delivered();
  house.spec.check();
  return outcomeOn({ url }, house, people);
}
