import type { Vault } from '../privacy/vault.ts';
import type { Store, TurnResult, TurnWrite } from '../store/port.ts';
import { notDelivered } from './message-moves.ts';
import { openReadable, sealChange } from './record.ts';
import type { Clock } from './request.ts';

interface NoteParts {
  readonly store: Pick<Store, 'findRequest'>;
  readonly vault: Vault;
  readonly clock: () => Clock;
  readonly commit: (turn: TurnWrite) => Promise<TurnResult>;
}

/**
 * LINE did not take an entry of a thread: its request, which waited for an answer to it, goes back to its holder.
 * @param code of `sendFailures`. @throws {StoreUnavailable}
 */
export async function noteUndelivered(
  { store, vault, clock, commit }: NoteParts,
  ref: string,
  entry: string,
  code: string,
): Promise<void> {
  for (;;) {
    const record = await store.findRequest(ref);
    const request = record && openReadable(vault, record);
    const now = clock();
    const change = !request || request.unreadable ? null : notDelivered(request, { entry, code }, now);
    if (!change) return;
    const result = await commit({
      officer: change.after.officer,
      at: now.now,
      eventIds: [],
      conversation: null,
      requests: [sealChange(vault, change)],
      outbox: [],
      consents: [],
    });
    // Somebody else's commit came first: decide again on what it left.
    if (result.ok || result.reason !== 'stale') return;
  }
}
