import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import { openRedisStore } from '../store/redis/redis-store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';

/**
 * The store that the settings name: the same for the server and for the commands beside it.
 * @param warn told of each setting of a Redis server that may lose data.
 * @throws {StoreUnavailable} when it cannot be opened.
 */
export async function openConfiguredStore(
  config: Pick<Config, 'redis' | 'dataDir'>,
  warn: (sentence: string) => void = () => {},
): Promise<Store> {
  if (config.redis) return openRedis(config.redis, warn);
  try {
    // For nobody else's eyes: the keys lie in there too.
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    return openSqliteStore({ path: join(config.dataDir, 'assistant.db') });
  } catch (error) {
    const cause = error instanceof StoreUnavailable ? error.cause : error;
    throw new StoreUnavailable(`DATA_DIR: ${config.dataDir} cannot be used`, { cause });
  }
}

async function openRedis(
  { url, clusterNodes, waitReplicas }: NonNullable<Config['redis']>,
  onWarning: (sentence: string) => void,
): Promise<Store> {
  if (url) return openRedisStore({ at: { url }, waitReplicas, onWarning });
  return openRedisStore({ at: { nodes: clusterNodes ?? [] }, waitReplicas, onWarning });
}
