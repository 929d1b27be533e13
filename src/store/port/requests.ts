/** Requests, their threads and histories, and the queue that staff work at. */
import type { AgencyType, Disposition, Issuer, RequestKind, RequestStatus } from '../../../flows/domain.ts';
import type { OfficerKey, Sealed } from './basics.ts';

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

export interface RequestChanged {
  ref: string;
  status: RequestStatus;
  issuer: Issuer | null;
  version: number;
}

export interface RequestStore {
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
  /** Called after every commit that changed a request, whichever process made it. Returns how to stop. */
  watchRequests(listener: (change: RequestChanged) => void): () => void;
}
