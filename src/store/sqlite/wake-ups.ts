import type { Database } from './database.ts';
import { prepareWatching } from './watching.ts';

/**
 * Tells listeners that something may wait to be sent: what this process left at once, what another one left, or
 * whatever else it wrote, soon after.
 */
export function prepareWakeUps(db: Database) {
  const { listeners, watch, stop } = prepareWatching<() => void>(db, (listener) => () => listener(), {
    changed: tell,
  });

  function tell(): void {
    for (const listener of listeners) queueMicrotask(listener);
  }

  return {
    watch,
    /** Called after a commit of this process that left something. */
    tell,
    stop,
  };
}
