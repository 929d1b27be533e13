import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GatheredCommits } from '../../src/store/group-commit.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import type { Store } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aMessage, anOfficer, aRequest, aTurn, aWrite, morning } from './builders.ts';

describe('gathered commits', () => {
  let store: Store;
  let writes: { turns: number; settlements: number; ok: boolean }[];
  let commits: GatheredCommits;

  beforeEach(() => {
    store = openSqliteStore({ path: ':memory:' });
    writes = [];
    commits = gatherCommits({
      store,
      worker: 'w1',
      leaseMs: 30_000,
      now: () => morning,
      maxBatch: 10,
      onCommit: ({ turns, settlements, ok }) => writes.push({ turns, settlements, ok }),
    });
  });
  afterEach(async () => {
    await store.close();
  });

  const conversation = (expected: number, sealed = 'k1.a') => ({ conversation: { expected, sealed } });

  test('what is asked in one moment shares one write, and each caller gets its own result', async () => {
    const [one, two] = [anOfficer(), anOfficer()];
    const message = aMessage();
    const results = await Promise.all([
      commits.commit(aTurn(one, { ...conversation(0), outbox: [message] })),
      commits.commit(aTurn(two, conversation(5))),
      Promise.resolve().then(async () => commits.commit(aTurn(anOfficer(), conversation(0)))),
    ]);
    expect(results).toMatchObject([
      { ok: true, leased: [{ id: message.id, lane: one }] },
      { ok: false, reason: 'stale' },
      { ok: true },
    ]);
    expect(writes).toEqual([{ turns: 3, settlements: 0, ok: true }]);
    expect(await store.nextOutboxAt(), 'leased in the name of this worker').toBe(morning + 30_000);
  });

  test('a settlement rides along with the turns of its moment', async () => {
    const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
    await commits.commit(aTurn(lane, { outbox: [first] }));
    const [, result] = await Promise.all([
      commits.settle({ id: first.id, lane, outcome: 'sent' }),
      commits.commit(aTurn(lane, { outbox: [second] })),
    ]);
    expect(result).toMatchObject({ ok: true, leased: [{ id: second.id }] });
    expect(writes.at(-1)).toEqual({ turns: 1, settlements: 1, ok: true });
  });

  test('a settlement alone does not wait for a turn', async () => {
    const [lane, message] = [anOfficer(), aMessage()];
    await commits.commit(aTurn(lane, { outbox: [message] }));
    await commits.settle({ id: message.id, lane, outcome: 'sent' });
    expect(await store.outboxDepth()).toMatchObject({ pending: 0 });
  });

  test('a write is never larger than allowed, and the order is kept', async () => {
    const officer = anOfficer();
    const results = await Promise.all(
      Array.from({ length: 25 }, async (_, n) => commits.commit(aTurn(officer, conversation(n)))),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(writes.map(({ turns }) => turns)).toEqual([10, 10, 5]);
  });

  test('while the store is away every caller of the write learns so', async () => {
    const waiting = [
      commits.commit(aTurn(anOfficer(), conversation(0))),
      commits.commit(aTurn(anOfficer(), conversation(0))),
      commits.settle({ id: 'x', lane: anOfficer(), outcome: 'sent' }),
    ];
    await store.close();
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual([
      expect.any(StoreUnavailable),
      expect.any(StoreUnavailable),
      expect.any(StoreUnavailable),
    ]);
    expect(writes).toEqual([{ turns: 2, settlements: 1, ok: false }]);
  });

  test('a fault in one turn fails that turn alone', async () => {
    const [good, bad] = [anOfficer(), anOfficer()];
    const broken = aRequest(bad, { dueAt: 'soon' as unknown as number });
    const [first, second] = await Promise.allSettled([
      commits.commit(aTurn(good, conversation(0))),
      commits.commit(aTurn(bad, { requests: [aWrite(broken)] })),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { ok: true } });
    expect(second).toMatchObject({ status: 'rejected', reason: { message: /cannot store TEXT/ } });
    expect(writes.map(({ ok }) => ok)).toEqual([false, true, false]);
  });

  test('idle waits for what was asked before', async () => {
    const settled: boolean[] = [];
    void commits.commit(aTurn(anOfficer(), conversation(0))).then(({ ok }) => settled.push(ok));
    await commits.idle();
    expect(settled).toEqual([true]);
    await commits.idle();
  });
});
