import { z } from 'zod';
import type { RequestStatus } from '../../flows/domain.ts';
import { agencyTypes, issuers, requestKinds } from '../../flows/domain.ts';
import type { QueueFilter, RequestPage } from '../requests/queue.ts';
import { paths } from './paths.ts';

/** The groups of the queue. */
export const tabs = ['new', 'answered', 'mine', 'waiting', 'open', 'closed'] as const;
export type Tab = (typeof tabs)[number];

const openStatuses = ['new', 'claimed', 'waiting'] as const;
const statusesOf: Record<Tab, readonly RequestStatus[]> = {
  new: ['new'],
  mine: openStatuses,
  answered: ['claimed', 'waiting'],
  waiting: ['waiting'],
  open: openStatuses,
  closed: ['resolved'],
};
/** What somebody types goes no further than this. */
const searchLength = 200;
const pageSize = 25;

/** What the address of the queue asks for. Whatever is not understood is left out, as if it were not asked. */
export interface QueueAsk {
  readonly tab: Tab;
  readonly search: string;
  readonly issuer?: QueueFilter['issuer'];
  readonly agencyType?: QueueFilter['agencyType'];
  readonly kind?: QueueFilter['kind'];
  readonly after: NonNullable<RequestPage['next']> | null;
}

const query = z.object({
  tab: z.enum(tabs).catch('new'),
  q: z
    .string()
    .catch('')
    .transform((text) => text.trim().slice(0, searchLength)),
  issuer: z.enum(issuers).optional().catch(undefined),
  agencyType: z.enum(agencyTypes).optional().catch(undefined),
  kind: z.enum(requestKinds).optional().catch(undefined),
  after: z.string().optional().catch(undefined).transform(readCursor),
});

/** @param asked a parsed query string. */
export function readQueueAsk(asked: unknown): QueueAsk {
  const { q, ...rest } = query.parse(asked);
  return { ...rest, search: q };
}

/** What the ask means for the queue. @param me e-mail of who asks. */
export function filterOf(ask: QueueAsk, me: string): QueueFilter {
  const { tab, search, issuer, agencyType, kind, after } = ask;
  return {
    statuses: statusesOf[tab],
    limit: pageSize,
    ...((tab === 'mine' || tab === 'answered') && { assignee: me }),
    ...(search !== '' && { search }),
    ...(issuer && { issuer }),
    ...(agencyType && { agencyType }),
    ...(kind && { kind }),
    ...(after && { after }),
  };
}

export function isFiltered(ask: QueueAsk): boolean {
  return ask.search !== '' || [ask.issuer, ask.agencyType, ask.kind].some((one) => one !== undefined);
}

/** The address of an ask: the shortest that means it. */
export function hrefOf(ask: QueueAsk): string {
  const params = new URLSearchParams();
  if (ask.tab !== 'new') params.set('tab', ask.tab);
  if (ask.search !== '') params.set('q', ask.search);
  if (ask.issuer) params.set('issuer', ask.issuer);
  if (ask.agencyType) params.set('agencyType', ask.agencyType);
  if (ask.kind) params.set('kind', ask.kind);
  if (ask.after) params.set('after', `${ask.after.dueAt}-${ask.after.ref}`);
  return params.size === 0 ? paths.queue : `${paths.queue}?${params.toString()}`;
}

function readCursor(text: string | undefined): QueueAsk['after'] {
  const [, dueAt, ref] = /^(\d{1,15})-(\d{9})$/.exec(text ?? '') ?? [];
  return dueAt !== undefined && ref !== undefined ? { dueAt: Number(dueAt), ref } : null;
}
