import { describe, expect, test } from 'vitest';
import type { Choice, Said } from '../../flows/prompts/prompt.ts';
import { keyOf, numberedChoices } from '../../src/conversation/numbered.ts';
import type { Life } from './life.ts';
import { atReview, atUsage, claimed, filed, inForm } from './life.ts';

const said = (say: string, ...actions: string[]): Said => ({
  prompt: { say, choices: actions.map((action): Choice => ({ label: 'choice.menu', action })) },
  language: 'th',
});
const numbers = (...all: Said[]) => numberedChoices(all).map(({ action }) => action);

describe('the choices below what is said', () => {
  test('are numbered from 1 in their order, those of the last that offers any', () => {
    expect(numbers(said('a', 'route'), said('b', 'submit', 'menu'), said('c'))).toEqual(['submit', 'menu']);
  });

  test('are not where they have a key of the chat, which is shown instead', () => {
    expect(numbers(said('a', 'submit', 'back', 'human', 'repeat'))).toEqual(['submit']);
    expect(
      ['back', 'human', 'repeat', 'menu', 'key:main:9'].map((action) => keyOf({ label: '', action })),
    ).toEqual(['*', '0', '#', null, '9']);
  });

  test('are not where keys of the phone menu are listed: a number is a key there', () => {
    expect(numbers(said('a', 'key:main:9', 'status'))).toEqual([]);
  });

  test('are none where nothing is offered', () => {
    expect(numbers()).toEqual([]);
    expect(numbers(said('a'))).toEqual([]);
  });
});

describe('a number typed does what its choice does', () => {
  const lives: readonly (readonly [string, () => Life])[] = [
    ['an answer', () => answered(atUsage())],
    ['the menu for questions', atUsage],
    ['the review', atReview],
    ['a request', () => shown(filed().life)],
    ['the question for Digital ID', () => atDigitalId()],
    ['the issuer', () => after(atUsage(), 'route')],
    ['a question of yes or no', () => after(inForm(), 'cancel')],
    ['the data that is kept', () => after(filed().life, 'data:show')],
  ];
  const after = (life: Life, action: string): Life => {
    life.press(action);
    return life;
  };
  const shown = (life: Life): Life => after(life, 'status');
  const answered = (life: Life): Life => {
    life.say('Digital ID สมัครอย่างไร');
    return life;
  };
  function atDigitalId(): Life {
    const life = inForm();
    for (const text of ['สมหญิง ใจดี', 'นักวิชาการคอมพิวเตอร์', '0 2221 0151', 'a@rid.go.th']) life.say(text);
    return life;
  }

  test.each(lives)('below %s', (_what, start) => {
    const { listed } = start().saved();
    expect(listed.length).toBeGreaterThan(1);
    for (const [nth, action] of listed.entries()) {
      const [typed, pressed] = [start(), start()];
      const number = String(nth + 1);
      expect({ number, action, says: typed.say(number) }).toEqual({
        number,
        action,
        says: pressed.press(action),
      });
      expect(typed.saved().path).toBe(pressed.saved().path);
    }
  });

  test('until something else is said: then the numbers are those of that', () => {
    const life = answered(atUsage());
    const [first] = life.saved().listed;
    life.press('data:show');
    expect(life.saved().listed[0]).not.toBe(first);
  });

  test('until staff write: what is typed then is for them', () => {
    const { life, ref } = claimed();
    life.press('data:show');
    expect(life.saved().listed).not.toEqual([]);
    life.setRequest(ref, { status: 'waiting', staffWroteAt: life.now() + 1 });
    life.say('1');
    expect(life.thread(ref).at(-1)?.text).toBe('1');
  });
});
