import { resolve } from 'node:path';
import { z } from 'zod';
import type { DataKeys } from '../privacy/data-keys.ts';
import { parseDataKeys } from '../privacy/data-keys.ts';
import { isHost, parsedBy, text, wholeNumber } from './formats.ts';
import type { FaultBetween, Given, Settings, ValuesOf } from './setting.ts';

/** Where data is kept, and the keys to it. */
export interface StoreConfig {
  /** Null: the embedded store. Exactly one of `url` and `clusterNodes` is set. */
  readonly redis: {
    readonly url: string | null;
    readonly clusterNodes: readonly { readonly host: string; readonly port: number }[] | null;
    /** Replicas that must hold a commit before it is acknowledged. */
    readonly waitReplicas: number;
  } | null;
  /** Absolute path. */
  readonly dataDir: string;
  /** Null only beside the simulator: the keys are then kept in the data folder, see `ensureDataKeys`. */
  readonly dataKeys: DataKeys | null;
}

export const storeSettings = {
  REDIS_URL: {
    schema: z
      .string()
      .refine(isRedisUrl, { error: 'must be an address that starts with redis:// or rediss://' })
      .optional(),
    meaning:
      '`redis://` or `rediss://`: conversations, queue and outbox live in Redis, and any number of processes may share it',
    fallback: 'none: SQLite',
    example: 'redis://localhost:6379/0',
    isSecret: true,
  },
  REDIS_CLUSTER_NODES: {
    schema: parsedBy(readNodes),
    meaning: '`host:port,host:port,…` of a Redis Cluster, in place of `REDIS_URL`',
    fallback: 'none',
    example: 'redis-1:6379,redis-2:6379,redis-3:6379',
  },
  REDIS_WAIT_REPLICAS: {
    schema: wholeNumber(0, 100),
    meaning: 'replicas that must hold a commit before it is acknowledged',
    fallback: '`0`',
    example: '1',
  },
  DATA_DIR: {
    schema: text,
    meaning: 'folder of the embedded store and its keys',
    fallback: '`./data`',
    example: '/var/lib/assistant',
  },
  DATA_KEYS: {
    schema: parsedBy(parseDataKeys),
    meaning:
      '`id:base64,…`: 32-byte keys that personal data is encrypted with, newest first; older ones still decrypt',
    fallback: 'made in `DATA_DIR` on first start when the simulator is on; required otherwise',
    example: '<the line that this prints, to be kept: printf "k1:%s\\n" "$(openssl rand -base64 32)">',
    isSecret: true,
  },
} satisfies Settings;

export function arrangeStore(values: ValuesOf<typeof storeSettings>): StoreConfig {
  return {
    redis:
      values.REDIS_URL || values.REDIS_CLUSTER_NODES
        ? {
            url: values.REDIS_URL ?? null,
            clusterNodes: values.REDIS_CLUSTER_NODES ?? null,
            waitReplicas: values.REDIS_WAIT_REPLICAS ?? 0,
          }
        : null,
    dataDir: resolve(values.DATA_DIR ?? 'data'),
    dataKeys: values.DATA_KEYS ?? null,
  };
}

export function* storeFaults(given: Given): Generator<FaultBetween> {
  if (given['REDIS_URL'] && given['REDIS_CLUSTER_NODES'])
    yield ['REDIS_CLUSTER_NODES', 'cannot be set beside REDIS_URL; keep one of the two'];
  const waits = Number(given['REDIS_WAIT_REPLICAS'] ?? 0) > 0;
  if (waits && !given['REDIS_URL'] && !given['REDIS_CLUSTER_NODES'])
    yield ['REDIS_URL', 'or REDIS_CLUSTER_NODES must be set, since REDIS_WAIT_REPLICAS is'];
  if ((given['LINE_CHANNEL_SECRET'] || given['LINE_CHANNEL_ACCESS_TOKEN']) && !given['DATA_KEYS'])
    yield ['DATA_KEYS', 'must be set beside LINE credentials'];
}

function isRedisUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '';
}

interface Node {
  readonly host: string;
  readonly port: number;
}

function readNodes(value: string): readonly Node[] | string {
  const nodes = value.split(',').map((node) => readHostPort(node.trim()));
  if (nodes.every((node) => node !== null)) return nodes;
  return 'must be host:port,host:port,… of at least one node';
}

/** `host:port` or `[IPv6]:port`. */
function readHostPort(value: string): Node | null {
  const [, six, name, digits] = /^(?:\[([0-9A-Fa-f:]+)\]|([^:]+)):(\d{1,5})$/.exec(value) ?? [];
  const host = six ?? name ?? '';
  const port = Number(digits);
  return isHost(host) && port >= 1 && port <= 65_535 ? { host, port } : null;
}
