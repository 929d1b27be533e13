import { expect, test } from 'vitest';
import { namedChoice, namedChoices } from '../../src/text/named-choice.ts';

const names = ['กรมที่ดิน', 'เทศบาลเมืองแสนสุข', 'เทศบาลตำบลบางปู'];

test.each([
  ['ของกรมก่อนค่ะ', 'กรมที่ดิน'],
  ['กรมที่ดินครับ', 'กรมที่ดิน'],
  ['เอาเทศบาลตำบลก่อน', 'เทศบาลตำบลบางปู'],
  ['ขอ แสนสุข ละกันครับ', 'เทศบาลเมืองแสนสุข'],
  ['บางปูแล้วกัน', 'เทศบาลตำบลบางปู'],
])('%j is a part of %s alone', (text, name) => {
  expect(namedChoice(text, names)).toBe(name);
});

test.each(['เทศบาลค่ะ', 'กรม', 'กรมที่ดินอยู่ที่ไหนคะ', 'กรมชลประทาน', 'ก่อน', 'ขอคิดดูก่อน', ''])(
  '%j chooses none of them',
  (text) => {
    expect(namedChoice(text, text === 'กรม' ? [...names, 'กรมการปกครอง'] : names)).toBeNull();
  },
);

test('a part that several have leaves those', () => {
  expect(namedChoices('เทศบาลค่ะ', names)).toEqual(['เทศบาลเมืองแสนสุข', 'เทศบาลตำบลบางปู']);
});
