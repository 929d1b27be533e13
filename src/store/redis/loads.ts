import { shardOf } from '../../requests/reference.ts';
import type { Loaded, Store } from '../port.ts';
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
export type LoadSaid = readonly (string | number | null)[];

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

/** What was loaded, with its place among those asked for. */
export function* loadedOf(
  { shards }: LoadCall,
  said: LoadSaid,
  asked: readonly Asked[],
): Generator<[number, Loaded]> {
  let next = 0;
  const take = (): LoadSaid[number] => {
    const value = said[next++];
    if (value === undefined) throw new Error('load.lua said too little');
    return value;
  };
  for (const officers of shards) {
    const found = officers.map(() => {
      const conversation = take();
      const requests = Array.from({ length: Number(take()) }, take).filter((value) => value !== null);
      return {
        conversation: conversation === null ? null : readConversation(String(conversation)),
        requests: requests
          .map((value) => readRequest(String(value)))
          .sort((a, b) => b.createdAt - a.createdAt || (a.ref < b.ref ? 1 : -1)),
      };
    });
    for (const [nth, at] of officers.entries()) {
      const seen = (asked[at]?.eventIds ?? []).filter(() => take() === 1);
      const own = found[nth];
      if (own) yield [at, { ...own, seen }];
    }
  }
}
