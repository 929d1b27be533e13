import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { decide, needsThreads } from '../../src/conversation/turn.ts';
import type { Life } from './life.ts';
import { aLife, asked, atReview, atUsage, filed, inForm, saysOf, turnParts } from './life.ts';
import { hour, minute, monday } from './officer.ts';
import { inboundOf, walk } from './walk.ts';

const frozen = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
};

/** What is remembered, without the references that were drawn and the moment of consent. */
function withoutNames(life: Life): unknown {
  const saved = life.saved();
  const { consent, ...context } = saved.context;
  const named = { ...saved, context: { ...context, hasConsent: consent !== null } };
  return JSON.parse(JSON.stringify(named).replaceAll(/(?<=[":])\d{9}(?=")/g, 'ref'));
}

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
        expect(withoutNames(together)).toEqual(withoutNames(apart));
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
  function aMenu(): Life {
    const life = atUsage();
    life.press('menu');
    return life;
  }
  const hasKeys = ({ saved }: Life): boolean =>
    ['menu.main', 'menu.services', 'menu.info'].includes(saved().path);
  // The key that gave consent is none of these: by itself it is taken for consent given once more.
  const keys = fc.array(fc.constantFrom('9', '3', '2', '4', '*', '#'), { minLength: 2, maxLength: 6 });

  test('end where pressing them one by one ends, with the answer of the last', () => {
    fc.assert(
      fc.property(keys, (pressed) => {
        const [ahead, apart] = [aMenu(), aMenu()];
        let last: string[] = [];
        let typed = '';
        for (const key of pressed) {
          // Where no keys are listed a digit by itself is a number of the list that is.
          if (!hasKeys(apart)) break;
          const says = apart.say(key);
          if (says.includes('key.unknown')) break;
          [last, typed] = [says, typed + key];
        }
        if (typed === '') return;
        expect(ahead.say(typed)).toEqual(last);
        expect(ahead.saved().path).toBe(apart.saved().path);
      }),
    );
  });

  test('begin with the key that gives consent', () => {
    expect(aLife().say('19')).toEqual(['consent.given', 'menu.services']);
    expect(aLife().say('1*')).toEqual(['consent.given', 'menu.main']);
  });

  test('from anywhere start at the top, as a caller who dials anew', () => {
    for (const action of ['menu', 'status', 'route', 'service:biz-portal', 'type:local']) {
      const life = atUsage();
      life.press(action);
      expect(life.say('1932')).toEqual(['menu.usage']);
      expect(life.saved().path).toBe('menu.usage');
    }
  });

  test('with a key among them that does not exist press none, and say which were typed', () => {
    const life = aLife();
    const turn = life.take(life.event(life.text('1942')));
    expect(saysOf(turn)).toEqual(['key.unknown', 'consent.ask']);
    expect(turn.answers[0]?.prompts[0]?.prompt.params).toEqual({ key: '1942' });
    expect(life.saved().path).toBe('consent.first');
  });

  test('that end at a person ask once what it is about, and file nothing yet', () => {
    const life = aLife();
    expect(life.say('190')).toEqual(['consent.given', 'handoff.ask-subject']);
    expect(atUsage().say('00')).toEqual(['handoff.ask-subject']);
    expect(life.requests()).toEqual([]);
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
