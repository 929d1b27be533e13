import type { TallyCount, TeachingRecord, TurnWrite, UnclearRecord } from '../port.ts';
import type { Database } from './database.ts';

/** What the assistant learns from: texts it did not understand, how answers were judged, what it was taught. */
export type Learning = ReturnType<typeof prepareLearning>;

export function prepareLearning(db: Database) {
  const keep = db.statement(
    `INSERT INTO unclear (id, day, sealed) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET day = excluded.day, sealed = excluded.sealed`,
  );
  const drop = db.statement('DELETE FROM unclear WHERE id = ?');
  const newest = db.statement<UnclearRecord>(
    'SELECT id, day, sealed FROM unclear ORDER BY day DESC, id LIMIT ?',
  );
  const dropBefore = db.statement('DELETE FROM unclear WHERE day < ?');
  const count = db.statement(
    `INSERT INTO tally (day, entry, what, count) VALUES (?, ?, ?, 1)
     ON CONFLICT (day, entry, what) DO UPDATE SET count = count + 1`,
  );
  const counts = db.statement<TallyCount>(
    'SELECT day, entry, what, count FROM tally WHERE day BETWEEN ? AND ? ORDER BY day, entry, what',
  );
  const version = db.statement<{ version: number | null }>('SELECT max(version) AS version FROM teaching');
  const changes = db.statement<TeachingRecord>(
    'SELECT version, at, by, sealed FROM teaching ORDER BY version',
  );
  const addChange = db.statement('INSERT INTO teaching (version, at, by, sealed) VALUES (?, ?, ?, ?)');
  const latest = (): number => version.get()?.version ?? 0;

  return {
    /** Inside the transaction of the turn. */
    apply({ unclear = [], unclearGone = [], tallies = [] }: TurnWrite): void {
      for (const id of unclearGone) drop.run(id);
      for (const { id, day, sealed } of unclear) keep.run(id, day, sealed);
      for (const { day, entry, what } of tallies) count.run(day, entry, what);
    },
    unclear: (limit: number): UnclearRecord[] => newest.all(limit).map((row) => ({ ...row })),
    sweepUnclear(beforeDay: string): void {
      dropBefore.run(beforeDay);
    },
    tallies: (from: string, to: string): TallyCount[] => counts.all(from, to).map((row) => ({ ...row })),
    version: latest,
    changes: (): TeachingRecord[] => changes.all().map((row) => ({ ...row })),
    /** Inside a transaction. */
    add(change: TeachingRecord): boolean {
      if (change.version !== latest() + 1) return false;
      addChange.run(change.version, change.at, change.by, change.sealed);
      return true;
    },
  };
}
