import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';

/**
 * The store that the settings name: the same for the server and for the commands beside it.
 * @throws {StoreUnavailable} when it cannot be opened, or is one that this version does not speak to.
 */
export function openConfiguredStore(config: Pick<Config, 'redis' | 'dataDir'>): Store {
  if (config.redis)
    throw new StoreUnavailable('this version keeps its data in SQLite alone: leave REDIS_* unset');
  const path = join(config.dataDir, 'assistant.db');
  try {
    return openSqliteStore({ path });
  } catch (cause) {
    const isFilesystems = cause instanceof Error && 'syscall' in cause;
    throw isFilesystems ? new StoreUnavailable(`${path} cannot be opened`, { cause }) : cause;
  }
}
