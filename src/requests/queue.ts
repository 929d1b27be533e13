import type { AgencyType, Issuer, RequestKind, RequestStatus } from '../../flows/domain.ts';
import type { Said } from '../../flows/prompts/prompt.ts';
import type { Vault } from '../privacy/vault.ts';
import type {
  AuditRecord,
  DeadLetter,
  NewOutboxEntry,
  OutboxEntry,
  QueueQuery,
  Store,
  TurnResult,
  TurnWrite,
} from '../store/port.ts';
import type { MoveProblem } from './refusals.ts';
import type { Clock, ServiceRequest, ThreadEntry } from './request.ts';
import type { Actor } from './scope.ts';
import type { SlaPolicy } from '../calendar/sla.ts';
import type { Resolution } from './staff-moves.ts';
import type { QueueStats } from './stats.ts';

/** What an officer is told without having asked. */
interface Push {
  /** LINE user id. */
  readonly to: string;
  readonly said: readonly Said[];
  readonly ref: string;
  /** The entry of the thread that it is, where it is one. */
  readonly entry?: string | undefined;
}

export interface QueueParts {
  readonly store: Pick<
    Store,
    | 'getMeta'
    | 'putMeta'
    | 'findRequest'
    | 'listRequests'
    | 'readThread'
    | 'readAudit'
    | 'readStats'
    | 'findStaff'
    | 'deadLetters'
  >;
  readonly vault: Vault;
  /** The time of one decision, and ids for it. */
  readonly clock: () => Clock;
  /** Commits one turn, by itself or together with others. Throws `StoreUnavailable`. */
  readonly commit: (turn: TurnWrite) => Promise<TurnResult>;
  /** Given the outbox entries that a commit leased to this process. */
  readonly deliver: (entries: readonly OutboxEntry[]) => void;
  /** Seals it for the outbox. */
  readonly notify: (push: Push) => NewOutboxEntry;
  /** What a dead letter said, as a new outbox entry; null when no key opens it. */
  readonly again: (letter: DeadLetter) => NewOutboxEntry | null;
  readonly sla: SlaPolicy;
}

export interface QueueFilter {
  readonly statuses?: readonly RequestStatus[];
  readonly kind?: RequestKind;
  readonly issuer?: Issuer;
  readonly agencyType?: AgencyType;
  /** Staff e-mail, or null for those that nobody holds. */
  readonly assignee?: string | null;
  /** A reference, or words of the agency's name. */
  readonly search?: string;
  /** 1 to 100. */
  readonly limit: number;
  readonly after?: QueueQuery['after'];
}

export interface RequestPage {
  /** Oldest due first. */
  readonly items: readonly ServiceRequest[];
  /** Where the next page starts; null on the last. */
  readonly next: { readonly dueAt: number; readonly ref: string } | null;
  /** All that match, over all pages. */
  readonly total: number;
}

/** Everything of one request, read and opened once. */
export interface OpenedRequest {
  readonly request: ServiceRequest;
  /** Oldest first. */
  readonly thread: readonly ThreadEntry[];
  /** Oldest first. */
  readonly history: readonly AuditRecord[];
  /** Messages to its officer that were given up, newest first. */
  readonly deadLetters: readonly DeadLetter[];
}

export type QueueProblem =
  | MoveProblem
  /** No such request, or none in the viewer's scope. */
  | { readonly code: 'not-found' }
  /** No key of `DATA_KEYS` opens it. */
  | { readonly code: 'unreadable' }
  /** It is no longer the version the viewer acted on. */
  | { readonly code: 'stale'; readonly version: number };

export type QueueResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: QueueProblem };

/** The version that the viewer saw; of several, any. */
export type Expected = number | readonly number[];

/** The request as it is after the move. */
export type MoveResult = QueueResult<ServiceRequest>;

/** Without what it said: that is for those who may see its request. Times are epoch ms. */
export type DeadLetterSummary = Pick<
  DeadLetter,
  'id' | 'ref' | 'createdAt' | 'deadAt' | 'attempts' | 'cause'
>;

interface DeadLetterPage {
  /** Newest first. */
  readonly items: readonly DeadLetterSummary[];
  /** Id of the last one, where more follow. */
  readonly next: string | null;
}

/** For those whose scope is all issuers; everybody else is refused as `forbidden`. */
export interface DeadLetters {
  /** @param page.after id that a page ended with. */
  list(
    viewer: Actor,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<QueueResult<DeadLetterPage>>;
  /** Sends it again. A request's message is sent as `Queue.resend` does. */
  retry(viewer: Actor, id: string): Promise<QueueResult<DeadLetterSummary>>;
  /** Gives it up for good. */
  drop(viewer: Actor, id: string): Promise<QueueResult<DeadLetterSummary>>;
}

/**
 * What staff see and do. Whoever asks sees the requests of their issuers only; any other does not exist for them.
 *
 * A move is decided on the request as it is and committed against that version, so that of two who claim at once
 * one wins and the other learns who. Where `expected` (the version the viewer saw) is given, a move on any other
 * version is `stale`; a claim names the holder in that case too.
 *
 * Every call throws `StoreUnavailable` when the store is away.
 */
export interface Queue {
  list(viewer: Actor, filter: QueueFilter): Promise<RequestPage>;
  /** How many fit each filter, whatever its `limit`. Opens none of them. */
  count(viewer: Actor, filters: readonly Omit<QueueFilter, 'limit' | 'after'>[]): Promise<number[]>;
  get(viewer: Actor, ref: string): Promise<QueueResult<ServiceRequest>>;
  open(viewer: Actor, ref: string): Promise<QueueResult<OpenedRequest>>;
  /** References of those whose officer wrote something that the viewer has not read. */
  unread(viewer: Actor, requests: readonly ServiceRequest[]): Promise<ReadonlySet<string>>;
  /** The viewer has its conversation before them. */
  markRead(viewer: Actor, request: ServiceRequest): Promise<void>;
  /** Oldest first. */
  thread(viewer: Actor, ref: string): Promise<QueueResult<readonly ThreadEntry[]>>;
  /** Oldest first. */
  history(viewer: Actor, ref: string): Promise<QueueResult<readonly AuditRecord[]>>;
  claim(viewer: Actor, ref: string, expected?: Expected): Promise<MoveResult>;
  /** @param args.to e-mail of a staff account. */
  assign(viewer: Actor, ref: string, args: { readonly to: string }, expected?: Expected): Promise<MoveResult>;
  release(viewer: Actor, ref: string, expected?: Expected): Promise<MoveResult>;
  message(
    viewer: Actor,
    ref: string,
    args: { readonly text: string },
    expected?: Expected,
  ): Promise<MoveResult>;
  resolve(viewer: Actor, ref: string, args: Resolution, expected?: Expected): Promise<MoveResult>;
  reopen(viewer: Actor, ref: string, expected?: Expected): Promise<MoveResult>;
  /** Sends again what LINE did not take. @param message id of an entry of the thread, or of a dead letter. */
  resend(viewer: Actor, ref: string, message: string, expected?: Expected): Promise<MoveResult>;
  /** Gives it up for good. */
  drop(viewer: Actor, ref: string, message: string, expected?: Expected): Promise<MoveResult>;
  readonly deadLetters: DeadLetters;
  /** Of the requests filed in `from <= createdAt < to`, epoch ms. */
  stats(viewer: Actor, period: { readonly from: number; readonly to: number }): Promise<QueueStats>;
}
