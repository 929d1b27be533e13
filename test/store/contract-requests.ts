import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Issuer, RequestStatus } from '../../flows/domain.ts';
import { issuers, requestKinds, requestStatuses } from '../../flows/domain.ts';
import type { QueueQuery, RequestChanged, RequestRecord, Store } from '../../src/store/port.ts';
import type { Subject } from './contract-subject.ts';
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

const refs = (records: readonly { ref: string }[]): string[] => records.map(({ ref }) => ref);

export function describeRequests({ store, another, fresh }: Subject): void {
  describe('requests', () => {
    test('a reference nobody was given finds nothing', async () => {
      expect(await store().findRequest('999999999')).toBeNull();
      expect(await store().readThread('999999999')).toEqual([]);
      expect(await store().readAudit('999999999')).toEqual([]);
    });

    test('the thread is read oldest first, and a text written again under its id replaces the old one', async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      const first = aWrite(record, {
        thread: [
          entry('b', morning + 2, 'k1.b'),
          entry('a', morning + 1, 'k1.a'),
          entry('c', morning + 2, 'k1.c'),
        ],
      });
      const second = aWrite({ ...record, version: 2 }, { thread: [entry('a', morning + 1, 'k1.gone')] });
      await commitTurn(store(), aTurn(officer, { requests: [first] }));
      await commitTurn(store(), aTurn(officer, { requests: [second] }));
      expect(await store().readThread(record.ref)).toEqual([
        entry('a', morning + 1, 'k1.gone'),
        entry('b', morning + 2, 'k1.b'),
        entry('c', morning + 2, 'k1.c'),
      ]);
    });

    test("the channel's id of a message is settled with its outbox entry, and stays when the text goes", async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      const [message, other] = [aMessage(), aMessage()];
      const thread = [entry('a', morning, 'k1.a'), entry('b', morning + 1, 'k1.b')];
      const write = aTurn(officer, { requests: [aWrite(record, { thread })], outbox: [message, other] });
      await commitTurn(store(), write, 'w1');
      const told = { ref: record.ref, entry: 'a', lineId: '461230966842064897' };
      await settle(store(), 'w1', { id: message.id, lane: officer, outcome: 'sent', told });
      const a = { ...entry('a', morning, 'k1.a'), lineId: told.lineId };
      expect(await store().readThread(record.ref)).toEqual([a, entry('b', morning + 1, 'k1.b')]);

      // Of an entry that is not there nothing comes, whoever says so, and the settlement holds all the same.
      const nowhere = { ...told, entry: 'z' };
      await settle(store(), 'w9', { id: other.id, lane: officer, outcome: 'sent', told: nowhere });
      await settle(store(), 'w1', { id: message.id, lane: officer, outcome: 'sent', told });
      const rewritten = [entry('a', morning, 'k1.gone'), entry('c', morning + 2, 'k1.c')];
      const second = aWrite({ ...record, version: 2 }, { thread: rewritten });
      await commitTurn(store(), aTurn(officer, { requests: [second] }));
      expect(await store().readThread(record.ref)).toEqual([
        { ...a, sealed: 'k1.gone' },
        entry('b', morning + 1, 'k1.b'),
        entry('c', morning + 2, 'k1.c'),
      ]);
    });

    test('the history is read oldest first and never changes', async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      const first = aWrite(record, { audit: [line('2', morning, 'join'), line('1', morning, 'file')] });
      const second = aWrite(
        { ...record, version: 2 },
        {
          audit: [line('2', morning, 'forged'), line('0', morning - 1, 'edit')],
        },
      );
      await commitTurn(store(), aTurn(officer, { requests: [first] }));
      await commitTurn(store(), aTurn(officer, { requests: [second] }));
      expect((await store().readAudit(record.ref)).map(({ action }) => action)).toEqual([
        'edit',
        'join',
        'file',
      ]);
    });

    test('the queue comes in the order of what is due, then of the references', async () => {
      await fresh(async ({ store: own }) => {
        const records = [3, 1, 2, 1, 3].map((n) => aRequest(anOfficer(), { dueAt: morning + n }));
        await file(own, ...records);
        const { items, total } = await own.listRequests({ limit: 100 });
        expect(items).toEqual(queueOrder(records));
        expect(total).toBe(5);
      });
    });

    test('a filter keeps what fits all of it, and the total counts all pages', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(record, { maxLength: 25 }),
          fc.array(query, { maxLength: 6 }),
          async (kept, queries) => {
            await fresh(async ({ store: own }) => {
              const records = kept.map((over) => aRequest(anOfficer(), over));
              await file(own, ...records);
              for (const asked of queries) {
                const fitting = queueOrder(records.filter((one) => fits(one, asked)));
                const page = await own.listRequests(asked);
                expect(page.total).toBe(fitting.length);
                expect(page.items).toEqual(fitting.slice(0, asked.limit));
              }
            });
          },
        ),
        { numRuns: 40 },
      );
    });

    test('the words of a request change with it', async () => {
      const officer = anOfficer();
      const words = [randomUUID(), randomUUID(), randomUUID()];
      const [stays, goes, comes] = words as [string, string, string];
      const record = aRequest(officer, { terms: [stays, goes] });
      await file(store(), record);
      await commitTurn(
        store(),
        aTurn(officer, { requests: [aWrite({ ...record, version: 2, terms: [stays, comes] })] }),
      );
      const found = async (...terms: string[]) =>
        refs((await store().listRequests({ terms, limit: 10 })).items);
      expect(await found(stays)).toEqual([record.ref]);
      expect(await found(comes, stays)).toEqual([record.ref]);
      expect(await found(goes)).toEqual([]);
      expect(await found(stays, goes)).toEqual([]);
    });

    test('paging passes every request once, also while others come, move and are resolved', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }),
          fc.integer({ min: 1, max: 5 }),
          fc.array(fc.nat(30), { maxLength: 12 }),
          async (dues, limit, moves) => {
            await fresh(async ({ store: own }) => {
              const still = dues.map((n) => aRequest(anOfficer(), { dueAt: morning + n }));
              const moving = moves.map((n) => aRequest(anOfficer(), { dueAt: morning + (n % 4) }));
              await file(own, ...still, ...moving);
              const seen: string[] = [];
              let after: QueueQuery['after'];
              for (;;) {
                const { items } = await own.listRequests({
                  statuses: ['new', 'claimed'],
                  limit,
                  ...(after && { after }),
                });
                const last = items.at(-1);
                if (!last) break;
                seen.push(...refs(items));
                after = { dueAt: last.dueAt, ref: last.ref };
                const next = moving.pop();
                if (next) await disturb(own, next, moving.length);
              }
              const settled = seen.filter((ref) => still.some((one) => one.ref === ref));
              expect(settled).toEqual(refs(queueOrder(still)));
              expect(new Set(seen).size).toBe(seen.length);
            });
          },
        ),
        { numRuns: 30 },
      );
    });

    test('requests are counted by status, none left out', async () => {
      await fresh(async ({ store: own }) => {
        expect(await own.countRequests()).toEqual({ new: 0, claimed: 0, waiting: 0, resolved: 0 });
        const statuses: RequestStatus[] = ['new', 'new', 'waiting', 'resolved', 'resolved', 'resolved'];
        const records = statuses.map((status) => aRequest(anOfficer(), { status }));
        await file(own, ...records);
        expect(await own.countRequests()).toEqual({ new: 2, claimed: 0, waiting: 1, resolved: 3 });
        const [first] = records;
        if (first) await move(own, { ...first, status: 'claimed', version: 2 });
        expect(await own.countRequests()).toEqual({ new: 1, claimed: 1, waiting: 1, resolved: 3 });
      });
    });

    test('statistics have a row for each request created in the period, of the issuers asked for', async () => {
      await fresh(async ({ store: own }) => {
        const records = [
          filed(0, 'dga'),
          filed(1, 'dla'),
          filed(2, null),
          filed(3, 'parent'),
          filed(4, 'dga'),
        ];
        const resolved: RequestRecord = {
          ...aRequest(anOfficer(), { createdAt: morning + 2 }),
          status: 'resolved',
          disposition: 'issued',
          claimedAt: morning + 5,
          resolvedAt: morning + 9,
        };
        await file(own, ...records, resolved);
        const rows = await own.readStats({ from: morning + 1, to: morning + 4 });
        expect(rows.map(({ createdAt }) => createdAt - morning).sort((a, b) => a - b)).toEqual([1, 2, 2, 3]);
        expect(rows).toContainEqual({
          kind: 'token',
          status: 'resolved',
          issuer: 'dga',
          agencyType: 'central-government',
          disposition: 'issued',
          createdAt: morning + 2,
          claimedAt: morning + 5,
          resolvedAt: morning + 9,
        });
        const some = await own.readStats({ from: morning, to: morning + 5, issuers: ['dla', null] });
        expect(new Set(some.map(({ issuer }) => issuer))).toEqual(new Set(['dla', null]));
        expect(await own.readStats({ from: morning + 4, to: morning + 4 })).toEqual([]);
      });
    });

    test('who watches learns of every change in order, whichever process made it, and of no refused one', async () => {
      const officer = anOfficer();
      const record = aRequest(officer);
      const heard: RequestChanged[] = [];
      const stop = store().watchRequests((change) => {
        if (change.ref === record.ref) heard.push(change);
      });
      await file(store(), record);
      await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 60_000 });
      await move(another(), { ...record, status: 'claimed', version: 2 });
      await commitTurn(another(), aTurn(officer, { requests: [aWrite({ ...record, version: 2 })] }));
      await move(another(), { ...record, status: 'waiting', issuer: null, version: 3 });
      await vi.waitFor(() => expect(heard).toHaveLength(3), { timeout: 60_000 });
      expect(heard).toEqual([
        { ref: record.ref, status: 'new', issuer: 'dga', version: 1 },
        { ref: record.ref, status: 'claimed', issuer: 'dga', version: 2 },
        { ref: record.ref, status: 'waiting', issuer: null, version: 3 },
      ]);
      stop();
    });

    test('who stopped watching hears nothing more; others still do', async () => {
      const record = aRequest(anOfficer());
      const [stopped, going]: number[][] = [[], []];
      const listen = (into: number[] | undefined) => (change: RequestChanged) => {
        if (change.ref === record.ref) into?.push(change.version);
      };
      const stopFirst = store().watchRequests(listen(stopped));
      const stopSecond = store().watchRequests(listen(going));
      await file(store(), record);
      await vi.waitFor(() => expect([stopped, going]).toEqual([[1], [1]]), { timeout: 60_000 });
      stopFirst();
      await move(store(), { ...record, version: 2 });
      await vi.waitFor(() => expect(going).toEqual([1, 2]), { timeout: 60_000 });
      expect(stopped).toEqual([1]);
      stopSecond();
    });
  });
}

const entry = (id: string, at: number, sealed: string) => ({ id, at, sealed });
const line = (id: string, at: number, action: string) => ({ id, at, by: 'system', action, detail: {} });
const filed = (after: number, issuer: Issuer | null) =>
  aRequest(anOfficer(), { createdAt: morning + after, issuer });

async function move(store: Store, record: RequestRecord): Promise<void> {
  const result = await commitTurn(store, aTurn(record.officer, { requests: [aWrite(record)] }));
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
}

/** What may happen between two pages: a claim, a resolution, a release to the front of the status list, a new one. */
async function disturb(store: Store, record: RequestRecord, round: number): Promise<void> {
  if (round % 3 === 0) await move(store, { ...record, status: 'claimed', version: 2 });
  else if (round % 3 === 1) await move(store, { ...record, status: 'resolved', version: 2 });
  else await file(store, aRequest(anOfficer(), { dueAt: record.dueAt }));
}

function queueOrder(records: readonly RequestRecord[]): RequestRecord[] {
  return [...records].sort((a, b) => a.dueAt - b.dueAt || (a.ref < b.ref ? -1 : 1));
}

/** The filter of the port in its plainest form. */
function fits(record: RequestRecord, query: QueueQuery): boolean {
  return (
    (query.statuses?.includes(record.status) ?? true) &&
    (query.kind === undefined || query.kind === record.kind) &&
    (query.issuers?.includes(record.issuer) ?? true) &&
    (query.agencyType === undefined || query.agencyType === record.agencyType) &&
    (query.assignee === undefined || query.assignee === record.assignee) &&
    (query.terms ?? []).every((term) => record.terms.includes(term)) &&
    (query.after === undefined ||
      record.dueAt > query.after.dueAt ||
      (record.dueAt === query.after.dueAt && record.ref > query.after.ref))
  );
}

const assignee = fc.constantFrom('a@dga.or.th', 'b@dga.or.th', null);
const agencyType = fc.constantFrom('local' as const, 'province' as const);
const term = fc.constantFrom('t1', 't2', 't3');
const record = fc.record({
  dueAt: fc.integer({ min: morning, max: morning + 4 }),
  status: fc.constantFrom(...requestStatuses),
  kind: fc.constantFrom(...requestKinds),
  issuer: fc.option(fc.constantFrom(...issuers)),
  agencyType: fc.option(agencyType),
  assignee,
  terms: fc.uniqueArray(term),
});
const query: fc.Arbitrary<QueueQuery> = fc.record(
  {
    statuses: fc.uniqueArray(fc.constantFrom(...requestStatuses), { minLength: 1 }),
    kind: fc.constantFrom(...requestKinds),
    issuers: fc.uniqueArray(fc.option(fc.constantFrom(...issuers)), { minLength: 1 }),
    agencyType,
    assignee,
    terms: fc.uniqueArray(term),
    limit: fc.integer({ min: 0, max: 30 }),
  },
  { requiredKeys: ['limit'] },
);
