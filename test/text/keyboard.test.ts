import { expect, test } from 'vitest';
import { readAsLatin, readAsThai } from '../../src/text/keyboard.ts';

test.each([
  ['ะนาำื', 'token'],
  ['กรเระฟส รก', 'digital id'],
  ['รืดนใเนใะ้', 'info.go.th'],
])('%s on the Thai layout was meant as %s', (typed, meant) => {
  expect(readAsLatin(typed)).toBe(meant);
});

test.each([
  ['-vFmg8o', 'ขอโทเคน'],
  ['l;ylfu', 'สวัสดี'],
  ['8^j,nv', 'คู่มือ'],
])('%s on the Latin layout was meant as %s', (typed, meant) => {
  expect(readAsThai(typed)).toBe(meant);
});

test('every key goes there and back', () => {
  const keys = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOPASDFGHJKL:ZXCVBNM<>?1234567890-=!@#$%^&*()_+";
  expect(readAsLatin(readAsThai(keys))).toBe(keys);
});
