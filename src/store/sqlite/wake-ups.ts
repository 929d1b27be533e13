import { StoreUnavailable } from '../port.ts';
import type { Database } from './database.ts';

/** How often the file is looked at for commits of another process. */
const pollMs = 300;

/**
 * Tells listeners that something may wait to be sent: what this process left at once, what another one left, or
 * whatever else it wrote, within `pollMs`.
 */
export function prepareWakeUps(db: Database) {
  // Moves when another connection commits; our own commits leave it as it is.
  const dataVersion = db.statement<{ data_version: number }>('PRAGMA data_version');
  const listeners = new Set<() => void>();
  let seenVersion: number | null = null;
  let timer: NodeJS.Timeout | null = null;

  function tell(): void {
    for (const listener of listeners) queueMicrotask(listener);
  }

  function look(): void {
    const version = readVersion();
    if (version !== seenVersion) tell();
    seenVersion = version;
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
    watch(listener: () => void): () => void {
      // Wrapped, so that one function given twice is two listeners, each stopped by itself.
      const own = (): void => listener();
      if (listeners.size === 0) {
        seenVersion = readVersion();
        timer = setInterval(look, pollMs).unref();
      }
      listeners.add(own);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) stop();
      };
    },
    /** Called after a commit of this process that left something. */
    tell,
    stop,
  };
}
