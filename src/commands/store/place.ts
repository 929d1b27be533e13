import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { readConfig } from '../../config/config.ts';
import { ConfigFaults } from '../../config/faults.ts';
import type { StorePlace } from '../../startup/open-store.ts';
import { databaseFile } from '../../startup/open-store.ts';

/**
 * A store as an argument names it: `redis://…`, `rediss://…`, `cluster:host:port,host:port`, `sqlite:DIR`.
 * @returns what is wrong with it, where it names none.
 */
export function readPlace(text: string): StorePlace | string {
  const [, kind, rest = ''] = /^(cluster|sqlite):(.*)$/.exec(text) ?? [];
  if (kind !== undefined && rest === '') return `nothing stands behind ${kind}:`;
  try {
    return placeOf(
      readConfig(
        kind === 'sqlite'
          ? { DATA_DIR: rest }
          : kind === 'cluster'
            ? { REDIS_CLUSTER_NODES: rest }
            : { REDIS_URL: text },
      ),
    );
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error;
    return kind === 'cluster'
      ? 'behind cluster: stand host:port,host:port,… of at least one node'
      : 'a store is redis://…, rediss://…, cluster:host:port,… or sqlite:DIR';
  }
}

/** The store of the settings. */
export function placeOf({ redis, dataDir }: Config): StorePlace {
  return { redis, dataDir };
}

/** For messages: never with a password in it. */
export function nameOf({ redis, dataDir }: StorePlace): string {
  if (!redis) return `sqlite:${dataDir}`;
  if (redis.url === null)
    return `cluster:${(redis.clusterNodes ?? []).map(({ host, port }) => `${host}:${port}`).join(',')}`;
  const { protocol, host, pathname } = new URL(redis.url);
  return `${protocol}//${host}${pathname}`;
}

/** Whether there is something to open. Of a server only opening it tells. */
export function isThere({ redis, dataDir }: StorePlace): boolean {
  return redis !== null || existsSync(join(dataDir, databaseFile));
}
