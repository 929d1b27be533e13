import { describe, expect, test } from 'vitest';
import type { Life } from './life.ts';
import { claimed } from './life.ts';

/** The form's question for the agency is on screen, and staff asked the officer for something. */
function between(): { life: Life; ref: string } {
  const { life, ref } = claimed();
  life.setRequest(ref, { status: 'waiting', staffWroteAt: life.now() });
  life.press('request-new');
  life.press('type:central-government');
  return { life, ref };
}

/** The same, where the agency's name was typed and is held. */
function holding(typed = 'กรมชลประทาน'): { life: Life; ref: string } {
  const { life, ref } = between();
  expect(life.say(typed, 'm-held')).toEqual(['note.held']);
  expect(life.saved()).toMatchObject({ path: 'addressee.ask', context: { held: { text: typed, ref } } });
  return { life, ref };
}

const textsOf = (life: Life, ref: string) => life.thread(ref).map(({ text }) => text);

describe('a message while a form is open and staff wait', () => {
  test('is held, and reaches neither before the officer says', () => {
    const { life, ref } = holding();
    expect(textsOf(life, ref)).not.toContain('กรมชลประทาน');
    expect(life.saved().context.draft?.agencyName).toBeNull();
  });

  test('goes to staff, and the form stands where it stood', () => {
    const { life, ref } = holding();
    expect(life.press('for-staff')).toEqual(['note.sent', 'form.ask.agencyName']);
    expect(textsOf(life, ref)).toContain('กรมชลประทาน');
    expect(life.saved()).toMatchObject({ path: 'form.agencyName', context: { held: null } });
    expect(life.saved().context.draft?.agencyName).toBeNull();
  });

  test('answers the form, and staff do not get it', () => {
    const { life, ref } = holding();
    expect(life.press('for-form')).toEqual(['form.ask.name']);
    expect(life.saved().context).toMatchObject({ held: null, draft: { agencyName: 'กรมชลประทาน' } });
    expect(textsOf(life, ref)).not.toContain('กรมชลประทาน');
  });

  test.each([
    ['1', 'for staff', 'note.sent'],
    ['2', 'for the form', 'form.ask.name'],
  ])('is given by the number of the choice: %s is %s', (number, _for, said) => {
    expect(holding().life.say(number)[0]).toBe(said);
  });

  test('keeps the message it came with, whichever is chosen: unsending takes it along', () => {
    for (const choice of ['for-staff', 'for-form']) {
      const { life } = holding();
      life.press(choice);
      life.unsend('m-held');
      expect(life.everything()).not.toContain('กรมชลประทาน');
    }
  });

  test('is gone where it was unsent while it was held', () => {
    const { life } = holding();
    life.unsend('m-held');
    expect(life.everything()).not.toContain('กรมชลประทาน');
  });

  test('is one with the bubbles that follow it', () => {
    const { life, ref } = holding('ระบบค้างอีกแล้ว');
    expect(life.say('ตั้งแต่เช้า')).toEqual(['note.held']);
    life.press('for-staff');
    expect(textsOf(life, ref)).toContain('ระบบค้างอีกแล้ว\nตั้งแต่เช้า');
  });
});

describe('leaving the question unanswered', () => {
  test.each([
    ['กลับ', 'form.agencyName'],
    ['ยกเลิก', 'form.agencyName'],
    ['เมนู', 'menu.main'],
  ])('%s sends the message to staff, and nothing is lost', (word, path) => {
    const { life, ref } = holding();
    expect(life.say(word)[0]).toBe('note.sent');
    expect(textsOf(life, ref)).toContain('กรมชลประทาน');
    expect(life.saved()).toMatchObject({ path, context: { held: null } });
    expect(life.saved().context.draft).toMatchObject({ agencyType: 'central-government' });
  });
});

describe('once the officer chose the form', () => {
  test('what fills it is taken without asking again', () => {
    const { life, ref } = holding();
    life.press('for-form');
    expect(life.say('สมหญิง ใจดี')).toEqual(['form.ask.position']);
    expect(life.say('นักวิชาการคอมพิวเตอร์')).toEqual(['form.ask.phone']);
    expect(textsOf(life, ref)).not.toContain('สมหญิง ใจดี');
  });

  test('what cannot fill it is asked about', () => {
    const { life } = holding();
    life.press('for-form');
    for (const text of ['สมหญิง ใจดี', 'นักวิชาการคอมพิวเตอร์']) life.say(text);
    expect(life.say('ส่งภาพหน้าจอให้แล้วนะคะ')).toEqual(['note.held']);
  });

  test('and staff wrote since, it is asked again', () => {
    const { life, ref } = holding();
    life.press('for-form');
    life.setRequest(ref, { status: 'waiting', staffWroteAt: life.now() + 1 });
    expect(life.say('สมหญิง ใจดี')).toEqual(['note.held']);
  });
});

describe('while somebody has the question, and waits for nothing', () => {
  function beside(): { life: Life; ref: string } {
    const { life, ref } = claimed();
    life.press('request-new');
    life.press('type:central-government');
    return { life, ref };
  }

  test('what fills the form is taken', () => {
    const { life, ref } = beside();
    expect(life.say('กรมชลประทาน')).toEqual(['form.ask.name']);
    expect(textsOf(life, ref)).not.toContain('กรมชลประทาน');
  });

  test('what cannot fill it is asked about', () => {
    const { life } = beside();
    for (const text of ['กรมชลประทาน', 'สมหญิง ใจดี', 'นักวิชาการคอมพิวเตอร์']) life.say(text);
    expect(life.say('ส่งภาพหน้าจอให้แล้วนะคะ')).toEqual(['note.held']);
  });
});

describe('keys, commands and buttons', () => {
  test('are no message: they work as ever', () => {
    const { life } = between();
    expect(life.say('#')).toEqual(['form.ask.agencyName']);
    expect(life.say('เมนู')).toEqual(['menu.main']);
  });
});
