import type { Redis } from 'ioredis';

/** ZRANGE BYSCORE with LIMIT, ZMSCORE and stream trimming need 6.2; tested is what Debian has, 7.0. */
const oldest = [7, 0] as const;

/** What is wrong with a server, for an operator's eyes. */
export interface ServerFaults {
  /** The store cannot be kept there. */
  readonly fatal: readonly string[];
  /** Data can be lost there; each names the setting. */
  readonly warnings: readonly string[];
}

/** What a server says of itself that matters here; null where it does not say. */
export interface ServerState {
  readonly version: string;
  readonly maxmemoryPolicy: string | null;
  readonly appendonly: string | null;
  readonly save: string | null;
  readonly appendfsync: string | null;
}

/** Reads it from one server. Hosted ones often refuse CONFIG. */
export async function readServerState(node: Redis): Promise<ServerState> {
  const info = await node.info('server');
  const setting = async (name: string): Promise<string | null> => {
    try {
      const [, value = null] = (await node.call('CONFIG', 'GET', name)) as [string?, string?];
      return value;
    } catch {
      return null;
    }
  };
  return {
    version: /^redis_version:(\S+)/m.exec(info)?.[1] ?? '0',
    maxmemoryPolicy: await setting('maxmemory-policy'),
    appendonly: await setting('appendonly'),
    save: await setting('save'),
    appendfsync: await setting('appendfsync'),
  };
}

export function faultsOf({
  version,
  maxmemoryPolicy,
  appendonly,
  save,
  appendfsync,
}: ServerState): ServerFaults {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  const evicts = maxmemoryPolicy !== null && maxmemoryPolicy !== 'noeviction';
  const forgets = appendonly === 'no';
  const snapshots = forgets && save !== null && save !== '';
  return {
    fatal: isOld ? [`Redis ${version} is too old: ${oldest.join('.')} or newer is needed`] : [],
    warnings: [
      ...(evicts
        ? [`maxmemory-policy is ${maxmemoryPolicy}: Redis may drop what was committed; set it to noeviction`]
        : []),
      ...(snapshots
        ? ['appendonly is no: a crash of Redis loses what came after the last snapshot; set it to yes']
        : []),
      ...(appendonly === 'yes' && appendfsync !== null && appendfsync !== 'always'
        ? [
            `appendfsync is ${appendfsync}: a crash of Redis' machine loses the last ${appendfsync === 'no' ? 'half minute' : 'second'}; set it to always`,
          ]
        : []),
      ...(forgets && !snapshots
        ? ['appendonly is no and save is empty: a restart of Redis loses everything; set appendonly to yes']
        : []),
    ],
  };
}
