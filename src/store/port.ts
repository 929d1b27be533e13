/**
 * The store port: what the assistant needs kept, in its own verbs. Adapters (`sqlite/`, `redis/`)
 * implement it and pass one contract suite, `test/store/contract.ts`.
 *
 * Whatever is personal arrives here sealed (see `privacy/vault.ts`) or as a keyed hash; an adapter never
 * sees a name, a phone number, a text or a LINE user id. All times are epoch milliseconds, UTC.
 */
import type { AgencyType, Disposition, Issuer, RequestKind, RequestStatus } from '../../flows/domain.ts';

/** Keyed hash of a LINE user, group or room id; see `Vault.officerKey`. Also the name of the outbox lane. */
export type OfficerKey = string;

/** A value that only `Vault.open` can read: `keyId.base64url`. */
export type Sealed = string;

export interface ConversationRecord {
  /**
   * Counts from 1; a commit names the version it was decided on. Moves with every turn of the officer that changes
   * the conversation or a request: whoever has this version knows all that a turn is decided on.
   */
  version: number;
  sealed: Sealed;
  updatedAt: number;
}

export interface RequestRecord {
  /** Nine digits, the first two name the shard, the last is a check digit; see `requests/reference.ts`. */
  ref: string;
  officer: OfficerKey;
  kind: RequestKind;
  status: RequestStatus;
  issuer: Issuer | null;
  agencyType: AgencyType | null;
  /** E-mail address of the staff member who holds it. */
  assignee: string | null;
  createdAt: number;
  dueAt: number;
  claimedAt: number | null;
  resolvedAt: number | null;
  disposition: Disposition | null;
  updatedAt: number;
  /** Counts from 1. */
  version: number;
  /** Keyed hashes of the agency's words, for search. */
  terms: readonly string[];
  /** The rest of the request: agency, contact, note, language, LINE user id. */
  sealed: Sealed;
}

/** One message of a request's thread. Written again under the same id when its text has to go. */
export interface ThreadRecord {
  id: string;
  at: number;
  sealed: Sealed;
  /** LINE's id of what was sent to the officer; settled with its outbox entry, and stays when it is written again. */
  lineId?: string;
  /** The last note of its delivery, see `noteDelivery`; stays when the entry is written again. */
  delivery?: DeliveryNote;
}

/** What a worker learned of sending an entry of a thread to the officer. */
export interface DeliveryNote {
  /** Id of the outbox entry that was sent; another one after staff sent it again. */
  message: string;
  state: 'accepted' | 'retrying' | 'failed';
  /** How LINE took it; null while it did not. */
  via: 'reply' | 'push' | null;
  /** Stable code of what went wrong; null where nothing did. */
  code: string | null;
  /** Since when: of `retrying` since the first attempt. */
  since: number;
}

/** An entry of a thread that LINE took: its id there. */
export interface ToldEntry {
  ref: string;
  /** `ThreadRecord.id` */
  entry: string;
  lineId: string;
}

/** One line of a request's history. Never changed. */
export interface AuditRecord {
  id: string;
  at: number;
  /** Staff e-mail, `officer` or `system`. */
  by: string;
  /** What was done: a move of the lifecycle, or `file`, `join`, `unsend`, `erase`, `block`, `unblock`. */
  action: string;
  /** Ids and codes only: from, to, assignee, disposition. Nothing personal. */
  detail: { readonly [name: string]: string | number | boolean | null };
}

export interface RequestWrite {
  /** Version the change was decided on; 0 for a new request. */
  expected: number;
  /** The whole record as it is afterwards, with `version: expected + 1`. */
  record: RequestRecord;
  /** Added, or replaced where the id is known. */
  thread: readonly ThreadRecord[];
  audit: readonly AuditRecord[];
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

export interface ConsentRecord {
  at: number;
  action: 'given' | 'refused' | 'withdrawn';
  /** Version of the notice that was shown. */
  notice: string;
}

/** A text that was not understood, without whose it was: the assistant learns from it, nobody is told by it. */
export interface UnclearRecord {
  /** Keyed hash of the message's id, so that an unsent message takes its text along. */
  id: string;
  /** `YYYY-MM-DD` in the office's time zone; no finer time is kept. */
  day: string;
  sealed: Sealed;
}

export const tallied = ['answered', 'helped', 'not-helped'] as const;

/** One answer given, or one judgement of it: counted by day, whoever it was. */
export interface Tally {
  day: string;
  /** Id of the FAQ entry. */
  entry: string;
  what: (typeof tallied)[number];
}

export interface TallyCount extends Tally {
  count: number;
}

/** One change of what supervisors taught the assistant. Never changed; undoing is a change of its own. */
export interface TeachingRecord {
  /** Counts from 1 over all changes. */
  version: number;
  at: number;
  /** Staff e-mail. */
  by: string;
  sealed: Sealed;
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

export interface QueueQuery {
  statuses?: readonly RequestStatus[];
  kind?: RequestKind;
  /** `null` in the list stands for requests without an issuer. */
  issuers?: readonly (Issuer | null)[];
  agencyType?: AgencyType;
  /** Staff e-mail, or `null` for those that nobody holds. */
  assignee?: string | null;
  /** All of these hashed words. */
  terms?: readonly string[];
  /** 0 where only the total is wanted. */
  limit: number;
  /** Where the page starts: the last item of the page before. */
  after?: { dueAt: number; ref: string };
}

export interface QueuePage {
  /** By `dueAt`, then `ref`. */
  items: readonly RequestRecord[];
  /** All that match, over all pages. */
  total: number;
}

export interface StatsQuery {
  /** Requests created in `from <= createdAt < to`. */
  from: number;
  to: number;
  issuers?: readonly (Issuer | null)[];
}

/** One row for each request in the period: enough to count by, nothing personal. */
export type StatsRow = Pick<
  RequestRecord,
  'kind' | 'status' | 'issuer' | 'agencyType' | 'disposition' | 'createdAt' | 'claimedAt' | 'resolvedAt'
>;

export const staffRoles = ['agent', 'supervisor', 'admin'] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface StaffAccount {
  /** Lower case. */
  email: string;
  role: StaffRole;
  /** Whose requests they may see and work. */
  issuers: readonly Issuer[];
  /** Null for accounts that sign in elsewhere. */
  passwordHash: string | null;
  /** A one-time password has to be changed at first sign-in. */
  mustChangePassword: boolean;
  createdAt: number;
  disabledAt: number | null;
}

export interface StaffSession {
  /** SHA-256 of the cookie's value. */
  idHash: string;
  email: string;
  csrf: string;
  createdAt: number;
  expiresAt: number;
}

export interface ApiToken {
  /** SHA-256 of the token. */
  hash: string;
  email: string;
  createdAt: number;
}

export interface RequestChanged {
  ref: string;
  status: RequestStatus;
  issuer: Issuer | null;
  version: number;
}

/** An event that was taken before. */
export interface ConsumedEvent {
  /** `webhookEventId` */
  id: string;
  at: number;
  /** The officer's shard, see `shards.ts`; null in what was kept before this was. */
  shard: number | null;
}

/** What a store keeps, by kind. What belongs together and has an order is one record. */
export interface StoreRecords {
  meta: { key: string; value: string };
  staff: StaffAccount;
  token: ApiToken;
  session: StaffSession;
  teaching: TeachingRecord;
  tally: TallyCount;
  unclear: UnclearRecord;
  event: ConsumedEvent;
  conversation: ConversationRecord & { officer: OfficerKey };
  /** Oldest first. */
  consents: { officer: OfficerKey; consents: readonly ConsentRecord[] };
  /** Thread and history oldest first. */
  request: { record: RequestRecord; thread: readonly ThreadRecord[]; audit: readonly AuditRecord[] };
  /** In the order of sending; of nobody: what was leased is as if its lease had run out. */
  lane: { lane: OfficerKey; entries: readonly OutboxEntry[] };
  letter: DeadLetter;
}
export type StoreRecordKind = keyof StoreRecords;
export type StoreRecord = {
  [Kind in StoreRecordKind]: { kind: Kind; value: StoreRecords[Kind] };
}[StoreRecordKind];

/**
 * No lane waits or is leased for longer, in ms: longer than the longest back-off. What is due later than this was
 * written by a clock that ran ahead, and is due.
 */
export const longestDelayMs = 20 * 60_000;

/** No more entries of a lane are leased at one time, so that no step costs more for a lane that grew long. */
export const leasedTogether = 32;

export interface Store {
  /** What a turn is decided on. Same order as asked. */
  load(asked: readonly { officer: OfficerKey; eventIds: readonly string[] }[]): Promise<Loaded[]>;
  /** One durable write for the whole batch. Same order as `batch.turns`. Throws `StoreUnavailable`. */
  commit(batch: Batch): Promise<TurnResult[]>;

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

  /** Every one, newest first. */
  requestsOf(officer: OfficerKey): Promise<RequestRecord[]>;
  findRequest(ref: string): Promise<RequestRecord | null>;
  listRequests(query: QueueQuery): Promise<QueuePage>;
  /** Oldest first. */
  readThread(ref: string): Promise<ThreadRecord[]>;
  /** Oldest first. */
  readAudit(ref: string): Promise<AuditRecord[]>;
  /** Keeps what a worker learned of sending this entry, and tells `watchRequests` of the request. */
  noteDelivery(of: { ref: string; entry: string }, note: DeliveryNote): Promise<void>;
  /** Tells `watchRequests` of a request whose page shows something new, though its version stays. */
  announceChange(ref: string): Promise<void>;
  countRequests(): Promise<Record<RequestStatus, number>>;
  readStats(query: StatsQuery): Promise<StatsRow[]>;
  /** Oldest first. */
  readConsents(officer: OfficerKey): Promise<ConsentRecord[]>;
  /** By day, newest first; within a day in no order that tells anything. */
  listUnclear(limit: number): Promise<UnclearRecord[]>;
  /** Sums of the days `from <= day <= to`, one for each entry, day and judgement that has any. */
  readTallies(period: { from: string; to: string }): Promise<TallyCount[]>;
  /** Forgets texts that were not understood, of days before this one. */
  sweepUnclear(beforeDay: string): Promise<void>;

  /** How many changes were taught: one cheap read. */
  teachingVersion(): Promise<number>;
  /** Oldest first. */
  readTeaching(): Promise<TeachingRecord[]>;
  /** Adds the next change; false when another has this version already: read and decide again. */
  addTeaching(change: TeachingRecord): Promise<boolean>;

  /** Called after every commit that changed a request, whichever process made it. Returns how to stop. */
  watchRequests(listener: (change: RequestChanged) => void): () => void;

  /**
   * Called soon after a commit without a lease left entries, whichever process made it. A hint, which may be lost, or
   * come for nothing. Returns how to stop.
   */
  watchOutbox(listener: () => void): () => void;

  saveStaff(account: StaffAccount): Promise<void>;
  findStaff(email: string): Promise<StaffAccount | null>;
  listStaff(): Promise<StaffAccount[]>;
  saveSession(session: StaffSession): Promise<void>;
  findSession(idHash: string): Promise<StaffSession | null>;
  /** A session that is there lasts until `expiresAt`; one that was dropped meanwhile stays dropped. */
  extendSession(idHash: string, expiresAt: number): Promise<void>;
  dropSession(idHash: string): Promise<void>;
  saveApiToken(token: ApiToken): Promise<void>;
  findApiToken(hash: string): Promise<ApiToken | null>;
  /** Of one account, in the order they were made. */
  listApiTokens(email: string): Promise<ApiToken[]>;
  dropApiToken(hash: string): Promise<void>;

  /** Keeps `value` under `key` unless there is one; returns what is kept. */
  putMetaOnce(key: string, value: string): Promise<string>;
  getMeta(key: string): Promise<string | null>;
  putMeta(key: string, value: string): Promise<void>;
  dropMeta(key: string): Promise<void>;

  /**
   * Everything, one kind after another, a page in memory at a time; a record may come twice. Whole only of a store
   * that nobody writes to meanwhile.
   */
  dump(): AsyncIterable<StoreRecord>;
  /**
   * Writes records of a dump into a store that nobody else uses; what was taught in its order. A record given twice
   * is there once.
   */
  restore(records: readonly StoreRecord[]): Promise<void>;
  /** Forgets everything, the installation's values last. */
  wipe(): Promise<void>;
  /** Whether another process has this store open, as far as can be told. */
  isShared(): Promise<boolean>;

  /** Forgets consumed event ids and expired sessions older than `before`. */
  sweep(before: number): Promise<void>;
  /** Throws `StoreUnavailable` when a commit could not succeed now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The store cannot be reached or cannot write now. Nothing of the batch was committed, as far as one can know. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** `disk-full` where that is why: somebody has to free some space. */
  readonly reason: 'disk-full' | 'unavailable';

  constructor(
    message: string,
    {
      reason = 'unavailable',
      ...options
    }: ErrorOptions & { readonly reason?: StoreUnavailable['reason'] } = {},
  ) {
    super(message, options);
    this.reason = reason;
  }
}
