import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TurnWrite } from '../../src/store/port.ts';
import type { Subject } from './contract-subject.ts';
import { aMessage, anOfficer, aRequest, aTurn, aWrite, commitTurn, file, morning } from './builders.ts';

export function describeTurns({ store, another }: Subject): void {
  const load = async (officer: string, eventIds: readonly string[] = []) => {
    const [loaded] = await store().load([{ officer, eventIds }]);
    if (!loaded) throw new Error('nothing was loaded');
    return loaded;
  };

  describe('turns', () => {
    test('an officer nobody knows has no conversation, no requests and no events', async () => {
      expect(await load(anOfficer(), [randomUUID()])).toEqual({ conversation: null, requests: [], seen: [] });
    });

    test('everything a turn holds is there afterwards, for other processes too', async () => {
      const officer = anOfficer();
      const event = randomUUID();
      const record = aRequest(officer, { terms: ['t1', 't2'], assignee: 'somchai@dga.or.th' });
      const thread = [{ id: randomUUID(), at: morning, sealed: 'k1.text' }];
      const audit = [
        {
          id: randomUUID(),
          at: morning,
          by: 'officer',
          action: 'file',
          detail: { from: null, n: 1, ok: true },
        },
      ];
      const consents = [{ at: morning, action: 'given' as const, notice: '2026-11' }];
      const outbox = [aMessage({ ref: record.ref }), aMessage()];
      const result = await commitTurn(
        store(),
        aTurn(officer, {
          eventIds: [event],
          conversation: { expected: 0, sealed: 'k1.snapshot' },
          requests: [aWrite(record, { thread, audit })],
          consents,
          outbox,
        }),
        'w1',
      );
      expect(result).toEqual({
        ok: true,
        leased: outbox.map((entry, nth) => ({
          ...entry,
          behind: outbox[nth - 1]?.id,
          lane: officer,
          createdAt: morning,
          notBefore: expect.any(Number) as number,
          attempts: 0,
          inDoubtSince: null,
        })),
      });
      const [loaded] = await another().load([{ officer, eventIds: [event, 'unknown'] }]);
      expect(loaded).toEqual({
        conversation: { version: 1, sealed: 'k1.snapshot', updatedAt: morning },
        requests: [record],
        seen: [event],
      });
      expect(await another().findRequest(record.ref)).toEqual(record);
      expect(await another().readThread(record.ref)).toEqual(thread);
      expect(await another().readAudit(record.ref)).toEqual(audit);
      expect(await another().readConsents(officer)).toEqual(consents);
    });

    test('several officers are loaded in the order asked for', async () => {
      const [first, second] = [anOfficer(), anOfficer()];
      await commitTurn(store(), aTurn(second, { conversation: { expected: 0, sealed: 'k1.second' } }));
      const loaded = await store().load([
        { officer: first, eventIds: [] },
        { officer: second, eventIds: [] },
        { officer: first, eventIds: [] },
      ]);
      expect(loaded.map(({ conversation }) => conversation?.sealed ?? null)).toEqual([
        null,
        'k1.second',
        null,
      ]);
    });

    test('a turn of which one event was consumed before is refused, names that event and leaves nothing', async () => {
      const officer = anOfficer();
      const [old, fresh] = [randomUUID(), randomUUID()];
      const record = aRequest(officer);
      await commitTurn(store(), aTurn(officer, { eventIds: [old] }));
      const result = await commitTurn(
        store(),
        aTurn(officer, {
          eventIds: [fresh, old],
          conversation: { expected: 0, sealed: 'k1.x' },
          requests: [aWrite(record, { thread: [{ id: 'm', at: morning, sealed: 'k1.m' }] })],
          outbox: [aMessage()],
          consents: [{ at: morning, action: 'given', notice: '1' }],
        }),
        'w1',
      );
      expect(result).toEqual({ ok: false, reason: 'duplicate', eventIds: [old] });
      expect(await load(officer, [fresh])).toEqual({ conversation: null, requests: [], seen: [] });
      expect(await store().findRequest(record.ref)).toBeNull();
      expect(await store().readThread(record.ref)).toEqual([]);
      expect(await store().readConsents(officer)).toEqual([]);
      const later = await commitTurn(store(), aTurn(officer, { outbox: [aMessage()] }), 'w1');
      expect(later.ok && later.leased.length, 'the lane is still empty').toBe(1);
    });

    test('a turn decided on an older conversation is stale and leaves nothing', async () => {
      const officer = anOfficer();
      await commitTurn(store(), aTurn(officer, { conversation: { expected: 0, sealed: 'k1.a' } }));
      const event = randomUUID();
      for (const expected of [0, 2]) {
        const result = await commitTurn(
          store(),
          aTurn(officer, { eventIds: [event], conversation: { expected, sealed: 'k1.b' } }),
        );
        expect(result).toEqual({ ok: false, reason: 'stale' });
      }
      expect(await load(officer, [event])).toMatchObject({
        conversation: { version: 1, sealed: 'k1.a' },
        seen: [],
      });
    });

    test('a turn decided on an older request is stale and leaves nothing', async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      await file(store(), record);
      const claimed = { ...record, status: 'claimed' as const, version: 2, assignee: 'a@dga.or.th' };
      expect(await commitTurn(store(), aTurn(officer, { requests: [aWrite(claimed)] }))).toMatchObject({
        ok: true,
      });
      const loser = await commitTurn(
        another(),
        aTurn(officer, {
          conversation: { expected: 0, sealed: 'k1.x' },
          requests: [aWrite({ ...claimed, assignee: 'b@dga.or.th' })],
        }),
      );
      expect(loser).toEqual({ ok: false, reason: 'stale' });
      expect(await store().findRequest(record.ref)).toEqual(claimed);
      expect((await load(officer)).conversation).toBeNull();
    });

    test('what staff change of a request makes a turn stale that was decided before, and nothing else of the conversation', async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      await commitTurn(
        store(),
        aTurn(officer, { conversation: { expected: 0, sealed: 'k1.a' }, requests: [aWrite(record)] }),
      );
      const before = (await load(officer)).conversation;
      const claimed = { ...record, status: 'claimed' as const, version: 2, assignee: 'a@dga.or.th' };
      await commitTurn(another(), aTurn(officer, { at: morning + 5, requests: [aWrite(claimed)] }));
      expect((await load(officer)).conversation).toEqual({ ...before, version: 2 });
      const late = await commitTurn(
        store(),
        aTurn(officer, { conversation: { expected: 1, sealed: 'k1.b' } }),
      );
      expect(late).toEqual({ ok: false, reason: 'stale' });
      expect(
        await commitTurn(store(), aTurn(officer, { conversation: { expected: 2, sealed: 'k1.b' } })),
      ).toMatchObject({ ok: true });
    });

    test('what staff change of a request of an officer without a conversation makes none', async () => {
      const officer = anOfficer();
      await file(store(), aRequest(officer));
      expect((await load(officer)).conversation).toBeNull();
    });

    test('a change of a request that does not exist is stale', async () => {
      const officer = anOfficer();
      const result = await commitTurn(
        store(),
        aTurn(officer, { requests: [aWrite(aRequest(officer, { version: 2 }))] }),
      );
      expect(result).toEqual({ ok: false, reason: 'stale' });
    });

    test('a new request whose reference exists is refused as taken', async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      await file(store(), record);
      const result = await commitTurn(
        store(),
        aTurn(officer, { requests: [aWrite({ ...record, sealed: 'k1.other' })] }),
      );
      expect(result).toEqual({ ok: false, reason: 'ref-taken' });
      expect(await store().findRequest(record.ref)).toEqual(record);
    });

    test('one turn may write a request several times, each write on the one before', async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      const second = { ...record, version: 2, sealed: 'k1.second', terms: ['later'] };
      const result = await commitTurn(
        store(),
        aTurn(officer, {
          requests: [
            aWrite(record, { thread: [{ id: 'a', at: morning, sealed: 'k1.a' }] }),
            aWrite(second, { thread: [{ id: 'b', at: morning, sealed: 'k1.b' }] }),
          ],
        }),
      );
      expect(result.ok).toBe(true);
      expect(await store().findRequest(record.ref)).toEqual(second);
      expect((await store().readThread(record.ref)).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    test('the turns of a batch are accepted or refused each by itself, in the order given', async () => {
      const [known, stranger, third] = [anOfficer(), anOfficer(), anOfficer()];
      const event = randomUUID();
      await commitTurn(
        store(),
        aTurn(known, { eventIds: [event], conversation: { expected: 0, sealed: 'k1.a' } }),
      );
      const results = await store().commit({
        turns: [
          aTurn(known, { eventIds: [event] }),
          aTurn(stranger, { conversation: { expected: 0, sealed: 'k1.b' } }),
          aTurn(third, { conversation: { expected: 7, sealed: 'k1.c' } }),
          aTurn(known, { conversation: { expected: 1, sealed: 'k1.d' } }),
        ],
        settlements: [],
        lease: null,
      });
      expect(results.map((result) => (result.ok ? 'ok' : result.reason))).toEqual([
        'duplicate',
        'ok',
        'stale',
        'ok',
      ]);
      expect((await load(known)).conversation).toMatchObject({ version: 2, sealed: 'k1.d' });
      expect((await load(stranger)).conversation).toMatchObject({ version: 1 });
    });

    test('a second turn of the same officer in a batch is decided on what the first one left', async () => {
      const officer = anOfficer();
      const turn = (expected: number, sealed: string): TurnWrite =>
        aTurn(officer, { conversation: { expected, sealed } });
      const results = await store().commit({
        turns: [turn(0, 'k1.a'), turn(0, 'k1.b'), turn(1, 'k1.c')],
        settlements: [],
        lease: null,
      });
      expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
      expect((await load(officer)).conversation).toMatchObject({ version: 2, sealed: 'k1.c' });
    });

    test('an empty batch is nothing', async () => {
      expect(await store().commit({ turns: [], settlements: [], lease: null })).toEqual([]);
    });

    test('of two processes that decided on the same version exactly one commits', async () => {
      const officer = anOfficer();
      for (let version = 0; version < 20; version += 1) {
        const turn = (sealed: string) =>
          aTurn(officer, { conversation: { expected: version, sealed: `k1.${sealed}` } });
        const results = await Promise.all([commitTurn(store(), turn('a')), commitTurn(another(), turn('b'))]);
        expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      }
      expect((await load(officer)).conversation?.version).toBe(20);
    });

    test('however events are grouped, repeated and ordered, each has its effect once', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 }), {
            minLength: 1,
            maxLength: 15,
          }),
          async (deliveries) => {
            const officer = anOfficer();
            const prefix = randomUUID();
            const applied: number[] = [];
            for (const delivery of deliveries) {
              // What the engine does: leave out what was seen, and again what the commit says was.
              let left = delivery;
              for (;;) {
                const [before] = await store().load([{ officer, eventIds: [] }]);
                const result = await commitTurn(
                  store(),
                  aTurn(officer, {
                    eventIds: left.map((n) => `${prefix}-${n}`),
                    conversation: {
                      expected: before?.conversation?.version ?? 0,
                      sealed: `k1.${[...applied, ...left].join(',')}`,
                    },
                  }),
                );
                if (result.ok) {
                  applied.push(...left);
                  break;
                }
                if (result.reason !== 'duplicate') throw new Error(`unexpected: ${result.reason}`);
                const consumed = new Set(result.eventIds);
                expect(consumed).toEqual(
                  new Set(left.filter((n) => applied.includes(n)).map((n) => `${prefix}-${n}`)),
                );
                left = left.filter((n) => !consumed.has(`${prefix}-${n}`));
              }
            }
            const all = [...new Set(deliveries.flat())];
            expect(new Set(applied)).toEqual(new Set(all));
            expect(applied).toHaveLength(all.length);
            const loaded = await load(
              officer,
              all.map((n) => `${prefix}-${n}`),
            );
            expect(loaded.conversation).toMatchObject({ sealed: `k1.${applied.join(',')}` });
            expect(loaded.seen).toHaveLength(all.length);
          },
        ),
        { numRuns: 30 },
      );
    });

    test('a turn loads every open request and the newest resolved ones, newest first, 20 at most', async () => {
      const officer = anOfficer();
      const open = [5, 12].map((n) => aRequest(officer, { createdAt: morning + n }));
      const resolved = Array.from({ length: 25 }, (_, n) =>
        aRequest(officer, { createdAt: morning + 20 + n, status: 'resolved', disposition: 'issued' }),
      );
      await file(store(), ...open, ...resolved);
      const expected = [...open, ...resolved.slice(-18)].sort((a, b) => b.createdAt - a.createdAt);
      expect((await load(officer)).requests).toEqual(expected);
      const all = [...open, ...resolved].sort((a, b) => b.createdAt - a.createdAt);
      expect(await another().requestsOf(officer), 'while all of them can be had').toEqual(all);
      expect(await store().requestsOf(anOfficer())).toEqual([]);
    });
  });
}
