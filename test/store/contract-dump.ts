import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import type { Subject } from './contract-subject.ts';
import { aMessage, anOfficer, aTurn, commitTurn, morning, settle } from './builders.ts';
import type { Population } from './population.ts';
import { leaseEverything, populate, pour, readEverything, recordsOf } from './population.ts';

const officerCount = 25;

export function describeDump({ fresh }: Subject): void {
  /** Two stores, the first one filled. */
  async function withCopy(
    use: (stores: { from: Store; to: Store; anotherTo: Store; people: Population }) => Promise<void>,
  ): Promise<void> {
    await fresh(async ({ store: from }) =>
      fresh(async ({ store: to, another: anotherTo }) => {
        const people = await populate(from, officerCount, randomInt);
        await use({ from, to, anotherTo, people });
      }),
    );
  }

  describe('a dump restored elsewhere', () => {
    test('answers whatever can be asked as the store it came from', async () => {
      await withCopy(async ({ from, to, anotherTo, people }) => {
        await pour(from, to);
        expect(await readEverything(to, people)).toEqual(await readEverything(from, people));
        expect(await readEverything(anotherTo, people)).toEqual(await readEverything(from, people));
        expect(await recordsOf(to)).toEqual(await recordsOf(from));
        expect(await leaseEverything(to)).toEqual(await leaseEverything(from));
      });
    });

    test('in parts and again from the start is the same as in one go', async () => {
      await withCopy(async ({ from, to, people }) => {
        await pour(from, to, 7, 60);
        await pour(from, to, 50, 130);
        await pour(from, to);
        expect(await readEverything(to, people)).toEqual(await readEverything(from, people));
        expect(await recordsOf(to)).toEqual(await recordsOf(from));
      });
    });

    test('goes on as its origin would: nothing is taken twice, versions and counts move on', async () => {
      await withCopy(async ({ from, to, people }) => {
        await pour(from, to);
        for (const officer of people.officers.slice(0, 10)) {
          const [event = ''] = people.events.get(officer) ?? [];
          expect(await commitTurn(to, aTurn(officer, { eventIds: [event] }))).toEqual({
            ok: false,
            reason: 'duplicate',
            eventIds: [event],
          });
          const [loaded] = await from.load([{ officer, eventIds: [] }]);
          const expected = loaded?.conversation?.version ?? 0;
          expect(expected).toBeGreaterThan(1);
          const next = aTurn(officer, {
            eventIds: [randomUUID()],
            conversation: { expected, sealed: 'k1.n' },
          });
          expect(await commitTurn(to, next)).toMatchObject({ ok: true });
          expect(await commitTurn(to, { ...next, eventIds: [] })).toEqual({ ok: false, reason: 'stale' });
        }
        const tally = { day: '2026-11-10', entry: 'deadline', what: 'answered' } as const;
        const count = async (store: Store) =>
          (await store.readTallies({ from: tally.day, to: tally.day })).find(
            ({ entry, what }) => entry === tally.entry && what === tally.what,
          )?.count ?? 0;
        await commitTurn(to, aTurn(anOfficer(), { tallies: [tally] }));
        expect(await count(to)).toBe((await count(from)) + 1);
        const change = { version: 4, at: morning, by: 'a@dga.or.th', sealed: 'k1.t4' };
        expect(await to.addTeaching({ ...change, version: 3 })).toBe(false);
        expect(await to.addTeaching(change)).toBe(true);
      });
    });

    test('a text that was not understood still goes with its message, and is replaced under its id', async () => {
      await withCopy(async ({ from, to, people }) => {
        await pour(from, to);
        const [kept, gone] = [...people.unclear].filter(([, texts]) => texts.length > 0);
        if (!kept || !gone) throw new Error('there are not enough texts');
        const replaced = { ...kept[1][0], id: kept[1][0]?.id ?? '', day: '2026-11-30', sealed: 'k1.again' };
        await commitTurn(to, aTurn(kept[0], { unclear: [replaced] }));
        await commitTurn(to, aTurn(gone[0], { unclearGone: gone[1].map(({ id }) => id) }));
        const before = await from.listUnclear(1_000);
        const out = new Set([replaced.id, ...gone[1].map(({ id }) => id)]);
        expect(await to.listUnclear(1_000)).toEqual([replaced, ...before.filter(({ id }) => !out.has(id))]);
        await to.sweepUnclear('2026-11-30');
        expect(await to.listUnclear(1_000)).toEqual([replaced]);
      });
    });

    test('keeps what was put off, and what was being sent is free and marked as perhaps sent', async () => {
      await fresh(async ({ store: from }) =>
        fresh(async ({ store: to }) => {
          const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
          await commitTurn(from, aTurn(lane, { outbox: [first] }), 'w1');
          await settle(from, 'w1', { id: first.id, lane, outcome: 'begin', at: morning + 7 });
          await commitTurn(from, aTurn(lane, { outbox: [second] }));
          await pour(from, to);
          expect(await to.nextOutboxAt()).toBe(morning);
          const leased = await to.leaseOutbox({ worker: 'w2', now: morning, until: morning + 1, limit: 5 });
          expect(leased).toMatchObject([
            { id: first.id, attempts: 1, inDoubtSince: morning + 7 },
            { id: second.id, attempts: 0, inDoubtSince: null },
          ]);
        }),
      );
    });

    test('an event whose shard is not known is taken once all the same', async () => {
      await fresh(async ({ store }) => {
        await store.restore([{ kind: 'event', value: { id: 'old', at: morning, shard: null } }]);
        const [officer] = [anOfficer()];
        expect(await store.load([{ officer, eventIds: ['old'] }])).toMatchObject([{ seen: ['old'] }]);
        expect(await commitTurn(store, aTurn(officer, { eventIds: ['old'] }))).toMatchObject({ ok: false });
      });
    });
  });

  describe('a store', () => {
    test('that was wiped is as if new', async () => {
      await fresh(async ({ store, another }) => {
        await populate(store, 10, randomInt);
        await store.wipe();
        expect(await recordsOf(another)).toEqual([]);
        expect(await another.outboxDepth()).toEqual({ pending: 0, oldestAt: null, dead: 0 });
        const people = await populate(store, 5, randomInt);
        expect(
          await another.load(people.officers.map((officer) => ({ officer, eventIds: [] }))),
        ).toHaveLength(5);
      });
    });

    test('tells whether another process has it open', async () => {
      await fresh(async ({ store, another }) => {
        expect(await store.isShared()).toBe(true);
        await another.close();
        await expect.poll(() => store.isShared()).toBe(false);
        // And goes on as before.
        await store.putMeta('a', '1');
        expect(await store.getMeta('a')).toBe('1');
        await store.dropMeta('a');
        expect(await store.getMeta('a')).toBeNull();
      });
    });
  });
}
