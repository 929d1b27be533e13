import type { RequestChanged } from '../port.ts';
import { StoreUnavailable } from '../port.ts';
import type { Database } from './database.ts';
import { prepareWatching } from './watching.ts';

/** Tells listeners of request changes, in the order of their commits: those of this process at once, others soon after. */
export function prepareChanges(db: Database) {
  const latest = db.statement<{ seq: number | null }>('SELECT max(seq) AS seq FROM request_change');
  const since = db.statement<RequestChanged & { seq: number }>(
    'SELECT seq, ref, status, issuer, version FROM request_change WHERE seq > ? ORDER BY seq',
  );
  let told = 0;
  const { listeners, watch, lookAgain, stop } = prepareWatching<(change: RequestChanged) => void>(
    db,
    (listener) => (change) => listener(change),
    {
      begin() {
        told = db.read(() => latest.get()?.seq ?? 0);
      },
      changed: tell,
    },
  );

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
      lookAgain();
    }
  }

  return {
    watch,
    /** Called after a commit of this process that changed a request. */
    tell,
    stop,
  };
}
