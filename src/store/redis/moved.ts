import type { TurnWrite, UnclearRecord } from '../port.ts';
import { writeUnclear } from './codec.ts';
import type { Connection } from './connection.ts';
import type { CommonKeys } from './keys.ts';

/** Texts that were not understood, and came with a dump. */
export interface Moved {
  keep(texts: readonly UnclearRecord[]): Promise<void>;
  /**
   * Takes away what these turns replace or take away: a commit reaches the officer's shard alone. Done before it, so
   * that a failure between the two is made good when the event comes again.
   */
  forget(turns: readonly TurnWrite[]): Promise<void>;
}

/** A dump does not tell whose a text was, nor the shard: they are kept by themselves, for as long as there are any. */
export async function openMoved(connection: Connection, keys: Pick<CommonKeys, 'unclear'>): Promise<Moved> {
  const { client } = connection;
  // Whoever had the store open before is not at work while records come in.
  let hasAny = (await connection.ask(async () => client.exists(keys.unclear))) > 0;
  return {
    async keep(texts) {
      hasAny = true;
      await connection.ask(async () =>
        client.hset(keys.unclear, ...texts.flatMap((text) => [text.id, writeUnclear(text)])),
      );
    },
    async forget(turns) {
      if (!hasAny) return;
      const ids = turns.flatMap(({ unclear = [], unclearGone = [] }) => [
        ...unclearGone,
        ...unclear.map(({ id }) => id),
      ]);
      if (ids.length > 0) await connection.ask(async () => client.hdel(keys.unclear, ...ids));
    },
  };
}
