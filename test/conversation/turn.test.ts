import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { decide, needsThreads } from '../../src/conversation/turn.ts';
import type { Life } from './life.ts';
import { aLife, asked, atReview, atUsage, filed, inForm, saysOf, turnParts } from './life.ts';
import { hour, minute, monday } from './officer.ts';
import type { Step } from './walk.ts';
import { inboundOf, national, step, texts, token, walk } from './walk.ts';

const frozen = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
};

describe('a turn is decided purely', () => {
  test('the same input gives the same turn, and the input is left as it was', () => {
    fc.assert(
      fc.property(walk(12), (steps) => {
        const life = aLife();
        for (const one of steps) {
          const event = life.event(inboundOf(one, life));
          const known = frozen(life.known());
          const first = decide(known, [event], life.now(), turnParts());
          expect(decide(known, [event], life.now(), turnParts())).toEqual(first);
          life.take(event);
        }
      }),
    );
  });

  test('several events of one turn come to what they come to one by one', () => {
    fc.assert(
      fc.property(walk(8), (steps) => {
        const [together, apart] = [aLife(), aLife()];
        const events = steps.map((one) => {
          const event = apart.event(inboundOf(one, apart));
          apart.take(event);
          return event;
        });
        together.pass(apart.now() - together.now());
        const turn = together.take(...events);
        expect(together.saved()).toEqual({
          ...apart.saved(),
          context: {
            ...apart.saved().context,
            consent: together.saved().context.consent,
            ref: together.saved().context.ref,
          },
        });
        expect(together.saved().context.consent === null).toBe(apart.saved().context.consent === null);
        expect(together.requests().map(({ kind, status }) => ({ kind, status }))).toEqual(
          apart.requests().map(({ kind, status }) => ({ kind, status })),
        );
        for (const { after, before } of turn.changes) expect(after.version).toBe((before?.version ?? 0) + 1);
      }),
    );
  });

  test('threads are asked for where they are rewritten, and only there', () => {
    const { life } = asked();
    const unread = { ...life.known(), threads: null };
    const unsend = life.event({ kind: 'unsend', messageId: 'm-said' });
    expect(decide(unread, [unsend], life.now(), turnParts())).toBe(needsThreads);
    const note = life.event(life.text('ค้างตั้งแต่เมื่อวาน'));
    expect(decide(unread, [note], life.now(), turnParts())).not.toBe(needsThreads);
  });
});

describe('what is saved', () => {
  test('between any two events it may be written and read back without any change', () => {
    fc.assert(
      fc.property(walk(15), (steps) => {
        const life = aLife();
        for (const one of steps) {
          const turn = life.take(life.event(inboundOf(one, life)));
          expect(life.saved()).toEqual(turn.saved);
        }
      }),
    );
  });
});

describe('keys typed ahead', () => {
  const keys = fc.array(fc.constantFrom('1', '9', '3', '2', '4', '*', '#'), { minLength: 2, maxLength: 6 });

  test('end where pressing them one by one ends, with the answer of the last, and stop at the first that does not exist', () => {
    fc.assert(
      fc.property(keys, (pressed) => {
        const [ahead, apart] = [aLife(), aLife()];
        let last: string[] = [];
        for (const key of pressed) {
          last = apart.say(key);
          if (last.includes('key.unknown')) break;
        }
        const said = ahead.say(pressed.join(''));
        expect(ahead.saved().path).toBe(apart.saved().path);
        const hasConsented = said[0] === 'consent.given' && last[0] !== 'consent.given';
        expect(hasConsented ? said.slice(1) : said).toEqual(last);
      }),
    );
  });

  test('from anywhere start at the top, as a caller who dials anew', () => {
    for (const action of ['menu', 'status', 'route', 'service:biz-portal', 'type:local']) {
      const life = atUsage();
      life.press(action);
      expect(life.say('1932')).toEqual(['menu.usage']);
      expect(life.saved().path).toBe('usage');
    }
  });

  test('with a key among them that does not exist stop in front of it, and say which', () => {
    const life = aLife();
    const turn = life.take(life.event(life.text('1942')));
    expect(saysOf(turn)).toEqual(['consent.given', 'key.unknown', 'menu.services']);
    expect(turn.answers[0]?.prompts[1]?.prompt.params).toEqual({ key: '4' });
    expect(life.saved().path).toBe('services');
  });

  test('that end at a person file the question once, and say so', () => {
    const life = aLife();
    expect(life.say('190')).toEqual(['consent.given', 'handoff.filed', 'handoff.open']);
    expect(life.requests()).toHaveLength(1);
    const other = atUsage();
    expect(other.say('00')).toEqual(['handoff.filed', 'handoff.already', 'handoff.open']);
    expect(other.requests()).toHaveLength(1);
  });
});

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
    expect(life.sayAt(early, 'ลองเปลี่ยนเครื่องแล้ว')).toEqual([]);
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
        const lasting = { misses: 0, judging: null };
        expect({ ...life.saved().context, ...lasting }).toEqual({ ...before.context, ...lasting });
        expect(life.requests().map(({ ref, status }) => ({ ref, status }))).toEqual(filedBefore);
      }),
    );
  });
});

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
    expect(life.press('submit')).toEqual([question]);
    expect(life.requests()).toEqual([]);
  });

  test.each(['m-agency', 'm-name', 'm-position', 'm-phone', 'm-email'])(
    'is asked for again at the next thing the officer does: %s',
    (messageId) => {
      const life = atReview();
      life.unsend(messageId);
      expect(life.say('#')).toEqual([expect.stringMatching(/^form\.ask\./)]);
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

describe('consent', () => {
  test('is recorded with its version and date, each time', () => {
    const life = aLife();
    life.say('ไม่ยินยอม');
    life.say('1');
    life.say('ถอนความยินยอม');
    life.say('ยินยอม');
    const at = [1, 2, 3, 4].map((nth) => monday + nth * minute);
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
    expect(forPerson.say('1')).toEqual(['consent.given', 'handoff.filed', 'handoff.open']);
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
    life.say('ถอนความยินยอม');
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
    const events = ['หน้าจอค้างทุกเครื่องเลย', '0', 'ค้างตั้งแต่เมื่อวาน', 'ถอนความยินยอม'].map((text) =>
      life.event(life.text(text)),
    );
    life.take(...events);
    expect(life.everything()).not.toContain('ค้าง');
    expect(life.requests()).toMatchObject([{ status: 'resolved', disposition: 'withdrawn', version: 1 }]);
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
      (one) => one.kind !== 'press' && !(one.kind === 'say' && /^1|ยินยอม|ยอมรับ/.test(one.text)),
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
    expect(asked().life.say(`รหัส ${token}`)).toEqual(['masked.token']);
  });
});

describe('blocking and coming back', () => {
  test('a block is known to every request, and ends when the officer writes', () => {
    const { life, ref } = filed();
    life.put({ kind: 'unfollow' });
    expect(life.saved().blocked).toBe(true);
    expect(life.request(ref)?.blocked).toBe(true);
    life.say('สถานะ');
    expect(life.saved().blocked).toBe(false);
    expect(life.request(ref)?.blocked).toBe(false);
  });

  test.each<[string, (life: Life) => string[]]>([
    ['following', (life) => life.put({ kind: 'follow' })],
    ['a button', (life) => life.press('menu')],
    ['a sticker', (life) => life.send('sticker')],
  ])('%s ends it too', (_how, come) => {
    const { life, ref } = filed();
    life.put({ kind: 'unfollow' });
    expect(come(life)).not.toEqual([]);
    expect(life.request(ref)?.blocked).toBe(false);
  });

  test('blocking is answered by silence: there is nobody to answer', () => {
    expect(atUsage().put({ kind: 'unfollow' })).toEqual([]);
  });
});

describe('filing', () => {
  test('the receipt has the reference, and later the day of filing', () => {
    const life = atReview();
    const turn = life.take(life.event({ kind: 'button', action: 'submit' }));
    const [request] = life.requests();
    const receipt = { say: 'form.receipt', params: { ref: request?.ref, at: life.now() } };
    expect(turn.answers[0]?.prompts[0]?.prompt).toMatchObject(receipt);
    life.pass(72 * hour);
    const again = life.take(life.event(life.text('#')));
    expect(again.answers[0]?.prompts[0]?.prompt).toMatchObject(receipt);
  });

  test('twice for the same agency joins the open request', () => {
    const { life, ref } = filed();
    life.press('request-new');
    expect(life.say('กรม ชลประทาน')).toEqual(['form.duplicate', 'form.ask.name']);
    for (const text of ['สมชาย แข็งแรง', 'วิศวกร', '0 2221 0999', 'somchai@rid.go.th', 'มี']) life.say(text);
    expect(life.press('submit')).toEqual(['request.joined', 'request.one']);
    expect(life.requests()).toHaveLength(1);
    expect(life.request(ref)?.contact.name).toBe('สมชาย แข็งแรง');
  });

  test('after the first was resolved files a second', () => {
    const { life, ref } = filed();
    life.setRequest(ref, { status: 'resolved', disposition: 'issued', resolvedAt: life.now() });
    life.press('request-new');
    for (const text of ['กรมชลประทาน', 'สมชาย แข็งแรง', 'วิศวกร', '0 2221 0999', 'somchai@rid.go.th', 'มี'])
      life.say(text);
    expect(life.press('submit')).toEqual(['form.receipt']);
    expect(life.requests()).toHaveLength(2);
  });

  test('an agency whose name was unsent is nobody’s', () => {
    const { life, ref } = filed();
    life.unsend('m-agency');
    expect(life.request(ref)?.agencyName).toBeNull();
    life.press('request-new');
    expect(life.say('กรมการปกครอง')).toEqual(['form.ask.name']);
  });
});

describe('a button of another question', () => {
  test('neither discards the form nor withdraws a request', () => {
    const { life, ref } = filed();
    life.press(`request:withdraw:${ref}`);
    expect(life.press('confirm:type:yes')).toEqual(['request.withdraw']);
    expect(life.press('confirm:discard:yes')).toEqual(['request.withdraw']);
    expect(life.request(ref)?.status).toBe('new');
    expect(life.press('confirm:withdraw:yes')).toEqual(['request.withdrawn', 'menu.usage']);
    expect(life.request(ref)?.status).toBe('resolved');
    const form = inForm();
    form.say('ยกเลิก');
    expect(form.press('confirm:type:yes')).toEqual(['form.cancel']);
    expect(form.saved().context.draft).not.toBeNull();
  });
});

describe('a group or room', () => {
  const group = (addressed: boolean): Inbound => ({ kind: 'group', addressed });
  const day = 24 * hour;

  test('is told once a day that personal matters belong elsewhere, and whenever it speaks to the account', () => {
    const life = aLife();
    expect(life.put(group(false))).toEqual(['group']);
    expect(life.put(group(false))).toEqual([]);
    expect(life.put(group(true))).toEqual(['group']);
    life.pass(day - 2 * minute);
    expect(life.put(group(false))).toEqual([]);
    life.pass(2 * minute);
    expect(life.put(group(false))).toEqual(['group']);
  });

  test('is told once when events come late', () => {
    const life = aLife();
    life.put(group(false));
    expect(life.put(group(false), monday - hour)).toEqual([]);
    expect(life.put(group(false))).toEqual([]);
  });
});
