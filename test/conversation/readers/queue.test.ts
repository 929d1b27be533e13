import { describe, expect, test } from 'vitest';
import { newContext } from '../../../flows/context.ts';
import {
  aRequest,
  answered,
  at,
  claimedQuestion,
  facts,
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
} from '../officer.ts';

const toQueue = reads('note for the queue');
const subject = reads('subject');
const toClosed = reads('note to a closed request');

describe('while a question waits for somebody', () => {
  const queued = { facts: facts([queuedQuestion]) };

  test.each(['ค้างตั้งแต่เมื่อวาน', 'ลองเปลี่ยนเครื่องแล้วยังไม่ได้', 'my screen is still frozen'])(
    '%j goes along with it',
    (text) => {
      expect(meaning(text, at('person.open', queued))).toEqual([noteTo(queuedQuestion.ref, text, 'queued')]);
    },
  );

  test('a clear question is answered, and goes along without a receipt', () => {
    expect(meaning(question, at('person.open', queued))).toEqual([
      noteTo(queuedQuestion.ref, question, null),
      answered,
    ]);
  });

  test('greetings and thanks are the assistant’s: nobody listens yet', () => {
    expect(meaning('สวัสดีครับ', at('person.open', queued))).toEqual([{ reply: 'greeting' }]);
    expect(meaning('ขอบคุณค่ะ', at('person.open', queued))).toEqual([{ reply: 'thanks' }]);
  });

  test.each(['form.name', 'person.subject', 'requests.reply', 'issuer.pick', 'form.agency.pick'])(
    'the answer to %s is the assistant’s',
    (path) => {
      expect(toQueue('สมหญิง ใจดี', at(path, queued))).toBeNull();
    },
  );

  test('a number is masked, and the officer is told', () => {
    expect(toQueue(`รหัส ${secret}`, at('person.open', queued))).toMatchObject([
      { reply: 'masked', found: ['token'] },
      { reply: 'note', note: { text: `รหัส ${secretMasked}` } },
    ]);
  });

  test('nothing goes along without consent, nor to a question that somebody has', () => {
    expect(toQueue('ค้างอยู่', at('consent.first', { ...queued, context: newContext() }))).toBeNull();
    expect(toQueue('ค้างอยู่', at('person.open', { facts: facts([claimedQuestion]) }))).toBeNull();
  });
});

describe('what a person is asked about', () => {
  test.each(['เข้าระบบไม่ได้ค่ะ', 'กรมชลประทาน', '12', 'ยื่นคำขอแล้วเงียบ', 'our screen is frozen'])(
    '%j is the subject',
    (text) => {
      expect(meaning(text, at('person.subject'))).toEqual([{ type: 'subject', text, messageId: 'm1' }]);
    },
  );

  test('a clear question is answered at once as well', () => {
    expect(subject(question, at('person.subject'))).toEqual([
      { type: 'subject', text: question, messageId: 'm1' },
      answered,
    ]);
  });

  test('is masked', () => {
    expect(subject(`รหัส ${secret}`, at('person.subject'))).toEqual([
      { reply: 'masked', found: ['token'] },
      { type: 'subject', text: `รหัส ${secretMasked}`, messageId: 'm1' },
    ]);
  });

  test('is not that a person was asked for once more', () => {
    expect(subject('ขอคุยกับเจ้าหน้าที่หน่อย', at('person.subject'))).toEqual([{ type: 'repeat' }]);
  });

  test('is asked nowhere else', () => {
    expect(subject('เข้าระบบไม่ได้ค่ะ', at('person.open'))).toBeNull();
  });
});

describe('a request that staff closed since the officer last wrote', () => {
  const closed = aRequest({
    status: 'resolved',
    disposition: 'answered',
    staffWroteAt: monday - 2 * minute,
    resolvedAt: monday - minute,
  });
  const since = { facts: facts([closed]), pauseMs: hour };

  test.each(['หน้าจอยังค้างเหมือนเดิมค่ะ', 'ส่งให้แล้วเมื่อเช้า', 'it still does not work'])(
    '%j is kept for it',
    (text) => {
      expect(meaning(text, at('menu.usage', since))).toEqual([
        { type: 'note.closed', held: heldOf(closed.ref, text) },
      ]);
    },
  );

  test('a clear question and a reference are the assistant’s', () => {
    expect(meaning(question, at('menu.usage', since))).toMatchObject([{ reply: 'answer' }]);
    expect(meaning('123456782', at('menu.usage', since))).toMatchObject([{ type: 'request.show' }]);
  });

  test.each(['ขอบคุณมากนะคะ', 'โอเคครับ ขอบคุณที่ช่วย'])('thanks open nothing: %j', (text) => {
    expect(meaning(text, at('menu.usage', since))).toEqual([{ reply: 'thanks' }]);
  });

  test('so is what the assistant asks for', () => {
    expect(toClosed('สมหญิง ใจดี', at('form.name', since))).toBeNull();
    expect(toClosed('ยังไม่ได้เลย', at('issuer.pick', since))).toBeNull();
  });

  test.each([
    ['closed before', { resolvedAt: monday - 2 * hour }],
    ['about which staff never wrote', { staffWroteAt: null }],
    ['that the officer withdrew', { disposition: 'withdrawn' as const }],
    ['that is open', { status: 'claimed' as const }],
  ])('one %s is meant by nothing', (_which, over) => {
    expect(
      toClosed('ยังไม่ได้เลยค่ะ', at('menu.usage', { ...since, facts: facts([{ ...closed, ...over }]) })),
    ).toBeNull();
  });
});
