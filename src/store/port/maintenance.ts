/** The installation's own values, moving a store as a whole, and its upkeep. */
import type { OfficerKey } from './basics.ts';
import type { TallyCount, TeachingRecord, UnclearRecord } from './learning.ts';
import type { DeadLetter, OutboxEntry } from './outbox.ts';
import type { AuditRecord, RequestRecord, ThreadRecord } from './requests.ts';
import type { ApiToken, StaffAccount, StaffSession } from './staff.ts';
import type { ConsentRecord, ConversationRecord } from './turns.ts';

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

export interface MaintenanceStore {
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
