import { Cluster, type Redis } from 'ioredis';
import { shardOf } from '../shards.ts';
import type {
  ApiToken,
  OutboxEntry,
  StaffAccount,
  StaffSession,
  Store,
  StoreRecord,
  StoreRecordKind,
  StoreRecords,
  TurnResult,
} from '../port.ts';
import { callsOf, readResults } from './batch.ts';
import {
  deadOfMember,
  deliveryField,
  readAudit,
  readConsent,
  readConversation,
  readLane,
  readLetter,
  readOutbox,
  readPage,
  readRequest,
  readTally,
  readThread,
  readUnclear,
  writeConsent,
  writeConversation,
  writeFreeLane,
  writeLetter,
  writeOldOutbox,
  writeTally,
} from './codec.ts';
import type { Connection } from './connection.ts';
import type { Keys, ShardKeys } from './keys.ts';
import { fieldsOf } from './keys.ts';
import type { Moved } from './moved.ts';

/** Asked of one scan; Redis gives about so many, of a small hash all: https://redis.io/docs/latest/commands/scan/ */
const pageSize = 200;

interface Parts {
  readonly connection: Connection;
  readonly keys: Keys;
  readonly common: Pick<
    Store,
    'saveStaff' | 'saveApiToken' | 'saveSession' | 'addTeaching' | 'readTeaching' | 'putMeta'
  >;
  readonly moved: Moved;
}

/** Everything out as records, and in again. */
export function prepareDump({
  connection,
  keys,
  common,
  moved,
}: Parts): Pick<Store, 'dump' | 'restore' | 'wipe' | 'isShared'> {
  const { client } = connection;
  const ask: Connection['ask'] = async (work) => connection.ask(work);
  const shardOfOfficer = (officer: string): ShardKeys => shardAt(shardOf(officer));
  function shardAt(shard: number): ShardKeys {
    const names = keys.shards[shard];
    if (!names) throw new RangeError(`no shard ${shard}`);
    return names;
  }

  // --- out

  /** Pages of pairs: field and value of a hash, member and score of a sorted set. */
  async function* scan(how: 'hscan' | 'zscan', key: string): AsyncGenerator<[string, string][]> {
    let cursor = '0';
    do {
      const [next, flat] = await ask(async () => client[how](key, cursor, 'COUNT', pageSize));
      cursor = next;
      const pairs = pairsOf(flat);
      for (let at = 0; at < pairs.length; at += pageSize) yield pairs.slice(at, at + pageSize);
    } while (cursor !== '0');
  }

  /** What `read` makes of the pairs of one key, a page at a time. */
  async function* from<Value>(
    key: string,
    read: (pairs: [string, string][]) => Promise<Value[]> | Value[],
    how: 'hscan' | 'zscan' = 'hscan',
  ): AsyncGenerator<Value> {
    for await (const pairs of scan(how, key)) yield* await read(pairs);
  }

  async function* inEach<Value>(values: (names: ShardKeys, shard: number) => AsyncIterable<Value>) {
    for (const [shard, names] of keys.shards.entries()) yield* values(names, shard);
  }

  async function sessions(pairs: [string, string][]): Promise<StaffSession[]> {
    const ends = await ask(async () => client.zmscore(keys.common.sessionEnd, ...pairs.map(([id]) => id)));
    return pairs.flatMap(([, value], at) => {
      const end = ends[at];
      if (typeof end !== 'string') return [];
      return [{ ...(JSON.parse(value) as Omit<StaffSession, 'expiresAt'>), expiresAt: Number(end) }];
    });
  }

  async function* tallies(): AsyncGenerator<StoreRecords['tally']> {
    // One for each day, answer and judgement: few.
    const counts = new Map<string, number>();
    for (const { tally } of keys.shards)
      for (const [field, count] of Object.entries(await ask(async () => client.hgetall(tally))))
        counts.set(field, (counts.get(field) ?? 0) + Number(count));
    for (const [field, count] of counts) yield { ...readTally(field), count };
  }

  async function* unclear(): AsyncGenerator<StoreRecords['unclear']> {
    const read = (pairs: [string, string][]) => pairs.map(([id, value]) => readUnclear(id, value));
    yield* from(keys.common.unclear, read);
    yield* inEach((names) => from(names.unclear, read));
  }

  async function* consents(): AsyncGenerator<StoreRecords['consents']> {
    for await (const names of scanNames(keys.allConsents)) {
      const lists = await ask(async () => Promise.all(names.map(async (name) => client.lrange(name, 0, -1))));
      for (const [at, name] of names.entries())
        yield {
          officer: name.slice(name.lastIndexOf(':') + 1),
          consents: (lists[at] ?? []).map(readConsent).sort((a, b) => a.at - b.at),
        };
    }
  }

  /** Pages of the names that are in use. */
  async function* scanNames(pattern: string): AsyncGenerator<string[]> {
    for (const node of nodes('master')) {
      let cursor = '0';
      do {
        const [next, names] = await ask(async () => node.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000));
        cursor = next;
        yield names;
      } while (cursor !== '0');
    }
  }

  function nodes(role: 'master' | 'all'): readonly Redis[] {
    return client instanceof Cluster ? client.nodes(role) : [client];
  }

  async function requestsOf(names: ShardKeys, pairs: [string, string][]): Promise<StoreRecords['request'][]> {
    return ask(async () =>
      Promise.all(
        pairs.map(async ([ref, value]) => {
          const [thread, audit] = await Promise.all([
            client.hgetall(names.thread(ref)),
            client.hgetall(names.audit(ref)),
          ]);
          return { record: readRequest(value), thread: readThread(thread), audit: readAudit(audit) };
        }),
      ),
    );
  }

  async function lanesOf(names: ShardKeys, lanes: readonly string[]): Promise<StoreRecords['lane'][]> {
    const values = await ask(async () => client.hmget(names.officers, ...lanes.map(fieldsOf.lane)));
    return Promise.all(lanes.map(async (lane, nth) => laneOf(names, lane, values[nth] ?? '')));
  }

  async function laneOf({ officers }: ShardKeys, lane: string, value: string): Promise<StoreRecords['lane']> {
    const { begunAt, ids, pages } = readLane(value);
    const entries: OutboxEntry[] = [];
    const add = async (listed: readonly string[]): Promise<void> => {
      const found = await ask(async () => client.hmget(officers, ...listed.map(fieldsOf.entry)));
      for (const [at, id] of listed.entries()) {
        const entry = found[at];
        if (typeof entry === 'string')
          entries.push(freed(readOutbox(lane, id, entry), entries.length === 0 ? begunAt : null));
      }
    };
    // What an earlier version wrote has all entries in one list.
    for (let at = 0; at < ids.length; at += pageSize) await add(ids.slice(at, at + pageSize));
    for (const number of pages)
      await add(readPage((await ask(async () => client.hget(officers, fieldsOf.page(lane, number)))) ?? ''));
    return { lane, entries };
  }

  const jsonOf = <Value>(pairs: [string, string][]): Value[] =>
    pairs.map(([, value]) => JSON.parse(value) as Value);

  const dumps: {
    readonly [Kind in StoreRecordKind]: () =>
      | AsyncIterable<StoreRecords[Kind]>
      | Promise<readonly StoreRecords[Kind][]>;
  } = {
    meta: () => from(keys.common.meta, (pairs) => pairs.map(([key, value]) => ({ key, value }))),
    staff: () => from(keys.common.staff, (pairs) => jsonOf<StaffAccount>(pairs)),
    token: () => from(keys.common.apiToken, (pairs) => jsonOf<ApiToken>(pairs)),
    session: () => from(keys.common.session, sessions),
    // Supervisors write them, one by one.
    teaching: async () => common.readTeaching(),
    tally: tallies,
    unclear,
    event: () =>
      inEach(({ event }, shard) =>
        from(event, (pairs) => pairs.map(([id, at]) => ({ id, at: Number(at), shard })), 'zscan'),
      ),
    conversation: () =>
      inEach((names) =>
        from(names.officers, (pairs) =>
          pairs
            .filter(([field]) => fieldsOf.isConversation(field))
            .map(([officer, value]) => ({ officer, ...readConversation(value) })),
        ),
      ),
    consents,
    request: () => inEach((names) => from(names.requests, async (pairs) => requestsOf(names, pairs))),
    lane: () =>
      inEach((names) =>
        from(
          names.due,
          async (pairs) =>
            lanesOf(
              names,
              pairs.map(([lane]) => lane),
            ),
          'zscan',
        ),
      ),
    letter: () =>
      inEach((names) => from(names.letter, (pairs) => pairs.map(([id, value]) => readLetter(id, value)))),
  };

  // --- in

  /** Commands of one call leave in their order. */
  const restores: {
    readonly [Kind in StoreRecordKind]: (values: readonly StoreRecords[Kind][]) => Promise<unknown>;
  } = {
    meta: async (values) => each(values, async ({ key, value }) => common.putMeta(key, value)),
    staff: async (values) => each(values, async (account) => common.saveStaff(account)),
    token: async (values) => each(values, async (token) => common.saveApiToken(token)),
    session: async (values) => each(values, async (session) => common.saveSession(session)),
    teaching: async (values) => {
      for (const change of values) await common.addTeaching(change);
    },
    tally: async (values) =>
      each(values, async (tally) => {
        // A dump does not tell whose they were; they are added up over all shards.
        await ask(async () => client.hset(shardAt(0).tally, writeTally(tally), tally.count));
      }),
    unclear: async (values) => moved.keep(values),
    event: async (values) =>
      each(values, async ({ id, at, shard }) =>
        // Where the shard is not known the event is looked for in any.
        each(shard === null ? keys.shards : [shardAt(shard)], async ({ event }) =>
          ask(async () => client.zadd(event, at, id)),
        ),
      ),
    conversation: async (values) =>
      each(values, async ({ officer, ...record }) =>
        ask(async () => client.hset(shardOfOfficer(officer).officers, officer, writeConversation(record))),
      ),
    consents: async (values) =>
      each(values, async ({ officer, consents }) => {
        const key = shardOfOfficer(officer).consents(officer);
        await ask(async () =>
          Promise.all([client.del(key), client.rpush(key, ...consents.map(writeConsent))]),
        );
      }),
    request: restoreRequests,
    lane: async (values) => each(values, restoreLane),
    letter: async (values) =>
      each(values, async (letter) => {
        const names = shardOfOfficer(letter.lane);
        const { id, ref, deadAt } = letter;
        await ask(async () =>
          Promise.all([
            client.hset(names.letter, id, writeLetter(letter)),
            client.zadd(names.deadAt, deadAt, id),
            ...(ref === null ? [] : [client.zadd(names.deadOf, 0, deadOfMember(ref, letter))]),
          ]),
        );
      }),
  };

  /** As new ones, so that they stand wherever they are looked for; one that is there is left. */
  async function restoreRequests(values: readonly StoreRecords['request'][]): Promise<void> {
    const turns = values.map(({ record, thread, audit }) => ({
      officer: record.officer,
      at: record.createdAt,
      eventIds: [],
      conversation: null,
      requests: [{ expected: 0, record, thread, audit }],
      outbox: [],
      consents: [],
    }));
    const batch = { turns, settlements: [], lease: null };
    // The conversations have come before, in the version they have to keep.
    await each(callsOf(batch, keys, connection, 'restore'), async (call) => {
      const said = await connection.runSafely('commit', call.keys, call.args);
      const results: TurnResult[] = [];
      readResults(call, String(said), batch, results);
      for (const at of call.turns) {
        const result = results[at];
        if (result?.ok === false && result.reason !== 'ref-taken')
          throw new Error(`a request was refused as ${result.reason}`);
      }
    });
    await each(values, async ({ record, thread }) => {
      const notes = thread.flatMap(({ id, delivery }) =>
        delivery ? [deliveryField(id), JSON.stringify(delivery)] : [],
      );
      const key = shardOfOfficer(record.officer).thread(record.ref);
      if (notes.length > 0) await ask(async () => client.hset(key, ...notes));
    });
  }

  async function restoreLane({ lane, entries }: StoreRecords['lane']): Promise<void> {
    const { officers, due } = shardOfOfficer(lane);
    const [head] = entries;
    if (!head) return;
    const written = writeFreeLane(entries);
    const fields = [
      ...entries.map((entry) => [fieldsOf.entry(entry.id), writeOldOutbox(entry)]),
      ...written.pages.map((page, nth) => [fieldsOf.page(lane, nth + 1), page]),
      [fieldsOf.lane(lane), written.lane],
    ];
    await ask(async () =>
      Promise.all([client.hset(officers, ...fields.flat()), client.zadd(due, head.notBefore, lane)]),
    );
  }

  return {
    async *dump() {
      for (const [kind, values] of Object.entries(dumps))
        for await (const value of await values()) yield { kind, value } as StoreRecord;
    },

    async restore(records) {
      for (const [kind, some] of Map.groupBy(records, (record) => record.kind)) {
        const restore = restores[kind] as (values: readonly unknown[]) => Promise<unknown>;
        await restore(some.map(({ value }) => value));
      }
    },

    async wipe() {
      for await (const names of scanNames(keys.all)) {
        const gone = names.filter((name) => name !== keys.common.meta);
        await each(gone, async (name) => ask(async () => client.unlink(name)));
      }
      await ask(async () => client.unlink(keys.common.meta));
    },

    async isShared() {
      // Each process listens on the channel, over one connection to any of the nodes.
      const counts = await ask(async () =>
        Promise.all(
          nodes('all').map(async (node) => (await node.pubsub('NUMSUB', keys.channel)) as [string, number]),
        ),
      );
      return counts.reduce((sum, [, count]) => sum + count, 0) > 1;
    },
  };
}

async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  await Promise.all(items.map(work));
}

/** As the entry comes out of a lease that ran out: what its worker had begun with may have been sent. */
function freed(entry: OutboxEntry, begunAt: number | null): OutboxEntry {
  if (begunAt === null) return entry;
  return { ...entry, attempts: entry.attempts + 1, inDoubtSince: entry.inDoubtSince ?? begunAt };
}

/** `[a, b, c, d]` as `[[a, b], [c, d]]`. */
function pairsOf(flat: readonly string[]): [string, string][] {
  return flat.flatMap((first, at) => (at % 2 === 0 ? [[first, flat[at + 1] ?? ''] as [string, string]] : []));
}
