import type { RequestStatus } from '../../../flows/domain.ts';
import { requestStatuses } from '../../../flows/domain.ts';
import { shardCount } from '../shards.ts';

/**
 * Every name of a key. All that belongs to one officer, the requests too, carries the hash tag of the officer's
 * shard, so that a commit touches one slot of a Redis Cluster: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 *
 * Most are one key for a whole shard (a hash by officer or reference): a key of its own for each officer would
 * cost more memory than an idle conversation.
 */
export interface ShardKeys {
  /** What each turn may touch, in the order that commit.lua knows. */
  readonly turn: readonly string[];
  /** The same where what is refused is confirmed. */
  readonly confirmedTurn: readonly string[];
  /** What a turn that changes a request touches besides, in the order that commit.lua knows. */
  readonly request: readonly string[];
  /** Dead letters, in the order that commit.lua knows. */
  readonly dead: readonly string[];

  /**
   * hash: all that a usual turn reads of its officer and writes, so that it takes one command each. By `fieldsOf`:
   * officer → conversation; lane → who has it, how much of it, its first entries in order with their creation, where there
   * are any; lane and number → a page of its later entries; id → outbox entry; officer → references with creation time and whether open.
   */
  readonly officers: string;
  /** zset: id of a consumed event, by time. */
  readonly event: string;
  /** zset: lane that has entries, by the time it can be leased next. */
  readonly due: string;
  /** Of a layout before this one, which had conversations in a hash of their own. */
  readonly earlier: string;
  /** Written to have something to wait for, where what was found is to be held by replicas. */
  readonly confirmed: string;

  /** hash: reference → request. */
  readonly requests: string;
  /** zset: reference, by creation. */
  readonly created: string;
  /** stream: what changed, the newest. */
  readonly changes: string;
  /** hash: word → references of the requests that have it. */
  readonly terms: string;
  /** zset for each status: what the queue is filtered by, by due time. */
  readonly queue: { readonly [status in RequestStatus]: string };

  /** hash: id → dead letter. */
  readonly letter: string;
  /** zset: id of a dead letter, by its time. */
  readonly deadAt: string;
  /** zset without scores: reference, time, id. */
  readonly deadOf: string;

  /** hash: id → text that was not understood. */
  readonly unclear: string;
  /** hash: day, entry and judgement → count. */
  readonly tally: string;

  /** hash: id → entry of a request's thread. */
  thread(ref: string): string;
  /** hash: id → line of a request's history. */
  audit(ref: string): string;
  /** list: an officer's consents. */
  consents(officer: string): string;
}

/** Fields of `officers`, as the scripts know them; an officer's key has no colon. */
export const fieldsOf = {
  lane: (officer: string): string => `${officer}:l`,
  page: (officer: string, number: number): string => `${officer}:p:${number}`,
  requests: (officer: string): string => `${officer}:r`,
  entry: (id: string): string => `:${id}`,
  isConversation: (field: string): boolean => !field.includes(':'),
} as const;

/** What belongs to no officer. */
export interface CommonKeys {
  /** hash: e-mail → account. */
  readonly staff: string;
  /** hash: id hash → session without its end. */
  readonly session: string;
  /** zset: id hash of a session, by its end. */
  readonly sessionEnd: string;
  /** hash: hash → API token. */
  readonly apiToken: string;
  /** hash: the installation's own values. */
  readonly meta: string;
  /** list: what was taught, oldest first. */
  readonly teaching: string;
  /** hash: id → text that was not understood, out of a dump, which does not tell the shard. */
  readonly unclear: string;
  /** Written to see whether one can write. */
  readonly ping: string;
}

export interface Keys {
  readonly shards: readonly ShardKeys[];
  readonly common: CommonKeys;
  /** Channel that request changes are told on. */
  readonly channel: string;
  /** Channel that says when something waits to be sent. */
  readonly wakeUps: string;
  /** Pattern of every name. */
  readonly all: string;
  /** Pattern of the lists of consents. */
  readonly allConsents: string;
}

/** @param prefix of every name, so that several installations can share a server. */
export function namesOf(prefix: string): Keys {
  const common = (name: string): string => `${prefix}:{common}:${name}`;
  return {
    shards: Array.from({ length: shardCount }, (_, shard) => shardKeys(`${prefix}:{${shard}}`)),
    common: {
      staff: common('staff'),
      session: common('session'),
      sessionEnd: common('session-end'),
      apiToken: common('api-token'),
      meta: common('meta'),
      teaching: common('teaching'),
      unclear: common('unclear'),
      ping: common('ping'),
    },
    channel: `${prefix}:changes`,
    wakeUps: `${prefix}:outbox`,
    all: `${prefix}:{*}:*`,
    allConsents: `${prefix}:{*}:consent:*`,
  };
}

function shardKeys(tag: string): ShardKeys {
  const name = (rest: string): string => `${tag}:${rest}`;
  const [officers, event, due] = [name('officer'), name('event'), name('due')];
  const confirmed = name('confirmed');
  const earlier = name('conversation');
  const requests = name('request');
  const [created, changes, terms] = [name('created'), name('change'), name('term')];
  const queue = Object.fromEntries(
    requestStatuses.map((status) => [status, name(`queue-${status}`)]),
  ) as ShardKeys['queue'];
  const [letter, deadAt, deadOf] = [name('dead'), name('dead-at'), name('dead-of')];
  const [unclear, tally] = [name('unclear'), name('tally')];
  return {
    turn: [officers, event, due],
    confirmedTurn: [officers, event, due, confirmed],
    request: [requests, created, changes, terms, ...requestStatuses.map((status) => queue[status])],
    dead: [letter, deadAt, deadOf],
    officers,
    event,
    due,
    confirmed,
    earlier,
    requests,
    created,
    changes,
    terms,
    queue,
    letter,
    deadAt,
    deadOf,
    unclear,
    tally,
    thread: (ref) => name(`thread:${ref}`),
    audit: (ref) => name(`audit:${ref}`),
    consents: (officer) => name(`consent:${officer}`),
  };
}
