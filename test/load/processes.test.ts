import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningRedis } from '../support/processes.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { crowdOf, longMs, Pace, play } from './crowd.ts';
import type { Fleet } from './fleet.ts';
import { alone, openFleet, outcomeOn, players } from './fleet.ts';
import type { Outcome } from './outcome.ts';
import { firstDifference } from './outcome.ts';

const officers = 200;
const messages = 30;
const kills = 50;
/** Those of them who are there while processes are killed. */
const mortals = 130;

describe.skipIf(redisServer === null)('three processes on one Redis', () => {
  let expected: Outcome;
  let redis: RunningRedis;
  let fleet: Fleet;

  beforeAll(async () => {
    expected = await alone(officers, messages);
  }, longMs);
  beforeEach(async () => {
    redis = await startRedis(redisServer ?? '', ['--appendfsync', 'everysec']);
    fleet = await openFleet(3, { REDIS_URL: redis.url });
  }, longMs);
  afterEach(async () => {
    await fleet.close();
    await redis.stop();
  });

  test(
    'give each officer what one process alone would, whichever process an event reaches, and however often',
    async () => {
      const { house, doors } = fleet;
      const people = crowdOf(house.platform, officers, messages);
      await play(house.platform, people, { doors, players, tangled: true });
      await fleet.delivered();
      expect(firstDifference(await outcomeOn({ url: redis.url }, house, people), expected)).toBeNull();
      house.spec.check();

      // Whole conversations, or the rest would prove little.
      const kinds = expected.officers.flatMap(({ requests }) =>
        (requests as { kind: string }[]).map(({ kind }) => kind),
      );
      expect(kinds.filter((kind) => kind === 'token').length).toBeGreaterThan(officers / 4);
      expect(kinds.filter((kind) => kind === 'question').length).toBeGreaterThan(officers / 8);
      expect(expected.outbox).toEqual({ pending: 0, dead: 0 });
    },
    longMs,
  );

  test(
    `of which one is killed at a random moment, ${kills} times, lose nothing, do nothing twice, and keep the order`,
    async () => {
      const { house, doors } = fleet;
      const people = crowdOf(house.platform, mortals, messages);
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
      const found = await outcomeOn({ url: redis.url }, house, people);
      expect(firstDifference(found.officers, expected.officers.slice(0, mortals))).toBeNull();
      expect(found.outbox).toEqual({ pending: 0, dead: 0 });
      house.spec.check();
    },
    2 * longMs,
  );
});
