import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draft } from '../../flows/context.ts';
import { openBackup } from '../../src/commands/store/backup-file.ts';
import { fill } from '../../src/commands/store/transfer.ts';
import { readSaved } from '../../src/conversation/saved.ts';
import { openOutgoing } from '../../src/delivery/outgoing.ts';
import { openLessons } from '../../src/learning/teaching.ts';
import { openUnclear } from '../../src/learning/unclear.ts';
import { parseDataKeys } from '../../src/privacy/data-keys.ts';
import { openVault } from '../../src/privacy/vault.ts';
import { openRequest, openThread } from '../../src/requests/record.ts';
import type { Store } from '../../src/store/port.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { RunningRedis } from '../support/processes.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';

interface Snapshot {
  readonly from: string;
  /** The state in which that version left the conversation. */
  readonly path: string;
  readonly draft: Draft | null;
  readonly saved: unknown;
}

/** Data of a landed version; see the `README.md` beside it. */
interface Landed {
  readonly version: string;
  readonly folder: string;
  readonly dataKeys: string;
  /** A request in each status. */
  readonly refs: { readonly [status: string]: string };
  readonly snapshots: readonly Snapshot[];
}

const here = fileURLToPath(new URL('.', import.meta.url));
const versions: readonly Landed[] = readdirSync(here)
  .filter((name) => name.startsWith('landed-'))
  .map((name) => {
    const folder = join(here, name);
    const kept = JSON.parse(readFileSync(join(folder, 'snapshots.json'), 'utf8')) as Omit<
      Landed,
      'version' | 'folder'
    >;
    return { version: name.slice('landed-'.length), folder, ...kept };
  });
const unpacked = ({ folder }: Landed, name: string): Buffer => gunzipSync(readFileSync(join(folder, name)));

/** Where a conversation goes on that stood in a state which has another name now, or is gone: `was: 'is'`. */
const goesOn: { readonly [path: string]: string } = {
  consent: 'consent.first',
  refused: 'consent.refused',
  main: 'menu.main',
  services: 'menu.services',
  info: 'menu.info',
  usage: 'menu.usage',
  // Settled for the form where the form asked for it, for the issuer's card otherwise.
  'routing.pick': 'form.agency.pick',
  'routing.suggest': 'form.agency.suggest',
  'routing.confirm': 'issuer.confirm',
  'routing.settle': 'issuer.settle',
  card: 'issuer.card',
  handoff: 'person.open',
};
const pathNow = (path: string): string => goesOn[path] ?? path;

describe.each(versions)('a conversation as version $version saved it', ({ snapshots }) => {
  test.each([...snapshots])(
    'in $path goes on where it should, with its answers',
    ({ path, draft, saved }) => {
      const now = readSaved(saved);
      expect(now.path).toBe(pathNow(path));
      if (draft === null) expect(now.context.draft).toBeNull();
      else expect(now.context.draft).toMatchObject(draft);
    },
  );
});

/** Everything that was kept can be opened: conversations, requests, threads, consents, the rest. */
async function readAll({ dataKeys, snapshots, refs }: Landed, store: Store): Promise<void> {
  const keys = parseDataKeys(dataKeys);
  if (typeof keys === 'string') throw new Error(keys);
  const vault = await openVault(keys, store);
  for (const { from, path } of snapshots) {
    const officer = vault.officerKey(from);
    const [loaded] = await store.load([{ officer, eventIds: [] }]);
    const sealed = loaded?.conversation?.sealed ?? '';
    expect(readSaved(vault.open(sealed, `conversation:${officer}`)).path).toBe(pathNow(path));
    const consents = (await store.readConsents(officer)).map(({ action }) => action);
    if (path.startsWith('form.')) expect(consents).toContain('given');
  }
  for (const [status, ref] of Object.entries(refs)) {
    const record = await store.findRequest(ref);
    if (!record) throw new Error(`no request ${ref}`);
    expect(openRequest(vault, record)).toMatchObject({ status, contact: { name: 'สมหญิง ใจดี' } });
    const thread = openThread(vault, ref, await store.readThread(ref));
    expect(thread.some(({ from }) => from === 'staff')).toBe(status === 'waiting' || status === 'resolved');
    expect(await store.readAudit(ref)).not.toEqual([]);
  }
  const { items } = await store.listRequests({ limit: 100 });
  for (const record of items) {
    expect(openRequest(vault, record).lineUserId).toMatch(/^U/);
    openThread(vault, record.ref, await store.readThread(record.ref));
  }
  expect(await store.listStaff()).toHaveLength(2);
  expect(await store.listApiTokens('admin@dga.or.th')).toHaveLength(1);
  expect(openLessons(vault, await store.readTeaching())).toHaveLength(2);
  for (const unclear of await store.listUnclear(100)) expect(openUnclear(vault, unclear)).not.toBeNull();
  await drain(store, (entry) => openOutgoing(vault, entry));
}

type Entry = Parameters<typeof openOutgoing>[1];

/** The outbox is sent to its end, lane by lane. */
async function drain(store: Store, openEntry: (entry: Entry) => { said: readonly unknown[] }): Promise<void> {
  const { pending, dead } = await store.outboxDepth();
  expect([pending > 0, dead > 0]).toEqual([true, true]);
  const now = Date.UTC(2027, 0, 1);
  const worker = 'the present version';
  for (let left = pending; left > 0;) {
    const entries = await store.leaseOutbox({ worker, now, until: now + 60_000, limit: 100 });
    expect(entries).not.toEqual([]);
    for (const entry of entries) expect(openEntry(entry).said).not.toEqual([]);
    const settlements = entries.map(({ id, lane }) => ({ id, lane, outcome: 'sent' as const }));
    await store.commit({ turns: [], settlements, lease: { worker, until: now + 60_000 } });
    left -= entries.length;
  }
  expect(await store.outboxDepth()).toMatchObject({ pending: 0, dead });
}

describe.each(versions)('SQLite as version $version left it', (landed) => {
  let work: string;
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'landed-'));
  });
  afterAll(() => rmSync(work, { recursive: true }));

  test('its file is read', async () => {
    const path = join(work, 'store.db');
    writeFileSync(path, unpacked(landed, 'sqlite.db.gz'));
    const store = openSqliteStore({ path });
    await readAll(landed, store);
    await store.close();
  });

  test('a backup file is read into it', async () => {
    const store = openSqliteStore({ path: ':memory:' });
    await importInto(landed, store);
    await readAll(landed, store);
    await store.close();
  });
});

async function importInto({ folder }: Landed, store: Store): Promise<void> {
  const source = await openBackup(join(folder, 'redis-export.gz'));
  await fill({ store, name: 'target' }, source, { replace: false, onProgress: () => undefined });
}

describe.skipIf(redisServer === null).each(versions)('Redis as version $version left it', (landed) => {
  let redis: RunningRedis;
  beforeAll(async () => {
    redis = await startRedis(redisServer ?? '');
  });
  afterAll(async () => redis.stop());

  test('its keys are read as they lay there', async () => {
    const raw = new Redis(redis.url);
    for (const line of unpacked(landed, 'redis-keys.jsonl.gz').toString('utf8').trimEnd().split('\n')) {
      const [key, dump] = JSON.parse(line) as [string, string, number];
      await raw.restore(key, 0, Buffer.from(dump, 'base64'));
    }
    await raw.quit();
    const store = await openRedisStore({ at: { url: redis.url }, timeoutMs: 10_000 });
    await readAll(landed, store);
    await store.close();
  });

  test('a backup file is read into it', async () => {
    const store = await openRedisStore({ at: { url: redis.url }, prefix: 'other', timeoutMs: 10_000 });
    await importInto(landed, store);
    await readAll(landed, store);
    await store.close();
  });
});
