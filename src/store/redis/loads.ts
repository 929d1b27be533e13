import { shardOf } from '../shards.ts';
import type { Loaded, RequestRecord, Store } from '../port.ts';
import { readConversation, readRequest } from './codec.ts';
import type { Keys } from './keys.ts';

export type Asked = Parameters<Store['load']>[0][number];

/** One call of load.lua. */
export interface LoadCall {
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
  /** Which of those asked for it holds, in order: those of one shard together. */
  readonly shards: readonly (readonly number[])[];
}

/** What load.lua says; see its head. */
export type LoadSaid = readonly string[];

/** At most so many requests of an officer are loaded for a turn. */
const loadedRequests = 20;

/** What is asked as calls of load.lua: one call, or one for each shard where a call may not touch several. */
export function loadsOf(asked: readonly Asked[], keys: Keys, isCluster: boolean): LoadCall[] {
  const byShard = new Map<number, number[]>();
  for (const [at, { officer }] of asked.entries()) {
    const shard = shardOf(officer);
    const others = byShard.get(shard);
    if (others) others.push(at);
    else byShard.set(shard, [at]);
  }
  const shards = [...byShard];
  if (isCluster) return shards.map((one) => loadOf(asked, [one], keys));
  return shards.length > 0 ? [loadOf(asked, shards, keys)] : [];
}

function loadOf(asked: readonly Asked[], shards: readonly [number, number[]][], names: Keys): LoadCall {
  const keys: string[] = [];
  const args: (string | number)[] = [loadedRequests];
  for (const [shard, officers] of shards) {
    const own = names.shards[shard];
    if (!own) throw new RangeError(`no shard ${shard}`);
    keys.push(own.officers, own.event, own.requests);
    const ids = officers.flatMap((at) => asked[at]?.eventIds ?? []);
    args.push(officers.length, ids.length);
    for (const at of officers) args.push(asked[at]?.officer ?? '');
    args.push(...ids);
  }
  return { keys, args, shards: shards.map(([, officers]) => officers) };
}

/** Puts what was loaded where it was asked for. */
export function readLoaded(
  { shards }: LoadCall,
  [counted = '', ...values]: LoadSaid,
  asked: readonly Asked[],
  loaded: Loaded[],
): void {
  const counts = counted.split(' ');
  let count = 0;
  let next = 0;
  const take = (): string => {
    const value = values[next++];
    if (value === undefined) throw new Error('load.lua said too little');
    return value;
  };
  for (const officers of shards) {
    const found = officers.map(() => {
      const conversation = counts[count] === '1' ? readConversation(take()) : null;
      const requests = counts[count + 1] === '0' ? [] : readRequests(Number(counts[count + 1]), take);
      count += 2;
      return { conversation, requests };
    });
    for (const [nth, at] of officers.entries()) {
      const seen = (asked[at]?.eventIds ?? []).filter(() => counts[count++] === '1');
      const own = found[nth];
      if (own) loaded[at] = { ...own, seen };
    }
  }
}

/** Newest first. */
function readRequests(count: number, take: () => string): RequestRecord[] {
  return Array.from({ length: count }, () => readRequest(take())).sort(
    (a, b) => b.createdAt - a.createdAt || (a.ref < b.ref ? 1 : -1),
  );
}
