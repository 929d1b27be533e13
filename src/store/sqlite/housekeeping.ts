import type { Database } from './database.ts';

/** So many of the newest changes stay for other processes to read; they look several times a second. */
const keptChanges = 10_000;

/** The installation's own values, and forgetting what is no longer needed. */
export function prepareHousekeeping(db: Database) {
  const get = db.statement<{ value: string }>('SELECT value FROM meta WHERE key = ?');
  const put = db.statement(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const putOnce = db.statement('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)');
  const drop = db.statement('DELETE FROM meta WHERE key = ?');
  const dropEvents = db.statement('DELETE FROM consumed_event WHERE at < ?');
  const dropSessions = db.statement('DELETE FROM staff_session WHERE expires_at < ?');
  const dropChanges = db.statement(
    'DELETE FROM request_change WHERE seq <= (SELECT max(seq) FROM request_change) - ?',
  );
  const touch = db.statement(
    "INSERT INTO meta (key, value) VALUES ('ping', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );

  return {
    getMeta: (key: string): string | null => get.get(key)?.value ?? null,
    putMeta(key: string, value: string): void {
      put.run(key, value);
    },
    dropMeta(key: string): void {
      drop.run(key);
    },
    putMetaOnce(key: string, value: string): string {
      putOnce.run(key, value);
      return get.get(key)?.value ?? value;
    },
    sweep(before: number): void {
      dropEvents.run(before);
      dropSessions.run(before);
      dropChanges.run(keptChanges);
    },
    /**
     * A write that changes nothing: only writing proves that the lock, the disk and the file let one write.
     * @param size of it, characters.
     */
    touch(size = 0): void {
      touch.run(' '.repeat(size));
    },
  };
}
