import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLife, asked, atReview, atUsage, filed, inForm } from './life.ts';
import { hour, monday } from './officer.ts';
import { inboundOf, national, texts, walk } from './walk.ts';

describe('an event that arrives late', () => {
  const early = monday - hour;

  test('leaves the conversation as it is, and the officer is told', () => {
    for (const life of [atUsage(), inForm(), atReview(), filed().life]) {
      const before = life.saved();
      for (const text of [
        '9',
        '1932',
        'เมนู',
        'ยกเลิก',
        'สมหมาย มาสาย',
        'ถอนความยินยอม',
        '0',
        'ใช่',
        'อบต.บางพลี',
        'ฟหกดสว',
      ])
        expect({ text, says: life.sayAt(early, text)[0] }).toEqual({ text, says: 'late' });
      expect(life.saved()).toEqual({ ...before, said: life.saved().said });
    }
  });

  test.each(['submit', 'confirm:discard:yes', 'key:services:3', 'consent:withdraw', 'human'])(
    'a button too: %s',
    (action) => {
      const life = atReview();
      const before = life.saved();
      expect(life.put({ kind: 'button', action }, early)[0]).toBe('late');
      expect(life.saved()).toEqual(before);
      expect(life.requests()).toEqual([]);
    },
  );

  test('a question is answered', () => {
    const life = inForm();
    const before = life.saved();
    expect(life.sayAt(early, 'Digital ID สมัครอย่างไร')).toEqual(['faq:answer.digital-id', 'form.ask.name']);
    expect(life.saved().path).toBe(before.path);
    expect(life.saved().context.draft).toEqual(before.context.draft);
  });

  test('a text for staff reaches them', () => {
    const { life, ref } = asked();
    expect(life.sayAt(early, 'ลองเปลี่ยนเครื่องแล้ว')).toEqual(['handoff.receipt']);
    expect(life.thread(ref).map(({ text }) => text)).toContain('ลองเปลี่ยนเครื่องแล้ว');
  });

  test('a text from before is no message for the request that is being written to now', () => {
    const { life, ref } = filed();
    life.press(`request:reply:${ref}`);
    expect(life.sayAt(early, 'พิมพ์ไว้ก่อนหน้า')[0]).toBe('late');
    expect(life.thread(ref)).toEqual([]);
    expect(life.saved().path).toBe('requests.reply');
  });

  test('a number in it is masked, and the officer is told', () => {
    expect(inForm().sayAt(early, `เลขบัตร ${national}`)).toContain('masked.national-id');
  });

  test('a picture is answered as ever', () => {
    const life = atUsage();
    expect(life.put({ kind: 'media', media: 'image' }, early)).toEqual(['media.image']);
  });

  test('a blocking from before the officer came back is none', () => {
    const life = atUsage();
    life.put({ kind: 'unfollow' }, early);
    expect(life.saved().blocked).toBe(false);
  });

  test('nothing that came late moves time back', () => {
    const life = atUsage();
    const { latestAt } = life.saved();
    life.sayAt(early, 'เมนู');
    expect(life.saved().latestAt).toBe(latestAt);
  });

  test('any of them: the state and the form stay', () => {
    fc.assert(
      fc.property(walk(10), fc.constantFrom(...texts), (steps, text) => {
        const life = aLife();
        for (const one of steps) life.take(life.event(inboundOf(one, life)));
        const before = life.saved();
        const filedBefore = life.requests().map(({ ref, status }) => ({ ref, status }));
        life.sayAt(early, text);
        expect(life.saved().path).toBe(before.path);
        expect(life.saved().context).toEqual(before.context);
        expect(life.requests().map(({ ref, status }) => ({ ref, status }))).toEqual(filedBefore);
      }),
    );
  });
});
