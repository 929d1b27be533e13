import { randomUUID } from 'node:crypto';
import type {
  OfficerKey,
  RequestRecord,
  Store,
  StoreRecord,
  Tally,
  TurnWrite,
  UnclearRecord,
} from '../../src/store/port.ts';
import { dispositions, requestStatuses } from '../../flows/domain.ts';
import { leasedTogether } from '../../src/store/port.ts';
import {
  aMessage,
  anOfficer,
  aRequest,
  aTurn,
  aWrite,
  commitTurn,
  morning,
  settle,
  takeAll,
} from './builders.ts';

/** Of whom and of what a store was filled, so that a copy can be asked for each. */
export interface Population {
  readonly officers: OfficerKey[];
  readonly refs: string[];
  readonly events: Map<OfficerKey, string[]>;
  readonly unclear: Map<OfficerKey, UnclearRecord[]>;
  readonly emails: string[];
  readonly sessions: string[];
  readonly tokens: string[];
}

const day = (nth: number): string => `2026-11-${String(10 + (nth % 15)).padStart(2, '0')}`;
const words = ['w-a', 'w-b', 'w-c', 'w-d'];

/**
 * Fills a store with some of everything that it can keep.
 * @param choose gives an integer, 0 ≤ n < max: what happens to an officer is up to it.
 */
export async function populate(
  store: Store,
  officerCount: number,
  choose: (max: number) => number,
): Promise<Population> {
  const people: Population = {
    officers: [],
    refs: [],
    events: new Map(),
    unclear: new Map(),
    emails: [],
    sessions: [],
    tokens: [],
  };
  await store.putMeta('hash-key', `k1.${randomUUID()}`);
  await populateStaff(store, people);
  for (let nth = 0; nth < officerCount; nth += 1) await liveOn(store, people, anOfficer(), nth, choose);
  for (const version of [1, 2, 3])
    await store.addTeaching({ version, at: morning + version, by: 'a@dga.or.th', sealed: `k1.t${version}` });
  return people;
}

async function populateStaff(store: Store, { emails, sessions, tokens }: Population): Promise<void> {
  for (const nth of [1, 2, 3]) {
    const email = `staff-${nth}@dga.or.th`;
    await store.saveStaff({
      email,
      role: nth === 1 ? 'admin' : 'agent',
      issuers: nth === 1 ? ['dga', 'parent', 'dla'] : ['dla'],
      passwordHash: nth === 2 ? null : `scrypt-${nth}`,
      mustChangePassword: nth === 3,
      createdAt: morning + nth,
      disabledAt: nth === 3 ? morning + 9 : null,
    });
    const [idHash, hash] = [randomUUID(), randomUUID()];
    await store.saveSession({ idHash, email, csrf: `c${nth}`, createdAt: morning, expiresAt: morning + nth });
    await store.saveApiToken({ hash, email, createdAt: morning + nth });
    emails.push(email);
    sessions.push(idHash);
    tokens.push(hash);
  }
}

/** One officer's turns; `nth` keeps the times of different officers apart. */
async function liveOn(
  store: Store,
  people: Population,
  officer: OfficerKey,
  nth: number,
  choose: (max: number) => number,
): Promise<void> {
  const take = async (turn: Partial<TurnWrite>, worker: string | null = null) => {
    const result = await commitTurn(store, aTurn(officer, turn), worker);
    if (!result.ok) throw new Error(result.reason);
  };
  const at = morning + nth * 1_000;
  const events = [randomUUID(), randomUUID()];
  const unclear = Array.from({ length: choose(3) }, (): UnclearRecord => ({
    id: randomUUID(),
    day: day(choose(15)),
    sealed: 'k1.unclear',
  }));
  const tallies = Array.from({ length: choose(4) }, (): Tally => ({
    day: day(choose(3)),
    entry: ['deadline', 'signup'][choose(2)] ?? '',
    what: (['answered', 'helped', 'not-helped'] as const)[choose(3)] ?? 'answered',
  }));
  people.officers.push(officer);
  people.events.set(officer, events);
  people.unclear.set(officer, unclear);
  const [first = '', second = ''] = events;
  await take({
    at,
    eventIds: [first],
    conversation: { expected: 0, sealed: `k1.c0-${nth}` },
    consents: [
      { at, action: 'given', notice: '1' },
      { at, action: 'withdrawn', notice: '1' },
    ].slice(0, choose(3)) as TurnWrite['consents'],
  });
  await take({
    at: at + 1,
    eventIds: [second],
    conversation: { expected: 1, sealed: `k1.c1-${nth}` },
    unclear,
    tallies,
  });
  let ref: string | null = null;
  for (let count = choose(3); count > 0; count -= 1)
    ref = await file(store, people, officer, at + count, choose);
  await speakTo(store, officer, ref, at, choose);
}

async function file(
  store: Store,
  { refs }: Population,
  officer: OfficerKey,
  at: number,
  choose: (max: number) => number,
): Promise<string> {
  const record = aRequest(officer, {
    kind: choose(2) === 0 ? 'token' : 'question',
    issuer: [null, 'dga' as const, 'dla' as const][choose(3)] ?? null,
    agencyType: [null, 'local' as const][choose(2)] ?? null,
    createdAt: at,
    dueAt: at + choose(5) * 1_000,
    terms: words.slice(choose(4)),
  });
  refs.push(record.ref);
  const thread = (sealed: string) => ({ id: randomUUID(), at, sealed });
  const told = (sealed: string) => ({ ...thread(sealed), lineId: '461230966842064897' });
  const audit = (action: string) => ({
    id: randomUUID(),
    at,
    by: 'officer',
    action,
    detail: { to: null, n: 1 },
  });
  await commitTurn(
    store,
    aTurn(officer, {
      requests: [aWrite(record, { thread: [thread('k1.b'), told('k1.a')], audit: [audit('file')] })],
    }),
  );
  const status = requestStatuses[choose(4)] ?? 'new';
  if (status === 'new') return record.ref;
  const moved: RequestRecord = {
    ...record,
    status,
    version: 2,
    assignee: 'a|~,b@dga.or.th',
    claimedAt: at + 5,
    updatedAt: at + 5,
    terms: words.slice(0, choose(4)),
    ...(status === 'resolved' && { resolvedAt: at + 9, disposition: dispositions[choose(5)] ?? null }),
  };
  await commitTurn(
    store,
    aTurn(officer, { requests: [aWrite(moved, { thread: [thread('k1.c')], audit: [audit('claim')] })] }),
  );
  return record.ref;
}

/** Messages in every state: waiting, put off, being sent, given up. */
async function speakTo(
  store: Store,
  lane: OfficerKey,
  ref: string | null,
  at: number,
  choose: (max: number) => number,
): Promise<void> {
  const [first, second, third] = [aMessage({ ref }), aMessage(), aMessage()];
  const say = async (worker: string | null) =>
    commitTurn(store, aTurn(lane, { at, outbox: [first, second, third] }), worker);
  switch (choose(7)) {
    case 0:
      return;
    case 1:
      return void (await say(null));
    case 2:
      // Half of the lane belongs to a lease, the last message came in behind it.
      await say('w1');
      return void (await commitTurn(store, aTurn(lane, { at: at + 1, outbox: [aMessage()] })));
    case 3:
      await say('w1');
      return settle(store, 'w1', {
        id: first.id,
        lane,
        outcome: 'retry',
        notBefore: at + 7_777,
        inDoubtSince: choose(2) === 0 ? at : null,
      });
    case 4:
      await say('w1');
      return settle(store, 'w1', { id: first.id, lane, outcome: 'dead', at: at + 3, cause: 'rejected' });
    case 5: {
      // More than is leased at one time.
      const outbox = Array.from({ length: 2 * leasedTogether + choose(10) }, () => aMessage({ ref }));
      return void (await commitTurn(store, aTurn(lane, { at, outbox }), 'w1'));
    }
    default:
      await say('w1');
      return settle(
        store,
        'w1',
        ...[first, second, third].map(({ id }) => ({ id, lane, outcome: 'sent' as const })),
      );
  }
}

/** What every reading verb of the port answers, leases apart. */
export async function readEverything(store: Store, people: Population): Promise<unknown> {
  const { officers, refs, emails, sessions, tokens } = people;
  const each = async <Item, Result>(items: readonly Item[], read: (item: Item) => Promise<Result>) =>
    Promise.all(items.map(read));
  const pages = [];
  for (let after: { dueAt: number; ref: string } | undefined, page = null; page?.items.length !== 0;) {
    page = await store.listRequests({ limit: 7, ...(after && { after }) });
    after = page.items.at(-1);
    pages.push(page);
  }
  const asked = officers.map((officer) => ({ officer, eventIds: people.events.get(officer) ?? [] }));
  return {
    loaded: await store.load(asked),
    consents: await each(officers, (officer) => store.readConsents(officer)),
    requests: await each(refs, (ref) => store.findRequest(ref)),
    threads: await each(refs, (ref) => store.readThread(ref)),
    audit: await each(refs, (ref) => store.readAudit(ref)),
    lettersOfRequests: await each(refs, (ref) => store.deadLetters({ ref, limit: 10 })),
    letters: await store.deadLetters({ limit: 1_000 }),
    pages,
    views: await each(
      [
        ...requestStatuses.map((status) => ({ statuses: [status] })),
        ...words.map((term) => ({ terms: [term] })),
        { terms: ['w-b', 'w-c'], statuses: ['new', 'resolved'] as const },
        { assignee: 'a|~,b@dga.or.th' },
        { issuers: [null, 'dla' as const], kind: 'token' as const },
        { agencyType: 'local' as const },
      ],
      (query) => store.listRequests({ ...query, limit: 100 }),
    ),
    counts: await store.countRequests(),
    stats: await store.readStats({ from: 0, to: morning * 2 }),
    depth: await store.outboxDepth(),
    unclear: await store.listUnclear(1_000),
    tallies: await store.readTallies({ from: '0000', to: '9999' }),
    teaching: [await store.teachingVersion(), await store.readTeaching()],
    staff: [await store.listStaff(), await each(emails, (email) => store.findStaff(email))],
    sessions: await each(sessions, (id) => store.findSession(id)),
    tokens: await each(tokens, (hash) => store.findApiToken(hash)),
    meta: await store.getMeta('hash-key'),
  };
}

/** All that waits to be sent, lane by lane, once every lease has run out. Takes it. */
export async function leaseEverything(store: Store): Promise<unknown> {
  const entries = await takeAll(store, morning * 2);
  return Object.fromEntries(
    [...Map.groupBy(entries, ({ lane }) => lane)].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The records of a store in an order of their own, without what a store of another kind cannot know. */
export async function recordsOf(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for await (const record of store.dump()) lines.push(JSON.stringify(record, inNameOrder));
  return lines.sort();
}

/** Adapters list the fields of a record in orders of their own. */
function inNameOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Everything of one store into another, so many records at a time. */
export async function pour(from: Store, to: Store, size = 20, end = Number.POSITIVE_INFINITY): Promise<void> {
  let batch: StoreRecord[] = [];
  let count = 0;
  for await (const record of from.dump()) {
    if (count >= end) break;
    count += 1;
    batch.push(record);
    if (batch.length < size) continue;
    await to.restore(batch);
    batch = [];
  }
  await to.restore(batch);
}
