import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NewOutboxEntry, OutboxEntry, Store } from '../../src/store/port.ts';
import type { Subject } from './contract-subject.ts';
import { aMessage, anOfficer, aRequest, aTurn, commitTurn, morning, settle } from './builders.ts';
import { leasedTogether } from '../../src/store/port.ts';
import { LaneModel, laneStep } from './lane-model.ts';

/** A reference such as the requests of this officer have. */
const aRef = (officer: string): string => aRequest(officer).ref;
const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);
const leaseEnd = morning + 30_000;

export function describeOutbox({ fresh }: Subject): void {
  describe('the outbox', () => {
    test('what a turn adds to an empty lane is leased with the commit, and nobody else can have it', async () => {
      await fresh(async ({ store, another }) => {
        const [lane, messages] = [anOfficer(), [aMessage(), aMessage()]];
        expect(ids(await say(store, lane, messages, 'w1'))).toEqual(ids(messages));
        expect(await lease(another, 'w2')).toEqual([]);
        expect(await store.nextOutboxAt()).toBe(leaseEnd);
        expect(await store.outboxDepth()).toEqual({ pending: 2, oldestAt: morning, dead: 0 });
      });
    });

    test('without a worker in the batch the entries wait for whoever asks', async () => {
      await fresh(async ({ store, another }) => {
        const [lane, messages] = [anOfficer(), [aMessage({ ref: '123456789' }), aMessage()]];
        expect(await say(store, lane, messages)).toEqual([]);
        expect(await store.nextOutboxAt()).toBeLessThanOrEqual(morning);
        const leased = await lease(another, 'w2');
        expect(leased).toEqual(
          messages.map((message, nth) => ({
            ...message,
            lane,
            createdAt: morning,
            notBefore: expect.any(Number) as number,
            attempts: 0,
            inDoubtSince: null,
            ...(nth === 0 && { begun: true }),
          })),
        );
        expect(await lease(store, 'w1')).toEqual([]);
      });
    });

    test('what a process left that does not send is told to whoever watches, in any process', async () => {
      await fresh(async ({ store, another }) => {
        const told = { here: 0, there: 0, stopped: 0 };
        store.watchOutbox(() => (told.here += 1));
        another.watchOutbox(() => (told.there += 1));
        store.watchOutbox(() => (told.stopped += 1))();
        await say(store, anOfficer(), [aMessage()], null);
        await expect.poll(() => told.here > 0 && told.there > 0).toBe(true);
        expect(told.stopped).toBe(0);
      });
    });

    test('a lane that another worker has, or where an earlier entry waits, gives no lease with the commit', async () => {
      await fresh(async ({ store }) => {
        const [taken, waiting] = [anOfficer(), anOfficer()];
        await say(store, taken, [aMessage()], 'w2');
        expect(await say(store, taken, [aMessage()], 'w1')).toEqual([]);
        await say(store, waiting, [aMessage()]);
        expect(await say(store, waiting, [aMessage()], 'w1')).toEqual([]);
      });
    });

    test('a worker that has the whole lane is leased what is added behind it', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second, third] = [anOfficer(), aMessage(), aMessage(), aMessage()];
        await say(store, lane, [first], 'w1');
        expect(ids(await say(store, lane, [second], 'w1'))).toEqual([second.id]);
        // Now something waits that the worker does not have: the order would be lost.
        await say(store, lane, [third], 'w2');
        expect(await say(store, lane, [aMessage()], 'w1')).toEqual([]);
        await settle(store, 'w1', { id: first.id, lane, outcome: 'sent' });
        expect(await lease(store, 'w3'), 'the second is still with w1').toEqual([]);
        await settle(store, 'w1', { id: second.id, lane, outcome: 'sent' });
        expect(ids(await lease(store, 'w3'))[0]).toBe(third.id);
      });
    });

    test('what is leased with a commit names the entry before it, in case the worker does not know of that one', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second, third] = [anOfficer(), aMessage(), aMessage(), aMessage()];
        const names = (entries: readonly OutboxEntry[]) => entries.map(({ behind }) => behind);
        expect(names(await say(store, lane, [first], 'w1'))).toEqual([undefined]);
        expect(names(await say(store, lane, [second, third], 'w1'))).toEqual([first.id, second.id]);
        await settle(store, 'w1', { id: first.id, lane, outcome: 'release' });
        expect(names(await lease(store, 'w1'))).toEqual([undefined, undefined, undefined]);
      });
    });

    test('what is sent is gone, and an empty lane is free', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [first, second], 'w1');
        await settle(
          store,
          'w1',
          { id: first.id, lane, outcome: 'sent' },
          { id: second.id, lane, outcome: 'sent' },
        );
        expect(await store.outboxDepth()).toEqual({ pending: 0, oldestAt: null, dead: 0 });
        expect(await store.nextOutboxAt()).toBeNull();
        expect(await say(store, lane, [aMessage()], 'w2')).toHaveLength(1);
      });
    });

    test('settlements count before the turns of their batch: the lane they empty is leased again', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [first], 'w1');
        const [result] = await store.commit({
          turns: [aTurn(lane, { outbox: [second] })],
          settlements: [{ id: first.id, lane, outcome: 'sent' }],
          lease: { worker: 'w1', until: leaseEnd },
        });
        expect(result?.ok && ids(result.leased)).toEqual([second.id]);
        expect(await store.outboxDepth()).toMatchObject({ pending: 1 });
      });
    });

    test('settling the same entry twice, or one that is unknown, does no harm', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [first, second], 'w1');
        const sent = { id: first.id, lane, outcome: 'sent' } as const;
        await settle(store, 'w1', sent, sent, { id: randomUUID(), lane, outcome: 'sent' });
        await settle(store, 'w1', {
          id: randomUUID(),
          lane: anOfficer(),
          outcome: 'dead',
          at: 1,
          cause: 'x',
        });
        expect(await store.outboxDepth()).toEqual({ pending: 1, oldestAt: morning, dead: 0 });
        expect(await lease(store, 'w2')).toEqual([]);
      });
    });

    test('a retry gives the lane back and holds it until the entry is due again, also for what follows', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second, third] = [anOfficer(), aMessage(), aMessage(), aMessage()];
        await say(store, lane, [first, second], 'w1');
        const notBefore = morning + 5_000;
        await settle(store, 'w1', { id: first.id, lane, outcome: 'retry', notBefore, inDoubtSince: null });
        expect(await say(store, lane, [third], 'w1')).toEqual([]);
        expect(await store.nextOutboxAt()).toBe(notBefore);
        expect(await lease(store, 'w2', notBefore - 1)).toEqual([]);
        const leased = await lease(store, 'w2', notBefore);
        expect(ids(leased)).toEqual([first.id, second.id, third.id]);
        expect(leased[0]).toMatchObject({ attempts: 1, inDoubtSince: null, notBefore });
        expect(leased[1]).toMatchObject({ attempts: 0, inDoubtSince: null });
      });
    });

    test('what a clock an hour ahead put off is due after the clock was set back', async () => {
      await fresh(async ({ store }) => {
        const [lane, other, message, later] = [anOfficer(), anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [message], 'w1');
        await say(store, other, [later], 'w1');
        const back = { outcome: 'retry', inDoubtSince: null } as const;
        await settle(store, 'w1', { id: message.id, lane, notBefore: morning + 3_600_000, ...back });
        await settle(store, 'w1', { id: later.id, lane: other, notBefore: morning + 900_000, ...back });
        expect(ids(await lease(store, 'w1', morning))).toEqual([message.id]);
      });
    });

    test('since when an attempt is in doubt is remembered', async () => {
      await fresh(async ({ store }) => {
        const [lane, message] = [anOfficer(), aMessage()];
        await say(store, lane, [message], 'w1');
        await settle(store, 'w1', { id: message.id, lane, outcome: 'retry', notBefore: 1, inDoubtSince: 7 });
        expect(await lease(store, 'w1')).toMatchObject([{ attempts: 1, inDoubtSince: 7 }]);
        await settle(store, 'w1', {
          id: message.id,
          lane,
          outcome: 'retry',
          notBefore: 1,
          inDoubtSince: null,
        });
        expect(await lease(store, 'w1')).toMatchObject([{ attempts: 2, inDoubtSince: 7 }]);
      });
    });

    test('a released lane goes back as it was', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [first, second], 'w1');
        await settle(store, 'w1', { id: first.id, lane, outcome: 'release' });
        const leased = await lease(store, 'w2');
        expect(ids(leased)).toEqual([first.id, second.id]);
        expect(leased[0]).toMatchObject({ attempts: 0, inDoubtSince: null });
      });
    });

    test('a dead entry leaves the lane as a letter with its cause, and what follows goes on', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second] = [anOfficer(), aMessage({ ref: '123456789' }), aMessage()];
        await say(store, lane, [first, second], 'w1');
        const dead = {
          id: first.id,
          lane,
          outcome: 'dead',
          at: morning + 9,
          cause: 'quota-exhausted',
        } as const;
        await settle(store, 'w1', dead);
        const letter = {
          id: first.id,
          lane,
          ref: '123456789',
          createdAt: morning,
          deadAt: morning + 9,
          attempts: 1,
          cause: 'quota-exhausted',
          sealed: first.sealed,
        };
        expect(await store.deadLetters({ limit: 10 })).toEqual([letter]);
        expect(await store.outboxDepth()).toEqual({ pending: 1, oldestAt: morning, dead: 1 });
        expect(await lease(store, 'w2'), 'the second is still with w1').toEqual([]);
      });
    });

    test('dead letters are listed newest first, of one request where asked', async () => {
      await fresh(async ({ store }) => {
        const lane = anOfficer();
        const [one, two, none] = [aRef(lane), aRef(lane), aRef(lane)];
        const messages = [one, two, one].map((ref) => aMessage({ ref }));
        await say(store, lane, messages, 'w1');
        await settle(
          store,
          'w1',
          ...messages.map(({ id }, n) => ({
            id,
            lane,
            outcome: 'dead' as const,
            at: morning + n,
            cause: 'rejected',
          })),
        );
        const [a, b, c] = ids(messages);
        expect(ids(await store.deadLetters({ limit: 10 }))).toEqual([c, b, a]);
        expect(ids(await store.deadLetters({ limit: 2 }))).toEqual([c, b]);
        expect(ids(await store.deadLetters({ ref: one, limit: 10 }))).toEqual([c, a]);
        expect(await store.deadLetters({ ref: none, limit: 10 })).toEqual([]);
      });
    });

    test('the dead letters of an officer go with a turn that says so, and only when it is accepted', async () => {
      await fresh(async ({ store }) => {
        const [lane, other] = [anOfficer(), anOfficer()];
        const ref = aRef(lane);
        const [own, others] = [[aMessage({ ref }), aMessage(), aMessage()], [aMessage()]];
        await say(store, lane, own, 'w1');
        await say(store, other, others, 'w1');
        const die = (of: string, { id }: { id: string }, n: number) =>
          settle(store, 'w1', { id, lane: of, outcome: 'dead', at: morning + n, cause: 'rejected' });
        for (const [n, entry] of own.slice(0, 2).entries()) await die(lane, entry, n);
        for (const entry of others) await die(other, entry, 9);

        const forget = { undeliveredGone: true, conversation: { expected: 7, sealed: 'k1.conversation' } };
        expect(await commitTurn(store, aTurn(lane, forget))).toEqual({ ok: false, reason: 'stale' });
        expect(await store.deadLetters({ limit: 10 })).toHaveLength(3);

        expect(await commitTurn(store, aTurn(lane, { undeliveredGone: true }))).toMatchObject({ ok: true });
        expect(ids(await store.deadLetters({ limit: 10 }))).toEqual(ids(others));
        expect(await store.deadLetters({ ref, limit: 10 })).toEqual([]);
        expect(await store.outboxDepth(), 'what a worker holds is on its way').toMatchObject({
          pending: 1,
          dead: 1,
        });
      });
    });

    test.each([0, 40])(
      'what waits is forgotten with the officer, unless a worker holds a lease of it; %i messages behind it',
      async (behind) => {
        await fresh(async ({ store, another }) => {
          const [lane, other] = [anOfficer(), anOfficer()];
          const [held, waiting, goodbye, elses] = [aMessage(), aMessage(), aMessage(), aMessage()];
          await say(store, other, [elses]);
          await say(store, lane, [held], 'w1');
          await commitTurn(another, aTurn(lane, { at: morning, outbox: [waiting] }));
          for (let n = 0; n < behind; n += 1)
            await commitTurn(another, aTurn(lane, { at: morning, outbox: [aMessage()] }));
          const forget = { at: morning, undeliveredGone: true, outbox: [goodbye] };
          expect(await commitTurn(another, aTurn(lane, forget))).toMatchObject({ ok: true });
          expect(await store.outboxDepth()).toMatchObject({ pending: 3 });

          await settle(store, 'w1', { id: held.id, lane, outcome: 'sent' });
          expect(ids(await lease(store, 'w2', leaseEnd)).toSorted()).toEqual(
            [goodbye.id, elses.id].toSorted(),
          );
          // Its lease ran out: nobody holds anything any more.
          await commitTurn(another, aTurn(lane, { at: leaseEnd * 3, undeliveredGone: true }));
          expect(await store.outboxDepth()).toMatchObject({ pending: 1 });
        });
      },
    );

    test('a lease that ran out before its worker began with anything goes to another as if nothing had been', async () => {
      await fresh(async ({ store, another }) => {
        const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [first, second], 'w1');
        expect(await lease(another, 'w2', leaseEnd - 1)).toEqual([]);
        expect(await lease(another, 'w2', leaseEnd)).toMatchObject([
          { id: first.id, attempts: 0, inDoubtSince: null, begun: true },
          { id: second.id, attempts: 0, inDoubtSince: null },
        ]);
        expect(await lease(store, 'w1', leaseEnd)).toEqual([]);
      });
    });

    test.each<[string, (store: Store, lane: string, entries: readonly NewOutboxEntry[]) => Promise<void>]>([
      [
        'said so',
        async (store, lane, entries) => {
          await say(store, lane, entries, 'w1');
          await settle(store, 'w1', { id: entries[0]?.id ?? '', lane, outcome: 'begin', at: morning + 1 });
        },
      ],
      [
        'had it begun by the commit',
        async (store, lane, outbox) => {
          const [result] = await store.commit({
            turns: [aTurn(lane, { at: morning + 1, outbox })],
            settlements: [],
            lease: { worker: 'w1', until: leaseEnd, begins: 1 },
          });
          expect(result?.ok && result.leased.map(({ begun }) => begun)).toEqual([true, undefined, undefined]);
        },
      ],
      [
        'was leased it',
        async (store, lane, outbox) => {
          await say(store, lane, outbox);
          await store.leaseOutbox({ worker: 'w1', now: morning + 1, until: leaseEnd, limit: 1 });
        },
      ],
    ])(
      'what a worker that died had begun with (it %s) has one attempt more and is in doubt, what follows is not',
      async (_how, begin) => {
        await fresh(async ({ store }) => {
          const [lane, entries] = [anOfficer(), [aMessage(), aMessage(), aMessage()]];
          await begin(store, lane, entries);
          const untouched = { attempts: 0, inDoubtSince: null };
          const [first, second, third] = ids(entries);
          expect(await lease(store, 'w2', leaseEnd)).toMatchObject([
            { id: first, attempts: 1, inDoubtSince: morning + 1 },
            { id: second, ...untouched },
            { id: third, ...untouched },
          ]);
          // It dies again and again: since the first time it is in doubt.
          expect(await lease(store, 'w3', leaseEnd + 60_000)).toMatchObject([
            { id: first, attempts: 2, inDoubtSince: morning + 1 },
            { id: second, ...untouched },
            { id: third, ...untouched },
          ]);
        });
      },
    );

    test.each(['sent', 'dead'] as const)(
      'with what became of one entry (%s) the worker says that it begins with the next',
      async (outcome) => {
        await fresh(async ({ store }) => {
          const [lane, entries] = [anOfficer(), [aMessage(), aMessage(), aMessage()]];
          const [first = '', second, third] = ids(entries);
          await say(store, lane, entries, 'w1');
          const next = morning + 5;
          await settle(
            store,
            'w1',
            outcome === 'sent'
              ? { id: first, lane, outcome, next }
              : { id: first, lane, outcome, at: morning, cause: 'rejected', next },
          );
          expect(await lease(store, 'w2', leaseEnd)).toMatchObject([
            { id: second, attempts: 1, inDoubtSince: next },
            { id: third, attempts: 0, inDoubtSince: null },
          ]);
        });
      },
    );

    test('only the worker that has the lane can begin with its first entry', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [first, second], 'w1');
        const begin = { lane, outcome: 'begin', at: morning } as const;
        await settle(store, 'w2', { id: first.id, ...begin });
        await settle(store, 'w1', { id: second.id, ...begin });
        await settle(store, 'w2', { id: randomUUID(), lane, outcome: 'sent', next: morning });
        expect(await lease(store, 'w3', leaseEnd)).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
      });
    });

    test('a lane given back is not begun with any more', async () => {
      await fresh(async ({ store }) => {
        const [lane, first] = [anOfficer(), aMessage()];
        await say(store, lane, [first]);
        await lease(store, 'w1');
        await settle(store, 'w1', { id: first.id, lane, outcome: 'release' });
        expect(await lease(store, 'w2')).toMatchObject([{ attempts: 0, inDoubtSince: null }]);
      });
    });

    test('a lane that is still being sent is held for longer, by the worker that has it and nobody else', async () => {
      await fresh(async ({ store }) => {
        const [lane, first] = [anOfficer(), aMessage()];
        await say(store, lane, [first], 'w1');
        const hold = { id: first.id, lane, outcome: 'hold' } as const;
        await settle(store, 'w1', { ...hold, until: leaseEnd + 10 });
        await settle(store, 'w2', { ...hold, until: leaseEnd + 99 });
        await settle(store, 'w1', { ...hold, until: leaseEnd + 5 });
        expect(await store.nextOutboxAt()).toBe(leaseEnd + 10);
        expect(await lease(store, 'w2', leaseEnd + 9)).toEqual([]);
        expect(await lease(store, 'w2', leaseEnd + 10)).toMatchObject([{ id: first.id }]);
        await settle(store, 'w1', { ...hold, until: leaseEnd + 99_999 });
        expect(await store.nextOutboxAt()).toBe(leaseEnd + 30_010);
      });
    });

    test('a worker that lost its lane may still say what it sent, but has no other say', async () => {
      await fresh(async ({ store }) => {
        const [lane, first, second] = [anOfficer(), aMessage(), aMessage()];
        await say(store, lane, [first, second], 'w1');
        await lease(store, 'w2', leaseEnd);
        await settle(
          store,
          'w1',
          { id: first.id, lane, outcome: 'sent' },
          { id: second.id, lane, outcome: 'retry', notBefore: 0, inDoubtSince: null },
          { id: second.id, lane, outcome: 'dead', at: morning, cause: 'rejected' },
          { id: second.id, lane, outcome: 'release' },
        );
        expect(await store.outboxDepth()).toMatchObject({ pending: 1, dead: 0 });
        expect(await lease(store, 'w3', leaseEnd), 'w2 still has the lane').toEqual([]);
        expect(await store.nextOutboxAt()).toBe(leaseEnd + 30_000);
      });
    });

    test('the lanes that are due longest are leased first, as many as asked for', async () => {
      await fresh(async ({ store }) => {
        const lanes = Array.from({ length: 5 }, () => anOfficer());
        for (const [n, lane] of lanes.entries())
          await commitTurn(store, aTurn(lane, { at: morning + n, outbox: [aMessage(), aMessage()] }));
        const first = await lease(store, 'w1', morning + 10, 2);
        expect(new Set(first.map(({ lane }) => lane))).toEqual(new Set(lanes.slice(0, 2)));
        expect(first).toHaveLength(4);
        expect(await lease(store, 'w1', morning + 2, 5)).toHaveLength(2);
        expect(await lease(store, 'w1', morning + 10, 5)).toHaveLength(4);
      });
    });

    test('of a lane that grew long as much is leased as a lease takes, and the rest in its turn', async () => {
      await fresh(async ({ store }) => {
        const [lane, messages] = [anOfficer(), Array.from({ length: 100 }, () => aMessage())];
        const [first, second] = [messages.slice(0, 40), messages.slice(40)];
        const taken = ids(await say(store, lane, first, 'w1'));
        expect(taken).toEqual(ids(first).slice(0, leasedTogether));
        expect(await say(store, lane, second, 'w1'), 'what is behind has to wait').toEqual([]);
        expect(await store.outboxDepth()).toEqual({ pending: 100, oldestAt: morning, dead: 0 });
        const left = [...messages];
        for (let held = taken; left.length > 0; held = ids(await lease(store, 'w1'))) {
          expect(held).toEqual(ids(left.splice(0, leasedTogether)));
          await settle(store, 'w1', ...held.map((id) => ({ id, lane, outcome: 'sent' as const })));
          expect(await store.outboxDepth()).toMatchObject({ pending: left.length });
        }
        expect(await store.nextOutboxAt()).toBeNull();
      });
    });

    test('of several workers that ask at once each lane goes to one', async () => {
      await fresh(async ({ store, another }) => {
        const lanes = Array.from({ length: 12 }, () => anOfficer());
        await Promise.all(lanes.map(async (lane) => say(store, lane, [aMessage()])));
        const leases = await Promise.all(
          ['w1', 'w2', 'w3', 'w4'].map(async (worker, n) =>
            lease(n % 2 ? store : another, worker, morning, 4),
          ),
        );
        expect(
          leases
            .flat()
            .map(({ lane }) => lane)
            .sort(),
        ).toEqual([...lanes].sort());
      });
    });

    test('whatever is added, sent, put off, dropped and left to die, a lane keeps its order and loses nothing', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(laneStep, { minLength: 1, maxLength: 40 }), async (steps) => {
          await fresh(async ({ store }) => {
            const model = new LaneModel(store);
            for (const step of steps) await model.take(step);
            expect(await model.found()).toEqual(model.expected());
          });
        }),
        { numRuns: 40 },
      );
    });
  });
}

/** A turn that only sends. */
async function say(
  store: Store,
  lane: string,
  entries: readonly NewOutboxEntry[],
  worker: string | null = null,
): Promise<readonly OutboxEntry[]> {
  const result = await commitTurn(store, aTurn(lane, { outbox: entries }), worker, leaseEnd);
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.leased;
}

async function lease(store: Store, worker: string, now = morning, limit = 10): Promise<OutboxEntry[]> {
  return store.leaseOutbox({ worker, now, until: now + 30_000, limit });
}
