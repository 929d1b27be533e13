import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLife, asked, atUsage, filed, inForm } from './life.ts';
import { minute, monday } from './officer.ts';
import type { Step } from './walk.ts';
import { inboundOf, national, step, token } from './walk.ts';

describe('consent', () => {
  test('is recorded with its version and date, each time', () => {
    const life = aLife();
    life.say('ไม่ยินยอม');
    life.say('1');
    life.say('ถอนความยินยอม');
    life.press('confirm:consent:yes');
    life.say('ยินยอม');
    const at = [1, 2, 4, 5].map((nth) => monday + nth * minute);
    expect(life.consents).toEqual([
      { at: at[0], action: 'refused', notice: '2569-11' },
      { at: at[1], action: 'given', notice: '2569-11' },
      { at: at[2], action: 'withdrawn', notice: '2569-11' },
      { at: at[3], action: 'given', notice: '2569-11' },
    ]);
  });

  test('is asked before a person and before a request, and what was wanted goes on once it is given', () => {
    const forPerson = aLife();
    expect(forPerson.say('0')).toEqual(['consent.needed-for-person', 'consent.ask']);
    expect(forPerson.say('1')).toEqual(['consent.given', 'handoff.ask-subject']);
    const forRequest = aLife();
    expect(forRequest.press('request-new')).toEqual(['consent.needed-for-request', 'consent.ask']);
    expect(forRequest.say('1')).toEqual(['consent.given', 'form.started', 'routing.pick-for-form']);
  });

  test('refused: what was wanted is forgotten', () => {
    const life = aLife();
    life.say('0');
    life.say('ไม่ยินยอม');
    expect(life.say('1')).toEqual(['consent.given', 'menu.main']);
    expect(life.requests()).toEqual([]);
  });

  test('withdrawn: nothing that was typed is left, and open requests are closed', () => {
    const { life, ref } = filed();
    life.press(`request:reply:${ref}`);
    life.say('ขอด่วนภายในสัปดาห์นี้');
    life.say('หน้าจอค้างทุกเครื่องเลย');
    life.say('0');
    life.say('ค้างตั้งแต่เมื่อวาน');
    life.press('request-new');
    life.press('edit:name');
    life.say('สมชาย แข็งแรง');
    expect(life.say('ถอนความยินยอม')).toEqual(['consent.withdraw.ask']);
    expect(life.press('confirm:consent:yes')).toEqual(['consent.withdrawn', 'consent.refused']);
    const left = life.everything();
    for (const typed of ['สมหญิง', 'สมชาย', 'ชลประทาน', 'นักวิชาการ', '2221', 'rid.go.th', 'ด่วน', 'ค้าง'])
      expect({ typed, isLeft: left.includes(typed) }).toEqual({ typed, isLeft: false });
    expect(
      life.requests().map(({ status, disposition, lineUserId }) => ({ status, disposition, lineUserId })),
    ).toEqual([
      { status: 'resolved', disposition: 'withdrawn', lineUserId: null },
      { status: 'resolved', disposition: 'withdrawn', lineUserId: null },
    ]);
  });

  test('withdrawn in the turn that filed a question: nothing of it is left', () => {
    const life = atUsage();
    const events = ['หน้าจอค้างทุกเครื่องเลย', '0', 'ค้างตั้งแต่เมื่อวาน', 'ถอนความยินยอม', 'ใช่'].map((text) =>
      life.event(life.text(text)),
    );
    life.take(...events);
    expect(life.everything()).not.toContain('ค้าง');
    expect(life.requests()).toMatchObject([{ status: 'resolved', disposition: 'withdrawn', version: 1 }]);
  });

  test.each(['ไม่', 'เมนู', 'ยกเลิก', '2'])(
    'its withdrawal is asked once, and %j leaves all as it is',
    (answer) => {
      const { life, ref } = filed();
      life.say('ถอนความยินยอม');
      life.say(answer);
      expect(life.saved().context.consent).not.toBeNull();
      expect(life.request(ref)).toMatchObject({ status: 'new', contact: { name: 'สมหญิง ใจดี' } });
    },
  );

  test('what is kept is erased after one question, and consent stays', () => {
    const { life, ref } = filed();
    expect(life.press('data:erase')).toEqual(['own-data.erase.ask']);
    expect(life.request(ref)?.contact.name).toBe('สมหญิง ใจดี');
    expect(life.press('confirm:erase:yes')).toEqual(['own-data.erased', 'menu.main']);
    for (const typed of ['สมหญิง', 'ชลประทาน', '2221']) expect(life.everything()).not.toContain(typed);
    expect(life.saved().context.consent).not.toBeNull();
    expect(life.consents.map(({ action }) => action)).toEqual(['given']);
  });

  test('what was asked to be erased stays as long as nobody agrees', () => {
    const { life, ref } = filed();
    life.press('data:erase');
    expect(life.say('ไม่')).toEqual(['own-data.show']);
    expect(life.request(ref)?.contact.name).toBe('สมหญิง ใจดี');
  });

  test('without it no word of what is typed is kept, wherever the officer goes', () => {
    const typed = [
      'อบต.บางพลี',
      'กรมชลประทาน',
      'เทศบาลเมืองแสนสุข',
      'นครปฐม',
      'สมหญิง ใจดี',
      'หน้าจอค้าง',
      '0 2221 0151',
    ];
    const noConsent = step.filter(
      (one) =>
        one.kind !== 'press' &&
        !(one.kind === 'old' && one.action === 'consent:give') &&
        !(one.kind === 'say' && /^1|ยินยอม|ยอมรับ|^ใช่/.test(one.text)),
    );
    const writes = fc.constantFrom(...typed).map((text): Step => ({ kind: 'say', text }));
    const routes = fc
      .constantFrom(
        'route',
        'type:regional',
        'confirm:type:yes',
        'confirm:type:no',
        'consent:refuse',
        'human',
        'request-new',
      )
      .map((action): Step => ({ kind: 'old', action }));
    fc.assert(
      fc.property(fc.array(fc.oneof(noConsent, writes, routes), { maxLength: 12 }), (steps) => {
        const life = aLife();
        for (const one of steps) {
          life.take(life.event(inboundOf(one, life)));
          expect(life.requests()).toEqual([]);
          const left = life.everything();
          for (const text of typed) expect(left).not.toContain(text.slice(0, 6));
        }
        expect(life.saved().context.consent).toBeNull();
      }),
    );
  });

  test('without it an agency is recognised all the same', () => {
    const life = aLife();
    expect(life.say('เทศบาลเมืองแสนสุข')).toEqual(['routing.confirm']);
    expect(life.press('confirm:type:yes')).toEqual(['issuer.card']);
    expect(life.saved().context.cardType).toBe('local');
  });
});

describe('a national id and a token', () => {
  test('never come as far as anything that is kept', () => {
    const written = [national, '1-1017-00230-70-8', '๑๑๐๑๗๐๐๒๓๐๗๐๘', token, '12345 67890 12345'];
    const secret = fc
      .constantFrom(...written)
      .map((text): Step => ({ kind: 'say', text: `ของผม ${text} นะ` }));
    fc.assert(
      fc.property(fc.array(fc.oneof(step, secret), { minLength: 3, maxLength: 15 }), (steps) => {
        const life = aLife();
        life.say('1932');
        for (const one of steps) life.take(life.event(inboundOf(one, life)));
        const left = life.everything().replaceAll(/[\s-]/g, '');
        for (const text of written) expect(left).not.toContain(text.replaceAll(/[\s-]/g, ''));
      }),
    );
  });

  test('the officer is told, in the form and out of it', () => {
    expect(atUsage().say(national)).toEqual(['masked.national-id']);
    expect(inForm().say(token)).toEqual(['masked.token', 'form.ask.name']);
    expect(asked().life.say(`รหัส ${token}`)).toEqual(['masked.token', 'handoff.receipt']);
  });
});
