import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { startRedis } from '../support/processes.ts';
import type { RunningRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { storeContract } from './contract.ts';

describe.skipIf(redisServer === null)('on one server', () => {
  let redis: RunningRedis;
  beforeAll(async () => {
    redis = await startRedis(redisServer ?? '', ['--appendfsync', 'everysec']);
  });
  afterAll(async () => redis.stop());

  storeContract('Redis', async () => {
    const options = { at: { url: redis.url }, prefix: randomUUID() };
    return {
      store: await openRedisStore(options),
      another: await openRedisStore(options),
      // The server forgets everything when it is stopped.
      remove: async () => undefined,
    };
  });
});
