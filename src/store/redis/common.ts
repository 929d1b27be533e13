import type { ApiToken, StaffAccount, StaffSession, Store, TeachingRecord } from '../port.ts';
import type { Connection } from './connection.ts';
import type { CommonKeys } from './keys.ts';

type Common = Pick<
  Store,
  | 'saveStaff'
  | 'findStaff'
  | 'listStaff'
  | 'saveSession'
  | 'findSession'
  | 'extendSession'
  | 'dropSession'
  | 'saveApiToken'
  | 'findApiToken'
  | 'listApiTokens'
  | 'dropApiToken'
  | 'teachingVersion'
  | 'readTeaching'
  | 'addTeaching'
  | 'putMetaOnce'
  | 'getMeta'
  | 'putMeta'
  | 'dropMeta'
  | 'ping'
>;

/** What belongs to no officer: staff, their sessions and tokens, what was taught, the installation's values. */
export function prepareCommon(
  connection: Connection,
  keys: CommonKeys,
): Common & { sweepSessions(before: number): Promise<void> } {
  const { client } = connection;
  const keep = async (key: string, field: string, value: unknown): Promise<void> => {
    await connection.ask(async () => client.hset(key, field, JSON.stringify(value)));
  };
  /** What was kept under the field, by `keep`. */
  const find = async <Kept>(key: string, field: string): Promise<Kept | null> => {
    const value = await connection.ask(async () => client.hget(key, field));
    return value === null ? null : (JSON.parse(value) as Kept);
  };

  return {
    saveStaff: async (account) => keep(keys.staff, account.email, account),
    findStaff: async (email) => find(keys.staff, email),
    listStaff: async () => {
      const values = await connection.ask(async () => client.hvals(keys.staff));
      return values
        .map((value) => JSON.parse(value) as StaffAccount)
        .sort((a, b) => (a.email < b.email ? -1 : 1));
    },

    // A session's end is kept apart: it alone is moved, and only while the session is there.
    saveSession: async ({ expiresAt, ...session }) => {
      // First, so that no session without an end can be left.
      await connection.ask(async () => client.zadd(keys.sessionEnd, expiresAt, session.idHash));
      await keep(keys.session, session.idHash, session);
    },
    findSession: async (idHash) => {
      const [session, end] = await Promise.all([
        find<Omit<StaffSession, 'expiresAt'>>(keys.session, idHash),
        connection.ask(async () => client.zscore(keys.sessionEnd, idHash)),
      ]);
      return session && end !== null ? { ...session, expiresAt: Number(end) } : null;
    },
    extendSession: async (idHash, expiresAt) => {
      await connection.ask(async () => client.zadd(keys.sessionEnd, 'XX', expiresAt, idHash));
    },
    dropSession: async (idHash) => {
      await connection.ask(async () =>
        Promise.all([client.hdel(keys.session, idHash), client.zrem(keys.sessionEnd, idHash)]),
      );
    },
    sweepSessions: async (before) => {
      await connection.run('sweep-sessions', [keys.session, keys.sessionEnd], [before]);
    },

    saveApiToken: async (token) => keep(keys.apiToken, token.hash, token),
    findApiToken: async (hash) => find(keys.apiToken, hash),
    listApiTokens: async (email) => {
      const values = await connection.ask(async () => client.hvals(keys.apiToken));
      return values
        .map((value) => JSON.parse(value) as ApiToken)
        .filter((token) => token.email === email)
        .sort((a, b) => a.createdAt - b.createdAt || (a.hash < b.hash ? -1 : 1));
    },
    dropApiToken: async (hash) => {
      await connection.ask(async () => client.hdel(keys.apiToken, hash));
    },

    teachingVersion: async () => connection.ask(async () => client.llen(keys.teaching)),
    readTeaching: async () => {
      const values = await connection.ask(async () => client.lrange(keys.teaching, 0, -1));
      return values.map((value) => JSON.parse(value) as TeachingRecord);
    },
    addTeaching: async (change) =>
      (await connection.run('teach', [keys.teaching], [change.version, JSON.stringify(change)])) === 1,

    putMetaOnce: async (key, value) =>
      connection.ask(async () => {
        await client.hsetnx(keys.meta, key, value);
        return (await client.hget(keys.meta, key)) ?? value;
      }),
    getMeta: async (key) => connection.ask(async () => client.hget(keys.meta, key)),
    putMeta: async (key, value) => {
      await connection.ask(async () => client.hset(keys.meta, key, value));
    },
    dropMeta: async (key) => {
      await connection.ask(async () => client.hdel(keys.meta, key));
    },
    ping: async () => {
      await connection.ask(async () => client.set(keys.ping, '1'));
    },
  };
}
