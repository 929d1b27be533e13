import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import { faultsOf } from '../../src/store/redis/check-server.ts';
import { UnfitServer } from '../../src/store/redis/connection.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import type { RunningProcess, RunningRedis } from '../support/processes.ts';
import { freePort, startProcess, startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';
import { aMessage, anOfficer, aRequest, aTurn, aWrite, commitTurn, file, morning } from './builders.ts';
import { storeContract } from './contract.ts';

describe.skipIf(redisServer === null)('Redis', () => {
  let redis: RunningRedis;
  beforeAll(async () => {
    redis = await startRedis(redisServer ?? '', ['--appendfsync', 'everysec']);
  });
  afterAll(async () => redis.stop());

  storeContract('Redis', async () => {
    const options = { at: { url: redis.url }, prefix: randomUUID(), timeoutMs: 10_000 };
    return {
      store: await openRedisStore(options),
      another: await openRedisStore(options),
      // The server forgets everything when it is stopped.
      remove: async () => undefined,
    };
  });

  test('installations with names of their own do not see each other', async () => {
    const stores = await Promise.all(
      ['one', 'two'].map(async (prefix) => openRedisStore({ at: { url: redis.url }, prefix })),
    );
    const officer = anOfficer();
    const [one, two] = stores as [Store, Store];
    await commitTurn(one, aTurn(officer, { conversation: { expected: 0, sealed: 'k1.a' } }));
    expect(await two.load([{ officer, eventIds: [] }])).toMatchObject([{ conversation: null }]);
    await Promise.all(stores.map(async (store) => store.close()));
  });

  test('a commit that must be held by more replicas than there are does not count', async () => {
    const store = await openRedisStore({ at: { url: redis.url }, waitReplicas: 1, timeoutMs: 300 });
    const turn = aTurn(anOfficer(), { conversation: { expected: 0, sealed: 'k1.a' } });
    await expect(commitTurn(store, turn)).rejects.toThrow(StoreUnavailable);
    await store.close();
  });

  test('a lease that must be held by more replicas than there are does not count', async () => {
    const prefix = randomUUID();
    const alone = await openRedisStore({ at: { url: redis.url }, prefix });
    await commitTurn(alone, aTurn(anOfficer(), { outbox: [aMessage()] }));
    const store = await openRedisStore({ at: { url: redis.url }, prefix, waitReplicas: 1, timeoutMs: 300 });
    const ask = { worker: 'w1', now: morning, until: morning + 1, limit: 1 };
    await expect(store.leaseOutbox(ask)).rejects.toThrow(StoreUnavailable);
    await Promise.all([alone.close(), store.close()]);
  });

  test('a change that the channel lost is told later, in its order', async () => {
    const store = await openRedisStore({ at: { url: redis.url }, prefix: randomUUID() });
    const record = aRequest(anOfficer());
    const heard: number[] = [];
    store.watchRequests(({ version }) => heard.push(version));
    const admin = new Redis(redis.url);
    await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await file(store, record);
    const second = { ...record, version: 2 };
    await commitTurn(store, aTurn(record.officer, { requests: [aWrite(second)] }));
    await vi.waitFor(() => expect(heard).toEqual([1, 2]), { timeout: 60_000 });
    admin.disconnect();
    await store.close();
  });

  test('scripts that Redis forgot are given to it again', async () => {
    const store = await openRedisStore({ at: { url: redis.url }, prefix: randomUUID() });
    const turn = async () => commitTurn(store, aTurn(anOfficer(), { eventIds: [randomUUID()] }));
    await turn();
    const admin = new Redis(redis.url);
    await admin.script('FLUSH');
    admin.disconnect();
    expect(await turn()).toMatchObject({ ok: true });
    await store.close();
  });

  test('whose primary becomes a replica and keeps its connections is left for the new primary', async () => {
    const [first, second] = await Promise.all([startRedis(redisServer ?? ''), startRedis(redisServer ?? '')]);
    // An address that leads to the primary, as a load balancer's or a name does: open connections stay where they are.
    let primary = first;
    const address = createServer((client) => {
      const server = connect(primary.port, '127.0.0.1');
      client.pipe(server).pipe(client);
      for (const [one, end] of [
        [client, server],
        [server, client],
      ] as const)
        one.on('error', () => end.destroy());
    }).listen(0, '127.0.0.1');
    await once(address, 'listening');
    const { port } = address.address() as AddressInfo;
    const admins = [new Redis(first.url), new Redis(second.url)] as const;
    const store = await openRedisStore({ at: { url: `redis://127.0.0.1:${port}` } });
    const officer = anOfficer();
    const commit = async (expected: number) =>
      commitTurn(store, aTurn(officer, { conversation: { expected, sealed: `k1.${expected}` } }));
    expect(await commit(0)).toMatchObject({ ok: true });

    await admins[1].replicaof('127.0.0.1', first.port);
    const isSynced = async () => (await admins[1].info('replication')).includes('master_link_status:up');
    await waitFor(isSynced, { what: 'the replica' });
    primary = second;
    await admins[1].replicaof('NO', 'ONE');
    await admins[0].replicaof('127.0.0.1', second.port);
    await expect(commit(1)).rejects.toThrow(StoreUnavailable);
    const wentOn = await waitFor(async () => commit(1), { what: 'a commit' });
    expect(wentOn).toMatchObject({ ok: true });
    expect(await store.load([{ officer, eventIds: [] }])).toMatchObject([{ conversation: { version: 2 } }]);

    await store.close();
    for (const admin of admins) admin.disconnect();
    address.close();
    await Promise.all([first.stop(), second.stop()]);
  });

  describe('that goes away', () => {
    const password = 'geheim';
    let folder: string;
    let port: number;
    let server: RunningProcess;
    let store: Store;

    const start = async (): Promise<void> => {
      server = startProcess(redisServer ?? '', [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--requirepass',
        password,
        '--appendonly',
        'yes',
        '--appendfsync',
        'always',
      ]);
      await waitFor(() => server.output().includes('Ready to accept connections'), { what: 'redis-server' });
    };
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'redis-away-'));
      port = await freePort();
      await start();
      store = await openRedisStore({ at: { url: `redis://:${password}@127.0.0.1:${port}` } });
    });
    afterEach(async () => {
      await store.close();
      await server.stop('SIGKILL');
      rmSync(folder, { recursive: true });
    });
    const aCommit = async (officer: string, expected: number) =>
      commitTurn(store, aTurn(officer, { conversation: { expected, sealed: `k1.${expected}` } }));

    test('is said to be unavailable at once, and everything goes on when it is back', async () => {
      const officer = anOfficer();
      expect(await aCommit(officer, 0)).toMatchObject({ ok: true });
      await server.stop('SIGKILL');
      const from = performance.now();
      await expect(aCommit(officer, 1)).rejects.toThrow(StoreUnavailable);
      await expect(store.ping()).rejects.toThrow(StoreUnavailable);
      await expect(store.load([{ officer, eventIds: [] }])).rejects.toThrow(StoreUnavailable);
      await expect(store.listRequests({ limit: 1 })).rejects.toThrow(StoreUnavailable);
      expect(performance.now() - from).toBeLessThan(30_000);
      await start();
      await waitFor(async () => (await aCommit(officer, 1)).ok, { what: 'a commit' });
      expect(await store.load([{ officer, eventIds: [] }])).toMatchObject([{ conversation: { version: 2 } }]);
    });

    test('is said to be unavailable before long when it answers no more', async () => {
      const officer = anOfficer();
      process.kill(server.pid, 'SIGSTOP');
      const from = performance.now();
      await expect(aCommit(officer, 0)).rejects.toThrow(StoreUnavailable);
      expect(performance.now() - from).toBeLessThan(30_000);
      process.kill(server.pid, 'SIGCONT');
      // The commit that nobody heard of was carried out all the same, or was not: either is known afterwards.
      await waitFor(async () => store.ping().then(() => true), { what: 'Redis' });
      const [loaded] = await store.load([{ officer, eventIds: [] }]);
      expect(await aCommit(officer, loaded?.conversation?.version ?? 0)).toMatchObject({ ok: true });
    });

    test('with data in an earlier layout is unfit, which says how to bring them along', async () => {
      const client = new Redis(redis.url);
      await client.hset('old:{7}:conversation', 'officer', '1|0|k1.x');
      const open = openRedisStore({ at: { url: redis.url }, prefix: 'old' });
      await expect(open).rejects.toThrow(UnfitServer);
      await expect(open).rejects.toThrow(/export them with that version/);
      await client.quit();
    });

    test('and is not there at the start is unavailable; one that refuses the password is unfit', async () => {
      const open = async (url: string) => openRedisStore({ at: { url } });
      await expect(open(`redis://:wrong@127.0.0.1:${port}`)).rejects.toThrow(UnfitServer);
      await expect(open(`redis://127.0.0.1:${port}`)).rejects.toThrow(UnfitServer);
      await expect(open('redis://127.0.0.1:1')).rejects.toThrow(StoreUnavailable);
    });

    test('tells at the start which of its settings may lose data', async () => {
      const url = `redis://:${password}@127.0.0.1:${port}`;
      const admin = new Redis(url);
      await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
      admin.disconnect();
      const warnings: string[] = [];
      const other = await openRedisStore({ at: { url }, onWarning: (sentence) => warnings.push(sentence) });
      expect(warnings).toEqual([expect.stringContaining('maxmemory-policy is allkeys-lru')]);
      await other.close();
    });
  });
});

describe('a server', () => {
  const good = {
    version: '7.0.15',
    maxmemoryPolicy: 'noeviction',
    appendonly: 'yes',
    save: '',
    appendfsync: 'always',
  };

  test.each([
    [good, [], []],
    [{ ...good, maxmemoryPolicy: null, appendonly: null, save: null, appendfsync: null }, [], []],
    [{ ...good, version: '6.2.14' }, [/6\.2\.14 is too old/], []],
    [{ ...good, version: '8.2.1' }, [], []],
    [{ ...good, maxmemoryPolicy: 'volatile-lru' }, [], [/maxmemory-policy/]],
    [{ ...good, appendonly: 'no' }, [], [/save is empty/]],
    [{ ...good, appendonly: 'no', appendfsync: 'everysec' }, [], [/save is empty/]],
    [{ ...good, appendfsync: 'everysec' }, [], [/appendfsync is everysec.+last second/]],
    [{ ...good, appendfsync: 'no' }, [], [/appendfsync is no:.+half minute/]],
    [{ ...good, appendonly: 'no', save: '3600 1' }, [], [/last snapshot/]],
  ])('%j is judged', (state, fatal, warnings) => {
    const faults = faultsOf(state);
    expect(faults.fatal).toEqual(fatal.map((pattern) => expect.stringMatching(pattern)));
    expect(faults.warnings).toEqual(warnings.map((pattern) => expect.stringMatching(pattern)));
  });
});
