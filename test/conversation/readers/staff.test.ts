import { describe, expect, test } from 'vitest';
import { newContext } from '../../../flows/context.ts';
import {
  aRequest,
  answered,
  at,
  claimedQuestion,
  consented,
  facts,
  filling,
  heldOf,
  hour,
  meaning,
  minute,
  monday,
  noteTo,
  question,
  queuedQuestion,
  reads,
  secret,
  secretMasked,
  waitingRequest,
} from '../officer.ts';

const toStaff = reads('note to staff');

describe.each([
  // Who asked for a person knows that one listens.
  ['a question that somebody has', claimedQuestion, null],
  ['a token request that staff wrote about', waitingRequest, 'sent' as const],
])('while staff listen to %s', (_what, request, receipt) => {
  const listening = { facts: facts([request]) };

  test.each([
    'ค้างตั้งแต่เมื่อวาน',
    'ส่งแล้วเมื่อเช้านี้',
    'กรมชลประทาน',
    'สวัสดีครับ',
    'ขอบคุณค่ะ',
    'ยอมรับ',
    'ใช่ค่ะ',
    '3',
    '12',
    '123456782',
    'yes please',
  ])('%j is theirs', (text) => {
    for (const path of ['menu.usage', 'requests.one', 'person.open'])
      expect({ path, means: meaning(text, at(path, listening)) }).toEqual({
        path,
        means: [noteTo(request.ref, text, receipt)],
      });
  });

  test('a clear question is theirs; only about a token request is it answered as well', () => {
    expect(meaning(question, at('menu.usage', listening))).toEqual([
      noteTo(request.ref, question, receipt),
      ...(request.kind === 'question' ? [] : [answered]),
    ]);
  });

  test('a number is masked, and the officer is told', () => {
    expect(meaning(`รหัส ${secret} ใช้ไม่ได้`, at('menu.usage', listening))).toEqual([
      { reply: 'masked', found: ['token'] },
      noteTo(request.ref, `รหัส ${secretMasked} ใช้ไม่ได้`, receipt),
    ]);
  });

  test.each([
    ['เมนู', [{ type: 'menu' }]],
    ['กลับ', [{ type: 'back' }]],
    ['ยกเลิก', [{ type: 'cancel' }]],
    ['สถานะ', [{ type: 'status' }]],
    ['English', [{ type: 'language', language: 'en' }]],
    ['ถอนความยินยอม', [{ type: 'consent.withdraw' }]],
    ['0', [{ type: 'human' }]],
  ])('%s still works', (text, means) => {
    expect(meaning(text, at('menu.usage', listening))).toEqual(means);
  });

  test('what cannot be the form’s answer is held, to be asked about', () => {
    for (const path of ['form.phone', 'form.email', 'form.hasDigitalId'])
      expect({ path, means: toStaff('แนบเอกสารให้แล้วนะคะ', at(path, listening)) }).toEqual({
        path,
        means: [
          {
            type: 'hold',
            held: heldOf(request.ref, 'แนบเอกสารให้แล้วนะคะ'),
          },
        ],
      });
  });

  test('an agency’s name is the assistant’s where it asks for one', () => {
    expect(meaning('อบต.บางพลี', at('issuer.pick', listening))).toMatchObject([{ type: 'agency' }]);
    expect(meaning('แนบไฟล์แล้วครับ', at('issuer.pick', listening))).toMatchObject([{ reply: 'note' }]);
  });

  test('what a person is asked about is a matter of its own', () => {
    expect(toStaff('เรื่องใหม่ค่ะ', at('person.subject', listening))).toBeNull();
  });

  test('without consent nothing goes to a thread', () => {
    const context = newContext();
    const unconsented = at('consent.first', { ...listening, context });
    expect(toStaff('ฟหกดสว ฟหกดสว', unconsented)).toBeNull();
    expect(meaning('ฟหกดสว ฟหกดสว', unconsented)).toEqual([{ reply: 'unknown' }]);
  });
});

describe('a message in the middle of the form', () => {
  const waiting = { facts: facts([waitingRequest]) };

  test('is held, whatever it is, where staff wait for an answer', () => {
    for (const path of ['form.name', 'form.phone', 'form.agency.pick', 'form.review'])
      expect({ path, means: toStaff('สมหญิง ใจดี', at(path, waiting)) }).toMatchObject({
        path,
        means: [{ type: 'hold', held: { ref: waitingRequest.ref } }],
      });
  });

  test('is the form’s where it fills it, and they wait for nothing', () => {
    expect(toStaff('สมหญิง ใจดี', at('form.name', { facts: facts([claimedQuestion]) }))).toBeNull();
  });

  test('is the form’s where it fills it, and the officer said so, until staff write again', () => {
    const context = { ...filling, formFirst: monday };
    expect(toStaff('สมหญิง ใจดี', at('form.name', { ...waiting, context }))).toBeNull();
    expect(toStaff('ไม่ใช่เบอร์', at('form.phone', { ...waiting, context }))).toMatchObject([{ type: 'hold' }]);
    const wrote = { facts: facts([{ ...waitingRequest, staffWroteAt: monday + minute }]), context };
    expect(toStaff('สมหญิง ใจดี', at('form.name', wrote))).toMatchObject([{ type: 'hold' }]);
  });
});

describe('the receipt of a message about a token request', () => {
  const following = { facts: facts([waitingRequest]), receipt: waitingRequest.ref };

  test('stands for the bubbles that follow, until staff write', () => {
    expect(toStaff('แนบไฟล์แล้ว', at('menu.usage', following))).toMatchObject([{ receipt: null }]);
    expect(toStaff('แนบไฟล์แล้ว', at('menu.usage', { ...following, staffSpokeLast: true }))).toMatchObject([
      { receipt: 'sent' },
    ]);
    expect(toStaff('แนบไฟล์แล้ว', at('menu.usage', { ...following, receipt: '987654321' }))).toMatchObject([
      { receipt: 'sent' },
    ]);
  });
});

describe('of several requests', () => {
  test('the one that staff wrote to last gets the message', () => {
    const older = { ...waitingRequest, ref: '345678904', staffWroteAt: monday - 3 * hour };
    expect(
      toStaff('แนบแล้ว', at('menu.usage', { facts: facts([older, waitingRequest, claimedQuestion]) })),
    ).toMatchObject([{ note: { ref: waitingRequest.ref } }]);
  });

  test('one that nobody has and nobody wrote about listens to nothing', () => {
    expect(toStaff('แนบแล้ว', at('menu.usage', { facts: facts([aRequest(), queuedQuestion]) }))).toBeNull();
    expect(
      toStaff('แนบแล้ว', at('menu.usage', { facts: facts([aRequest({ status: 'claimed' })]) })),
    ).toBeNull();
  });
});

describe('a message to staff that was asked for', () => {
  const writing = at('requests.reply', {
    context: { ...consented, ref: '123456782' },
    facts: facts([aRequest()]),
  });

  test.each(['ขอด่วนภายในสัปดาห์นี้', 'ขอบคุณครับ', question, '2566', 'ยินยอม'])(
    '%j goes to the request, whatever it says',
    (text) => {
      expect(meaning(text, writing)).toEqual([noteTo('123456782', text, 'sent'), { type: 'note.written' }]);
    },
  );

  test('ยกเลิก leaves it', () => {
    expect(meaning('ยกเลิก', writing)).toEqual([{ type: 'cancel' }]);
  });

  test('is kept where staff closed the request meanwhile', () => {
    const closed = aRequest({ status: 'resolved', disposition: 'issued', resolvedAt: monday });
    expect(meaning('ขอด่วนค่ะ', { ...writing, facts: facts([closed]) })).toMatchObject([
      { type: 'note.closed', held: { ref: '123456782', text: 'ขอด่วนค่ะ' } },
    ]);
  });
});
