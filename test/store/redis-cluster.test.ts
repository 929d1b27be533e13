import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { redisServer } from '../support/programs.ts';
import type { RunningCluster } from '../support/redis-cluster.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';
import { storeContract } from './contract.ts';

describe.skipIf(redisServer === null)('on three masters with a replica each', () => {
  let cluster: RunningCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster(redisServer ?? '');
  });
  afterAll(async () => cluster.stop());

  storeContract('Redis Cluster', async () => {
    const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
    const options = { at: { nodes }, prefix: randomUUID(), timeoutMs: 10_000 };
    return {
      store: await openRedisStore({ ...options, waitReplicas: 1 }),
      another: await openRedisStore(options),
      // The servers forget everything when they are stopped.
      remove: async () => undefined,
    };
  });
});
