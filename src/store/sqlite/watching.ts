import { StoreUnavailable } from '../port.ts';
import type { Database } from './database.ts';

/** How often the file is looked at for what another process did (a second server, a command line beside it). */
const pollMs = 300;

/** Those who listen to a file that other processes write to as well. */
export interface Watching<Listener> {
  readonly listeners: ReadonlySet<Listener>;
  readonly watch: (listener: Listener) => () => void;
  /** What another process did last could not be read: the next look tells of it. */
  readonly lookAgain: () => void;
  readonly stop: () => void;
}

/**
 * Looks at the file, while anybody listens, for commits of other processes.
 * @param wrap makes a listener of its own of each, so that one function given twice is two, each stopped by itself.
 * @param hooks `begin` is called before the first look, `changed` after a look that found another process to have committed.
 */
export function prepareWatching<Listener>(
  db: Database,
  wrap: (listener: Listener) => Listener,
  { begin, changed }: { readonly begin?: () => void; readonly changed: () => void },
): Watching<Listener> {
  // Moves when another connection commits; our own commits leave it as it is.
  const dataVersion = db.statement<{ data_version: number }>('PRAGMA data_version');
  const listeners = new Set<Listener>();
  let seenVersion: number | null = null;
  let timer: NodeJS.Timeout | null = null;

  function look(): void {
    const version = readVersion();
    const isNew = version !== seenVersion;
    seenVersion = version;
    if (isNew) changed();
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
    listeners,
    watch(listener) {
      const own = wrap(listener);
      if (listeners.size === 0) {
        begin?.();
        seenVersion = readVersion();
        timer = setInterval(look, pollMs).unref();
      }
      listeners.add(own);
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) stop();
      };
    },
    lookAgain() {
      seenVersion = null;
    },
    stop,
  };
}
