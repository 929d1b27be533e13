import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/store/port.ts';
import { Database } from '../../src/store/sqlite/database.ts';
import { migrations } from '../../src/store/sqlite/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { newWorker } from '../../src/store/worker.ts';
import {
  aMessage,
  anOfficer,
  aRequest,
  aTurn,
  aWrite,
  commitTurn,
  file,
  morning,
  settle,
} from './builders.ts';
import { storeContract } from './contract.ts';

function aFolder(): string {
  return mkdtempSync(join(tmpdir(), 'store-'));
}

/** 2 is FULL, 1 is NORMAL: https://www.sqlite.org/pragma.html#pragma_synchronous */
function syncOf(db: Database): number | undefined {
  const row = db.statement<{ synchronous: number }>('PRAGMA synchronous').get();
  db.close();
  return row?.synchronous;
}

storeContract('SQLite', async () => {
  const folder = aFolder();
  const options = { path: join(folder, 'data', 'store.sqlite'), synchronous: 'NORMAL' } as const;
  return {
    store: openSqliteStore(options),
    another: openSqliteStore(options),
    remove: async () => rmSync(folder, { recursive: true }),
  };
});

describe('the SQLite file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = aFolder();
    path = join(folder, 'store.sqlite');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('what was written is there when the file is opened again', async () => {
    const officer = anOfficer();
    const first = openSqliteStore({ path });
    await commitTurn(first, aTurn(officer, { conversation: { expected: 0, sealed: 'k1.a' } }));
    await first.close();
    const second = openSqliteStore({ path });
    expect(await second.load([{ officer, eventIds: [] }])).toMatchObject([
      { conversation: { sealed: 'k1.a' } },
    ]);
    await second.close();
  });

  test('what a process that ended was sending can be sent at once, what another sends cannot', async () => {
    const [ended, running] = [`${hostname()}:${process.pid}:before`, newWorker()];
    const [left, held] = [aMessage(), aMessage()];
    const first = openSqliteStore({ path });
    await commitTurn(first, aTurn(anOfficer(), { outbox: [left] }), ended);
    await commitTurn(first, aTurn(anOfficer(), { outbox: [held] }), running);
    await first.close();
    const second = openSqliteStore({ path });
    const leased = await second.leaseOutbox({ worker: running, now: morning, until: morning + 1, limit: 9 });
    expect(leased).toMatchObject([{ id: left.id, attempts: 0 }]);
    await second.close();
  });

  test('to settle what was sent takes as long in a lane of 3,000 entries as in one of 30', async () => {
    const store = openSqliteStore({ path, synchronous: 'NORMAL' });
    const lanes = [30, 3_000].map((length) => ({ lane: anOfficer(), length, quickest: Infinity }));
    for (const { lane, length } of lanes)
      await commitTurn(store, aTurn(lane, { outbox: Array.from({ length }, () => aMessage()) }));
    const now = morning;
    const held = await store.leaseOutbox({ worker: 'w1', now, until: now + 1, limit: 2 });
    for (let nth = 0; nth < 20; nth += 1)
      for (const each of lanes) {
        const { id = '' } = held.filter(({ lane }) => lane === each.lane)[nth] ?? {};
        const startedAt = performance.now();
        await settle(store, 'w1', { id, lane: each.lane, outcome: 'sent' });
        each.quickest = Math.min(each.quickest, performance.now() - startedAt);
      }
    const [short, long] = lanes.map(({ quickest }) => quickest);
    // It was fifteen times when the lane was read; the quickest of twenty is not what a busy machine makes of it.
    expect(long).toBeLessThan(5 * (short ?? 0));
    await store.close();
  });

  test('a commit survives a power cut unless the operator chose less', () => {
    expect(syncOf(new Database({ path }))).toBe(2);
    expect(syncOf(new Database({ path, synchronous: 'NORMAL' }))).toBe(1);
    const raw = new DatabaseSync(path);
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
  });

  test('a store in memory works alike', async () => {
    const store = openSqliteStore({ path: ':memory:' });
    const record = aRequest(anOfficer());
    await file(store, record);
    expect(await store.findRequest(record.ref)).toEqual(record);
    await store.close();
  });

  test('a new file has the newest schema, and a file of a newer version is refused', async () => {
    await openSqliteStore({ path }).close();
    const raw = new DatabaseSync(path);
    expect(raw.prepare('PRAGMA user_version').get()).toEqual({ user_version: migrations.length });
    raw.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    raw.close();
    expect(() => openSqliteStore({ path })).toThrow(/newer version/);
  });

  test('a folder or a file of another kind is said to be unavailable, with the cause', () => {
    expect(() => openSqliteStore({ path: folder })).toThrow(StoreUnavailable);
    writeFileSync(path, 'not a database'.repeat(100));
    expect(() => openSqliteStore({ path: join(path, 'store.sqlite') })).toThrow(StoreUnavailable);
    expect(() => openSqliteStore({ path })).toThrow(
      expect.objectContaining({ name: 'StoreUnavailable', cause: expect.objectContaining({ errcode: 26 }) }),
    );
  });

  test('while another process writes, a commit waits as long as allowed and then says it cannot', async () => {
    const store = openSqliteStore({ path, busyTimeoutMs: 20 });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const officer = anOfficer();
    const turn = aTurn(officer, { conversation: { expected: 0, sealed: 'k1.a' }, outbox: [aMessage()] });
    await expect(commitTurn(store, turn)).rejects.toMatchObject({
      name: 'StoreUnavailable',
      cause: { errcode: 5 },
    });
    await expect(store.ping()).rejects.toThrow(StoreUnavailable);
    other.exec('COMMIT');
    other.close();
    await store.ping();
    expect(await commitTurn(store, turn)).toMatchObject({ ok: true });
    await store.close();
  });

  test('waits for another process without keeping this one from its work, and only until it is known to be locked', async () => {
    const busyTimeoutMs = 3_000;
    const store = openSqliteStore({ path, busyTimeoutMs });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 1);
    await expect(commitTurn(store, aTurn(anOfficer()))).rejects.toThrow(StoreUnavailable);
    clearInterval(ticking);
    expect(ticks, 'between two tries all else goes on').toBeGreaterThan(10);

    const from = performance.now();
    for (let nth = 0; nth < 20; nth += 1)
      await expect(commitTurn(store, aTurn(anOfficer()))).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - from, 'all twenty together').toBeLessThan(2 * busyTimeoutMs);

    other.exec('COMMIT');
    expect(await commitTurn(store, aTurn(anOfficer()))).toMatchObject({ ok: true });
    // It has the lock again, and waits for it again.
    other.exec('BEGIN IMMEDIATE');
    const waiting = commitTurn(store, aTurn(anOfficer()));
    setTimeout(() => other.exec('COMMIT'), 100);
    expect(await waiting).toMatchObject({ ok: true });
    other.close();
    await store.close();
  });

  test('a full disk refuses the whole batch, leaves nothing of it, and the store goes on when there is room', () => {
    // The size limit of a process is the one way to a full disk that needs no rights: 4096 blocks of 512 bytes.
    const script = fileURLToPath(new URL('full-disk.ts', import.meta.url));
    const said = execFileSync(
      'sh',
      ['-c', 'ulimit -f 4096; exec "$0" "$1" "$2"', process.execPath, script, path],
      {
        encoding: 'utf8',
      },
    );
    expect(JSON.parse(said)).toEqual({
      small: 'ok',
      big: 'StoreUnavailable',
      leftOfBig: { conversation: null, requests: [], seen: [] },
      smallAgain: 'ok',
      pingWithRoom: 'ok',
      // A small write would still pass.
      pingWithoutRoom: 'StoreUnavailable',
    });
  });

  test('a fault of ours is no outage: it passes as it is and leaves nothing of the batch', async () => {
    const store = openSqliteStore({ path });
    const officer = anOfficer();
    const broken = aRequest(officer, { dueAt: 'soon' as unknown as number });
    const commit = store.commit({
      turns: [aTurn(anOfficer(), { eventIds: ['e1'] }), aTurn(officer, { requests: [aWrite(broken)] })],
      settlements: [],
      lease: null,
    });
    await expect(commit).rejects.toMatchObject({ name: 'Error', message: /cannot store TEXT/ });
    expect(await store.load([{ officer, eventIds: ['e1'] }])).toMatchObject([{ seen: [], requests: [] }]);
    await store.close();
  });
});
