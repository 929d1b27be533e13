import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLife, asked, atReview, atUsage, filed, inForm } from './life.ts';
import { minute } from './officer.ts';
import { inboundOf, walk } from './walk.ts';

describe('an unsent message', () => {
  test('leaves the thread it was in', () => {
    const { life, ref } = asked();
    life.say('ที่อยู่บ้านเลขที่ 99', 'm-home');
    expect(life.unsend('m-home')).toEqual([]);
    expect(life.everything()).not.toContain('บ้านเลขที่');
    expect(life.thread(ref).at(-1)?.text).toBeNull();
  });

  test('leaves what was said before a person was asked for', () => {
    const life = atUsage();
    life.say('หน้าจอค้างทุกเครื่องเลย', 'm-said');
    expect(life.everything()).toContain('หน้าจอค้าง');
    life.unsend('m-said');
    expect(life.everything()).not.toContain('หน้าจอค้าง');
    life.say('0');
    expect(life.everything()).not.toContain('หน้าจอค้าง');
  });

  test.each([
    ['m-agency', 'กรมชลประทาน', 'form.ask.agencyName'],
    ['m-name', 'สมหญิง', 'form.ask.name'],
    ['m-position', 'นักวิชาการ', 'form.ask.position'],
    ['m-phone', '2221', 'form.ask.phone'],
    ['m-email', 'somying', 'form.ask.email'],
  ])('leaves the form, which asks for it again before it is filed: %s', (messageId, text, question) => {
    const life = atReview();
    life.unsend(messageId);
    expect(life.everything()).not.toContain(text);
    expect(life.press('submit')).toEqual(['form.unsent', question]);
    expect(life.requests()).toEqual([]);
  });

  test.each(['m-agency', 'm-name', 'm-position', 'm-phone', 'm-email'])(
    'is asked for again at the next thing the officer does: %s',
    (messageId) => {
      const life = atReview();
      life.unsend(messageId);
      expect(life.say('#')).toEqual(['form.unsent', expect.stringMatching(/^form\.ask\./)]);
    },
  );

  test('leaves the request that was filed', () => {
    const { life, ref } = filed();
    life.unsend('m-phone');
    expect(life.everything()).not.toContain('2221');
    expect(life.request(ref)?.contact).toEqual({
      name: 'สมหญิง ใจดี',
      position: 'นักวิชาการคอมพิวเตอร์',
      phone: null,
      email: 'somying@rid.go.th',
    });
  });

  test('takes along an agency’s name that was read when its type was asked', () => {
    const life = atUsage();
    life.press('request-new');
    life.say('เทศบาลเมืองแสนสุข', 'm-agency');
    life.press('confirm:type:yes');
    expect(life.everything()).toContain('แสนสุข');
    life.unsend('m-agency');
    expect(life.everything()).not.toContain('แสนสุข');
  });

  test('takes it along before the type is confirmed, too', () => {
    const life = atUsage();
    life.say('เทศบาลเมืองแสนสุข', 'm-agency');
    life.unsend('m-agency');
    expect(life.everything()).not.toContain('แสนสุข');
    expect(life.press('confirm:type:yes')).toEqual(['issuer.card']);
  });

  test('that arrives after its unsending was never there', () => {
    const life = inForm();
    const before = life.saved();
    const at = life.now() + minute;
    life.unsend('m-late');
    expect(life.put(life.text('สมหญิง ใจดี', 'm-late'), at)).toEqual([]);
    expect(life.saved()).toMatchObject({ path: before.path, context: before.context });
    expect(life.everything()).not.toContain('สมหญิง');
  });

  test('in the same webhook as its unsending was never there either', () => {
    const { life, ref } = asked();
    const text = life.event(life.text('บ้านเลขที่ 99', 'm-home'));
    life.take(text, life.event({ kind: 'unsend', messageId: 'm-home' }));
    expect(life.everything()).not.toContain('บ้านเลขที่');
    expect(life.request(ref)?.version).toBe(2);
  });

  test('whatever it was and wherever the officer stood', () => {
    const secret = 'ความลับของสมหญิง';
    fc.assert(
      fc.property(walk(10), walk(6), (before, after) => {
        const life = aLife();
        for (const one of before) life.take(life.event(inboundOf(one, life)));
        life.say(secret, 'm-secret');
        for (const one of after) life.take(life.event(inboundOf(one, life)));
        life.unsend('m-secret');
        expect(life.everything()).not.toContain(secret);
      }),
    );
  });
});
