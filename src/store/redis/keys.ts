import type { RequestStatus } from '../../../flows/domain.ts';
import { requestStatuses } from '../../../flows/domain.ts';
import { shardCount } from '../../requests/reference.ts';

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
  /** What a turn that changes a request touches besides, in the order that commit.lua knows. */
  readonly request: readonly string[];
  /** Dead letters, in the order that commit.lua knows. */
  readonly dead: readonly string[];
  /** What a turn leaves to learn from, in the order that commit.lua knows. */
  readonly learning: readonly string[];

  /** zset: id of a consumed event, by time. */
  readonly event: string;
  /** hash: officer → conversation. */
  readonly conversation: string;
  /** hash: lane → who has it, how much of it, its entries in order. */
  readonly lane: string;
  /** zset: lane, by the time it can be leased next. */
  readonly due: string;
  /** hash: id → outbox entry. */
  readonly outbox: string;
  /** zset: id of an outbox entry, by its creation. */
  readonly age: string;
  /** Written to have something to wait for, where what was found is to be held by replicas. */
  readonly confirmed: string;

  /** hash: reference → request. */
  readonly requests: string;
  /** hash: officer → references with creation time and whether open. */
  readonly ofOfficer: string;
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
  const [event, conversation, lane] = [name('event'), name('conversation'), name('lane')];
  const [due, outbox, age] = [name('due'), name('outbox'), name('age')];
  const confirmed = name('confirmed');
  const [requests, ofOfficer] = [name('request'), name('of-officer')];
  const [created, changes, terms] = [name('created'), name('change'), name('term')];
  const queue = Object.fromEntries(
    requestStatuses.map((status) => [status, name(`queue-${status}`)]),
  ) as ShardKeys['queue'];
  const [letter, deadAt, deadOf] = [name('dead'), name('dead-at'), name('dead-of')];
  const [unclear, tally] = [name('unclear'), name('tally')];
  return {
    turn: [event, conversation, lane, due, outbox, age, confirmed],
    request: [
      requests,
      ofOfficer,
      created,
      changes,
      terms,
      ...requestStatuses.map((status) => queue[status]),
    ],
    dead: [letter, deadAt, deadOf],
    learning: [unclear, tally],
    event,
    conversation,
    lane,
    due,
    outbox,
    age,
    confirmed,
    requests,
    ofOfficer,
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
