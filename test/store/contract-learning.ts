import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { UnclearRecord } from '../../src/store/port.ts';
import type { Subject } from './contract-subject.ts';
import { anOfficer, aTurn, commitTurn, morning } from './builders.ts';

const anUnclear = (day: string, over: Partial<UnclearRecord> = {}): UnclearRecord => ({
  id: randomUUID(),
  day,
  sealed: `k1.${randomUUID()}`,
  ...over,
});

export function describeLearning({ fresh }: Subject): void {
  describe('texts that were not understood', () => {
    test('are kept with the turn they came in, and listed newest day first', async () => {
      await fresh(async ({ store: own, another }) => {
        const [old, recent] = [anUnclear('2026-11-22'), anUnclear('2026-11-23')];
        await commitTurn(own, aTurn(anOfficer(), { unclear: [old, recent] }));
        await commitTurn(own, aTurn(anOfficer()));
        expect(await another.listUnclear(10)).toEqual([recent, old]);
        expect(await another.listUnclear(1)).toEqual([recent]);
      });
    });

    test('of a turn that is refused are not kept', async () => {
      await fresh(async ({ store: own }) => {
        const officer = anOfficer();
        const event = randomUUID();
        await commitTurn(own, aTurn(officer, { eventIds: [event] }));
        const day = '2026-11-23';
        const tallies = [{ day, entry: 'deadline', what: 'answered' as const }];
        const again = aTurn(officer, { eventIds: [event], unclear: [anUnclear(day)], tallies });
        expect(await commitTurn(own, again)).toMatchObject({ ok: false, reason: 'duplicate' });
        expect(await own.listUnclear(10)).toEqual([]);
        expect(await own.readTallies({ from: day, to: day })).toEqual([]);
      });
    });

    test('are replaced under the same id, and go when they have to', async () => {
      await fresh(async ({ store: own }) => {
        const first = anUnclear('2026-11-23');
        const other = anUnclear('2026-11-23');
        const officer = anOfficer();
        await commitTurn(own, aTurn(officer, { unclear: [first, other] }));
        const chosen = { ...first, sealed: 'k1.chosen' };
        await commitTurn(own, aTurn(officer, { unclear: [chosen], unclearGone: [other.id, 'unknown'] }));
        expect(await own.listUnclear(10)).toEqual([chosen]);
      });
    });

    test('of days before a day are forgotten by a sweep', async () => {
      await fresh(async ({ store: own }) => {
        const [old, recent] = [anUnclear('2026-11-22'), anUnclear('2026-11-23')];
        await commitTurn(own, aTurn(anOfficer(), { unclear: [old, recent] }));
        await own.sweepUnclear('2026-11-23');
        expect(await own.listUnclear(10)).toEqual([recent]);
      });
    });
  });

  test('answers and judgements are counted for each entry and day', async () => {
    await fresh(async ({ store: own, another }) => {
      const [before, day, after] = ['2026-11-22', '2026-11-23', '2026-11-24'];
      const answered = { day, entry: 'deadline', what: 'answered' as const };
      await Promise.all([
        commitTurn(own, aTurn(anOfficer(), { tallies: [answered, answered] })),
        commitTurn(another, aTurn(anOfficer(), { tallies: [answered, { ...answered, what: 'helped' }] })),
        commitTurn(own, aTurn(anOfficer(), { tallies: [{ ...answered, entry: 'signup' }] })),
        commitTurn(own, aTurn(anOfficer(), { tallies: [{ ...answered, day: before }] })),
        commitTurn(own, aTurn(anOfficer(), { tallies: [{ ...answered, day: after }] })),
      ]);
      const counts = await own.readTallies({ from: day, to: day });
      expect(counts).toHaveLength(3);
      expect(counts).toEqual(
        expect.arrayContaining([
          { ...answered, count: 3 },
          { ...answered, what: 'helped', count: 1 },
          { ...answered, entry: 'signup', count: 1 },
        ]),
      );
      expect(await own.readTallies({ from: before, to: after })).toHaveLength(5);
    });
  });

  test('what is taught counts up, in one order for all; of two changes with one version one is kept', async () => {
    await fresh(async ({ store: own, another }) => {
      expect(await own.teachingVersion()).toBe(0);
      const change = (version: number, by: string) => ({ version, at: morning, by, sealed: `k1.${by}` });
      expect(await own.addTeaching(change(1, 'a@dga.or.th'))).toBe(true);
      const both = await Promise.all([
        own.addTeaching(change(2, 'a@dga.or.th')),
        another.addTeaching(change(2, 'b@dga.or.th')),
      ]);
      expect(both.toSorted()).toEqual([false, true]);
      expect(await own.addTeaching(change(4, 'a@dga.or.th'))).toBe(false);
      expect(await another.teachingVersion()).toBe(2);
      const kept = both[0] ? 'a@dga.or.th' : 'b@dga.or.th';
      expect(await another.readTeaching()).toEqual([change(1, 'a@dga.or.th'), change(2, kept)]);
    });
  });
}
