import { describe, expect, test } from 'vitest';
import { slots } from '../../../flows/events.ts';
import { at, meaning, reads } from '../officer.ts';

const masked = reads('masked number');
const id = '1101700230708';
const token = '๑๒๓๔๕๖๗๘๙๐๑๒๓๔๕';

describe('a number that is a secret', () => {
  test.each([
    [`เลขบัตร ${id}`, ['national-id']],
    [`อ่านได้ว่า ${token}`, ['token']],
    ['1-1017-00230-70-8', ['national-id']],
  ])('%j: the officer is told', (text, found) => {
    expect(meaning(text, at('menu.usage'))).toEqual([{ reply: 'masked', found }]);
  });

  test('does not keep the question around it from being answered', () => {
    expect(masked(`${id} Digital ID สมัครอย่างไร`, at('menu.usage'))).toEqual([
      { reply: 'masked', found: ['national-id'] },
      { reply: 'answer', intent: 'digital-id' },
    ]);
  });

  test.each(slots)('is no value of %s', (slot) => {
    for (const text of [id, token, `ชื่อ ${id}`])
      expect(meaning(text, at(`form.${slot}`))).toMatchObject([{ reply: 'masked' }]);
  });

  test.each(['081-234-5678', '123456782', '1101700230709', '2566'])('%j is none', (text) => {
    expect(masked(text, at('menu.usage'))).toBeNull();
  });
});
