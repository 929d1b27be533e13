import type { Batch, TurnResult } from './port.ts';

/**
 * Whether a commit of somebody who does not send left something to send. Who sends looks after it by themselves, or
 * whoever has the lane does.
 */
export function leavesEntries(batch: Batch, results: readonly TurnResult[]): boolean {
  if (batch.lease !== null) return false;
  return batch.turns.some(({ outbox }, at) => {
    const result = results[at];
    return outbox.length > 0 && result?.ok === true && result.leased.length === 0;
  });
}
