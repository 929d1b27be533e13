import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import { openRedisStore } from '../store/redis/redis-store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';

/** What settings say of where the store is. */
export type StorePlace = Pick<Config, 'redis' | 'dataDir'>;

/** In the data folder. */
export const databaseFile = 'assistant.db';

/** A value of the installation that is there while records come in from elsewhere; see `store/transfer.ts`. */
export const unfinishedMark = 'unfinished-copy';

/** The store has only a part of what is to be in it. */
export class UnfinishedCopy extends Error {
  override readonly name = 'UnfinishedCopy';
}

interface OpenOptions {
  /** Told of each setting of a Redis server that may lose data. */
  readonly warn?: (sentence: string) => void;
  /** How long a command of Redis may take. */
  readonly timeoutMs?: number;
}

/**
 * The store that the settings name: the same for the server and for the commands beside it.
 * @param warn told of each setting of a Redis server that may lose data.
 * @throws {StoreUnavailable} when it cannot be opened. {@link UnfinishedCopy} when it is not whole yet.
 */
export async function openConfiguredStore(
  config: StorePlace,
  warn: (sentence: string) => void = () => {},
): Promise<Store> {
  const store = await openStoreAt(config, { warn });
  try {
    if ((await store.getMeta(unfinishedMark)) === null) return store;
    throw new UnfinishedCopy(
      'the store holds an unfinished copy: run the copy or import again that was interrupted',
    );
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/**
 * The same, whole or not.
 * @throws {StoreUnavailable} when it cannot be opened.
 */
export async function openStoreAt(config: StorePlace, options: OpenOptions): Promise<Store> {
  if (config.redis) return openRedis(config.redis, options);
  try {
    // For nobody else's eyes: the keys lie in there too.
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    return openSqliteStore({ path: join(config.dataDir, databaseFile) });
  } catch (error) {
    const cause = error instanceof StoreUnavailable ? error.cause : error;
    throw new StoreUnavailable(`DATA_DIR: ${config.dataDir} cannot be used`, { cause });
  }
}

async function openRedis(
  { url, clusterNodes, waitReplicas }: NonNullable<Config['redis']>,
  { warn, timeoutMs }: OpenOptions,
): Promise<Store> {
  return openRedisStore({
    at: url === null ? { nodes: clusterNodes ?? [] } : { url },
    waitReplicas,
    ...(warn && { onWarning: warn }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}
