import type { SQLInputValue } from 'node:sqlite';
import type {
  ApiToken,
  ConsentRecord,
  ConsumedEvent,
  OutboxEntry,
  StoreRecord,
  StoreRecordKind,
  StoreRecords,
  TallyCount,
  TeachingRecord,
  UnclearRecord,
} from '../port.ts';
import type { Database } from './database.ts';
import { isBusy } from './failure.ts';
import type { DeadRow, OutboxRow } from './lanes.ts';
import { toDead, toEntry } from './lanes.ts';
import type { RequestRow, Requests } from './requests.ts';
import { toRecord } from './requests.ts';
import type { SessionRow, StaffRow } from './staff.ts';
import { toAccount, toSession } from './staff.ts';

/** Rows, or records with all that belongs to them, read at one time. */
const pageSize = 200;

/** Everything out as records, and in again. */
export function prepareDump(db: Database, requests: Requests) {
  /** A page at a time, so that other work of the process goes on between two, by a column that tells rows apart. */
  function* rowsOf<Row>(table: string, key: string): Generator<Row> {
    const first = db.statement<Row>(`SELECT * FROM ${table} ORDER BY ${key} LIMIT ${pageSize}`);
    const next = db.statement<Row>(
      `SELECT * FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT ${pageSize}`,
    );
    let page = db.read(() => first.all());
    while (page.length > 0) {
      yield* page;
      const last = (page.at(-1) as Record<string, SQLInputValue>)[key] ?? null;
      page = db.read(() => next.all(last));
    }
  }

  const officersWithConsents = db.statement<{ officer: string }>(
    `SELECT DISTINCT officer FROM consent WHERE officer > ? ORDER BY officer LIMIT ${pageSize}`,
  );
  const consentsOf = db.statement<ConsentRecord>(
    'SELECT at, action, notice FROM consent WHERE officer = ? ORDER BY at, seq',
  );
  const entriesOf = db.statement<OutboxRow>('SELECT * FROM outbox WHERE lane = ? ORDER BY seq');

  function* consents(): Generator<StoreRecords['consents']> {
    let last = '';
    for (;;) {
      const page = db.read(() => officersWithConsents.all(last));
      for (const { officer } of page)
        yield { officer, consents: db.read(() => consentsOf.all(officer).map((row) => ({ ...row }))) };
      const end = page.at(-1);
      if (!end) return;
      last = end.officer;
    }
  }

  /** The columns of these tables are named as their records. */
  const plain = <Row extends object>(rows: Generator<Row>) => rows.map((row) => ({ ...row }));

  const dumps: { readonly [Kind in StoreRecordKind]: () => Iterable<StoreRecords[Kind]> } = {
    // `ping` is this adapter's own, see `touch`.
    meta: () => plain(rowsOf<StoreRecords['meta']>('meta', 'key')).filter(({ key }) => key !== 'ping'),
    staff: () => rowsOf<StaffRow>('staff', 'email').map(toAccount),
    token: () =>
      rowsOf<{ hash: string; email: string; created_at: number }>('api_token', 'hash').map(
        ({ hash, email, created_at: createdAt }): ApiToken => ({ hash, email, createdAt }),
      ),
    session: () => rowsOf<SessionRow>('staff_session', 'id_hash').map(toSession),
    teaching: () => plain(rowsOf<TeachingRecord>('teaching', 'version')),
    // One for each day, answer and judgement: few.
    tally: () => db.read(() => allTallies.all()).map((row) => ({ ...row })),
    unclear: () => plain(rowsOf<UnclearRecord>('unclear', 'id')),
    event: () => plain(rowsOf<ConsumedEvent>('consumed_event', 'id')),
    conversation: () =>
      rowsOf<{ officer: string; version: number; updated_at: number; sealed: string }>(
        'conversation',
        'officer',
      ).map(({ officer, version, updated_at: updatedAt, sealed }) => ({
        officer,
        version,
        updatedAt,
        sealed,
      })),
    consents,
    request: () =>
      rowsOf<RequestRow>('request', 'ref').map((row) => ({
        record: toRecord(row),
        thread: db.read(() => requests.thread(row.ref)),
        audit: db.read(() => requests.audit(row.ref)),
      })),
    lane: () =>
      rowsOf<{ lane: string; begun_at: number | null }>('lane', 'lane').map(
        ({ lane, begun_at: begunAt }) => ({
          lane,
          entries: db
            .read(() => entriesOf.all(lane))
            .map((row, nth) => freed(row, nth === 0 ? begunAt : null)),
        }),
      ),
    letter: () => rowsOf<DeadRow & { seq: number }>('dead_letter', 'seq').map(toDead),
  };
  const allTallies = db.statement<TallyCount>(
    'SELECT day, entry, what, count FROM tally ORDER BY day, entry, what',
  );

  const saveTally = db.statement(
    `INSERT INTO tally (day, entry, what, count) VALUES (?, ?, ?, ?)
     ON CONFLICT (day, entry, what) DO UPDATE SET count = excluded.count`,
  );
  const saveUnclear = db.statement('INSERT OR REPLACE INTO unclear (id, day, sealed) VALUES (?, ?, ?)');
  const saveEvent = db.statement('INSERT OR REPLACE INTO consumed_event (id, at, shard) VALUES (?, ?, ?)');
  const saveConversation = db.statement(
    'INSERT OR REPLACE INTO conversation (officer, version, updated_at, sealed) VALUES (?, ?, ?, ?)',
  );
  const dropConsents = db.statement('DELETE FROM consent WHERE officer = ?');
  const addConsent = db.statement('INSERT INTO consent (officer, at, action, notice) VALUES (?, ?, ?, ?)');
  const dropEntries = db.statement('DELETE FROM outbox WHERE lane = ?');
  const addEntry = db.statement(
    `INSERT INTO outbox (lane, id, ref, created_at, not_before, attempts, in_doubt_since, leased, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)`,
  );
  const saveLane = db.statement('INSERT OR REPLACE INTO lane (lane, worker, due_at) VALUES (?, NULL, ?)');
  const addLetter = db.statement(
    `INSERT OR IGNORE INTO dead_letter (id, lane, ref, created_at, dead_at, attempts, cause, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const saveMeta = db.statement('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const saveToken = db.statement(
    'INSERT OR REPLACE INTO api_token (hash, email, created_at) VALUES (?, ?, ?)',
  );
  const saveSession = db.statement(
    `INSERT OR REPLACE INTO staff_session (id_hash, email, csrf, created_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
  );
  const saveTeaching = db.statement(
    'INSERT OR REPLACE INTO teaching (version, at, by, sealed) VALUES (?, ?, ?, ?)',
  );
  const saveStaff = db.statement(
    `INSERT OR REPLACE INTO staff
       (email, role, issuers, password_hash, must_change_password, created_at, disabled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );

  /** Inside a transaction. */
  function restoreOne({ kind, value }: StoreRecord): void {
    switch (kind) {
      case 'meta':
        return saveMeta.run(value.key, value.value);
      case 'staff':
        return saveStaff.run(
          value.email,
          value.role,
          JSON.stringify(value.issuers),
          value.passwordHash,
          value.mustChangePassword ? 1 : 0,
          value.createdAt,
          value.disabledAt,
        );
      case 'token':
        return saveToken.run(value.hash, value.email, value.createdAt);
      case 'session':
        return saveSession.run(value.idHash, value.email, value.csrf, value.createdAt, value.expiresAt);
      case 'teaching':
        return saveTeaching.run(value.version, value.at, value.by, value.sealed);
      case 'tally':
        return saveTally.run(value.day, value.entry, value.what, value.count);
      case 'unclear':
        return saveUnclear.run(value.id, value.day, value.sealed);
      case 'event':
        return saveEvent.run(value.id, value.at, value.shard);
      case 'conversation':
        return saveConversation.run(value.officer, value.version, value.updatedAt, value.sealed);
      case 'consents':
        dropConsents.run(value.officer);
        for (const { at, action, notice } of value.consents)
          addConsent.run(value.officer, at, action, notice);
        return;
      case 'request':
        return requests.apply({ expected: 0, ...value });
      case 'lane':
        return restoreLane(value);
      case 'letter':
        return addLetter.run(
          value.id,
          value.lane,
          value.ref,
          value.createdAt,
          value.deadAt,
          value.attempts,
          value.cause,
          value.sealed,
        );
    }
  }

  function restoreLane({ lane, entries }: StoreRecords['lane']): void {
    dropEntries.run(lane);
    for (const { id, ref, createdAt, notBefore, attempts, inDoubtSince, sealed } of entries)
      addEntry.run(lane, id, ref, createdAt, notBefore, attempts, inDoubtSince ?? 0, sealed);
    const [head] = entries;
    if (head) saveLane.run(lane, head.notBefore);
  }

  const tables = db.statement<{ name: string }>(
    String.raw`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`,
  );
  const endLog = db.statement('PRAGMA journal_mode = DELETE');
  const beginLog = db.statement('PRAGMA journal_mode = WAL');

  return {
    async *dump(): AsyncGenerator<StoreRecord> {
      for (const [kind, values] of Object.entries(dumps))
        for (const value of values()) yield { kind, value } as StoreRecord;
    },

    /** Inside a transaction. */
    restore(records: readonly StoreRecord[]): void {
      records.forEach(restoreOne);
    },

    /** Inside a transaction. */
    wipe(): void {
      for (const { name } of tables.all()) db.statement(`DELETE FROM ${name}`).run();
    },

    /** Only who is alone with the file may end its log: https://www.sqlite.org/wal.html#persistence_of_wal_mode */
    isShared(): boolean {
      try {
        db.read(() => endLog.get());
        return false;
      } catch (error) {
        if (isBusy(error)) return true;
        throw error;
      } finally {
        db.read(() => beginLog.get());
      }
    },
  };
}

/** As the entry comes out of a lease that ran out: what its worker had begun with may have been sent. */
function freed(row: OutboxRow, begunAt: number | null): OutboxEntry {
  const entry = toEntry(row);
  if (begunAt === null) return entry;
  return { ...entry, attempts: entry.attempts + 1, inDoubtSince: entry.inDoubtSince ?? begunAt };
}
