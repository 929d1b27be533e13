import { Redis } from 'ioredis';
import type { Store } from '../../src/store/port.ts';
import { openBeside } from './beside.ts';
import { createCrowd } from './crowd.ts';
import type { Load } from './load-process.ts';
import { waitFor } from '../support/wait.ts';
import { median } from './quantiles.ts';
import type { Variant } from './variants.ts';

/** What the assistant on Redis costs and does with few and with many whom it knows. */
export interface Crowded {
  /** Officers known, and requests open. */
  readonly known: number;
  readonly bytesPerConversation: number;
  readonly bytesPerRequest: number;
  /** A page of 25 of the whole queue. */
  readonly queuePageMs: number;
  readonly webhooksPerSecond: number;
  readonly p99Ms: number;
}

const pages = 15;

/** Fills the store of a variant on Redis up to each size in turn, and measures at each. */
export async function measureCrowded(
  load: Load,
  variant: Variant,
  sizes: readonly number[],
  shape: { readonly rounds: number; readonly webhooks: number; readonly officers: number },
): Promise<Crowded[]> {
  const settings = variant.settings ?? {};
  const { store, vault } = await openBeside(settings);
  const redis = new Redis(settings['REDIS_URL'] ?? '');
  try {
    const crowd = createCrowd(store, vault);
    const results: Crowded[] = [];
    let known = 0;
    for (const size of sizes) {
      const before = await usedBytes(redis);
      await crowd.addConversations(size - known);
      const between = await usedBytes(redis);
      await crowd.addRequests(size - known);
      const after = await usedBytes(redis);
      await restsFromFilling(redis);
      const played = [];
      for (let round = -1; round < shape.rounds; round += 1) {
        const one = await load.play({
          urls: variant.urls,
          officers: shape.officers,
          eventsPerWebhook: 1,
          concurrency: 64,
          count: shape.webhooks,
        });
        if (round >= 0) played.push(one);
      }
      results.push({
        known: size,
        bytesPerConversation: (between - before) / (size - known),
        bytesPerRequest: (after - between) / (size - known),
        queuePageMs: await queuePageMs(store),
        webhooksPerSecond: median(played.map(({ webhooks, seconds }) => webhooks / seconds)),
        p99Ms: median(played.map(({ p99 }) => p99)),
      });
      known = size;
    }
    return results;
  } finally {
    redis.disconnect();
    await store.close();
  }
}

/** What the data take, without what Redis keeps for its clients and its log. */
/** Redis writes its file anew in the background when much was added: that is the filling's cost. */
async function restsFromFilling(redis: Redis): Promise<void> {
  const rests = async () => /aof_rewrite_in_progress:0/.test(await redis.info('persistence'));
  await waitFor(rests, { what: 'Redis to have written its file anew', timeoutMs: 120_000 });
}

async function usedBytes(redis: Redis): Promise<number> {
  const memory = await redis.info('memory');
  return Number(/^used_memory_dataset:(\d+)/m.exec(memory)?.[1]);
}

async function queuePageMs(store: Store): Promise<number> {
  const times: number[] = [];
  for (let nth = 0; nth < pages; nth += 1) {
    const startedAt = performance.now();
    await store.listRequests({ limit: 25 });
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
