import { expect, test } from 'vitest';
import { readAgency } from '../support/agency-readers.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';

const understand = createUnderstanding({ readAgency });

test.each([
  ['Digital ID สมัครที่ไหน แล้ว token ขอที่ไหน', ['digital-id', 'token-request']],
  ['ขอคู่มือหน่อยค่ะ แล้วหมดเขตวันไหน', ['manual', 'deadline']],
  ['Where do I get the token? When is the deadline?', ['token-request', 'deadline']],
])('a message with two questions names both: %s', (text, intents) => {
  const { intent, choices } = understand(text);
  expect([intent, ...choices]).toEqual(expect.arrayContaining(intents));
});

test.each(['ขอโทเคนที่ไหน', 'โทรไปแล้วต้องกดอะไรต่อ', 'เมื่อวานประชุม แล้วหัวหน้าให้มาถามว่าโทเคนขอที่ไหน'])(
  'one question has one answer: %s',
  (text) => {
    const { outcome, choices } = understand(text);
    expect(outcome === 'answer' ? choices : []).toEqual([]);
  },
);
