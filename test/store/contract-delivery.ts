import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { DeliveryNote, RequestChanged, Store, ThreadRecord } from '../../src/store/port.ts';
import { aMessage, anOfficer, aRequest, aTurn, aWrite, commitTurn, morning, settle } from './builders.ts';
import type { Subject } from './contract-subject.ts';

const retrying: DeliveryNote = {
  message: 'm1',
  state: 'retrying',
  via: null,
  code: 'line-server-error',
  since: morning,
};
const accepted: DeliveryNote = {
  message: 'm1',
  state: 'accepted',
  via: 'push',
  code: null,
  since: morning + 1,
};

/** What becomes of messages to officers, as staff see it. */
export function describeDelivery({ store, another, fresh }: Subject): void {
  describe('a delivery note', () => {
    test('stands beside its entry, the last one alone, and tells those who watch the request', async () => {
      const { ref, entry } = await withThread(store());
      const told: RequestChanged[] = [];
      const stop = another().watchRequests((change) => void (change.ref === ref && told.push(change)));
      await store().noteDelivery({ ref, entry: entry.id }, retrying);
      await store().noteDelivery({ ref, entry: entry.id }, accepted);
      expect(await another().readThread(ref)).toEqual([{ ...entry, delivery: accepted }]);
      // The commit before may be told here, too.
      await expect.poll(() => told.length).toBeGreaterThanOrEqual(2);
      expect(told[0]).toEqual({ ref, status: 'new', issuer: 'dga', version: 1 });
      stop();
    });

    test('stays when the entry is written again, and takes no place among the entries', async () => {
      const { record, ref, entry } = await withThread(store());
      await store().noteDelivery({ ref, entry: entry.id }, accepted);
      const again = { ...entry, sealed: 'k1.again' };
      const later = { id: randomUUID(), at: entry.at, sealed: 'k1.later' };
      const write = aWrite({ ...record, version: 2 }, { thread: [again, later] });
      await commitTurn(store(), aTurn(record.officer, { requests: [write] }));
      expect(await store().readThread(ref)).toEqual([{ ...again, delivery: accepted }, later]);
    });

    test('goes along into a copy', async () => {
      await fresh(async ({ store: copy }) => {
        const { ref, entry } = await withThread(store());
        await store().noteDelivery({ ref, entry: entry.id }, accepted);
        for await (const record of store().dump())
          if (record.kind === 'request' && record.value.record.ref === ref) await copy.restore([record]);
        expect(await copy.readThread(ref)).toEqual([{ ...entry, delivery: accepted }]);
      });
    });

    test('of a request that is not there is forgotten', async () => {
      const { ref } = aRequest(anOfficer());
      await store().noteDelivery({ ref, entry: randomUUID() }, accepted);
      expect(await store().readThread(ref)).toEqual([]);
    });
  });

  test('a request is announced as it is, without a new version', async () => {
    const { ref } = await withThread(store());
    const told: RequestChanged[] = [];
    const stop = another().watchRequests((change) => void (change.ref === ref && told.push(change)));
    await store().announceChange(ref);
    await expect.poll(() => told).toEqual([{ ref, status: 'new', issuer: 'dga', version: 1 }]);
    expect((await store().findRequest(ref))?.version).toBe(1);
    stop();
  });

  test('a turn takes along the dead letters that it names, of its officer alone', async () => {
    const [mine, theirs] = [await deadOf(store()), await deadOf(store())];
    const ids = [...mine.ids.slice(0, 1), ...theirs.ids];
    await commitTurn(store(), aTurn(mine.officer, { lettersGone: [...ids, randomUUID()] }));
    const left = async (ref: string): Promise<string[]> =>
      (await another().deadLetters({ ref, limit: 10 })).map(({ id }) => id).sort();
    expect(await left(mine.ref)).toEqual(mine.ids.slice(1).sort());
    expect(await left(theirs.ref)).toEqual(theirs.ids.sort());
  });
}

async function withThread(store: Store) {
  const record = aRequest(anOfficer());
  const entry: ThreadRecord = { id: randomUUID(), at: morning, sealed: 'k1.entry' };
  await commitTurn(store, aTurn(record.officer, { requests: [aWrite(record, { thread: [entry] })] }));
  return { record, ref: record.ref, entry };
}

/** Two messages of an officer's request that were given up. */
async function deadOf(store: Store): Promise<{ officer: string; ref: string; ids: string[] }> {
  const officer = anOfficer();
  const { ref } = aRequest(officer);
  const outbox = [aMessage({ ref }), aMessage({ ref })];
  await commitTurn(store, aTurn(officer, { outbox }), 'w1');
  for (const { id } of outbox)
    await settle(store, 'w1', { id, lane: officer, outcome: 'dead', at: morning, cause: 'rejected' });
  return { officer, ref, ids: outbox.map(({ id }) => id) };
}
