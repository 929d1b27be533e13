import type { RequestChanged } from '../port.ts';
import { StoreUnavailable } from '../port.ts';
import type { Database } from './database.ts';

/** How often the file is looked at for changes that another process made. */
const pollMs = 300;

/**
 * Tells listeners of request changes, in the order of their commits: those of this process at once, those of
 * another process (a second server, a command line beside it) within `pollMs`.
 */
export function prepareChanges(db: Database) {
  const latest = db.statement<{ seq: number | null }>('SELECT max(seq) AS seq FROM request_change');
  const since = db.statement<RequestChanged & { seq: number }>(
    'SELECT seq, ref, status, issuer, version FROM request_change WHERE seq > ? ORDER BY seq',
  );
  // Moves when another connection commits; our own commits leave it as it is.
  const dataVersion = db.statement<{ data_version: number }>('PRAGMA data_version');
  const listeners = new Set<(change: RequestChanged) => void>();
  let told = 0;
  let seenVersion: number | null = null;
  let timer: NodeJS.Timeout | null = null;

  /** Never throws: what it tells is committed already. What cannot be read now is told by a later look. */
  function tell(): void {
    if (listeners.size === 0) return;
    try {
      for (const { seq, ...change } of db.read(() => since.all(told))) {
        told = seq;
        // A fault of a listener is nobody's here: it surfaces by itself.
        for (const listener of listeners) queueMicrotask(() => listener({ ...change }));
      }
    } catch (cause) {
      if (!(cause instanceof StoreUnavailable)) throw cause;
      seenVersion = null;
    }
  }

  function look(): void {
    const version = readVersion();
    if (version === seenVersion && version !== null) return;
    seenVersion = version;
    tell();
  }

  /** Null while the file cannot be read. */
  function readVersion(): number | null {
    try {
      return db.read(() => dataVersion.get()?.data_version ?? null);
    } catch (cause) {
      if (!(cause instanceof StoreUnavailable)) throw cause;
      return null;
    }
  }

  function stop(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    watch(listener: (change: RequestChanged) => void): () => void {
      // Wrapped, so that one function given twice is two listeners, each stopped by itself.
      const own = (change: RequestChanged): void => listener(change);
      if (listeners.size === 0) {
        told = db.read(() => latest.get()?.seq ?? 0);
        seenVersion = readVersion();
        timer = setInterval(look, pollMs).unref();
      }
      listeners.add(own);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) stop();
      };
    },
    /** Called after a commit of this process that changed a request. */
    tell,
    stop,
  };
}
