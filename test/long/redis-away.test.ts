import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { sign } from '../../src/simulator/webhook-sender.ts';
import type { Visitor } from '../console/visitor.ts';
import type { Installation } from '../e2e/installation.ts';
import { patienceMs, say } from '../e2e/installation.ts';
import { supervisorIn } from '../e2e/supervisor.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';
import { waitFor } from '../support/wait.ts';
import { crowdOf, longMs, Pace, play } from '../load/crowd.ts';
import { alone, openFleet, outcomeOn, players } from '../load/fleet.ts';
import type { Outcome } from '../load/outcome.ts';
import { firstDifference } from '../load/outcome.ts';

const officers = 40;
const messages = 30;
const awayMs = 10_000;

describe.skipIf(redisServer === null)('two processes under load, whose Redis goes and comes back', () => {
  let expected: Outcome;
  beforeAll(async () => {
    expected = await alone(officers, messages);
  }, longMs);

  test(
    'paused for ten seconds: everybody is told, and all goes on without a restart, with nothing lost and nothing twice',
    async () => {
      const redis = await startRedis(redisServer ?? '');
      const fleet = await openFleet(2, { REDIS_URL: redis.url });
      const { house, doors, apps } = fleet;
      try {
        const visitor = await supervisorIn(house);
        const page = await openPage(visitor, house);
        const people = crowdOf(house.platform, officers, messages);
        const pace = new Pace();
        const playing = play(house.platform, people, { doors, players, tangled: true, pace });
        await pace.goOn(randomInt(200, 400));
        process.kill(redis.pid, 'SIGSTOP');
        const stoppedAt = performance.now();
        await waitFor(async () => (await fetch(`${house.app.url}/readyz`)).status === 503, {
          timeoutMs: patienceMs,
          what: '/readyz to say so',
        });
        await waitFor(async () => (await refusal(house)) === '503 5', {
          timeoutMs: patienceMs,
          what: 'a webhook to be answered with 503 and Retry-After, within two seconds',
        });
        await waitFor(() => page.text().includes('event: store-away'), {
          timeoutMs: patienceMs,
          what: 'the open page to be told',
        });
        const opened = await visitor.get('/console');
        expect(opened.status).toBe(503);
        expect(Number(opened.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(opened.text).toContain(say('console:error.503.text'));
        await waitFor(() => performance.now() - stoppedAt > awayMs, {
          timeoutMs: patienceMs,
          what: 'ten seconds',
        });
        process.kill(redis.pid, 'SIGCONT');

        await waitFor(() => page.text().includes('event: store-back'), {
          timeoutMs: patienceMs,
          what: 'the open page to be told that it goes on',
        });
        expect((await visitor.get('/console')).status, 'still signed in').toBe(200);
        expect(people.filter(({ done, steps }) => done < steps.length)).not.toEqual([]);
        pace.release();
        await playing;
        await fleet.delivered();
        page.close();
        expect(apps.map((app) => app.ended())).toEqual([null, null]);
        expect(firstDifference(await outcomeOn({ url: redis.url }, house, people), expected)).toBeNull();
      } finally {
        process.kill(redis.pid, 'SIGCONT');
        await fleet.close();
        await redis.stop();
      }
    },
    longMs,
  );

  test(
    'a master of a Cluster killed, then another paused for ten seconds: nothing is lost and nothing happens twice',
    async () => {
      const cluster = await startRedisCluster(redisServer ?? '');
      const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
      const fleet = await openFleet(2, {
        REDIS_CLUSTER_NODES: nodes.map(({ host, port }) => `${host}:${port}`).join(','),
        REDIS_WAIT_REPLICAS: '1',
      });
      const { house, doors, apps } = fleet;
      try {
        const people = crowdOf(house.platform, officers, messages);
        const pace = new Pace();
        const playing = play(house.platform, people, { doors, players, tangled: true, pace });
        const victim = () => {
          const node = cluster.masters()[randomInt(3)];
          if (!node) throw new Error('there is no master');
          return node;
        };

        await pace.goOn(randomInt(100, 300));
        const killed = victim();
        await killed.stop('SIGKILL');
        await cluster.failedOver();
        // Its shards have no replica until it is back, and nothing counts there.
        killed.revive();
        await cluster.whole();

        await pace.goOn(randomInt(100, 300));
        const paused = victim();
        process.kill(paused.pid, 'SIGSTOP');
        const pausedAt = performance.now();
        await cluster.failedOver();
        await waitFor(() => performance.now() - pausedAt > awayMs, {
          timeoutMs: patienceMs,
          what: 'ten seconds',
        });
        process.kill(paused.pid, 'SIGCONT');
        await cluster.whole();

        expect(people.filter(({ done, steps }) => done < steps.length)).not.toEqual([]);
        pace.release();
        await playing;
        await fleet.delivered();
        expect(apps.map((app) => app.ended())).toEqual([null, null]);
        expect(firstDifference(await outcomeOn({ nodes }, house, people), expected)).toBeNull();
      } finally {
        await fleet.close();
        await cluster.stop();
      }
    },
    longMs,
  );
});

/** What a webhook with an event is answered with, `STATUS RETRY-AFTER`, if that comes in the time that LINE waits. */
async function refusal({ app, platform, settings }: Installation): Promise<string> {
  const event = platform.events.text(platform.addOfficer('ผู้มาใหม่').userId, 'สวัสดี');
  const body = JSON.stringify({ destination: platform.bot.userId, events: [event] });
  const response = await fetch(`${app.url}/webhook`, {
    method: 'POST',
    body,
    headers: { 'x-line-signature': sign(body, settings['LINE_CHANNEL_SECRET'] ?? '') },
    signal: AbortSignal.timeout(2_000),
  });
  return `${response.status} ${response.headers.get('retry-after')}`;
}

/** What the server tells an open page of the console. */
async function openPage(visitor: Visitor, { app }: Installation): Promise<{ text(): string; close(): void }> {
  const { text: html } = await visitor.get('/console');
  const stream = (/hx-sse:connect="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const closing = new AbortController();
  const response = await fetch(app.url + stream, { headers: { cookie }, signal: closing.signal });
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  };
  read().catch(() => {});
  await waitFor(() => text.includes('event: connected'), {
    timeoutMs: patienceMs,
    what: 'the stream to open',
  });
  return { text: () => text, close: () => closing.abort() };
}
