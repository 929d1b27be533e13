import { requestStatuses } from '../../../flows/domain.ts';
import { shardOf } from '../../requests/reference.ts';
import type { Batch, RequestWrite, Settlement, TurnResult, TurnWrite } from '../port.ts';
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

/**
 * A batch as calls of commit.lua: one call, or one for each shard where a call may not touch several
 * (Redis Cluster). Two turns of one officer are in one call, in their order. Where replicas are waited for, what
 * a turn is refused for has to have reached them, too.
 */
export function callsOf(
  batch: Batch,
  keys: Keys,
  how: { readonly isCluster: boolean; readonly waitsForReplicas: boolean },
): Commit[] {
  if (!how.isCluster)
    return [
      callOf(
        batch,
        batch.turns.map((_, at) => at),
        keys,
        how.waitsForReplicas,
      ),
    ];
  const shards = new Set([
    ...batch.turns.map(({ officer }) => shardOf(officer)),
    ...batch.settlements.map(({ lane }) => shardOf(lane)),
  ]);
  return [...shards].map((shard) =>
    callOf(
      { ...batch, settlements: batch.settlements.filter(({ lane }) => shardOf(lane) === shard) },
      batch.turns.flatMap(({ officer }, at) => (shardOf(officer) === shard ? [at] : [])),
      keys,
      how.waitsForReplicas,
    ),
  );
}

function callOf(batch: Batch, turns: readonly number[], keys: Keys, confirm: boolean): Commit {
  const call = new Call(keys);
  const settlements = batch.settlements.map((settlement) => call.settlement(settlement));
  const written = turns.flatMap((at) => {
    const turn = batch.turns[at];
    return turn ? [call.turn(turn)] : [];
  });
  const description = {
    ...(batch.lease && { worker: batch.lease.worker, untilTime: batch.lease.until }),
    channel: keys.channel,
    confirm,
    statuses: Object.fromEntries(requestStatuses.map((status, at) => [status, at + 1])),
    settlements,
    turns: written,
  };
  return { keys: call.keys, args: [JSON.stringify(description), ...call.values], turns };
}

/** Gathers the keys and values of a call; the script counts both from 1. */
class Call {
  readonly keys: string[] = [];
  readonly values: string[] = [];
  readonly #names: Keys;
  readonly #places = new Map<string, number>();

  constructor(names: Keys) {
    this.#names = names;
  }

  settlement(settlement: Settlement): object {
    const names = this.#shard(settlement.lane);
    return {
      ...settlement,
      keys: this.#group(names.turn),
      ...(settlement.outcome === 'dead' && { dead: this.#group(names.dead) }),
    };
  }

  turn(turn: TurnWrite): object {
    const { officer, at, eventIds, conversation, consents, outbox } = turn;
    const { unclear = [], unclearGone = [], tallies = [] } = turn;
    const names = this.#shard(officer);
    const learns = unclear.length + unclearGone.length + tallies.length > 0;
    return {
      officer,
      at,
      keys: this.#group(names.turn),
      events: eventIds,
      ...(conversation && {
        conversation: {
          expected: conversation.expected,
          value: this.#value(
            writeConversation({
              version: conversation.expected + 1,
              updatedAt: at,
              sealed: conversation.sealed,
            }),
          ),
        },
      }),
      requests: turn.requests.map((write) => this.#request(write, names)),
      consents: {
        ...(consents.length > 0 && { key: this.#key(names.consents(officer)) }),
        values: consents.map((consent) => this.#value(writeConsent(consent))),
      },
      outbox: outbox.map((entry) => ({
        id: entry.id,
        value: this.#value(writeOutbox(officer, at, entry)),
      })),
      ...(learns && { learning: this.#group(names.learning) }),
      unclear: unclear.map((text) => ({ id: text.id, value: this.#value(writeUnclear(text)) })),
      unclearGone,
      tallies: tallies.map(writeTally),
      ...(turn.deadLettersGone && { lettersGone: this.#group(names.dead) }),
    };
  }

  #request({ expected, record, thread, audit }: RequestWrite, names: ShardKeys): object {
    const { ref, officer, status, dueAt, createdAt, terms, issuer, version } = record;
    return {
      keys: this.#group(names.request),
      ref,
      officer,
      expected,
      status,
      due: dueAt,
      created: createdAt,
      member: memberOf(record),
      value: this.#value(writeRequest(record)),
      terms,
      thread: {
        key: this.#key(names.thread(ref)),
        entries: thread.map((entry) => ({
          id: entry.id,
          at: entry.at,
          value: this.#value(writeThread(entry)),
        })),
      },
      audit: {
        key: this.#key(names.audit(ref)),
        entries: audit.map((line) => ({ id: line.id, at: line.at, value: this.#value(writeAudit(line)) })),
      },
      shard: shardOf(officer),
      change: JSON.stringify({ ref, status, issuer, version }),
    };
  }

  #shard(officer: string): ShardKeys {
    const names = this.#names.shards[shardOf(officer)];
    if (!names) throw new Error(`no shard ${shardOf(officer)}`);
    return names;
  }

  #key(name: string): number {
    return this.#group([name]);
  }

  /** Where the first of these names stands; the others follow it. */
  #group(names: readonly string[]): number {
    const id = names[0] ?? '';
    const known = this.#places.get(id);
    if (known !== undefined) return known;
    const place = this.keys.length + 1;
    this.keys.push(...names);
    this.#places.set(id, place);
    return place;
  }

  #value(value: string): number {
    // The first argument is the description.
    return this.values.push(value) + 1;
  }
}

const behind = (id: string | undefined): { behind?: string } => (id === undefined ? {} : { behind: id });

/** What commit.lua says of one turn. */
export function resultOf(said: string, turn: TurnWrite): TurnResult {
  const [word, ...ids] = said.split(' ');
  switch (word) {
    case 'ok':
      return { ok: true, leased: [] };
    case 'leased':
      return {
        ok: true,
        leased: turn.outbox.map((entry, at) => ({
          ...newOutbox(turn.officer, turn.at, entry),
          ...behind(turn.outbox[at - 1]?.id ?? ids[0]),
        })),
      };
    case 'duplicate':
      return { ok: false, reason: 'duplicate', eventIds: ids };
    case 'stale':
    case 'ref-taken':
      return { ok: false, reason: word };
    default:
      throw new Error(`commit.lua said "${said}"`);
  }
}
