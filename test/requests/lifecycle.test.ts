import type { Arbitrary } from 'fast-check';
import { array, assert, constantFrom, integer, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dispositions, requestStatuses } from '../../flows/domain.ts';
import {
  addOfficerMessage,
  eraseRequest,
  isErased,
  joinRequest,
  setBlocked,
  unsendMessage,
  withdrawRequest,
} from '../../src/requests/changes.ts';
import type { Move, StaffMove } from '../../src/requests/lifecycle.machine.ts';
import { allowedMoves, moves, statusAfter } from '../../src/requests/lifecycle.machine.ts';
import { reopenByOfficer } from '../../src/requests/reopening.ts';
import type { Clock, RequestChange, ServiceRequest } from '../../src/requests/request.ts';
import type { Actor } from '../../src/requests/scope.ts';
import { inScope, mayActForOthers } from '../../src/requests/scope.ts';
import type { Decision } from '../../src/requests/refusals.ts';
import {
  assignRequest,
  claimRequest,
  messageOfficer,
  movesFor,
  releaseRequest,
  reopenRequest,
  resolveRequest,
} from '../../src/requests/staff-moves.ts';
import type { Case } from './build.ts';
import { admin, agent, applied, clockAt, colleague, filed, monday, outsider, supervisor } from './build.ts';

describe('the moves of each status', () => {
  test.each<[status: (typeof requestStatuses)[number], allowed: Move[]]>([
    ['new', ['claim', 'assign', 'officer-message', 'withdraw']],
    ['claimed', ['claim', 'assign', 'release', 'message', 'resolve', 'officer-message', 'withdraw']],
    [
      'waiting',
      ['claim', 'assign', 'release', 'message', 'resolve', 'officer-message', 'withdraw', 'undelivered'],
    ],
    ['resolved', ['reopen']],
  ])('%s', (status, allowed) => expect(allowedMoves(status)).toEqual(allowed));

  test('lead where the life of a request says: new → claimed ⇄ waiting → resolved → new', () => {
    expect(statusAfter('new', 'claim')).toBe('claimed');
    expect(statusAfter('claimed', 'message')).toBe('waiting');
    expect(statusAfter('waiting', 'message')).toBe('waiting');
    expect(statusAfter('waiting', 'officer-message')).toBe('claimed');
    expect(statusAfter('waiting', 'undelivered')).toBe('claimed');
    expect(statusAfter('waiting', 'assign')).toBe('waiting');
    expect(statusAfter('waiting', 'resolve')).toBe('resolved');
    expect(statusAfter('claimed', 'release')).toBe('new');
    expect(statusAfter('resolved', 'reopen')).toBe('new');
    expect(statusAfter('new', 'withdraw')).toBe('resolved');
  });

  test('are the only ones that lead anywhere', () => {
    for (const status of requestStatuses)
      for (const move of moves)
        expect(statusAfter(status, move) !== null).toBe(allowedMoves(status).includes(move));
  });
});

interface Step {
  readonly what: string;
  /** Null: nothing to change. A refusal says why. */
  readonly take: (at: Case, clock: Clock) => RequestChange | Decision | null;
  readonly actor?: Actor;
  readonly move?: StaffMove;
}

const actors = [agent, colleague, supervisor, admin, outsider];
const anyActor = constantFrom(...actors);

/** Any move of any member of staff, whoever holds the request. */
const staffSteps: Arbitrary<Step> = oneof(
  anyActor.map((actor) =>
    staffStep('claim', actor, ({ request }, clock) => claimRequest(request, actor, {}, clock)),
  ),
  record({ actor: anyActor, to: constantFrom(...actors, null) }).map(({ actor, to }) =>
    staffStep('assign', actor, ({ request }, clock) => assignRequest(request, actor, { to }, clock)),
  ),
  anyActor.map((actor) =>
    staffStep('release', actor, ({ request }, clock) => releaseRequest(request, actor, {}, clock)),
  ),
  anyActor.map((actor) =>
    staffStep('message', actor, ({ request }, clock) =>
      messageOfficer(request, actor, { text: 'ขอเอกสารเพิ่ม' }, clock),
    ),
  ),
  record({ actor: anyActor, disposition: constantFrom(...dispositions) }).map(({ actor, disposition }) =>
    staffStep('resolve', actor, ({ request }, clock) =>
      resolveRequest(request, actor, { disposition, note: 'ตรวจแล้ว', reason: 'เกินกำหนด' }, clock),
    ),
  ),
  anyActor.map((actor) =>
    staffStep('reopen', actor, ({ request }, clock) =>
      reopenRequest(request, actor, { dueAt: clock.now + 1000 }, clock),
    ),
  ),
);

function staffStep(move: StaffMove, actor: Actor, take: Step['take']): Step {
  return { what: `${move} by ${actor.email}`, actor, move, take };
}

const officerSteps: Arbitrary<Step> = constantFrom<Step>(
  {
    what: 'officer writes',
    take: ({ request }, clock) => addOfficerMessage(request, { text: 'ครับ', messageId: 'm1' }, clock),
  },
  { what: 'officer withdraws', take: ({ request }, clock) => withdrawRequest(request, clock) },
  {
    what: 'officer comes back',
    take: ({ request }, clock) => reopenByOfficer(request, { dueAt: clock.now + 1000, days: 7 }, clock),
  },
  { what: 'officer files again', take: ({ request }, clock) => joinRequest(request, null, clock) },
  { what: 'officer blocks', take: ({ request }, clock) => setBlocked(request, true, clock) },
  { what: 'officer is back', take: ({ request }, clock) => setBlocked(request, false, clock) },
  {
    what: 'officer unsends',
    take: ({ request, thread }, clock) => unsendMessage(request, thread, 'm1', clock),
  },
);
const erasure: Step = {
  what: 'consent is withdrawn',
  take: ({ request, thread }, clock) => eraseRequest(request, thread, clock),
};

const steps = array(
  record({
    step: oneof({ weight: 6, arbitrary: staffSteps }, { weight: 3, arbitrary: officerSteps }),
    waited: integer({ min: 0, max: 60_000 }),
  }),
  { maxLength: 40 },
);

function changeOf(outcome: RequestChange | Decision | null): RequestChange | null {
  if (outcome === null || !('ok' in outcome)) return outcome;
  return outcome.ok ? outcome.change : null;
}

describe('whatever is done by whomever, in any order', () => {
  test('a request has one holder, sound dates, and a history that tells every change', () => {
    assert(
      property(
        steps,
        integer({ min: 0, max: 40 }),
        constantFrom('dga', 'dla', 'parent', null),
        (list, erasedAt, issuer) => {
          let at = filed({ issuer });
          let now = monday;
          for (const [index, { step, waited }] of list.entries()) {
            now += waited;
            for (const { take } of index === erasedAt ? [erasure, step] : [step]) {
              const change = changeOf(take(at, clockAt(now)));
              if (!change) continue;
              expect(brokenBy(at.request, change, now)).toEqual([]);
              at = applied(at, change);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('nobody acts outside their scope, and agents only on what they hold', () => {
    assert(
      property(steps, constantFrom('dga', 'dla', 'parent', null), (list, issuer) => {
        let at = filed({ issuer });
        for (const { step } of list) {
          const change = changeOf(step.take(at, clockAt()));
          if (!change) continue;
          const holder = at.request.assignee;
          const { actor, move } = step;
          const isStaffs = actor !== undefined && move !== undefined;
          const needsHolding = move !== 'claim' && move !== 'reopen';
          const mayAct = !isStaffs || !needsHolding || mayActForOthers(actor) || holder === actor.email;
          expect([step.what, mayAct && (!isStaffs || inScope(actor, issuer))]).toEqual([step.what, true]);
          at = applied(at, change);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('what a page offers somebody is what would succeed', () => {
    const to = { ...supervisor, email: 'another@dga.or.th' };
    const attempt: Record<StaffMove, (at: Case, actor: Actor) => Decision> = {
      claim: ({ request }, actor) => claimRequest(request, actor, {}, clockAt()),
      assign: ({ request }, actor) => assignRequest(request, actor, { to }, clockAt()),
      release: ({ request }, actor) => releaseRequest(request, actor, {}, clockAt()),
      message: ({ request }, actor) => messageOfficer(request, actor, { text: 'ก' }, clockAt()),
      resolve: ({ request }, actor) => resolveRequest(request, actor, { disposition: 'issued' }, clockAt()),
      reopen: ({ request }, actor) => reopenRequest(request, actor, { dueAt: monday }, clockAt()),
    };
    assert(
      property(steps, anyActor, (list, actor) => {
        let at = filed();
        for (const { step } of list) {
          const change = changeOf(step.take(at, clockAt()));
          if (change) at = applied(at, change);
        }
        const offered = movesFor(at.request, actor);
        for (const [move, take] of Object.entries(attempt)) {
          const decision = take(at, actor);
          const changes = decision.ok && decision.change !== null;
          expect([move, changes]).toEqual([move, offered.some((one) => one === move)]);
        }
      }),
    );
  });
});

/** The rules that a change breaks. */
function brokenBy(before: ServiceRequest, change: RequestChange, now: number): string[] {
  const { after, audit } = change;
  const isHeld = after.status === 'claimed' || after.status === 'waiting';
  const isResolved = after.status === 'resolved';
  const line = audit[0];
  const rules: { readonly [rule: string]: boolean } = {
    'a change names what it was decided on': change.before === before,
    'versions count up': after.version === before.version + 1,
    'the time of the change is noted': after.updatedAt === now,
    'reference and filing time stay': after.ref === before.ref && after.createdAt === before.createdAt,
    'what is claimed or waits has a holder': !isHeld || after.assignee !== null,
    'what is new has none': after.status !== 'new' || after.assignee === null,
    'a holder claimed it at some time': after.assignee === null || after.claimedAt !== null,
    'the first claim stays': before.claimedAt === null || after.claimedAt === before.claimedAt,
    'resolved, and only then, it has a time and an outcome':
      isResolved === (after.resolvedAt !== null) && isResolved === (after.disposition !== null),
    'times lie between filing and now': [after.claimedAt, after.resolvedAt].every(
      (time) => time === null || (time >= after.createdAt && time <= now),
    ),
    'only reopening moves the due time': after.dueAt === before.dueAt || before.status === 'resolved',
    'erased stays erased, and closed': isErased(after) ? isResolved : !isErased(before),
    'one line of history': audit.length === 1,
    'it says when and who':
      line !== undefined && line.at === now && (line.by === 'officer' || line.by.includes('@')),
    'it says from where to where':
      after.status === before.status ||
      (line?.detail['from'] === before.status && line.detail['to'] === after.status),
    'it says nothing personal': !/สมชาย|chiangmai|5311 2708|ขอเอกสาร|ตรวจแล้ว|เกินกำหนด|U1234/.test(
      JSON.stringify(audit),
    ),
  };
  return Object.keys(rules).filter((rule) => !rules[rule]);
}
