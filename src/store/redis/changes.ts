import type { RequestChanged } from '../port.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';

/** How often the streams are looked at for what the channel did not bring. */
const catchUpMs = 2_000;

export interface Changes {
  watch(listener: (change: RequestChanged) => void): () => void;
  /** The listener is told that something waits to be sent, unless the channel lost it. */
  watchOutbox(listener: () => void): () => void;
  /** Says to all processes that something waits to be sent. */
  wake(): void;
  close(): void;
}

/**
 * Tells listeners of request changes, in order within a shard. The channel brings them at once but forgets them
 * for whoever is away for a moment; the streams keep the newest, and make up for it.
 */
export async function followChanges(connection: Connection, keys: Keys): Promise<Changes> {
  const listeners = new Set<(change: RequestChanged) => void>();
  const sleepers = new Set<() => void>();
  /** Id of the newest change of each shard that was told or is older than this process. */
  const told: string[] = keys.shards.map(() => '0-0');
  let isCatchingUp = false;

  function tell(shard: number, id: string, change: string): void {
    if (!isNewer(id, told[shard] ?? '0-0')) return;
    told[shard] = id;
    const parsed = JSON.parse(change) as RequestChanged;
    // A fault of a listener is nobody's here: it surfaces by itself.
    for (const listener of listeners) queueMicrotask(() => listener({ ...parsed }));
  }

  /** A message that is not the next one of its shard waits for its predecessors: they stand in the stream. */
  async function catchUp(): Promise<void> {
    if (isCatchingUp || listeners.size === 0) return;
    isCatchingUp = true;
    try {
      await Promise.all(
        keys.shards.map(async ({ changes }, shard) => {
          const missed = await connection.ask(async (client) =>
            client.xrange(changes, `(${told[shard]}`, '+'),
          );
          for (const [id, [, change = '']] of missed) tell(shard, id, change);
        }),
      );
    } catch {
      // The store is away; the next look finds what was missed.
    } finally {
      isCatchingUp = false;
    }
  }

  const subscriber = connection.another();
  subscriber.on('message', (channel: string, message: string) => {
    if (channel === keys.wakeUps) {
      for (const sleeper of sleepers) queueMicrotask(sleeper);
      return;
    }
    const [shard = '', id = ''] = message.split(' ', 2);
    tell(Number(shard), id, message.slice(shard.length + id.length + 2));
  });
  await connection.ask(async () => {
    if (subscriber.status === 'wait') await subscriber.connect();
    await subscriber.subscribe(keys.channel, keys.wakeUps);
  });
  await Promise.all(
    keys.shards.map(async ({ changes }, shard) => {
      const [newest] = await connection.ask(async (client) =>
        client.xrevrange(changes, '+', '-', 'COUNT', 1),
      );
      if (newest) told[shard] = newest[0];
    }),
  );
  const timer = setInterval(() => void catchUp(), catchUpMs).unref();

  return {
    watch(listener) {
      // Wrapped, so that one function given twice is two listeners, each stopped by itself.
      const own = (change: RequestChanged): void => listener(change);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    watchOutbox(listener) {
      const own = (): void => listener();
      sleepers.add(own);
      return () => void sleepers.delete(own);
    },
    wake() {
      // Where it cannot be said now, workers look by themselves before long.
      connection.ask(async (client) => client.publish(keys.wakeUps, '')).catch(() => undefined);
    },
    close() {
      clearInterval(timer);
      subscriber.disconnect();
    },
  };
}

/** Ids of a stream are `MS-NUMBER`: https://redis.io/docs/latest/develop/data-types/streams/#entry-ids */
function isNewer(id: string, than: string): boolean {
  const [ms = 0, number = 0] = id.split('-').map(Number);
  const [thanMs = 0, thanNumber = 0] = than.split('-').map(Number);
  return ms > thanMs || (ms === thanMs && number > thanNumber);
}
