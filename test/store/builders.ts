import { randomInt, randomUUID } from 'node:crypto';
import { newReference } from '../../src/requests/reference.ts';
import type {
  NewOutboxEntry,
  OfficerKey,
  OutboxEntry,
  RequestRecord,
  RequestWrite,
  Settlement,
  Store,
  TurnResult,
  TurnWrite,
} from '../../src/store/port.ts';

/** A fixed moment to count from: 23 November 2026, 09:00 in Bangkok. */
export const morning = Date.UTC(2026, 10, 23, 2);

/** An officer nobody else in the test is. */
export function anOfficer(): OfficerKey {
  return randomUUID().replaceAll('-', '').slice(0, 22);
}

export function aTurn(officer: OfficerKey, over: Partial<TurnWrite> = {}): TurnWrite {
  return {
    officer,
    at: morning,
    eventIds: [],
    conversation: null,
    requests: [],
    outbox: [],
    consents: [],
    ...over,
  };
}

export function aMessage(over: Partial<NewOutboxEntry> = {}): NewOutboxEntry {
  return { id: randomUUID(), ref: null, sealed: `k1.${randomUUID()}`, ...over };
}

export function aRequest(officer: OfficerKey, over: Partial<RequestRecord> = {}): RequestRecord {
  return {
    ref: newReference(officer, randomInt),
    officer,
    kind: 'token',
    status: 'new',
    issuer: 'dga',
    agencyType: 'central-government',
    assignee: null,
    createdAt: morning,
    dueAt: morning + 172_800_000,
    claimedAt: null,
    resolvedAt: null,
    disposition: null,
    updatedAt: morning,
    version: 1,
    terms: [],
    sealed: 'k1.request',
    ...over,
  };
}

/** The write that makes `record` what it is out of the version before it. */
export function aWrite(record: RequestRecord, over: Partial<RequestWrite> = {}): RequestWrite {
  return { expected: record.version - 1, record, thread: [], audit: [], ...over };
}

/** Commits one turn and gives its result; `worker`, where named, takes the lease. */
export async function commitTurn(
  store: Store,
  turn: TurnWrite,
  worker: string | null = null,
  until = morning + 30_000,
): Promise<TurnResult> {
  const [result] = await store.commit({
    turns: [turn],
    settlements: [],
    lease: worker === null ? null : { worker, until },
  });
  if (!result) throw new Error('a commit of one turn gave no result');
  return result;
}

/** Files requests as they are, a turn each. */
export async function file(store: Store, ...records: RequestRecord[]): Promise<void> {
  const results = await store.commit({
    turns: records.map((record) => aTurn(record.officer, { requests: [aWrite(record)] })),
    settlements: [],
    lease: null,
  });
  if (results.some((result) => !result.ok)) throw new Error('a request of the set-up was refused');
}

export async function settle(store: Store, worker: string, ...settlements: Settlement[]): Promise<void> {
  await store.commit({ turns: [], settlements, lease: { worker, until: morning + 30_000 } });
}

/**
 * All that waits, each lane in its order, however long it is. Takes it.
 * @param now when every lease has run out. @param taken by an earlier try that failed on the way.
 */
export async function takeAll(
  store: Store,
  now: number,
  taken = new Map<string, OutboxEntry>(),
): Promise<OutboxEntry[]> {
  for (;;) {
    const entries = await store.leaseOutbox({ worker: 'last', now, until: now + 1, limit: 100 });
    if (entries.length === 0) return [...taken.values()];
    for (const entry of entries) taken.set(entry.id, entry);
    const settlements = entries.map(({ id, lane }) => ({ id, lane, outcome: 'sent' as const }));
    await settle(store, 'last', ...settlements);
  }
}
