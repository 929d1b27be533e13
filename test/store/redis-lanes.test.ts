import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shardOf } from '../../src/store/shards.ts';
import type { Store } from '../../src/store/port.ts';
import { leasedTogether } from '../../src/store/port.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import type { RunningRedis } from '../support/processes.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { aMessage, anOfficer, aTurn, commitTurn, morning, settle, takeAll } from './builders.ts';

const messages = (count: number) => Array.from({ length: count }, () => aMessage());
const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

describe.skipIf(redisServer === null)('a lane in Redis', () => {
  let redis: RunningRedis;
  let raw: Redis;
  let store: Store;
  let prefix: string;
  beforeAll(async () => {
    redis = await startRedis(redisServer ?? '');
    raw = new Redis(redis.url);
  });
  afterAll(async () => {
    raw.disconnect();
    await redis.stop();
  });
  beforeEach(async () => {
    prefix = randomUUID();
    store = await openRedisStore({ at: { url: redis.url }, prefix, timeoutMs: 10_000 });
  });
  afterEach(async () => store.close());

  const keyOf = (lane: string, name: string): string => `${prefix}:{${shardOf(lane)}}:${name}`;

  /** So many commands, those of scripts too, were carried out by what was done. */
  async function commandsOf(work: () => Promise<unknown>): Promise<number> {
    const before = await countCommands();
    await work();
    return (await countCommands()) - before;
  }

  // https://redis.io/docs/latest/commands/info/: `cmdstat_hset:calls=3,usec=…`
  async function countCommands(): Promise<number> {
    const stats = await raw.info('commandstats');
    const counts = [...stats.matchAll(/^cmdstat_(?!info|publish|xrange|ping)\S+?:calls=(\d+)/gm)];
    return counts.reduce((sum, [, calls]) => sum + Number(calls), 0);
  }

  async function costsAt(length: number) {
    const lane = anOfficer();
    await commitTurn(store, aTurn(lane, { outbox: messages(length) }));
    let held: string[] = [];
    const lease = await commandsOf(async () => {
      held = ids(await store.leaseOutbox({ worker: 'w1', now: morning, until: morning + 1, limit: 1 }));
    });
    const [first = '', second = ''] = held;
    const sent = await commandsOf(async () => settle(store, 'w1', { id: first, lane, outcome: 'sent' }));
    const append = await commandsOf(async () =>
      commitTurn(store, aTurn(lane, { outbox: messages(1) }), 'w1'),
    );
    const released = await commandsOf(async () =>
      settle(store, 'w1', { id: second, lane, outcome: 'release' }),
    );
    const fields = (await raw.hkeys(keyOf(lane, 'officer'))).filter((field) => field.startsWith(lane));
    const lengths = await Promise.all(
      fields.map(async (field) => raw.hstrlen(keyOf(lane, 'officer'), field)),
    );
    await takeAll(store, morning * 2);
    return { commands: { lease, sent, append, released }, longest: Math.max(...lengths) };
  }

  test('costs the same commands, over values as short, at 3,000 entries as at 100', async () => {
    const short = await costsAt(100);
    const long = await costsAt(3_000);
    expect(long.commands).toEqual(short.commands);
    // An id and a time for each entry of a page, and no list that grows.
    expect(long.longest).toBeLessThan(leasedTogether * 60);
  });

  describe('as an earlier version wrote it, in one list', () => {
    /** A lane of which the first entries are leased. */
    async function anOldLane(
      count: number,
      { leased = 0, worker = '' } = {},
    ): Promise<{ lane: string; all: string[] }> {
      const lane = anOfficer();
      const all = ids(messages(count));
      const entries = all.flatMap((id) => [`:${id}`, `${morning}|${morning}|0|0||k1.text`]);
      const list = all.map((id) => `${morning}:${id}`).join(',');
      await raw.hset(keyOf(lane, 'officer'), `${lane}:l`, `${leased}|${list}|${worker}`, ...entries);
      await raw.zadd(keyOf(lane, 'due'), morning, lane);
      return { lane, all };
    }

    test.each([1, 32, 33, 500])('is sent to its end in its order: %i entries', async (count) => {
      const { lane, all } = await anOldLane(count);
      const added = messages(3);
      await commitTurn(store, aTurn(lane, { outbox: added }));
      expect(await store.outboxDepth()).toMatchObject({ pending: count + 3 });
      expect(ids(await takeAll(store, morning * 2))).toEqual([...all, ...ids(added)]);
      expect(await store.outboxDepth()).toMatchObject({ pending: 0 });
      expect(await raw.hlen(keyOf(lane, 'officer')), 'nothing is left of it').toBe(0);
    });

    test('is settled by the worker that had leased it', async () => {
      const { lane, all } = await anOldLane(100, { leased: 100, worker: 'w1' });
      const [first = '', second = ''] = all;
      await settle(
        store,
        'w1',
        { id: first, lane, outcome: 'sent' },
        { id: second, lane, outcome: 'dead', at: morning, cause: 'rejected' },
      );
      expect(await store.outboxDepth()).toMatchObject({ pending: 98, dead: 1 });
      expect(ids(await takeAll(store, morning * 2))).toEqual(all.slice(2));
    });

    async function dumped(): Promise<{ lane: string; ids: string[] }[]> {
      const lanes = [];
      for await (const { kind, value } of store.dump())
        if (kind === 'lane') lanes.push({ lane: value.lane, ids: ids(value.entries) });
      return lanes;
    }

    test('is dumped whole', async () => {
      const { lane, all } = await anOldLane(300);
      expect(await dumped()).toEqual([{ lane, ids: all }]);
      const added = messages(1);
      await commitTurn(store, aTurn(lane, { outbox: added }));
      expect(await dumped()).toEqual([{ lane, ids: [...all, ...ids(added)] }]);
    });
  });
});
