import type { SQLInputValue } from 'node:sqlite';
import type { RequestStatus } from '../../../flows/domain.ts';
import type {
  AuditRecord,
  DeliveryNote,
  OfficerKey,
  QueuePage,
  QueueQuery,
  RequestRecord,
  RequestWrite,
  StatsQuery,
  StatsRow,
  ThreadRecord,
  ToldEntry,
} from '../port.ts';
import type { Database } from './database.ts';

export interface RequestRow {
  ref: string;
  officer: string;
  kind: RequestRecord['kind'];
  status: RequestRecord['status'];
  issuer: RequestRecord['issuer'];
  agency_type: RequestRecord['agencyType'];
  assignee: string | null;
  created_at: number;
  due_at: number;
  claimed_at: number | null;
  resolved_at: number | null;
  disposition: RequestRecord['disposition'];
  updated_at: number;
  version: number;
  terms: string;
  sealed: string;
}

interface ThreadRow {
  id: string;
  at: number;
  sealed: string;
  line_id: string | null;
  /** JSON. */
  delivery: string | null;
}

/** At most so many requests of an officer are loaded for a turn. */
const loadedRequests = 20;

/** Requests with their threads and histories, and the views on them. */
export type Requests = ReturnType<typeof prepareRequests>;

export function prepareRequests(db: Database) {
  const find = db.statement<RequestRow>('SELECT * FROM request WHERE ref = ?');
  const findVersion = db.statement<{ version: number }>('SELECT version FROM request WHERE ref = ?');
  const ofOfficer = db.statement<RequestRow>(
    `SELECT * FROM request WHERE officer = ?
     ORDER BY status = 'resolved', created_at DESC, ref DESC LIMIT ${loadedRequests}`,
  );
  const allOfOfficer = db.statement<RequestRow>(
    'SELECT * FROM request WHERE officer = ? ORDER BY created_at DESC, ref DESC',
  );
  const save = db.statement(
    `INSERT INTO request (ref, officer, kind, status, issuer, agency_type, assignee, created_at, due_at,
                          claimed_at, resolved_at, disposition, updated_at, version, terms, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ref) DO UPDATE
     SET officer = excluded.officer, kind = excluded.kind, status = excluded.status,
         issuer = excluded.issuer, agency_type = excluded.agency_type, assignee = excluded.assignee,
         created_at = excluded.created_at, due_at = excluded.due_at, claimed_at = excluded.claimed_at,
         resolved_at = excluded.resolved_at, disposition = excluded.disposition,
         updated_at = excluded.updated_at, version = excluded.version, terms = excluded.terms,
         sealed = excluded.sealed`,
  );
  const termsOf = db.statement<{ terms: string }>('SELECT terms FROM request WHERE ref = ?');
  const dropTerms = db.statement(
    'DELETE FROM request_term WHERE ref = ? AND term IN (SELECT value FROM json_each(?))',
  );
  const addTerms = db.statement(
    'INSERT OR IGNORE INTO request_term (term, ref) SELECT value, ? FROM json_each(?)',
  );
  const saveThread = db.statement(
    `INSERT INTO request_thread (ref, id, at, sealed, line_id, delivery) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (ref, id) DO UPDATE
     SET at = excluded.at, sealed = excluded.sealed, line_id = coalesce(excluded.line_id, line_id),
         delivery = coalesce(excluded.delivery, delivery)`,
  );
  const noteTold = db.statement('UPDATE request_thread SET line_id = ? WHERE ref = ? AND id = ?');
  const noteDelivery = db.statement('UPDATE request_thread SET delivery = ? WHERE ref = ? AND id = ?');
  const readThread = db.statement<ThreadRow>(
    'SELECT id, at, sealed, line_id, delivery FROM request_thread WHERE ref = ? ORDER BY at, seq',
  );
  const addAudit = db.statement(
    'INSERT OR IGNORE INTO request_audit (ref, id, at, by, action, detail) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const readAudit = db.statement<Omit<AuditRecord, 'detail'> & { detail: string }>(
    'SELECT id, at, by, action, detail FROM request_audit WHERE ref = ? ORDER BY at, seq',
  );
  const noteChange = db.statement(
    'INSERT INTO request_change (ref, status, issuer, version) VALUES (?, ?, ?, ?)',
  );
  // The resolved ones, which are nearly all in time, are counted as a whole and not one by one.
  const countOpen = db.statement<{ status: RequestStatus; count: number }>(
    "SELECT status, count(*) AS count FROM request WHERE status <> 'resolved' GROUP BY status",
  );
  const countAll = db.statement<{ count: number }>('SELECT count(*) AS count FROM request');

  return {
    /** Why these writes cannot be made one after another, or null. A request may be written more than once. */
    refusal(writes: readonly RequestWrite[]): 'stale' | 'ref-taken' | null {
      const versions = new Map<string, number>();
      for (const { expected, record } of writes) {
        const present = versions.get(record.ref) ?? findVersion.get(record.ref)?.version ?? 0;
        if (present !== expected) return expected === 0 ? 'ref-taken' : 'stale';
        versions.set(record.ref, record.version);
      }
      return null;
    },

    apply({ record, thread, audit }: RequestWrite): void {
      const { ref } = record;
      const terms = JSON.stringify(record.terms);
      const before = termsOf.get(ref)?.terms ?? '[]';
      if (before !== terms) {
        dropTerms.run(ref, before);
        addTerms.run(ref, terms);
      }
      save.run(
        ref,
        record.officer,
        record.kind,
        record.status,
        record.issuer,
        record.agencyType,
        record.assignee,
        record.createdAt,
        record.dueAt,
        record.claimedAt,
        record.resolvedAt,
        record.disposition,
        record.updatedAt,
        record.version,
        terms,
        record.sealed,
      );
      for (const entry of thread) {
        const delivery = entry.delivery ? JSON.stringify(entry.delivery) : null;
        saveThread.run(ref, entry.id, entry.at, entry.sealed, entry.lineId ?? null, delivery);
      }
      for (const entry of audit)
        addAudit.run(ref, entry.id, entry.at, entry.by, entry.action, JSON.stringify(entry.detail));
      noteChange.run(ref, record.status, record.issuer, record.version);
    },

    ofOfficer(officer: OfficerKey): RequestRecord[] {
      return ofOfficer
        .all(officer)
        .map(toRecord)
        .sort((a, b) => b.createdAt - a.createdAt || (a.ref < b.ref ? 1 : -1));
    },

    allOfOfficer: (officer: OfficerKey): RequestRecord[] => allOfOfficer.all(officer).map(toRecord),

    find(ref: string): RequestRecord | null {
      const row = find.get(ref);
      return row ? toRecord(row) : null;
    },

    list(query: QueueQuery): QueuePage {
      const filter = filterOf(query);
      const total = db.statement<{ total: number }>(
        `SELECT count(*) AS total FROM request ${where(filter.conditions)}`,
      );
      const page = db.statement<RequestRow>(
        `SELECT * FROM request ${where([...filter.conditions, '(due_at, ref) > (?, ?)'])}
         ORDER BY due_at, ref LIMIT ?`,
      );
      const after = query.after ?? { dueAt: Number.MIN_SAFE_INTEGER, ref: '' };
      return {
        items: page.all(...filter.values, after.dueAt, after.ref, query.limit).map(toRecord),
        total: total.get(...filter.values)?.total ?? 0,
      };
    },

    thread: (ref: string): ThreadRecord[] =>
      readThread.all(ref).map(({ id, at, sealed, line_id: lineId, delivery }) => ({
        id,
        at,
        sealed,
        ...(lineId !== null && { lineId }),
        ...(delivery !== null && { delivery: JSON.parse(delivery) as DeliveryNote }),
      })),

    noteTold({ ref, entry, lineId }: ToldEntry): void {
      noteTold.run(lineId, ref, entry);
    },

    noteDelivery({ ref, entry }: { ref: string; entry: string }, note: DeliveryNote): void {
      noteDelivery.run(JSON.stringify(note), ref, entry);
    },

    announce(ref: string): void {
      const row = find.get(ref);
      if (row) noteChange.run(ref, row.status, row.issuer, row.version);
    },

    audit: (ref: string): AuditRecord[] =>
      readAudit.all(ref).map((row) => ({ ...row, detail: JSON.parse(row.detail) as AuditRecord['detail'] })),

    count(): Record<RequestStatus, number> {
      const counts = { new: 0, claimed: 0, waiting: 0, resolved: countAll.get()?.count ?? 0 };
      for (const { status, count } of countOpen.all()) {
        counts[status] = count;
        counts.resolved -= count;
      }
      return counts;
    },

    stats(query: StatsQuery): StatsRow[] {
      const issuers = issuerFilter(query.issuers);
      const rows = db
        .statement<RequestRow>(
          `SELECT kind, status, issuer, agency_type, disposition, created_at, claimed_at, resolved_at
           FROM request ${where(['created_at >= ?', 'created_at < ?', ...issuers.conditions])}
           ORDER BY created_at, ref`,
        )
        .all(query.from, query.to, ...issuers.values);
      return rows.map((row) => ({
        kind: row.kind,
        status: row.status,
        issuer: row.issuer,
        agencyType: row.agency_type,
        disposition: row.disposition,
        createdAt: row.created_at,
        claimedAt: row.claimed_at,
        resolvedAt: row.resolved_at,
      }));
    },
  };
}

interface Filter {
  readonly conditions: readonly string[];
  readonly values: readonly SQLInputValue[];
}

/** The same few texts for every query, so that their statements are kept: lists are bound as JSON. */
function filterOf(query: QueueQuery): Filter {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  if (query.statuses) {
    conditions.push('status IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(query.statuses));
    // Said again in the words of the partial index, so that the resolved ones need not be passed over.
    if (!query.statuses.includes('resolved')) conditions.push("status <> 'resolved'");
  }
  if (query.kind !== undefined) {
    conditions.push('kind = ?');
    values.push(query.kind);
  }
  const issuers = issuerFilter(query.issuers);
  conditions.push(...issuers.conditions);
  values.push(...issuers.values);
  if (query.agencyType !== undefined) {
    conditions.push('agency_type = ?');
    values.push(query.agencyType);
  }
  if (query.assignee !== undefined) {
    conditions.push('assignee IS ?');
    values.push(query.assignee);
  }
  for (const term of query.terms ?? []) {
    conditions.push('ref IN (SELECT ref FROM request_term WHERE term = ?)');
    values.push(term);
  }
  return { conditions, values };
}

function issuerFilter(issuers: QueueQuery['issuers']): Filter {
  if (!issuers) return { conditions: [], values: [] };
  // No issuer is named with the empty text, which stands for "none" here.
  return {
    conditions: ["coalesce(issuer, '') IN (SELECT value FROM json_each(?))"],
    values: [JSON.stringify(issuers.map((issuer) => issuer ?? ''))],
  };
}

function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

export function toRecord(row: RequestRow): RequestRecord {
  return {
    ref: row.ref,
    officer: row.officer,
    kind: row.kind,
    status: row.status,
    issuer: row.issuer,
    agencyType: row.agency_type,
    assignee: row.assignee,
    createdAt: row.created_at,
    dueAt: row.due_at,
    claimedAt: row.claimed_at,
    resolvedAt: row.resolved_at,
    disposition: row.disposition,
    updatedAt: row.updated_at,
    version: row.version,
    terms: JSON.parse(row.terms) as string[],
    sealed: row.sealed,
  };
}
