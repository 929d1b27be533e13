import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gatherCommits } from '../../src/store/group-commit.ts';
import type { OutboxEntry, Store } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { redisServer } from '../support/programs.ts';
import type { RunningCluster } from '../support/redis-cluster.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';
import { waitFor } from '../support/wait.ts';
import { aMessage, anOfficer, aTurn, takeAll } from './builders.ts';

interface Played {
  readonly officer: string;
  /** Events whose commit was acknowledged, in order. */
  readonly acknowledged: number[];
  /** Ids of the messages of each of them. */
  readonly sent: string[];
}

describe.skipIf(redisServer === null)('a Redis Cluster under load', () => {
  let cluster: RunningCluster;
  beforeEach(async () => {
    cluster = await startRedisCluster(redisServer ?? '');
  });
  afterEach(async () => cluster.stop());

  test.each(['killed', 'paused'] as const)(
    'whose master is %s loses nothing that was acknowledged, and applies nothing twice',
    async (how) => {
      const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
      const open = async (): Promise<Store> =>
        openRedisStore({ at: { nodes }, prefix: randomUUID(), waitReplicas: 1 });
      const store = await open();
      const commits = gatherCommits({ store, worker: 'w1', leaseMs: 600_000, now: Date.now });
      const end = new AbortController();

      /** As LINE does: an event comes again until it is acknowledged. */
      async function play(played: Played): Promise<void> {
        for (let event = 1; !end.signal.aborted; event += 1) {
          while (!(await deliver(played, event)) && !end.signal.aborted) await sleep(randomInt(5, 30));
        }
      }

      async function deliver({ officer, acknowledged, sent }: Played, event: number): Promise<boolean> {
        const id = `${officer}-${event}`;
        try {
          const [loaded] = await store.load([{ officer, eventIds: [id] }]);
          const conversation = loaded?.conversation ?? { version: 0, sealed: '' };
          const message = aMessage();
          if (loaded?.seen.length === 0) {
            const result = await commits.commit(
              aTurn(officer, {
                at: Date.now(),
                eventIds: [id],
                conversation: { expected: conversation.version, sealed: `${conversation.sealed}${event},` },
                outbox: [message],
              }),
            );
            if (!result.ok) return false;
            sent.push(message.id);
          }
          acknowledged.push(event);
          return true;
        } catch (fault) {
          if (!(fault instanceof StoreUnavailable)) throw fault;
          return false;
        }
      }

      const played = Array.from({ length: 40 }, (): Played => ({
        officer: anOfficer(),
        acknowledged: [],
        sent: [],
      }));
      const playing = Promise.all(played.map(play));
      await sleep(randomInt(200, 600));
      const victim = cluster.masters()[randomInt(3)];
      if (!victim) throw new Error('there is no master');
      if (how === 'killed') await victim.stop('SIGKILL');
      else process.kill(victim.pid, 'SIGSTOP');
      await waitFor(() => cluster.masters().length === 3, { what: 'a fail-over', timeoutMs: 60_000 });
      // The shards of the new master have no replica until the old one is back: until then nothing counts there.
      if (how === 'killed') victim.revive();
      else process.kill(victim.pid, 'SIGCONT');
      const before = played.map(({ acknowledged }) => acknowledged.length);
      await waitFor(
        () => played.every(({ acknowledged }, at) => acknowledged.length > (before[at] ?? 0) + 2),
        { what: 'everyone to go on', timeoutMs: 60_000 },
      );
      end.abort();
      await playing;

      // A lease whose answer was lost has run out by the time of the next attempt.
      let now = Date.now() + 3_600_000;
      const taken = new Map<string, OutboxEntry>();
      const outbox = await waitFor(async () => takeAll(store, (now += 1_000), taken), {
        what: 'the outbox',
        timeoutMs: 60_000,
      });
      for (const { officer, acknowledged, sent } of played) {
        const [loaded] = await store.load([{ officer, eventIds: [] }]);
        const applied = (loaded?.conversation?.sealed ?? '').split(',').slice(0, -1).map(Number);
        expect(applied).toEqual(applied.map((_, at) => at + 1));
        expect(applied.slice(0, acknowledged.length)).toEqual(acknowledged);
        const lane = outbox.filter((entry) => entry.lane === officer).map(({ id }) => id);
        expect(lane.filter((id) => sent.includes(id))).toEqual(sent);
        expect(lane).toHaveLength(applied.length);
      }
      await store.close();
    },
    90_000,
  );
});
