import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
    throw new StoreUnavailable(`DATA_DIR: ${config.dataDir} ${whyNotOpened(cause, config.dataDir)}`, {
      cause,
    });
  }
}

/**
 * Tries once a second until it opens.
 * @param onRetry told how many times it was tried. @param forMs how long to try; 0: once.
 * @throws the last {@link StoreUnavailable} once the time is up, and anything else at once.
 */
export async function waitForStore(
  open: () => Promise<Store>,
  onRetry: (attempts: number) => void,
  forMs: number,
): Promise<Store> {
  const startedAt = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    const triedAt = performance.now();
    try {
      return await open();
    } catch (fault) {
      if (!(fault instanceof StoreUnavailable) || triedAt + 1_000 - startedAt > forMs) throw fault;
      onRetry(attempts);
      await sleep(Math.max(0, triedAt + 1_000 - performance.now()));
    }
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

/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html */
const [busy, locked, corrupt, notADatabase] = [5, 6, 11, 26];

/** What keeps an SQLite store from opening, with what mends it. */
function whyNotOpened(cause: unknown, dataDir: string): string {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  if (code === corrupt || code === notADatabase)
    return (
      `holds a damaged ${databaseFile}. Move the files ${databaseFile}* elsewhere and read the last backup in: ` +
      `npm run --silent store -- import FILE --to sqlite:${dataDir}`
    );
  if (code === busy || code === locked)
    return `is in use by another process that does not let go of ${databaseFile}; stop that one first`;
  return 'cannot be used';
}
