import { describe, expect, test } from 'vitest';
import type { Disposition } from '../../flows/domain.ts';
import { eraseRequest, setBlocked } from '../../src/requests/changes.ts';
import {
  assignRequest,
  claimRequest,
  maxMessageLength,
  maxNoteLength,
  maxReasonLength,
  messageOfficer,
  releaseRequest,
  reopenRequest,
  resolveRequest,
} from '../../src/requests/staff-moves.ts';
import { after, agent, clockAt, colleague, filed, monday, outsider, supervisor } from './build.ts';

const later = monday + 60_000;
const fresh = filed().request;
const held = after(claimRequest(fresh, agent, {}, clockAt()));
const resolved = after(resolveRequest(held, agent, { disposition: 'issued' }, clockAt()));

describe('claim', () => {
  test('takes what nobody holds', () => {
    expect(after(claimRequest(fresh, agent, {}, clockAt(later)))).toMatchObject({
      status: 'claimed',
      assignee: agent.email,
      claimedAt: later,
    });
  });

  test('of what a colleague holds says who has it, to a supervisor too', () => {
    for (const other of [colleague, supervisor])
      expect(claimRequest(held, other, {}, clockAt())).toEqual({
        ok: false,
        problem: { code: 'held-by-other', by: agent.email },
      });
  });

  test('of what one holds already changes nothing', () => {
    expect(claimRequest(held, agent, {}, clockAt())).toEqual({ ok: true, change: null });
  });

  test('of what is resolved says what can be done instead', () => {
    expect(claimRequest(resolved, agent, {}, clockAt())).toEqual({
      ok: false,
      problem: { code: 'not-allowed', status: 'resolved', move: 'claim', allowed: ['reopen'] },
    });
  });

  test('outside their issuers is forbidden; a request without an issuer is DGA’s', () => {
    const forbidden = { ok: false, problem: { code: 'forbidden', reason: 'scope' } };
    expect(claimRequest(fresh, outsider, {}, clockAt())).toEqual(forbidden);
    const open = filed({ issuer: null }).request;
    expect(claimRequest(open, outsider, {}, clockAt())).toEqual(forbidden);
    expect(claimRequest(open, agent, {}, clockAt()).ok).toBe(true);
  });
});

describe('assign', () => {
  test('is for supervisors: a new request, or one from a colleague to another', () => {
    expect(after(assignRequest(fresh, supervisor, { to: colleague }, clockAt(later)))).toMatchObject({
      status: 'claimed',
      assignee: colleague.email,
      claimedAt: later,
    });
    const handed = assignRequest(held, supervisor, { to: colleague }, clockAt(later));
    expect(after(handed)).toMatchObject({ assignee: colleague.email, claimedAt: monday });
    expect(handed).toMatchObject({
      change: { audit: [{ by: supervisor.email, detail: { previous: agent.email } }] },
    });
    expect(assignRequest(held, agent, { to: colleague }, clockAt())).toEqual({
      ok: false,
      problem: { code: 'forbidden', reason: 'role' },
    });
  });

  test('to whom there is not, or who may not see it, is refused', () => {
    const problem = { code: 'invalid', field: 'to' };
    expect(assignRequest(held, supervisor, { to: null }, clockAt())).toEqual({
      ok: false,
      problem: { ...problem, reason: 'unknown-staff' },
    });
    expect(assignRequest(held, supervisor, { to: outsider }, clockAt())).toEqual({
      ok: false,
      problem: { ...problem, reason: 'out-of-scope' },
    });
  });

  test('to who holds it changes nothing', () => {
    expect(assignRequest(held, supervisor, { to: agent }, clockAt())).toEqual({ ok: true, change: null });
  });

  test('a request that waits goes on waiting', () => {
    const asked = after(messageOfficer(held, agent, { text: 'ถาม' }, clockAt()));
    expect(after(assignRequest(asked, supervisor, { to: colleague }, clockAt())).status).toBe('waiting');
  });
});

describe('only who holds it, or a supervisor,', () => {
  const problem = { code: 'held-by-other', by: agent.email };

  test('releases it', () => {
    expect(releaseRequest(held, colleague, {}, clockAt())).toEqual({ ok: false, problem });
    expect(after(releaseRequest(held, agent, {}, clockAt()))).toMatchObject({
      status: 'new',
      assignee: null,
    });
    expect(after(releaseRequest(held, supervisor, {}, clockAt())).assignee).toBeNull();
  });

  test('writes to the officer', () => {
    expect(messageOfficer(held, colleague, { text: 'สวัสดี' }, clockAt())).toEqual({ ok: false, problem });
    expect(messageOfficer(held, agent, { text: '  สวัสดี\n' }, clockAt(later))).toMatchObject({
      change: {
        after: { status: 'waiting', assignee: agent.email },
        thread: [{ from: 'staff', by: agent.email, at: later, text: 'สวัสดี', messageId: null }],
      },
    });
    expect(after(messageOfficer(held, supervisor, { text: 'ก' }, clockAt())).assignee).toBe(agent.email);
  });

  test('resolves it', () => {
    const args = { disposition: 'referred', note: ' โทรแล้ว ', reason: ' ส่งให้ สถ. ' } as const;
    expect(resolveRequest(held, colleague, args, clockAt())).toEqual({ ok: false, problem });
    expect(after(resolveRequest(held, agent, args, clockAt(later)))).toMatchObject({
      status: 'resolved',
      disposition: 'referred',
      note: 'โทรแล้ว',
      reason: 'ส่งให้ สถ.',
      resolvedAt: later,
      assignee: agent.email,
    });
  });
});

describe('an outcome', () => {
  const question = after(claimRequest(filed({ kind: 'question' }).request, agent, {}, clockAt()));
  const kinds = { token: held, question };
  const close = (request: typeof held, disposition: Disposition, reason: string | null = null) =>
    resolveRequest(request, agent, { disposition, reason }, clockAt());
  const refused = (field: string, reason: string) => ({
    ok: false,
    problem: { code: 'invalid', field, reason },
  });

  test.each<[Disposition, keyof typeof kinds]>([
    ['issued', 'token'],
    ['declined', 'token'],
    ['answered', 'question'],
  ])('%s is of a %s alone', (disposition, kind) => {
    const other = kind === 'token' ? 'question' : 'token';
    expect(close(kinds[kind], disposition, 'เหตุ').ok).toBe(true);
    expect(close(kinds[other], disposition, 'เหตุ')).toEqual(refused('disposition', 'wrong-kind'));
  });

  test.each<Disposition>(['referred', 'unreachable', 'withdrawn', 'duplicate', 'other'])(
    '%s is of both',
    (disposition) => {
      for (const request of [held, question]) expect(close(request, disposition, 'เหตุ').ok).toBe(true);
    },
  );

  test.each<Disposition>(['declined', 'referred', 'other'])('%s needs a reason', (disposition) => {
    for (const reason of [null, '', ' \n '])
      expect(close(held, disposition, reason)).toEqual(refused('reason', 'reason-missing'));
    expect(after(close(held, disposition, ' เอกสารไม่ครบ ')).reason).toBe('เอกสารไม่ครบ');
  });

  test('has a reason that is neither too long nor tells a secret number', () => {
    expect(close(held, 'other', 'ก'.repeat(maxReasonLength + 1))).toEqual(refused('reason', 'too-long'));
    expect(close(held, 'other', 'รหัส 123456789012345')).toEqual(refused('reason', 'secret-number'));
    expect(after(close(held, 'issued')).reason).toBeNull();
  });
});

test('nothing but claiming and assigning can be done to what nobody holds', () => {
  const problem = { code: 'not-allowed', status: 'new', allowed: ['claim', 'assign'] };
  expect(releaseRequest(fresh, supervisor, {}, clockAt())).toMatchObject({ problem });
  expect(messageOfficer(fresh, supervisor, { text: 'ก' }, clockAt())).toMatchObject({ problem });
  expect(resolveRequest(fresh, supervisor, { disposition: 'issued' }, clockAt())).toMatchObject({ problem });
  expect(reopenRequest(fresh, supervisor, { dueAt: 0 }, clockAt())).toMatchObject({ problem });
});

const resolve = (note: string | null) =>
  resolveRequest(held, agent, { disposition: 'issued', note }, clockAt());

describe('what is typed', () => {
  test('an empty message is refused', () => {
    expect(messageOfficer(held, agent, { text: ' \n ' }, clockAt())).toEqual({
      ok: false,
      problem: { code: 'invalid', field: 'text', reason: 'empty' },
    });
  });

  test('a message may be as long as LINE takes, no longer', () => {
    expect(messageOfficer(held, agent, { text: 'ก'.repeat(maxMessageLength) }, clockAt()).ok).toBe(true);
    expect(messageOfficer(held, agent, { text: 'ก'.repeat(maxMessageLength + 1) }, clockAt())).toEqual({
      ok: false,
      problem: { code: 'invalid', field: 'text', reason: 'too-long' },
    });
  });

  test('a token or a national id is neither sent nor kept', () => {
    for (const number of ['๑๒๓๔๕๖๗๘๙๐๑๒๓๔๕', '3-1006-00445-63-5']) {
      const refused = { ok: false, problem: { code: 'invalid', reason: 'secret-number' } };
      const text = `รหัสคือ ${number} ครับ`;
      expect(messageOfficer(held, agent, { text }, clockAt())).toMatchObject(refused);
      expect(resolve(text)).toMatchObject(refused);
    }
    expect(resolve('โทร 0 2612 6060 คำขอ 123-456-786')).toMatchObject({ ok: true });
  });

  test('is well formed, whatever a caller sends', () => {
    expect(messageOfficer(held, agent, { text: 'ก\ud83d' }, clockAt())).toMatchObject({
      change: { thread: [{ text: 'ก\ufffd' }] },
    });
    expect(after(resolve('\udc00ข')).note).toBe('\ufffdข');
  });

  test('a note may be left out, and has a limit', () => {
    expect(after(resolve(null)).note).toBeNull();
    expect(after(resolve('  ')).note).toBeNull();
    expect(resolve('ก'.repeat(maxNoteLength + 1))).toMatchObject({
      problem: { code: 'invalid', field: 'note', reason: 'too-long' },
    });
  });
});

describe('reopen', () => {
  test('puts it back into the queue with a due time of its own; anybody in scope may', () => {
    expect(after(reopenRequest(resolved, colleague, { dueAt: later + 1 }, clockAt(later)))).toMatchObject({
      status: 'new',
      assignee: null,
      resolvedAt: null,
      disposition: null,
      reason: null,
      dueAt: later + 1,
      claimedAt: monday,
    });
  });

  test('never what was erased', () => {
    const erased = eraseRequest(resolved, [], clockAt());
    expect(erased && reopenRequest(erased.after, supervisor, { dueAt: 0 }, clockAt())).toMatchObject({
      problem: { code: 'not-allowed', allowed: [] },
    });
  });
});

test('an officer who blocks the account is not written to; the thread says what they were not told', () => {
  const blocked = setBlocked(held, true, clockAt());
  if (!blocked) throw new Error('nothing changed');
  expect(messageOfficer(blocked.after, agent, { text: 'ก' }, clockAt())).toEqual({
    ok: false,
    problem: { code: 'blocked' },
  });
  expect(resolveRequest(blocked.after, agent, { disposition: 'unreachable' }, clockAt())).toMatchObject({
    change: { thread: [{ from: 'system', text: 'not-told' }] },
  });
  expect(releaseRequest(blocked.after, agent, {}, clockAt())).toMatchObject({ change: { thread: [] } });
});
