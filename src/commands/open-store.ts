import { mkdirSync } from 'node:fs';
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
  try {
    // For nobody else's eyes: the keys lie in there too.
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    return openSqliteStore({ path: join(config.dataDir, 'assistant.db') });
  } catch (error) {
    const cause = error instanceof StoreUnavailable ? error.cause : error;
    throw new StoreUnavailable(`DATA_DIR: ${config.dataDir} cannot be used`, { cause });
  }
}
