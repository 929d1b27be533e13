import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../base/log.ts';
import type { OutboxEntry, Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import type { Outgoing } from './outgoing.ts';
import type { SendResult } from './sender.ts';

/** How soon a note is tried again while the store is away. */
const againMs = 500;

interface TrackingParts {
  readonly store: Pick<Store, 'noteDelivery' | 'announceChange'>;
  /** LINE did not take an entry of a thread: nobody waits for an answer to it. Throws `StoreUnavailable`. */
  readonly noteUndelivered: (ref: string, entry: string, code: string) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: Log;
}

/** Lets staff see what becomes of what they wrote. */
export interface Tracking {
  /**
   * Notes an attempt before it is settled: a process that dies in between sends again, with the same retry key,
   * and notes again. Never rejects.
   */
  note(outgoing: Outgoing, entry: OutboxEntry, result: SendResult): Promise<void>;
  /** A message about this request is among the dead letters now. Never rejects. */
  isDead(ref: string): Promise<void>;
  /** From now on a store that is away is not waited for. */
  stop(): void;
}

export function trackDelivery({ store, noteUndelivered, now, log }: TrackingParts): Tracking {
  let isStopping = false;

  async function write(outboxId: string | null, what: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await what();
        return;
      } catch (error) {
        const fields = { ...(outboxId !== null && { outboxId }), error };
        if (!(error instanceof StoreUnavailable)) {
          log.error('the delivery of a message could not be noted', fields);
          return;
        }
        log.warn('the note of a delivery waits for the store', fields);
        if (isStopping) return;
        await sleep(againMs, undefined, { ref: false });
      }
    }
  }

  return {
    async note({ ref, entry }, { id: message, createdAt }, result) {
      // Only what staff wrote is an entry of a thread.
      if (ref === null || entry === undefined) return;
      const of = { ref, entry };
      await write(message, async () => {
        if (result.outcome === 'sent')
          return store.noteDelivery(of, {
            message,
            state: 'accepted',
            via: result.via,
            code: null,
            since: now(),
          });
        const { code } = result;
        if (result.outcome === 'retry')
          return store.noteDelivery(of, { message, state: 'retrying', via: null, code, since: createdAt });
        await noteUndelivered(ref, entry, code);
        return store.noteDelivery(of, { message, state: 'failed', via: null, code, since: now() });
      });
    },
    isDead: async (ref) => write(null, async () => store.announceChange(ref)),
    stop() {
      isStopping = true;
    },
  };
}
