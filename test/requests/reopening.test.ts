import { describe, expect, test } from 'vitest';
import { eraseRequest, withdrawRequest } from '../../src/requests/changes.ts';
import { mayReopen, reopenByOfficer } from '../../src/requests/reopening.ts';
import { claimRequest, resolveRequest } from '../../src/requests/staff-moves.ts';
import { after, agent, clockAt, filed, monday } from './build.ts';

const day = 86_400_000;
const held = after(claimRequest(filed().request, agent, {}, clockAt()));
const closed = after(
  resolveRequest(held, agent, { disposition: 'other', note: 'โทรแล้ว', reason: 'ไม่มีผู้รับ' }, clockAt()),
);
const reopen = (request: typeof closed, now: number, days = 7) =>
  reopenByOfficer(request, { dueAt: now + 1, days }, clockAt(now));

describe('the officer comes back to a closed request', () => {
  test('and it is in the queue again, with a due time of its own; its note stays', () => {
    const now = monday + 7 * day - 1;
    const change = reopen(closed, now);
    expect(change).toMatchObject({
      before: closed,
      after: {
        status: 'new',
        assignee: null,
        resolvedAt: null,
        disposition: null,
        reason: null,
        note: 'โทรแล้ว',
        dueAt: now + 1,
        claimedAt: monday,
        version: closed.version + 1,
      },
      thread: [{ from: 'system', kind: 'event', text: 'reopened' }],
      audit: [
        {
          by: 'officer',
          action: 'reopen',
          detail: { from: 'resolved', to: 'new', disposition: 'other', previous: agent.email },
        },
      ],
    });
  });

  test('not after the days that the operator set, and never where there are none', () => {
    expect(reopen(closed, monday + 7 * day)).toBeNull();
    expect(reopen(closed, monday + 29 * day, 30)).not.toBeNull();
    expect(reopen(closed, monday, 0)).toBeNull();
  });

  test('also where they had withdrawn it, but not where it is open or erased', () => {
    const withdrawn = withdrawRequest(held, clockAt());
    expect(withdrawn && mayReopen(withdrawn.after, 7, monday)).toBe(true);
    expect(reopen(held, monday)).toBeNull();
    const erased = eraseRequest(closed, [], clockAt());
    expect(erased && reopen(erased.after, monday)).toBeNull();
    expect(mayReopen({ ...closed, unreadable: true }, 7, monday)).toBe(false);
  });
});
