import { audit, isErased, next } from './changes.ts';
import { systemEntry } from './entries.ts';
import type { Clock, RequestChange, ServiceRequest } from './request.ts';

/**
 * The officer comes back to a request that was closed: to the queue, with a due time of its own; thread and note stay.
 * Null where it is open, erased, or closed too long ago.
 * @param args.dueAt epoch ms; `dueTime(clock.now, policy)`. @param args.days for which it may be reopened.
 */
export function reopenByOfficer(
  request: ServiceRequest,
  args: { readonly dueAt: number; readonly days: number },
  clock: Clock,
): RequestChange | null {
  if (!mayReopen(request, args.days, clock.now)) return null;
  return {
    before: request,
    after: next(request, reopened(args.dueAt), clock),
    thread: [systemEntry('reopened', clock)],
    audit: [
      audit(
        'officer',
        'reopen',
        { from: request.status, to: 'new', disposition: request.disposition, previous: request.assignee },
        clock,
      ),
    ],
  };
}

const dayMs = 86_400_000;

/** Whether the officer may still come back to it. @param days since it was closed; none where it is 0. */
export function mayReopen(
  request: Pick<ServiceRequest, 'status' | 'resolvedAt' | 'lineUserId' | 'unreadable'>,
  days: number,
  now: number,
): boolean {
  const { status, resolvedAt, unreadable } = request;
  if (status !== 'resolved' || resolvedAt === null || unreadable || isErased(request)) return false;
  return now - resolvedAt < days * dayMs;
}

/** What becomes of a closed request that goes back to the queue. */
export function reopened(dueAt: number): Partial<ServiceRequest> {
  return { status: 'new', assignee: null, resolvedAt: null, disposition: null, reason: null, dueAt };
}
