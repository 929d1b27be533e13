import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBackup, writeBackup } from '../../src/commands/store/backup-file.ts';
import type { Source } from '../../src/commands/store/transfer.ts';
import { fill, sourceOf } from '../../src/commands/store/transfer.ts';
import type { Store } from '../../src/store/port.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { leaseEverything, populate, readEverything, recordsOf } from '../store/population.ts';
import type { RunningRedis } from '../support/processes.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import type { RunningCluster } from '../support/redis-cluster.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';

const how = { replace: false, onProgress: () => undefined };
const openMemory = (): Store => openSqliteStore({ path: ':memory:' });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'transfer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

class Interruption extends Error {}

/** The source, with what ends the process after so many records. */
function interrupted(source: Source, after: number): Source {
  return {
    ...source,
    async *records() {
      let left = after;
      for await (const record of source.records()) {
        if (left === 0) throw new Interruption();
        left -= 1;
        yield record;
      }
      throw new Interruption();
    },
  };
}

/** Once as far as `after`, and then again. */
async function fillTwice(store: Store, source: Source, after: number): Promise<void> {
  await expect(fill({ store, name: 'target' }, interrupted(source, after), how)).rejects.toThrow(
    Interruption,
  );
  await fill({ store, name: 'target' }, source, how);
}

describe.skipIf(redisServer === null)('from store to store', () => {
  let redis: RunningRedis;
  let cluster: RunningCluster;
  beforeAll(async () => {
    [redis, cluster] = await Promise.all([
      startRedis(redisServer ?? '', ['--appendfsync', 'everysec']),
      startRedisCluster(redisServer ?? ''),
    ]);
  });
  afterAll(async () => {
    await Promise.all([redis.stop(), cluster.stop()]);
  });

  test('SQLite, Redis, Cluster, file, SQLite: all of it arrives, wherever it was interrupted', async () => {
    const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.infiniteStream(fc.nat()),
        fc.array(fc.nat(150), { minLength: 4, maxLength: 4 }),
        async (officers, chances, [toRedis = 0, toCluster = 0, toFile = 0, toSqlite = 0]) => {
          const options = { prefix: randomUUID(), timeoutMs: 10_000 };
          const stores = [
            openMemory(),
            await openRedisStore({ ...options, at: { url: redis.url } }),
            await openRedisStore({ ...options, at: { nodes } }),
            openMemory(),
          ] as const;
          const [first, second, third, last] = stores;
          const people = await populate(first, officers, (max) => Number(chances.next().value) % max);
          const file = join(folder, `${randomUUID()}.gz`);

          await fillTwice(second, await sourceOf({ store: first, name: 'first' }), toRedis);
          await fillTwice(third, await sourceOf({ store: second, name: 'second' }), toCluster);
          const source = await sourceOf({ store: third, name: 'third' });
          await expect(writeBackup(file, interrupted(source, toFile), { ...how, now: 0 })).rejects.toThrow(
            Interruption,
          );
          await writeBackup(file, source, { ...how, now: 0 });
          await fillTwice(last, await openBackup(file), toSqlite);

          const expected = await readEverything(first, people);
          for (const copy of [second, third, last])
            expect(await readEverything(copy, people)).toEqual(expected);
          expect(await recordsOf(last)).toEqual(await recordsOf(first));
          const waiting = await leaseEverything(first);
          for (const copy of [second, third, last]) expect(await leaseEverything(copy)).toEqual(waiting);
          await Promise.all(stores.map(async (store) => store.close()));
        },
      ),
      // Servers are too slow to look for the smallest case.
      { numRuns: 3, endOnFailure: true },
    );
  });
});

describe('a target', () => {
  async function withTwo(
    use: (stores: { from: Store; to: Store; source: Source }) => Promise<void>,
  ): Promise<void> {
    const [from, to] = [openMemory(), openMemory()];
    await populate(from, 3, () => 1);
    await use({ from, to, source: await sourceOf({ store: from, name: 'from' }) });
    await from.close();
    await to.close();
  }
  const fillFrom = async (source: Source, store: Store, replace = false) =>
    fill({ store, name: 'target' }, source, { ...how, replace });

  test('with data of another installation is left as it is, unless it may go', async () => {
    await withTwo(async ({ from, to, source }) => {
      await populate(to, 2, () => 1);
      const before = await recordsOf(to);
      await expect(fillFrom(source, to)).rejects.toThrow(/not empty.*another installation.*--replace/);
      expect(await recordsOf(to)).toEqual(before);
      await fillFrom(source, to, true);
      expect(await recordsOf(to)).toEqual(await recordsOf(from));
    });
  });

  test('with data of the same installation is left as it is: it may be newer', async () => {
    await withTwo(async ({ to, source }) => {
      await fillFrom(source, to);
      await to.putMeta('later', '1');
      await expect(fillFrom(source, to)).rejects.toThrow(/not empty.*this very installation.*--replace/);
      expect(await to.getMeta('later')).toBe('1');
    });
  });

  test('with an unfinished copy of another installation is left as it is', async () => {
    await withTwo(async ({ to, source }) => {
      const other = openMemory();
      await populate(other, 1, () => 1);
      const foreign = interrupted(await sourceOf({ store: other, name: 'other' }), 3);
      await expect(fillFrom(foreign, to)).rejects.toThrow(Interruption);
      await expect(fillFrom(source, to)).rejects.toThrow(
        /unfinished copy of another installation.*--replace/,
      );
      await expect(sourceOf({ store: to, name: 'to' })).rejects.toThrow(/to holds an unfinished copy/);
      await other.close();
    });
  });

  test('does not keep what its origin let go between two tries', async () => {
    await withTwo(async ({ from, to, source }) => {
      await from.saveSession({ idHash: 'a', email: 'a', csrf: '', createdAt: 0, expiresAt: 0 });
      await expect(fillFrom(interrupted(source, 12), to)).rejects.toThrow(Interruption);
      await from.dropSession('a');
      await fillFrom(source, to);
      expect(await recordsOf(to)).toEqual(await recordsOf(from));
    });
  });

  test('nothing comes out of an empty store', async () => {
    const empty = openMemory();
    await expect(sourceOf({ store: empty, name: 'it' })).rejects.toThrow(/^it is empty/);
    await empty.close();
  });
});

describe('a backup file', () => {
  let file: string;
  beforeEach(async () => {
    file = join(folder, 'backup.gz');
    const store = openMemory();
    await populate(store, 2, () => 1);
    await writeBackup(file, await sourceOf({ store, name: 'it' }), { ...how, now: 0 });
    await store.close();
  });
  const lines = (): string[] => gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  const write = (some: readonly string[]): void => writeFileSync(file, gzipSync(`${some.join('\n')}\n`));
  const asVersion2 = (line: string): string => line.replace('"version":1,', '"version":2,');

  test.each<[string, () => void, RegExp]>([
    ['cut off', () => writeFileSync(file, readFileSync(file).subarray(0, -40)), /is cut off/],
    ['cut off between two lines', () => write(lines().slice(0, -1)), /is cut off/],
    ['without a record that its end counts', () => write(lines().toSpliced(3, 1)), /damaged at line \d+/],
    ['with more behind its end', () => write([...lines(), ...lines()]), /damaged at line \d+/],
    [
      'with a record of another shape',
      () => write(lines().with(2, '{"kind":"staff","value":{}}')),
      /at line 3/,
    ],
    ['with a line that is no record', () => write(lines().with(2, '{')), /damaged at line 3/],
    ['with a byte changed', () => writeFileSync(file, readFileSync(file).fill(0, 60, 70)), /damaged/],
    ['of another program', () => write(['{"format":"other"}']), /is no backup/],
    ['that is no archive', () => writeFileSync(file, 'a text'), /is no backup/],
    ['that is empty', () => writeFileSync(file, ''), /is cut off/],
    [
      'of a later version',
      () => write(lines().map(asVersion2)),
      /of format 2.*use the version that wrote it/,
    ],
    ['that is not there', () => rmSync(file), /ENOENT/],
  ])('%s is told before anything is taken from it', async (_what, spoil, told) => {
    spoil();
    await expect(openBackup(file)).rejects.toThrow(told);
  });
});
