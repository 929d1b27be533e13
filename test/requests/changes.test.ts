import { describe, expect, test } from 'vitest';
import {
  addOfficerMessage,
  emptyForm,
  eraseRequest,
  fileRequest,
  joinRequest,
  setBlocked,
  unsendMessage,
  withdrawRequest,
} from '../../src/requests/changes.ts';
import { claimRequest, messageOfficer, resolveRequest } from '../../src/requests/staff-moves.ts';
import { after, agent, applied, clockAt, filed, filing, monday, questionFiling } from './build.ts';

const later = monday + 3_600_000;

/** Claimed, and the officer asked for something. */
function waiting() {
  const start = filed();
  const claimed = { ...start, request: after(claimRequest(start.request, agent, {}, clockAt())) };
  const asked = messageOfficer(claimed.request, agent, { text: 'ขอชื่อผู้บริหาร' }, clockAt());
  if (!asked.ok || !asked.change) throw new Error('the message was refused');
  return applied(claimed, asked.change);
}

describe('filing', () => {
  test('a token request is new, nobody has it, and its history begins', () => {
    const change = fileRequest(filing, clockAt());
    expect(change.before).toBeNull();
    expect(change.after).toMatchObject({
      ref: filing.ref,
      kind: 'token',
      status: 'new',
      assignee: null,
      createdAt: monday,
      updatedAt: monday,
      dueAt: filing.dueAt,
      version: 1,
      agencyName: 'จังหวัดเชียงใหม่',
      blocked: false,
    });
    expect(change.after).not.toHaveProperty('said');
    expect(change.thread).toEqual([]);
    expect(change.audit).toMatchObject([{ by: 'officer', action: 'file', detail: { to: 'new' } }]);
  });

  test('a question needs no agency and begins its thread with what was said', () => {
    const change = fileRequest(questionFiling, clockAt());
    expect(change.after).toMatchObject({ kind: 'question', issuer: null, agencyName: null });
    expect(change.thread).toMatchObject([{ from: 'officer', text: 'เข้าระบบไม่ได้', messageId: 'm-said' }]);
  });
});

describe('filing again for the same agency', () => {
  test('joins the open request: new answers replace old ones, nothing is emptied, staff see it', () => {
    const { request } = filed();
    const form = {
      ...emptyForm,
      contact: { ...emptyForm.contact, phone: '08 1234 5678' },
      sources: { phone: 'm-new' },
    };
    const change = joinRequest(request, form, clockAt(later));
    expect(change?.after).toMatchObject({
      ref: request.ref,
      status: 'new',
      version: 2,
      dueAt: request.dueAt,
      contact: { ...request.contact, phone: '08 1234 5678' },
      sources: { agencyName: 'm-agency', name: 'm-name', phone: 'm-new', email: 'm-contact' },
    });
    expect(change?.thread).toMatchObject([{ from: 'system', by: null, text: 'joined' }]);
    expect(change?.audit).toMatchObject([{ action: 'join', detail: { changed: 'phone' } }]);
  });

  test('brings a request that waited for the officer back to who holds it', () => {
    expect(joinRequest(waiting().request, null, clockAt(later))?.after).toMatchObject({
      status: 'claimed',
      assignee: agent.email,
    });
  });

  test('joins nothing that is resolved', () => {
    const withdrawn = withdrawRequest(filed().request, clockAt());
    expect(withdrawn && joinRequest(withdrawn.after, null, clockAt(later))).toBeNull();
  });
});

describe('a message of the officer', () => {
  test('goes to the thread and takes the request out of waiting', () => {
    const change = addOfficerMessage(waiting().request, { text: 'ชื่อ ก', messageId: 'm9' }, clockAt(later));
    expect(change?.after.status).toBe('claimed');
    expect(change?.thread).toMatchObject([{ at: later, from: 'officer', text: 'ชื่อ ก', messageId: 'm9' }]);
    expect(change?.audit).toMatchObject([{ by: 'officer', detail: { from: 'waiting', to: 'claimed' } }]);
  });

  test('is kept without what else came along', () => {
    const said = { kind: 'note', type: 'tell', ref: '123456786', text: 'ชื่อ ก', messageId: 'm9' };
    const change = addOfficerMessage(filed().request, said, clockAt(later));
    expect(change?.thread).toEqual([
      {
        id: expect.any(String) as string,
        at: later,
        from: 'officer',
        by: null,
        kind: 'text',
        text: 'ชื่อ ก',
        media: null,
        messageId: 'm9',
        lineId: 'm9',
        quotes: null,
      },
    ]);
  });

  test('may be a sticker, a picture or a file, and quote another', () => {
    const media = { contentId: 'm9', fileName: 'a.pdf', size: 7, set: null };
    const said = { text: '', messageId: 'm9', kind: 'file', media, quotes: 'm1' };
    const change = addOfficerMessage(waiting().request, said, clockAt());
    expect(change).toMatchObject({
      after: { status: 'claimed' },
      thread: [{ kind: 'file', text: '', media, messageId: 'm9', lineId: 'm9', quotes: 'm1' }],
    });
  });

  test('leaves a new request new, and reaches no resolved one', () => {
    const said = { text: 'ด่วนครับ', messageId: null };
    expect(addOfficerMessage(filed().request, said, clockAt())?.after.status).toBe('new');
    const withdrawn = withdrawRequest(filed().request, clockAt());
    expect(withdrawn && addOfficerMessage(withdrawn.after, said, clockAt())).toBeNull();
  });
});

test('an officer withdraws an open request, once', () => {
  const change = withdrawRequest(waiting().request, clockAt(later));
  expect(change?.after).toMatchObject({
    status: 'resolved',
    disposition: 'withdrawn',
    resolvedAt: later,
    assignee: agent.email,
  });
  expect(change?.thread).toMatchObject([{ from: 'system', text: 'withdrawn' }]);
  expect(change && withdrawRequest(change.after, clockAt(later))).toBeNull();
});

describe('withdrawn consent', () => {
  test('takes everything personal; reference, type and dates stay', () => {
    const at = waiting();
    const change = eraseRequest(at.request, at.thread, clockAt(later));
    const left = change && applied(at, change);
    expect(JSON.stringify(left)).not.toMatch(/สมชาย|เชียงใหม่|chiangmai|5311|นักวิชาการ|U1234|ขอชื่อ|m-name/);
    expect(left?.request).toMatchObject({
      ref: filing.ref,
      kind: 'token',
      agencyType: 'province',
      issuer: 'dga',
      createdAt: monday,
      status: 'resolved',
      disposition: 'withdrawn',
      resolvedAt: later,
      lineUserId: null,
    });
    expect(left?.thread).toMatchObject([
      { from: 'staff', text: null },
      { from: 'system', text: 'erased' },
    ]);
    expect(change?.audit).toMatchObject([{ by: 'officer', action: 'erase' }]);
  });

  test('leaves how a resolved request ended, but for its note', () => {
    const claimed = after(claimRequest(filed().request, agent, {}, clockAt()));
    const resolved = after(
      resolveRequest(claimed, agent, { disposition: 'issued', note: 'โทรหาสมชาย' }, clockAt(monday + 1)),
    );
    expect(eraseRequest(resolved, [], clockAt(later))?.after).toMatchObject({
      disposition: 'issued',
      resolvedAt: monday + 1,
      note: null,
    });
  });

  test('happens once', () => {
    const change = eraseRequest(filed().request, [], clockAt());
    expect(change && eraseRequest(change.after, [], clockAt())).toBeNull();
  });
});

describe('an unsent message', () => {
  test('takes along every field it filled', () => {
    const at = filed();
    const change = unsendMessage(at.request, at.thread, 'm-contact', clockAt(later));
    expect(change?.after).toMatchObject({
      agencyName: 'จังหวัดเชียงใหม่',
      contact: { name: 'สมชาย ใจดี', phone: null, email: null },
      sources: { agencyName: 'm-agency', name: 'm-name' },
      issuer: 'dga',
      version: 2,
    });
    expect(change?.after.sources).not.toHaveProperty('phone');
    expect(change?.audit).toMatchObject([
      { action: 'unsend', detail: { fields: 'phone,email', entries: 0 } },
    ]);
  });

  test('leaves the thread, but its place stays', () => {
    const at = filed(questionFiling);
    const change = unsendMessage(at.request, at.thread, 'm-said', clockAt(later));
    const left = change && applied(at, change);
    expect(left?.thread).toEqual([{ ...at.thread[0], text: null, messageId: null, lineId: null }]);
    expect(left && unsendMessage(left.request, left.thread, 'm-said', clockAt(later))).toBeNull();
  });

  test('takes along its file', () => {
    const media = { contentId: 'm9', fileName: 'สมชาย.pdf', size: 7, set: null };
    const said = { text: '', messageId: 'm9', kind: 'file', media, quotes: 'm1' };
    const sent = addOfficerMessage(filed().request, said, clockAt());
    if (!sent) throw new Error('nothing changed');
    const nothing = { text: null, media: null, messageId: null, lineId: null, quotes: null };
    expect(unsendMessage(sent.after, sent.thread, 'm9', clockAt())?.thread).toMatchObject([nothing]);
    expect(eraseRequest(sent.after, sent.thread, clockAt())?.thread[0]).toMatchObject(nothing);
  });

  test('takes along what a question is about, and so does withdrawn consent', () => {
    const at = filed({ ...questionFiling, subject: 'เข้าระบบไม่ได้', sources: { subject: 'm-said' } });
    expect(at.request.subject).toBe('เข้าระบบไม่ได้');
    expect(unsendMessage(at.request, at.thread, 'm-said', clockAt())?.after.subject).toBeNull();
    expect(eraseRequest(at.request, at.thread, clockAt())?.after.subject).toBeNull();
  });

  test('that gave nothing changes nothing', () => {
    const at = filed(questionFiling);
    expect(unsendMessage(at.request, at.thread, 'm-other', clockAt())).toBeNull();
  });
});

test('staff see in the thread that the officer blocked the account, and that they are back', () => {
  const blocked = setBlocked(filed().request, true, clockAt());
  expect(blocked?.after.blocked).toBe(true);
  expect(blocked?.thread).toMatchObject([{ from: 'system', text: 'blocked' }]);
  expect(blocked && setBlocked(blocked.after, true, clockAt())).toBeNull();
  const back = blocked && setBlocked(blocked.after, false, clockAt());
  expect(back?.after.blocked).toBe(false);
  expect(back?.thread).toMatchObject([{ text: 'unblocked' }]);
});
