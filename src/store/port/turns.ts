/** Turns: what is loaded for one, and the one durable write for all that are taken together. */
import type { OfficerKey, Sealed } from './basics.ts';
import type { Tally, UnclearRecord } from './learning.ts';
import type { NewOutboxEntry, OutboxEntry, Settlement } from './outbox.ts';
import type { RequestRecord, RequestWrite } from './requests.ts';

export interface ConversationRecord {
  /**
   * Counts from 1; a commit names the version it was decided on. Moves with every turn of the officer that changes
   * the conversation or a request: whoever has this version knows all that a turn is decided on.
   */
  version: number;
  sealed: Sealed;
  updatedAt: number;
}

export interface ConsentRecord {
  at: number;
  action: 'given' | 'refused' | 'withdrawn';
  /** Version of the notice that was shown. */
  notice: string;
}

/**
 * What one turn changes, committed as a whole or not at all. Several events of one officer that arrive in
 * one webhook are one turn.
 */
export interface TurnWrite {
  officer: OfficerKey;
  at: number;
  /** `webhookEventId`s consumed. If one was consumed before, the turn is refused as a duplicate. */
  eventIds: readonly string[];
  /**
   * `expected` 0 for the first. The new version is `expected + 1`. Null: what staff change of a request; the version
   * of the conversation, where there is one, moves by one all the same.
   */
  conversation: { expected: number; sealed: Sealed } | null;
  requests: readonly RequestWrite[];
  /** Appended to the officer's lane in this order. */
  outbox: readonly NewOutboxEntry[];
  consents: readonly ConsentRecord[];
  /** Texts of this officer that were not understood: added, or replaced where the id is known. */
  unclear?: readonly UnclearRecord[];
  /** Ids of such texts that have to go. Applied before `unclear`. */
  unclearGone?: readonly string[];
  tallies?: readonly Tally[];
  /**
   * The officer's dead letters go, and what waits in the lane and nobody holds a lease of: they say what the officer was told,
   * and that may be what was typed. What a worker holds is on its way already.
   */
  undeliveredGone?: boolean;
  /** Ids of dead letters of this officer that go: staff sent them again, or gave them up. */
  lettersGone?: readonly string[];
}

export type TurnResult =
  | {
      ok: true;
      /**
       * The first entries of this turn, as many as fit into a lease (`leasedTogether`), leased to the `worker` of the
       * batch, when no earlier entry of the lane waits and no other worker has it: they can be sent, after those of the
       * lane that this worker holds, without asking again. The others are found by `leaseOutbox` in their turn.
       */
      leased: readonly OutboxEntry[];
    }
  /** `eventIds`: those consumed before; decide again without them. */
  | { ok: false; reason: 'duplicate'; eventIds: readonly string[] }
  /** Somebody else committed first; load and decide again. */
  | { ok: false; reason: 'stale' }
  /** A new request's reference exists already; decide again with another. */
  | { ok: false; reason: 'ref-taken' };

export interface Batch {
  /** Turns of different officers; each is accepted or refused by itself. */
  turns: readonly TurnWrite[];
  /** Settled in the same write, before the turns. A lane with nothing left of its lease becomes free. */
  settlements: readonly Settlement[];
  /**
   * Who settles, and who sends what the turns of this batch add; until when the lease holds. The worker begins at once
   * with the first entry of each lane that the first `begins` turns open; none where it is left out.
   */
  lease: { worker: string; until: number; begins?: number } | null;
}

export interface Loaded {
  conversation: ConversationRecord | null;
  /** Every request that is not resolved, then the newest resolved ones: 20 at most, newest first. */
  requests: readonly RequestRecord[];
  /** Of the ids asked for, those consumed before. */
  seen: readonly string[];
}

export interface TurnStore {
  /** What a turn is decided on. Same order as asked. */
  load(asked: readonly { officer: OfficerKey; eventIds: readonly string[] }[]): Promise<Loaded[]>;
  /** One durable write for the whole batch. Same order as `batch.turns`. Throws `StoreUnavailable`. */
  commit(batch: Batch): Promise<TurnResult[]>;
  /** Oldest first. */
  readConsents(officer: OfficerKey): Promise<ConsentRecord[]>;
}
