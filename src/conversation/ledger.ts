import type { RequestSummary } from '../../flows/events.ts';
import { isErased } from '../requests/changes.ts';
import type { Clock, RequestChange, ServiceRequest, ThreadEntry } from '../requests/request.ts';

/** An officer's requests as they were loaded. */
export interface LoadedRequests {
  /** Newest first. */
  readonly requests: readonly ServiceRequest[];
  /** Threads of those requests, which then are all there are; null until a decision needs them. */
  readonly threads: ReadonlyMap<string, readonly ThreadEntry[]> | null;
  /** Requests that no data key opens, told with the threads: they can be erased, and nothing else. */
  readonly unreadable?: readonly ServiceRequest[];
}

/** The officer's requests while a turn is decided: as they were loaded, with what the turn changed by now. */
export class RequestLedger {
  /** A decision needs threads that were not loaded. */
  threadsMissing = false;
  readonly clock: Clock;
  readonly #loaded: LoadedRequests;
  /** As they are by now, newest first. */
  #requests: ServiceRequest[];
  readonly #changes = new Map<string, RequestChange>();

  constructor(loaded: LoadedRequests, clock: Clock) {
    this.clock = clock;
    this.#loaded = loaded;
    this.#requests = [...loaded.requests];
  }

  /** What the flow may know. What was erased is no request of the officer's any more. */
  get summaries(): readonly RequestSummary[] {
    return this.#requests.filter((request) => !isErased(request)).map(summaryOf);
  }

  get changes(): readonly RequestChange[] {
    return [...this.#changes.values()];
  }

  get all(): readonly ServiceRequest[] {
    return this.#requests;
  }

  /** Requests that no data key opens: they can be erased, and nothing else. */
  get unreadable(): readonly ServiceRequest[] {
    return this.#loaded.unreadable ?? [];
  }

  find(ref: string): ServiceRequest | null {
    return this.#requests.find((request) => request.ref === ref) ?? null;
  }

  file(change: RequestChange): void {
    this.#changes.set(change.after.ref, change);
    this.#requests.unshift(change.after);
  }

  /** @returns false where there is no such request, or nothing to change. */
  change(ref: string, make: (request: ServiceRequest) => RequestChange | null): boolean {
    const index = this.#requests.findIndex((request) => request.ref === ref);
    const request = this.#requests[index];
    const change = request && make(request);
    if (!change) return false;
    this.#requests[index] = change.after;
    this.#record(ref, change);
    return true;
  }

  changeUnreadable(make: (request: ServiceRequest) => RequestChange | null): void {
    for (const request of this.unreadable) {
      const change = make(request);
      if (change) this.#record(request.ref, change);
    }
  }

  /** The stored thread with what this turn changed in it. */
  thread(ref: string): ThreadEntry[] {
    const { threads } = this.#loaded;
    const isNew = this.#changes.get(ref)?.before === null;
    if (threads === null && !isNew) this.threadsMissing = true;
    const entries = new Map((threads?.get(ref) ?? []).map((entry) => [entry.id, entry]));
    for (const entry of this.#changes.get(ref)?.thread ?? []) entries.set(entry.id, entry);
    return [...entries.values()];
  }

  /** The request in whose thread the message with this id of LINE's stands; null where it stands in none. */
  refOfMessage(lineId: string): string | null {
    const found = this.#requests.filter(({ ref }) =>
      this.thread(ref).some((entry) => entry.lineId === lineId || entry.messageId === lineId),
    );
    return found[0]?.ref ?? null;
  }

  /** As the store has them afterwards: whatever a turn changes of a request is one step of its version. */
  afterwards(): readonly ServiceRequest[] {
    const now = this.#requests.map((request) => this.#changes.get(request.ref)?.after ?? request);
    const erased = this.unreadable.flatMap(({ ref }) => this.#changes.get(ref)?.after ?? []);
    return erased.length === 0 ? now : [...now, ...erased].sort((a, b) => b.createdAt - a.createdAt);
  }

  #record(ref: string, change: RequestChange): void {
    const earlier = this.#changes.get(ref);
    this.#changes.set(ref, earlier ? merged(earlier, change) : change);
  }
}

/** Two changes of one turn as one: the store sees one step from the version it has. */
function merged(earlier: RequestChange, later: RequestChange): RequestChange {
  const thread = new Map([...earlier.thread, ...later.thread].map((entry) => [entry.id, entry]));
  return {
    before: earlier.before,
    after: { ...later.after, version: (earlier.before?.version ?? 0) + 1 },
    thread: [...thread.values()],
    audit: [...earlier.audit, ...later.audit],
  };
}

const summaryOf = (request: ServiceRequest): RequestSummary => ({
  ref: request.ref,
  kind: request.kind,
  status: request.status,
  issuer: request.issuer,
  agencyType: request.agencyType,
  agencyName: request.agencyName,
  subject: request.subject ?? null,
  createdAt: request.createdAt,
  dueAt: request.dueAt,
  claimedAt: request.claimedAt,
  resolvedAt: request.resolvedAt,
  staffWroteAt: request.staffWroteAt ?? (request.status === 'waiting' ? request.updatedAt : null),
  disposition: request.disposition,
});
