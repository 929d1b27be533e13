import type { DeadLetter, NewOutboxEntry, OfficerKey, OutboxEntry, Settlement } from '../port.ts';
import { leasedTogether, longestDelayMs } from '../port.ts';
import type { Database } from './database.ts';

export interface OutboxRow {
  seq: number;
  lane: string;
  id: string;
  ref: string | null;
  created_at: number;
  not_before: number;
  attempts: number;
  in_doubt_since: number;
  leased: number;
  sealed: string;
}

export interface DeadRow {
  id: string;
  lane: string;
  ref: string | null;
  created_at: number;
  dead_at: number;
  attempts: number;
  cause: string;
  sealed: string;
}

export interface Lease {
  readonly worker: string;
  readonly until: number;
  /** The worker begins at once with the first entry of the lane, should the turn open it. */
  readonly begins: boolean;
}

/**
 * The outbox. A lane's row tells who has it and when it can be leased next; the entries of its present
 * lease are marked, always from the head on.
 */
export type Lanes = ReturnType<typeof prepareLanes>;

export function prepareLanes(db: Database) {
  const findLane = db.statement<{ worker: string | null }>('SELECT worker FROM lane WHERE lane = ?');
  const saveLane = db.statement(
    `INSERT INTO lane (lane, worker, due_at, begun_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (lane) DO UPDATE
     SET worker = excluded.worker, due_at = excluded.due_at, begun_at = excluded.begun_at`,
  );
  const begin = db.statement('UPDATE lane SET begun_at = ? WHERE lane = ?');
  const prolong = db.statement('UPDATE lane SET due_at = max(due_at, ?) WHERE lane = ?');
  const dropLane = db.statement('DELETE FROM lane WHERE lane = ?');
  const dueLanes = db.statement<{ lane: string; begun_at: number | null }>(
    'SELECT lane, begun_at FROM lane WHERE due_at <= ? ORDER BY due_at, lane LIMIT ?',
  );
  const farLanes = db.statement<{ lane: string; begun_at: number | null }>(
    'SELECT lane, begun_at FROM lane WHERE due_at > ? ORDER BY due_at DESC LIMIT ?',
  );
  const holders = db.statement<{ worker: string }>(
    'SELECT DISTINCT worker FROM lane WHERE worker IS NOT NULL',
  );
  const dueAtOnce = db.statement('UPDATE lane SET due_at = 0 WHERE worker = ?');
  const lastLaneAt = db.statement<{ at: number | null }>('SELECT max(due_at) AS at FROM lane');
  const nextLaneAt = db.statement<{ at: number | null }>('SELECT min(due_at) AS at FROM lane');

  const addEntry = db.statement(
    `INSERT INTO outbox (lane, id, ref, created_at, not_before, attempts, in_doubt_since, leased, sealed)
     VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?)`,
  );
  const findEntry = db.statement<OutboxRow>('SELECT * FROM outbox WHERE lane = ? AND id = ?');
  const leasedOf = db.statement<OutboxRow>('SELECT * FROM outbox WHERE lane = ? AND leased = 1 ORDER BY seq');
  const countLeased = db.statement<{ count: number }>(
    'SELECT count(*) AS count FROM outbox WHERE lane = ? AND leased = 1',
  );
  const headOf = db.statement<{ id: string; not_before: number; leased: number }>(
    'SELECT id, not_before, leased FROM outbox WHERE lane = ? ORDER BY seq LIMIT 1',
  );
  const lastOf = db.statement<{ id: string; leased: number }>(
    'SELECT id, leased FROM outbox WHERE lane = ? ORDER BY seq DESC LIMIT 1',
  );
  const dropEntry = db.statement('DELETE FROM outbox WHERE lane = ? AND id = ?');
  const postpone = db.statement(
    `UPDATE outbox SET not_before = ?, attempts = attempts + 1,
                       in_doubt_since = iif(in_doubt_since = 0, ?, in_doubt_since)
     WHERE lane = ? AND id = ?`,
  );
  const interrupt = db.statement(
    `UPDATE outbox SET attempts = attempts + 1, in_doubt_since = iif(in_doubt_since = 0, ?, in_doubt_since)
     WHERE seq = (SELECT seq FROM outbox WHERE lane = ? ORDER BY seq LIMIT 1)`,
  );
  const endLease = db.statement('UPDATE outbox SET leased = 0 WHERE lane = ? AND leased = 1');
  const leaseFirst = db.statement(
    `UPDATE outbox SET leased = 1
     WHERE seq IN (SELECT seq FROM outbox WHERE lane = ? ORDER BY seq LIMIT ${leasedTogether})`,
  );

  const addDead = db.statement(
    `INSERT OR IGNORE INTO dead_letter (id, lane, ref, created_at, dead_at, attempts, cause, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const depth = db.statement<{ pending: number; oldest_at: number | null; dead: number }>(
    `SELECT (SELECT count(*) FROM outbox) AS pending,
            (SELECT min(created_at) FROM outbox) AS oldest_at,
            (SELECT count(*) FROM dead_letter) AS dead`,
  );
  const newestDead = db.statement<DeadRow>(
    'SELECT * FROM dead_letter ORDER BY dead_at DESC, seq DESC LIMIT ?',
  );
  const deadOfRequest = db.statement<DeadRow>(
    'SELECT * FROM dead_letter WHERE ref = ? ORDER BY dead_at DESC, seq DESC LIMIT ?',
  );

  const dropDead = db.statement('DELETE FROM dead_letter WHERE lane = ?');
  const dropWaiting = db.statement(
    `DELETE FROM outbox
     WHERE lane = ? AND (leased = 0 OR ? >= (SELECT due_at FROM lane WHERE lane.lane = outbox.lane))`,
  );
  const dropLetter = db.statement('DELETE FROM dead_letter WHERE lane = ? AND id = ?');

  /** A lane without entries goes; one with nothing left of its lease is free. */
  function tidy(lane: OfficerKey): void {
    const head = headOf.get(lane);
    if (!head) dropLane.run(lane);
    else if (head.leased === 0) saveLane.run(lane, null, head.not_before, null);
  }

  /** @param next when the worker that has the lane begins with the entry behind; null where it does not. */
  function take(lane: OfficerKey, id: string, next: number | null): void {
    const wasHead = headOf.get(lane)?.id === id;
    dropEntry.run(lane, id);
    if (wasHead) begin.run(next, lane);
    tidy(lane);
  }

  /**
   * How many new entries the worker's lease of the lane can take: none where another has the lane or nobody does, or
   * where an entry waits that is not leased.
   * @param holder who has it; undefined where there is no lane yet.
   */
  function roomIn(lane: OfficerKey, holder: string | null | undefined, worker: string): number {
    if (holder === undefined) return leasedTogether;
    if (holder !== worker || lastOf.get(lane)?.leased !== 1) return 0;
    return Math.max(0, leasedTogether - (countLeased.get(lane)?.count ?? 0));
  }

  function bury(entry: OutboxRow, { at, cause }: { at: number; cause: string }): void {
    const { id, lane, ref, created_at: createdAt, attempts, sealed } = entry;
    addDead.run(id, lane, ref, createdAt, at, attempts + 1, cause, sealed);
  }

  function giveBack(lane: OfficerKey): void {
    endLease.run(lane);
    tidy(lane);
  }

  return {
    /** Appends to the lane; what may be sent right away comes back leased. */
    append(
      lane: OfficerKey,
      entries: readonly NewOutboxEntry[],
      at: number,
      lease: Lease | null,
    ): readonly OutboxEntry[] {
      if (entries.length === 0) return [];
      const present = findLane.get(lane);
      const room = lease === null ? 0 : roomIn(lane, present?.worker, lease.worker);
      const last = room > 0 && present ? lastOf.get(lane) : undefined;
      for (const [nth, entry] of entries.entries())
        addEntry.run(lane, entry.id, entry.ref, at, at, nth < room ? 1 : 0, entry.sealed);
      if (lease === null || room === 0) {
        if (!present) saveLane.run(lane, null, at, null);
        return [];
      }
      const isBegun = !present && lease.begins;
      if (present) prolong.run(lease.until, lane);
      else saveLane.run(lane, lease.worker, lease.until, isBegun ? at : null);
      return entries.slice(0, room).map((entry, nth) => ({
        id: entry.id,
        ref: entry.ref,
        sealed: entry.sealed,
        lane,
        createdAt: at,
        notBefore: at,
        attempts: 0,
        inDoubtSince: null,
        ...(isBegun && nth === 0 && { begun: true }),
        ...behind(entries[nth - 1] ?? last),
      }));
    },

    settle(settlement: Settlement, worker: string | null): void {
      const { lane, id } = settlement;
      const holder = findLane.get(lane)?.worker ?? null;
      const isHolder = holder !== null && holder === worker;
      if (settlement.outcome === 'sent') {
        take(lane, id, isHolder ? (settlement.next ?? null) : null);
        return;
      }
      const entry = isHolder ? findEntry.get(lane, id) : undefined;
      if (entry?.leased !== 1) return;
      switch (settlement.outcome) {
        case 'begin':
          if (headOf.get(lane)?.id === id) begin.run(settlement.at, lane);
          return;
        case 'hold':
          prolong.run(settlement.until, lane);
          return;
        case 'retry':
          postpone.run(settlement.notBefore, settlement.inDoubtSince ?? 0, lane, id);
          giveBack(lane);
          return;
        case 'release':
          giveBack(lane);
          return;
        case 'dead':
          bury(entry, settlement);
          take(lane, id, settlement.next ?? null);
      }
    },

    holders: (): string[] => holders.all().map(({ worker }) => worker),

    /** Ends the leases of a worker before they run out. */
    endLeasesOf(worker: string): void {
      dueAtOnce.run(worker);
    },

    hasDue(now: number): boolean {
      const at = nextLaneAt.get()?.at ?? null;
      if (at === null) return false;
      return at <= now || (lastLaneAt.get()?.at ?? 0) > now + longestDelayMs;
    },

    lease(ask: { worker: string; now: number; until: number; limit: number }): OutboxEntry[] {
      const due = dueLanes.all(ask.now, ask.limit);
      const far = farLanes.all(ask.now + longestDelayMs, ask.limit - due.length);
      return [...due, ...far].flatMap(({ lane, begun_at: begunAt }) => {
        // The worker that began with it may have sent it and died.
        if (begunAt !== null) interrupt.run(begunAt, lane);
        endLease.run(lane);
        leaseFirst.run(lane);
        saveLane.run(lane, ask.worker, ask.until, ask.now);
        return leasedOf
          .all(lane)
          .map((row, nth) => (nth === 0 ? { ...toEntry(row), begun: true } : toEntry(row)));
      });
    },

    nextAt: (): number | null => nextLaneAt.get()?.at ?? null,

    depth() {
      const row = depth.get();
      return { pending: row?.pending ?? 0, oldestAt: row?.oldest_at ?? null, dead: row?.dead ?? 0 };
    },

    /** Dead letters, and what waits and nobody holds a lease of. @param at epoch ms. */
    forgetUndelivered(lane: OfficerKey, at: number): void {
      dropDead.run(lane);
      dropWaiting.run(lane, at);
      tidy(lane);
    },

    dropLetter(lane: OfficerKey, id: string): void {
      dropLetter.run(lane, id);
    },

    dead(ask: { ref?: string; limit: number }): DeadLetter[] {
      const rows = ask.ref === undefined ? newestDead.all(ask.limit) : deadOfRequest.all(ask.ref, ask.limit);
      return rows.map(toDead);
    },
  };
}

function behind(entry: { readonly id: string } | undefined): { behind?: string } {
  return entry ? { behind: entry.id } : {};
}

export function toEntry(row: OutboxRow): OutboxEntry {
  return {
    id: row.id,
    lane: row.lane,
    ref: row.ref,
    createdAt: row.created_at,
    notBefore: row.not_before,
    attempts: row.attempts,
    inDoubtSince: row.in_doubt_since === 0 ? null : row.in_doubt_since,
    sealed: row.sealed,
  };
}

export function toDead(row: DeadRow): DeadLetter {
  return {
    id: row.id,
    lane: row.lane,
    ref: row.ref,
    createdAt: row.created_at,
    deadAt: row.dead_at,
    attempts: row.attempts,
    cause: row.cause,
    sealed: row.sealed,
  };
}
