/** Messages on their way to officers: a lane for each, leased to one worker at a time. */
import type { OfficerKey, Sealed } from './basics.ts';

/** An entry of a thread that LINE took: its id there. */
export interface ToldEntry {
  ref: string;
  /** `ThreadRecord.id` */
  entry: string;
  lineId: string;
}

export interface NewOutboxEntry {
  /** UUID; also LINE's retry key. */
  id: string;
  /** The request it belongs to, so that staff can see a dead letter where it matters. */
  ref: string | null;
  sealed: Sealed;
}

export interface OutboxEntry extends NewOutboxEntry {
  lane: OfficerKey;
  createdAt: number;
  /** Not before this time. */
  notBefore: number;
  /** Calls of the channel begun before: each has failed, or the process that made it died. */
  attempts: number;
  /** When the first of them began whose outcome is not known; null where each is known. */
  inDoubtSince: number | null;
  /** The store knows already that the worker it is leased to begins with it: of the first of a lane. */
  begun?: true;
  /**
   * Of what a commit leased: the entry before it in the lane, where there is one. The worker has that one by its
   * lease, but may not know: the answer that told so can have been lost.
   */
  behind?: string;
}

export interface DeadLetter {
  id: string;
  lane: OfficerKey;
  ref: string | null;
  createdAt: number;
  deadAt: number;
  attempts: number;
  /** Stable code, e.g. `quota-exhausted`. */
  cause: string;
  sealed: Sealed;
}

/**
 * What became of a leased outbox entry. `sent` counts whoever says it. The others count only while the worker
 * of the batch has the lane: one that lost it to another has no say any more.
 */
export type Settlement = { id: string; lane: OfficerKey } &
  /** `next`: the worker begins with the next of its entries in the lane, at that time. */
  (
    | { outcome: 'sent'; told?: ToldEntry; next?: number }
    /**
     * One more attempt failed. The whole lane is given back and waits behind this entry until `notBefore`.
     * `inDoubtSince`: when the attempt began, where it may have been accepted all the same; else null.
     */
    | { outcome: 'retry'; notBefore: number; inDoubtSince: number | null }
    /** `next` as of `sent`. */
    | { outcome: 'dead'; at: number; cause: string; next?: number }
    /** The worker is about to call the channel for the first of its entries in the lane. */
    | { outcome: 'begin'; at: number }
    /** Still being sent: the lease of the lane lasts until then. */
    | { outcome: 'hold'; until: number }
    /** Not tried: the whole lane is given back as it was, for the next worker. */
    | { outcome: 'release' }
  );

/** No more entries of a lane are leased at one time, so that no step costs more for a lane that grew long. */
export const leasedTogether = 32;

export interface OutboxStore {
  /**
   * Leases the due head of up to `limit` lanes, with which the worker begins at once, longest due first, together with what follows in each lane,
   * in order, up to `leasedTogether` of each. A lane is leased to one worker at a time; a lease that ran out is free again. The
   * entry that its worker had begun with has one attempt more and is in doubt; the others are as they were.
   */
  leaseOutbox(ask: { worker: string; now: number; until: number; limit: number }): Promise<OutboxEntry[]>;
  /** When the next pending entry is due or the next lease runs out; null when there is none. */
  nextOutboxAt(): Promise<number | null>;
  outboxDepth(): Promise<{ pending: number; oldestAt: number | null; dead: number }>;
  /** Newest first. `ref` narrows to one request. */
  deadLetters(ask: { ref?: string; limit: number }): Promise<DeadLetter[]>;
  /**
   * Called soon after a commit without a lease left entries, whichever process made it. A hint, which may be lost, or
   * come for nothing. Returns how to stop.
   */
  watchOutbox(listener: () => void): () => void;
}
