import { hash } from 'node:crypto';
import type { Store, StoreRecord, StoreRecordKind } from '../../store/port.ts';
import { hashKeyName } from '../../privacy/vault.ts';
import { unfinishedMark } from '../../startup/open-store.ts';
import { Failure } from '../../startup/command-line.ts';

/** So many records of each kind. */
export type Counts = { readonly [Kind in StoreRecordKind]?: number };

/** Where records come from. */
export interface Source {
  /** The same for everything that one installation wrote; see `installationOf`. */
  readonly installation: string;
  records(): AsyncIterable<StoreRecord>;
}

export interface Target {
  readonly store: Store;
  /** As the operator calls it. */
  readonly name: string;
}

/** Records in one write. */
const batchSize = 200;

/** Tells installations apart: each made its hash key once and by chance. */
async function installationOf(store: Pick<Store, 'getMeta'>): Promise<string> {
  const key = await store.getMeta(hashKeyName);
  return key === null ? 'none' : hash('sha256', key).slice(0, 12);
}

/** All of a store that nobody uses. @throws {Failure} where it is used, unfinished or empty. */
export async function sourceOf({ store, name }: Target): Promise<Source> {
  await refuseShared({ store, name });
  if ((await store.getMeta(unfinishedMark)) !== null)
    throw new Failure(`${name} holds an unfinished copy: run that copy or import again first`);
  if (await isEmpty(store)) throw new Failure(`${name} is empty: there is nothing to take from it`);
  return {
    installation: await installationOf(store),
    async *records() {
      yield* recordsOf(store);
      // Who came meanwhile may have changed what was read before.
      await refuseShared({ store, name });
    },
  };
}

/**
 * Puts all records of the source into the target, which is marked until all are there: what was interrupted is
 * begun anew, over nothing.
 * @param replace lets what the target holds go.
 * @throws {Failure} where the target is in use, or holds something that may not go; it is then as it was.
 */
export async function fill(
  { store, name }: Target,
  source: Source,
  { replace, onProgress }: { replace: boolean; onProgress: (count: number) => void },
): Promise<Counts> {
  await refuseShared({ store, name });
  if (!replace) await refuseOther({ store, name }, source);
  await store.putMeta(unfinishedMark, source.installation);
  await store.wipe();
  await store.putMeta(unfinishedMark, source.installation);

  const counts: { [Kind in StoreRecordKind]?: number } = {};
  let total = 0;
  let batch: StoreRecord[] = [];
  const write = async (): Promise<void> => {
    await store.restore(batch);
    total += batch.length;
    batch = [];
    onProgress(total);
  };
  for await (const record of source.records()) {
    counts[record.kind] = (counts[record.kind] ?? 0) + 1;
    batch.push(record);
    if (batch.length === batchSize) await write();
  }
  await write();
  await store.dropMeta(unfinishedMark);
  return counts;
}

async function refuseShared({ store, name }: Target): Promise<void> {
  if (await store.isShared())
    throw new Failure(`${name} is in use: stop the assistant, and other commands, that have it open`);
}

/** Two installations are never mixed, nor two states of one. */
async function refuseOther({ store, name }: Target, source: Source): Promise<void> {
  const mark = await store.getMeta(unfinishedMark);
  if (mark === source.installation) return;
  if (mark !== null)
    throw new Failure(
      `${name} holds an unfinished copy of another installation: finish that, or give --replace to let it go`,
    );
  if (await isEmpty(store)) return;
  const whose =
    (await installationOf(store)) === source.installation
      ? 'data of this very installation'
      : 'data of another installation';
  throw new Failure(
    `${name} is not empty, it holds ${whose}: name an empty store, or give --replace to let all of that go`,
  );
}

async function isEmpty(store: Store): Promise<boolean> {
  const records = recordsOf(store);
  const { done } = await records.next();
  await records.return(null);
  return done === true;
}

async function* recordsOf(store: Store): AsyncGenerator<StoreRecord> {
  for await (const record of store.dump())
    if (record.kind !== 'meta' || record.value.key !== unfinishedMark) yield record;
}
