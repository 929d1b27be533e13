import type { AgencyType, Issuer, RequestKind, RequestStatus } from '../../flows/domain.ts';
import type { Said } from '../../flows/prompts/prompt.ts';
import { beginsWithDigits } from '../privacy/masking.ts';
import type { Vault } from '../privacy/vault.ts';
import type {
  AuditRecord,
  DeadLetter,
  NewOutboxEntry,
  OutboxEntry,
  QueuePage,
  QueueQuery,
  RequestRecord,
  Store,
  TurnResult,
  TurnWrite,
} from '../store/port.ts';
import type { StaffMove } from './lifecycle.machine.ts';
import { openReadable, openReadableThread, sealChange, searchTerms } from './record.ts';
import { looksLikeReference, parseReference } from './reference.ts';
import type { Clock, RequestChange, ServiceRequest, ThreadEntry } from './request.ts';
import type { Actor } from './scope.ts';
import { inScope, scopeOf } from './scope.ts';
import type { SlaPolicy } from '../calendar/sla.ts';
import { dueTime } from '../calendar/sla.ts';
import type { Decision, MoveProblem, Resolution } from './staff-moves.ts';
import {
  assignRequest,
  claimRequest,
  messageOfficer,
  releaseRequest,
  reopenRequest,
  resolveRequest,
} from './staff-moves.ts';
import type { QueueStats } from './stats.ts';
import { countStats } from './stats.ts';
import { tellOfficer } from './told.ts';

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
    'findRequest' | 'listRequests' | 'readThread' | 'readAudit' | 'readStats' | 'findStaff' | 'deadLetters'
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
type Expected = number | readonly number[];

/** The request as it is after the move. */
type MoveResult = QueueResult<ServiceRequest>;

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
  /** Of the requests filed in `from <= createdAt < to`, epoch ms. */
  stats(viewer: Actor, period: { readonly from: number; readonly to: number }): Promise<QueueStats>;
}

/** Messages of one request that were given up, read at most. */
const deadLettersShown = 20;

/** How often a move is decided again after somebody else's commit came first. */
const maxTries = 8;

const nothingFound: QueuePage = { items: [], total: 0 };
const notFound = { ok: false, problem: { code: 'not-found' } } as const;

export function createQueue(parts: QueueParts): Queue {
  const { store, vault, clock, notify, sla } = parts;

  async function find(viewer: Actor, ref: string): Promise<ServiceRequest | null> {
    const record = await findRecord(viewer, ref);
    return record && openReadable(vault, record);
  }

  async function findRecord(viewer: Actor, ref: string): Promise<RequestRecord | null> {
    const record = await store.findRequest(ref);
    return record && inScope(viewer, record.issuer) ? record : null;
  }

  async function move(
    viewer: Actor,
    ref: string,
    name: StaffMove,
    expected: Expected | undefined,
    decide: (request: ServiceRequest, clock: Clock) => Decision,
  ): Promise<MoveResult> {
    let request = await find(viewer, ref);
    // A change would put nothing in the place of what cannot be read now, and may be once its key is back.
    if (request?.unreadable) return { ok: false, problem: { code: 'unreadable' } };
    for (let tries = 1; request; tries += 1) {
      const now = clock();
      const decision = decide(request, now);
      const isStale = expected !== undefined && ![expected].flat().includes(request.version);
      if (isStale && (decision.ok || decision.problem.code !== 'held-by-other' || name !== 'claim'))
        return { ok: false, problem: { code: 'stale', version: request.version } };
      if (!decision.ok) return decision;
      if (!decision.change) return { ok: true, value: request };
      if (await commit(decision.change, name, now)) return { ok: true, value: decision.change.after };
      request = await find(viewer, ref);
      if (request && tries >= maxTries)
        return { ok: false, problem: { code: 'stale', version: request.version } };
    }
    return notFound;
  }

  /** False when somebody else's commit came first. */
  async function commit(change: RequestChange, name: StaffMove, now: Clock): Promise<boolean> {
    const { after } = change;
    const prompts = tellOfficer(change, name);
    const to = after.lineUserId;
    const push =
      to === null || prompts.length === 0
        ? []
        : [
            notify({
              to,
              ref: after.ref,
              entry: change.thread.find(({ from }) => from === 'staff')?.id,
              said: prompts.map((prompt) => ({ prompt, language: after.language })),
            }),
          ];
    const result = await parts.commit({
      officer: after.officer,
      at: now.now,
      eventIds: [],
      conversation: null,
      requests: [sealChange(vault, change)],
      outbox: push,
      consents: [],
    });
    if (result.ok) {
      if (result.leased.length > 0) parts.deliver(result.leased);
      return true;
    }
    if (result.reason === 'stale') return false;
    throw new Error(`a staff move was refused as ${result.reason}, which it cannot be`);
  }

  /** The text that staff wrote to the officer last; null where there is none. */
  async function lastOfStaff(ref: string): Promise<string | null> {
    const thread = openReadableThread(vault, ref, await store.readThread(ref));
    return thread.findLast(({ from, kind }) => from === 'staff' && kind === 'text')?.text ?? null;
  }

  /** The records that fit, sealed as they are; `limit` 0 counts alone. */
  async function listRecords(viewer: Actor, filter: QueueFilter): Promise<QueuePage> {
    const { issuer, search, limit, after, ...rest } = filter;
    const issuers = scopeOf(viewer).filter((one) => issuer === undefined || one === issuer);
    if (issuers.length === 0) return nothingFound;
    if (search !== undefined && looksLikeReference(search)) {
      const ref = parseReference(search);
      const record = ref === null ? null : await findRecord(viewer, ref);
      return record && matches(record, filter) ? { items: [record], total: 1 } : nothingFound;
    }
    const terms = search === undefined ? [] : searchTerms(vault, search);
    if (search !== undefined && terms.length === 0) return nothingFound;
    return store.listRequests({
      ...rest,
      issuers,
      ...(terms.length > 0 && { terms }),
      limit,
      ...(after && { after }),
    });
  }

  async function list(viewer: Actor, filter: QueueFilter): Promise<RequestPage> {
    const { limit } = filter;
    const page = await listRecords(viewer, { ...filter, limit: limit + 1 });
    const items = page.items.slice(0, limit).map((record) => openReadable(vault, record));
    const last = items.at(-1);
    const next = page.items.length > limit && last ? { dueAt: last.dueAt, ref: last.ref } : null;
    return { items, next, total: page.total };
  }

  return {
    list,

    async count(viewer, filters) {
      const pages = await Promise.all(
        filters.map(async (filter) => listRecords(viewer, { ...filter, limit: 0 })),
      );
      return pages.map(({ total }) => total);
    },

    async open(viewer, ref) {
      const record = await findRecord(viewer, ref);
      if (!record) return notFound;
      const [thread, history, deadLetters] = await Promise.all([
        store.readThread(ref),
        store.readAudit(ref),
        store.deadLetters({ ref, limit: deadLettersShown }),
      ]);
      const value = {
        request: openReadable(vault, record),
        thread: openReadableThread(vault, ref, thread),
        history,
        deadLetters,
      };
      return { ok: true, value };
    },

    async get(viewer, ref) {
      const request = await find(viewer, ref);
      return request ? { ok: true, value: request } : notFound;
    },

    async thread(viewer, ref) {
      if (!(await findRecord(viewer, ref))) return notFound;
      return { ok: true, value: openReadableThread(vault, ref, await store.readThread(ref)) };
    },

    async history(viewer, ref) {
      if (!(await findRecord(viewer, ref))) return notFound;
      return { ok: true, value: await store.readAudit(ref) };
    },

    claim: (viewer, ref, expected) =>
      move(viewer, ref, 'claim', expected, (request, now) => claimRequest(request, viewer, {}, now)),

    async assign(viewer, ref, args, expected) {
      const account = await store.findStaff(args.to.trim().toLowerCase());
      const to = account && account.disabledAt === null ? account : null;
      return move(viewer, ref, 'assign', expected, (request, now) =>
        assignRequest(request, viewer, { to }, now),
      );
    },

    release: (viewer, ref, expected) =>
      move(viewer, ref, 'release', expected, (request, now) => releaseRequest(request, viewer, {}, now)),

    async message(viewer, ref, { text }, expected) {
      const before = beginsWithDigits(text) ? await lastOfStaff(ref) : null;
      return move(viewer, ref, 'message', expected, (request, now) =>
        messageOfficer(request, viewer, { text, before }, now),
      );
    },

    resolve: (viewer, ref, args, expected) =>
      move(viewer, ref, 'resolve', expected, (request, now) => resolveRequest(request, viewer, args, now)),

    reopen: (viewer, ref, expected) =>
      move(viewer, ref, 'reopen', expected, (request, now) =>
        reopenRequest(request, viewer, { dueAt: dueTime(now.now, sla) }, now),
      ),

    async stats(viewer, period) {
      return countStats(await store.readStats({ ...period, issuers: scopeOf(viewer) }));
    },
  };
}

/** For a request found by its reference: whether the rest of the filter holds. */
function matches(request: RequestRecord, filter: QueueFilter): boolean {
  const { statuses, kind, issuer, agencyType, assignee, after } = filter;
  return (
    (statuses === undefined || statuses.includes(request.status)) &&
    (kind === undefined || kind === request.kind) &&
    (issuer === undefined || issuer === request.issuer) &&
    (agencyType === undefined || agencyType === request.agencyType) &&
    (assignee === undefined || assignee === request.assignee) &&
    after === undefined
  );
}
