import type { RequestStatus } from '../../../flows/domain.ts';
import { requestStatuses } from '../../../flows/domain.ts';
import { shardOf } from '../shards.ts';
import type { Batch, OutboxEntry, RequestWrite, Settlement, TurnResult, TurnWrite } from '../port.ts';
import {
  memberOf,
  newOutbox,
  writeAudit,
  writeConsent,
  writeConversation,
  writeOutbox,
  writeRequest,
  writeTally,
  writeThread,
  writeUnclear,
} from './codec.ts';
import type { Keys, ShardKeys } from './keys.ts';

/** One call of commit.lua. */
export interface Commit {
  readonly keys: readonly string[];
  readonly args: readonly string[];
  /** Which turns of the batch it holds, in order. */
  readonly turns: readonly number[];
}

/** What a turn writes besides the usual; commit.lua reads it. Numbers that are only written on are text. */
interface More {
  readonly requests: readonly object[];
  /** Which of the queues behind the four names of a request is of which status. */
  readonly statuses: Readonly<Record<RequestStatus, number>>;
  readonly consents: { readonly place?: number; readonly values: readonly number[] };
  readonly unclearPlace?: number;
  readonly unclear: readonly { id: string; value: number }[];
  readonly unclearGone: readonly string[];
  /** Where the dead letters are, all of which go. */
  readonly lettersGone?: number;
  /** Those that go one by one. */
  readonly letters: { readonly place?: number; readonly ids: readonly string[] };
  /** How many values come behind it. */
  readonly values: number;
}

/**
 * A batch as calls of commit.lua: one, or one for each shard where a call may not touch several (Redis Cluster).
 * @param how whether what is written is new, or comes out of a dump: then versions stay as they are.
 */
export function callsOf(
  batch: Batch,
  keys: Keys,
  where: { readonly isCluster: boolean; readonly waitsForReplicas: boolean },
  how: 'commit' | 'restore' = 'commit',
): Commit[] {
  const shards = new Map<number, InShard>();
  const inShard = (officer: string): InShard => {
    const shard = shardOf(officer);
    let own = shards.get(shard);
    if (!own) shards.set(shard, (own = { shard, settlements: [], turns: [] }));
    return own;
  };
  for (const settlement of batch.settlements) inShard(settlement.lane).settlements.push(settlement);
  // Two turns of one officer are in one shard, in their order.
  for (const [at, turn] of batch.turns.entries()) inShard(turn.officer).turns.push(at);

  const all = [...shards.values()];
  const calls = where.isCluster ? all.map((one) => [one]) : all.length > 0 ? [all] : [];
  return calls.map((some) => {
    const call = new Call(batch, keys, where.waitsForReplicas, how);
    for (const one of some) call.add(one);
    return { keys: call.keys, args: call.args, turns: some.flatMap(({ turns }) => turns) };
  });
}

/** What of a batch belongs to one shard. */
interface InShard {
  readonly shard: number;
  readonly settlements: Settlement[];
  /** Their places in the batch. */
  readonly turns: number[];
}

const statuses = Object.fromEntries(
  requestStatuses.map((status, at) => [status, at + 1]),
) as More['statuses'];

const nextOf = ({ next }: { readonly next?: number }): string => (next === undefined ? '' : ` next ${next}`);

/** Gathers the keys and arguments of a call; the script counts both from 1. */
class Call {
  readonly keys: string[] = [];
  readonly args: string[];
  readonly #turns: Batch['turns'];
  readonly #names: Keys;
  readonly #confirms: boolean;
  /** So many of the turns of the batch, from the first on. */
  readonly #begins: number;
  readonly #how: 'commit' | 'restore';

  constructor({ turns, lease }: Batch, names: Keys, confirms: boolean, how: 'commit' | 'restore') {
    this.#turns = turns;
    this.#names = names;
    this.#confirms = confirms;
    this.#begins = lease?.begins ?? 0;
    this.#how = how;
    this.args = [lease?.worker ?? '', String(lease?.until ?? 0), names.channel, confirms ? '1' : '0'];
  }

  add({ shard, settlements, turns }: InShard): void {
    const names = this.#names.shards[shard];
    if (!names) throw new RangeError(`no shard ${shard}`);
    const place = this.keys.length + 1;
    this.keys.push(...(this.#confirms ? names.confirmedTurn : names.turn));
    const places = new Places(this.keys);
    let officers = '';
    let tallies = 0;
    for (const at of turns) {
      officers += ` ${this.#turns[at]?.officer}`;
      tallies += this.#turns[at]?.tallies?.length ?? 0;
    }
    const tally = tallies > 0 ? places.of([names.tally]) : 0;
    let settled = '';
    for (const settlement of settlements) settled += this.#settlement(settlement, names, places);
    this.args.push(`${place} ${tally}${officers}`, settled);
    for (const at of turns) {
      const turn = this.#turns[at];
      if (turn) this.#turn(at, turn, shard, names, places);
    }
  }

  #settlement(settlement: Settlement, names: ShardKeys, places: Places): string {
    const { lane, id } = settlement;
    switch (settlement.outcome) {
      case 'sent': {
        const { told } = settlement;
        if (!told) return `${lane} ${id}${nextOf(settlement)}\n`;
        const place = places.of([names.thread(told.ref)]);
        return `${lane} ${id} told ${place} ${told.entry} ${told.lineId}${nextOf(settlement)}\n`;
      }
      case 'begin':
        return `${lane} ${id} begin ${settlement.at}\n`;
      case 'release':
        return `${lane} ${id} release\n`;
      case 'hold':
        return `${lane} ${id} hold ${settlement.until}\n`;
      case 'retry':
        return `${lane} ${id} retry ${settlement.notBefore} ${settlement.inDoubtSince ?? 0}\n`;
      case 'dead': {
        const { at, cause } = settlement;
        return `${lane} ${id} dead ${at} ${places.of(names.dead)} ${cause}${nextOf(settlement)}\n`;
      }
    }
  }

  #turn(nth: number, turn: TurnWrite, shard: number, names: ShardKeys, places: Places): void {
    const { at, eventIds, conversation, outbox, tallies = [] } = turn;
    const more = moreOf(turn, shard, names, places);
    const version = conversation ? conversation.expected : this.#moves(turn) ? '+' : '-';
    let list = '';
    for (const { id } of outbox) list += list === '' ? `${at}:${id}` : `,${at}:${id}`;
    const counts = `${eventIds.length} ${outbox.length} ${tallies.length} ${more ? 1 : 0} ${nth < this.#begins ? 1 : 0}`;
    this.args.push(`${at} ${version} ${counts} ${list}`);
    for (const id of eventIds) this.args.push(id);
    if (conversation) {
      const { expected, sealed } = conversation;
      this.args.push(writeConversation({ version: expected + 1, updatedAt: at, sealed }));
    }
    for (const entry of outbox) this.args.push(writeOutbox(at, entry));
    for (const tally of tallies) this.args.push(writeTally(tally));
    if (more) this.args.push(...more);
  }

  /** What changes requests behind the back of a turn of the officer's makes that turn stale. */
  #moves({ conversation, requests }: TurnWrite): boolean {
    return this.#how === 'commit' && conversation === null && requests.length > 0;
  }
}

/** Where names stand among the keys. */
class Places {
  readonly #keys: string[];
  #known: Map<string, number> | null = null;

  constructor(keys: string[]) {
    this.#keys = keys;
  }

  /** Where the first of these names stands; the others follow it. */
  of(names: readonly string[]): number {
    // Most turns have no others than their own.
    this.#known ??= new Map();
    const [first = ''] = names;
    let place = this.#known.get(first);
    if (place === undefined) {
      place = this.#keys.length + 1;
      this.#keys.push(...names);
      this.#known.set(first, place);
    }
    return place;
  }
}

/** The JSON and its values, where the turn writes more than most. */
function moreOf(turn: TurnWrite, shard: number, names: ShardKeys, places: Places): string[] | null {
  const { officer, requests, consents, unclear = [], unclearGone = [] } = turn;
  const learns = unclear.length + unclearGone.length > 0;
  const letters = turn.lettersGone ?? [];
  if (!learns && !turn.undeliveredGone && requests.length + consents.length + letters.length === 0)
    return null;
  const values: string[] = [];
  const keep = (value: string): number => values.push(value);
  const more: More = {
    requests: requests.map((write) => requestOf(write, shard, names, places, keep)),
    statuses,
    consents: {
      ...(consents.length > 0 && { place: places.of([names.consents(officer)]) }),
      values: consents.map((consent) => keep(writeConsent(consent))),
    },
    ...(learns && { unclearPlace: places.of([names.unclear]) }),
    unclear: unclear.map((text) => ({ id: text.id, value: keep(writeUnclear(text)) })),
    unclearGone,
    ...(turn.undeliveredGone && { lettersGone: places.of(names.dead) }),
    letters: { ...(letters.length > 0 && { place: places.of(names.dead) }), ids: letters },
    values: values.length,
  };
  return [JSON.stringify(more), ...values];
}

function requestOf(
  { expected, record, thread, audit }: RequestWrite,
  shard: number,
  names: ShardKeys,
  places: Places,
  keep: (value: string) => number,
): object {
  const { ref, officer, status, dueAt, createdAt, terms, issuer, version } = record;
  return {
    place: places.of(names.request),
    ref,
    officer,
    expected,
    status,
    due: String(dueAt),
    created: String(createdAt),
    member: memberOf(record),
    value: keep(writeRequest(record)),
    terms,
    thread: {
      place: places.of([names.thread(ref)]),
      entries: thread.map((entry) => ({
        id: entry.id,
        at: String(entry.at),
        value: keep(writeThread(entry)),
      })),
    },
    audit: {
      place: places.of([names.audit(ref)]),
      entries: audit.map((line) => ({ id: line.id, at: String(line.at), value: keep(writeAudit(line)) })),
    },
    shard,
    change: JSON.stringify({ ref, status, issuer, version }),
  };
}

/** Puts what commit.lua says of the turns of a call where they stand in the batch. */
export function readResults(
  { turns }: Commit,
  said: string,
  batch: Pick<Batch, 'turns'>,
  results: TurnResult[],
): void {
  const lines = said.split('\n');
  for (const [nth, at] of turns.entries()) {
    const turn = batch.turns[at];
    if (turn) results[at] = resultOf(lines[nth] ?? '', turn);
  }
}

function resultOf(said: string, turn: TurnWrite): TurnResult {
  const [word, ...rest] = said.split(' ');
  switch (word) {
    case 'ok':
      return { ok: true, leased: [] };
    case 'leased':
      return { ok: true, leased: leasedOf(turn, Number(rest[0]), rest[1]) };
    case 'begun': {
      const [first, ...others] = leasedOf(turn, Number(rest[0]), undefined);
      return { ok: true, leased: first ? [{ ...first, begun: true }, ...others] : [] };
    }
    case 'duplicate':
      return {
        ok: false,
        reason: 'duplicate',
        eventIds: rest.flatMap((nth) => turn.eventIds[Number(nth) - 1] ?? []),
      };
    case 'stale':
    case 'ref-taken':
      return { ok: false, reason: word };
    default:
      throw new Error(`commit.lua said "${said}"`);
  }
}

/** @param count so many of the first. @param before the entry of the lane that they were leased behind, if there is one. */
function leasedOf(
  { officer, at, outbox }: TurnWrite,
  count: number,
  before: string | undefined,
): OutboxEntry[] {
  let behind = before;
  return outbox.slice(0, count).map((entry) => {
    const leased = newOutbox(officer, at, entry);
    if (behind !== undefined) leased.behind = behind;
    behind = entry.id;
    return leased;
  });
}
