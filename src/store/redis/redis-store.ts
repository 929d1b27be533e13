import { requestStatuses } from '../../../flows/domain.ts';
import { shardOf, shardOfReference } from '../shards.ts';
import { leavesEntries } from '../left-entries.ts';
import type {
  Batch,
  DeadLetter,
  Loaded,
  OutboxEntry,
  QueuePage,
  QueueQuery,
  RequestRecord,
  StatsRow,
  Store,
  TallyCount,
  TurnResult,
} from '../port.ts';
import { longestDelayMs } from '../port.ts';
import { callsOf, readResults } from './batch.ts';
import type { Asked, LoadSaid } from './loads.ts';
import { loadsOf, readLoaded } from './loads.ts';
import { followChanges } from './changes.ts';
import {
  assigneeOf,
  deliveryField,
  readAudit,
  readConsent,
  readLetter,
  readOutbox,
  readRequest,
  readTally,
  readThread,
  readUnclear,
} from './codec.ts';
import { prepareCommon } from './common.ts';
import { prepareDump } from './dump.ts';
import { openMoved } from './moved.ts';
import type { RedisOptions } from './connection.ts';
import { Connection, UnfitServer } from './connection.ts';
import type { ShardKeys } from './keys.ts';
import { fieldsOf, namesOf } from './keys.ts';

/**
 * The store in Redis, or in a Redis Cluster, for any number of processes.
 * @throws {StoreUnavailable} when nothing answers, or Redis refuses this client.
 * @throws {UnfitServer} when what is kept there was written in another layout: nothing of it would be found.
 */
export async function openRedisStore(options: RedisOptions): Promise<Store> {
  const connection = await Connection.open(options);
  const keys = namesOf(options.prefix ?? 'dga');
  const common = prepareCommon(connection, keys.common);
  const changes = await followChanges(connection, keys);
  const moved = await openMoved(connection, keys.common);

  const shardOfOfficer = (officer: string): ShardKeys => shardAt(shardOf(officer));
  function shardAt(shard: number): ShardKeys {
    const names = keys.shards[shard];
    if (!names) throw new RangeError(`no shard ${shard}`);
    return names;
  }
  /** Null where the text cannot be a reference. */
  const shardOfRef = (ref: string): ShardKeys | null => keys.shards[shardOfReference(ref)] ?? null;
  /** The same question to every shard, in one go. */
  const everywhere = async <T>(ask: (names: ShardKeys) => Promise<T>): Promise<T[]> =>
    connection.ask(async () => Promise.all(keys.shards.map(ask)));
  const { client } = connection;
  const earlier = await everywhere(async (names) => client.exists(names.earlier));
  if (sum(earlier) > 0) {
    changes.close();
    connection.close();
    throw new UnfitServer(
      'Redis holds data of an earlier version in another layout: export them with that version, empty it, and import them with this one (npm run --silent store)',
    );
  }

  // --- turns

  async function load(asked: readonly Asked[]): Promise<Loaded[]> {
    const calls = loadsOf(asked, keys, connection.isCluster);
    const loaded: Loaded[] = [];
    await Promise.all(
      calls.map(async (call) => {
        const said = (await connection.run('load', call.keys, call.args)) as LoadSaid;
        readLoaded(call, said, asked, loaded);
      }),
    );
    return connection.waitsForReplicas ? Promise.all(loaded.map(confirmed)) : loaded;

    /** An event that was seen is acknowledged without a commit, so that it must be as safe as one. */
    async function confirmed(own: Loaded, at: number): Promise<Loaded> {
      if (own.seen.length === 0) return own;
      const names = shardOfOfficer(asked[at]?.officer ?? '');
      const seen = await connection.runSafely('confirm', [names.event, names.confirmed], own.seen);
      return { ...own, seen: seen as string[] };
    }
  }

  async function requestsOf(names: ShardKeys, refs: readonly string[]): Promise<RequestRecord[]> {
    if (refs.length === 0) return [];
    const values = await client.hmget(names.requests, ...refs);
    return values.filter((value) => value !== null).map(readRequest);
  }

  async function commit(batch: Batch): Promise<TurnResult[]> {
    if (batch.turns.length + batch.settlements.length === 0) return [];
    await moved.forget(batch.turns);
    const results: TurnResult[] = [];
    const ran = await Promise.allSettled(
      callsOf(batch, keys, connection).map(async (call) => {
        const said = await connection.runSafely('commit', call.keys, call.args);
        readResults(call, String(said), batch, results);
      }),
    );
    // Where one shard is away all callers are told so: what the others hold is a duplicate when it comes again.
    const failed = ran.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    if (leavesEntries(batch, results)) changes.wake();
    return results;
  }

  // --- the outbox

  type LeaseAsk = Parameters<Store['leaseOutbox']>[0];

  async function leaseOutbox(ask: LeaseAsk): Promise<OutboxEntry[]> {
    const entries: OutboxEntry[] = [];
    let room = ask.limit;
    // Others may have been quicker with the lanes that are due longest; then there may still be more.
    while (room > 0) {
      const lanes = await dueLanes(ask.now, room);
      const leased = await Promise.all(
        [...Map.groupBy(lanes, ({ names }) => names)].map(async ([names, due]) =>
          leaseLanes(
            names,
            due.map(({ lane }) => lane),
            ask,
          ),
        ),
      );
      entries.push(...leased.flat(2));
      const got = sum(leased.map((some) => some.length));
      if (got === lanes.length) break;
      room -= got;
    }
    return entries;
  }

  /** Longest due first. */
  async function dueLanes(now: number, limit: number): Promise<{ names: ShardKeys; lane: string }[]> {
    const found = await everywhere(async (names) => {
      const between = async (from: string, to: string) =>
        client.zrange(names.due, from, to, 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES');
      const lanes = await Promise.all([
        between('-inf', String(now)),
        between(`(${now + longestDelayMs}`, '+inf'),
      ]);
      return pairsOf(lanes.flat()).map(([lane, due]) => ({ names, lane, due: Number(due) }));
    });
    return found
      .flat()
      .sort((a, b) => a.due - b.due)
      .slice(0, limit);
  }

  /**
   * The entries of each lane that could be had. Replicas have to hold the lease, too: a primary that was replaced and does
   * not know yet would lease what another process sent since, and LINE's refusal of the spent token would end in a push.
   */
  async function leaseLanes(
    { officers, due }: ShardKeys,
    lanes: readonly string[],
    { worker, now, until }: LeaseAsk,
  ): Promise<OutboxEntry[][]> {
    const said = await connection.runSafely(
      'lease',
      [officers, due],
      [worker, now, until, now + longestDelayMs, ...lanes],
    );
    return (said as string[][]).map(([lane = '', ...entries]) =>
      pairsOf(entries).map(([id, value], nth) => ({
        ...readOutbox(lane, id, value),
        ...(nth === 0 && { begun: true as const }),
      })),
    );
  }

  async function nextOutboxAt(): Promise<number | null> {
    const heads = await everywhere(async (names) => client.zrange(names.due, 0, '0', 'WITHSCORES'));
    const times = heads.flatMap(([, due]) => (due === undefined ? [] : [Number(due)]));
    return times.length > 0 ? Math.min(...times) : null;
  }

  async function outboxDepth(): Promise<{ pending: number; oldestAt: number | null; dead: number }> {
    const parts = await everywhere(async (names) =>
      Promise.all([connection.run('depth', [names.officers, names.due], []), client.hlen(names.letter)]),
    );
    const lanes = parts.map(([said]) => said as [number, string]);
    const ages = lanes.flatMap(([, oldest]) => (oldest === '' ? [] : [Number(oldest)]));
    return {
      pending: sum(lanes.map(([pending]) => pending)),
      oldestAt: ages.length > 0 ? Math.min(...ages) : null,
      dead: sum(parts.map(([, dead]) => dead)),
    };
  }

  async function deadLetters({ ref, limit }: { ref?: string; limit: number }): Promise<DeadLetter[]> {
    const letters =
      ref === undefined
        ? await everywhere(async (names) =>
            lettersOf(names, await client.zrevrange(names.deadAt, 0, limit - 1)),
          )
        : [await deadLettersOf(ref, limit)];
    return letters
      .flat()
      .sort((a, b) => b.deadAt - a.deadAt)
      .slice(0, limit);
  }

  async function deadLettersOf(ref: string, limit: number): Promise<DeadLetter[]> {
    const names = shardOfRef(ref);
    if (!names) return [];
    return connection.ask(async () => {
      // Members are `REF:TIME:ID`; the sign after the colon is the semicolon.
      const members = await client.zrevrangebylex(names.deadOf, `(${ref};`, `[${ref}:`, 'LIMIT', 0, limit);
      return lettersOf(
        names,
        members.map((member) => member.split(':')[2] ?? ''),
      );
    });
  }

  async function lettersOf(names: ShardKeys, ids: readonly string[]): Promise<DeadLetter[]> {
    if (ids.length === 0) return [];
    const values = await client.hmget(names.letter, ...ids);
    return ids.flatMap((id, at) => {
      const value = values[at];
      return typeof value === 'string' ? [readLetter(id, value)] : [];
    });
  }

  // --- requests

  async function listRequests(query: QueueQuery): Promise<QueuePage> {
    const statuses = query.statuses ?? requestStatuses;
    const terms = query.terms ?? [];
    const ask = JSON.stringify({
      limit: query.limit,
      after: query.after ? String(query.after.dueAt) : '-inf',
      afterRef: query.after?.ref ?? '',
      statuses,
      terms,
      filter: {
        kind: query.kind,
        issuers: query.issuers?.map((issuer) => issuer ?? ''),
        agencyType: query.agencyType,
        assignee: query.assignee === undefined ? undefined : assigneeOf(query.assignee),
      },
    });
    const parts = await everywhere(async (names) => {
      const queues = statuses.map((status) => names.queue[status]);
      const said = await connection.run('list', [names.requests, names.terms, ...queues], [ask]);
      const [total, ...found] = said as [number, ...string[]];
      return { total, found: pairsOf(found).map(([due, ref]) => ({ names, due: Number(due), ref })) };
    });
    const page = parts
      .flatMap(({ found }) => found)
      .sort((a, b) => a.due - b.due || (a.ref < b.ref ? -1 : 1))
      .slice(0, query.limit);
    const values = await connection.ask(async () =>
      Promise.all(page.map(async ({ names, ref }) => client.hget(names.requests, ref))),
    );
    return {
      items: values.filter((value) => value !== null).map(readRequest),
      total: sum(parts.map(({ total }) => total)),
    };
  }

  async function readStats({ from, to, issuers }: Parameters<Store['readStats']>[0]): Promise<StatsRow[]> {
    const parts = await everywhere(async (names) =>
      requestsOf(names, await client.zrangebyscore(names.created, from, `(${to}`)),
    );
    return parts
      .flat()
      .filter(({ issuer }) => issuers?.includes(issuer) ?? true)
      .sort((a, b) => a.createdAt - b.createdAt || (a.ref < b.ref ? -1 : 1))
      .map((request) => ({
        kind: request.kind,
        status: request.status,
        issuer: request.issuer,
        agencyType: request.agencyType,
        disposition: request.disposition,
        createdAt: request.createdAt,
        claimedAt: request.claimedAt,
        resolvedAt: request.resolvedAt,
      }));
  }

  async function countRequests(): ReturnType<Store['countRequests']> {
    const parts = await everywhere(async (names) =>
      Promise.all(requestStatuses.map(async (status) => client.zcard(names.queue[status]))),
    );
    const counts = { new: 0, claimed: 0, waiting: 0, resolved: 0 };
    for (const part of parts)
      for (const [at, status] of requestStatuses.entries()) counts[status] += part[at] ?? 0;
    return counts;
  }

  /** As commit.lua tells of a change. */
  async function announceChange(ref: string): Promise<void> {
    const names = shardOfRef(ref);
    const value = names && (await connection.ask(async () => client.hget(names.requests, ref)));
    if (!names || value === null) return;
    const { status, issuer, version } = readRequest(value);
    const change = JSON.stringify({ ref, status, issuer, version });
    await connection.ask(async () => {
      const id = await client.xadd(names.changes, 'MAXLEN', '~', 100, '*', 'change', change);
      await client.publish(keys.channel, `${shardOfReference(ref)} ${id} ${change}`);
    });
  }

  // --- learning

  async function readTallies({ from, to }: { from: string; to: string }): Promise<TallyCount[]> {
    const counts = new Map<string, number>();
    for (const part of await everywhere(async (names) => client.hgetall(names.tally)))
      for (const [tally, count] of Object.entries(part))
        counts.set(tally, (counts.get(tally) ?? 0) + Number(count));
    return [...counts]
      .map(([tally, count]) => ({ ...readTally(tally), count }))
      .filter(({ day }) => from <= day && day <= to)
      .sort((a, b) => (`${a.day} ${a.entry} ${a.what}` < `${b.day} ${b.entry} ${b.what}` ? -1 : 1));
  }

  const unclearOf = async (names: { readonly unclear: string }) =>
    Object.entries(await client.hgetall(names.unclear)).map(([id, value]) => readUnclear(id, value));

  return {
    load,
    commit,

    leaseOutbox,
    nextOutboxAt,
    outboxDepth,
    deadLetters,

    findRequest: async (ref) => {
      const names = shardOfRef(ref);
      const value = names && (await connection.ask(async () => client.hget(names.requests, ref)));
      return value === null ? null : readRequest(value);
    },
    listRequests,
    requestsOf: async (officer) => {
      const names = shardOfOfficer(officer);
      const list = await connection.ask(async () => client.hget(names.officers, fieldsOf.requests(officer)));
      const refs = (list ?? '').split(',').filter((line) => line !== '');
      const all = await connection.ask(async () =>
        requestsOf(
          names,
          refs.map((line) => line.split(':')[0] ?? ''),
        ),
      );
      return all.sort((a, b) => b.createdAt - a.createdAt || (a.ref < b.ref ? 1 : -1));
    },
    readThread: async (ref) => {
      const names = shardOfRef(ref);
      return names ? readThread(await connection.ask(async () => client.hgetall(names.thread(ref)))) : [];
    },
    readAudit: async (ref) => {
      const names = shardOfRef(ref);
      return names ? readAudit(await connection.ask(async () => client.hgetall(names.audit(ref)))) : [];
    },
    noteDelivery: async ({ ref, entry }, note) => {
      const names = shardOfRef(ref);
      if (!names) return;
      await connection.ask(async () =>
        client.hset(names.thread(ref), deliveryField(entry), JSON.stringify(note)),
      );
      await announceChange(ref);
    },
    announceChange,
    countRequests,
    readStats,
    readConsents: async (officer) => {
      const key = shardOfOfficer(officer).consents(officer);
      const values = await connection.ask(async () => client.lrange(key, 0, -1));
      return values.map(readConsent).sort((a, b) => a.at - b.at);
    },
    watchRequests: (listener) => changes.watch(listener),
    watchOutbox: (listener) => changes.watchOutbox(listener),

    listUnclear: async (limit) =>
      [...(await everywhere(unclearOf)), await connection.ask(async () => unclearOf(keys.common))]
        .flat()
        .sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? 1 : -1))
        .slice(0, limit),
    readTallies,
    sweepUnclear: async (beforeDay) => {
      const sweepOne = async (names: { readonly unclear: string }): Promise<void> => {
        const old = (await unclearOf(names)).filter(({ day }) => day < beforeDay).map(({ id }) => id);
        if (old.length > 0) await client.hdel(names.unclear, ...old);
      };
      await everywhere(sweepOne);
      await connection.ask(async () => sweepOne(keys.common));
    },

    ...common,
    ...prepareDump({ connection, keys, common, moved }),
    sweep: async (before) => {
      await everywhere(async (names) => client.zremrangebyscore(names.event, '-inf', `(${before}`));
      await common.sweepSessions(before);
    },
    close: async () => {
      changes.close();
      connection.close();
    },
  };
}

/** `[a, b, c, d]` as `[[a, b], [c, d]]`. */
function pairsOf(flat: readonly string[]): [string, string][] {
  return flat.flatMap((first, at) => (at % 2 === 0 ? [[first, flat[at + 1] ?? ''] as [string, string]] : []));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
