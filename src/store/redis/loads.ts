import { shardOf } from '../../requests/reference.ts';
import type { Store } from '../port.ts';
import type { Keys } from './keys.ts';

export type Asked = Parameters<Store['load']>[0][number];

/** One call of load.lua. */
export interface LoadCall {
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
  /** Which of those asked for it holds, in order. */
  readonly officers: readonly number[];
}

/** What load.lua says of one officer: the conversation, ids consumed before, requests. */
export type LoadSaid = readonly [string | null, readonly string[], readonly (string | null)[]];

/** At most so many requests of an officer are loaded for a turn. */
const loadedRequests = 20;

/** What is asked as calls of load.lua: one call, or one for each shard where a call may not touch several. */
export function loadsOf(asked: readonly Asked[], keys: Keys, isCluster: boolean): LoadCall[] {
  const all = asked.map((_, at) => at);
  if (!isCluster) return asked.length > 0 ? [loadOf(asked, all, keys)] : [];
  const byShard = Map.groupBy(all, (at) => shardOf(asked[at]?.officer ?? ''));
  return [...byShard.values()].map((officers) => loadOf(asked, officers, keys));
}

function loadOf(asked: readonly Asked[], officers: readonly number[], { shards }: Keys): LoadCall {
  const names: string[] = [];
  const places = new Map<number, number>();
  const args: (string | number)[] = [loadedRequests];
  for (const at of officers) {
    const { officer, eventIds } = asked[at] ?? { officer: '', eventIds: [] };
    const shard = shardOf(officer);
    const own = shards[shard];
    if (!own) throw new RangeError(`no shard ${shard}`);
    const place = places.get(shard) ?? names.length + 1;
    if (!places.has(shard)) {
      places.set(shard, place);
      names.push(own.event, own.conversation, own.ofOfficer, own.requests);
    }
    args.push(officer, place, eventIds.length, ...eventIds);
  }
  return { keys: names, args, officers };
}
