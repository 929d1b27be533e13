import { describe, expect, test } from 'vitest';
import { asked, atUsage, filed, inForm } from './life.ts';
import { minute } from './officer.ts';

const crossed = 'xxxxxx';

describe('a number that one message begins and the next completes is masked in both', () => {
  test('in the thread that staff read, and the officer is told', () => {
    const { life, ref } = asked();
    life.say('เลขบัตรของผม 310060', 'm-first');
    expect(life.say('0445635')).toContain('masked.national-id');
    expect(life.thread(ref).map(({ text }) => text)).toContain(`เลขบัตรของผม ${crossed}`);
    expect(life.everything()).not.toMatch(/310060|0445635/);
  });

  test('in what was said before a person was asked for, and in what is learned from', () => {
    const life = atUsage();
    life.say('token ใช้ไม่ได้ครับ 12345 67', 'm-first');
    life.say('890 12345');
    expect(life.everything()).not.toMatch(/12345|890/);
  });

  test('in the form and in the request that came of it', () => {
    const life = inForm();
    life.say('กองคลัง 12345678', 'm-agency');
    life.say('9012345');
    expect(life.everything()).not.toMatch(/12345678|9012345/);
  });
});

describe('numbers of two messages are left', () => {
  test('where words stand between them', () => {
    const { life, ref } = asked();
    life.say('ห้อง 310060 ครับ');
    life.say('0445635');
    expect(life.thread(ref).map(({ text }) => text)).toContain('ห้อง 310060 ครับ');
  });

  test('where they came more than ten minutes apart', () => {
    const { life, ref } = asked();
    life.say('ห้อง 310060');
    life.pass(11 * minute);
    life.say('0445635');
    expect(life.thread(ref).map(({ text }) => text)).toContain('ห้อง 310060');
  });

  test('a phone number and the extension after it', () => {
    const { life, ref } = filed();
    life.setRequest(ref, { status: 'waiting', staffWroteAt: life.now() });
    life.say('0 2612 6060');
    life.say('2311');
    expect(life.thread(ref).map(({ text }) => text)).toEqual(expect.arrayContaining(['0 2612 6060', '2311']));
  });
});
