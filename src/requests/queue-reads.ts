import type { Vault } from '../privacy/vault.ts';
import type { QueuePage, RequestRecord } from '../store/port.ts';
import type { Queue, QueueFilter, QueueParts, RequestPage } from './queue.ts';
import { isUnread, markAsRead, readMarksOf } from './read-marks.ts';
import { openReadable, openReadableThread, searchTerms } from './record.ts';
import { looksLikeReference, parseReference } from './reference.ts';
import type { Actor } from './scope.ts';
import { inScope, scopeOf } from './scope.ts';
import { countStats } from './stats.ts';

/** Messages of one request that were given up, read at most. */
const deadLettersShown = 100;

const nothingFound: QueuePage = { items: [], total: 0 };
const notFound = { ok: false, problem: { code: 'not-found' } } as const;

/** What staff see of requests. */
export function createReads(
  store: QueueParts['store'],
  vault: Vault,
): Pick<Queue, 'list' | 'count' | 'open' | 'unread' | 'markRead' | 'get' | 'thread' | 'history' | 'stats'> {
  async function findRecord(viewer: Actor, ref: string): Promise<RequestRecord | null> {
    const record = await store.findRequest(ref);
    return record && inScope(viewer, record.issuer) ? record : null;
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

    async unread(viewer, requests) {
      const marks = await readMarksOf(store, viewer.email);
      return new Set(requests.filter((request) => isUnread(request, marks)).map(({ ref }) => ref));
    },

    async markRead(viewer, request) {
      const marks = await readMarksOf(store, viewer.email);
      if (isUnread(request, marks)) await markAsRead(store, viewer.email, request);
    },

    async get(viewer, ref) {
      const record = await findRecord(viewer, ref);
      return record ? { ok: true, value: openReadable(vault, record) } : notFound;
    },

    async thread(viewer, ref) {
      if (!(await findRecord(viewer, ref))) return notFound;
      return { ok: true, value: openReadableThread(vault, ref, await store.readThread(ref)) };
    },

    async history(viewer, ref) {
      if (!(await findRecord(viewer, ref))) return notFound;
      return { ok: true, value: await store.readAudit(ref) };
    },

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
