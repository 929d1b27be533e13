import { describe, expect, test } from 'vitest';
import { at, hour, meaning, reads, whole } from '../officer.ts';

const question = reads('question');

describe('a question in the officer’s own words', () => {
  test.each([
    ['Digital ID สมัครอย่างไร', { reply: 'answer', intent: 'digital-id' }],
    ['Token มีไว้ทำอะไร', { reply: 'answer', intent: 'token-purpose' }],
    ['How do I get a Digital ID?', { reply: 'answer', intent: 'digital-id' }],
    ['ขอคุยกับเจ้าหน้าที่หน่อย', { type: 'human' }],
  ])('%j is answered, or starts what it asks for', (text, means) => {
    expect(question(text, at('menu.usage'))).toEqual([means]);
  });

  test.each(['โทเคนหาย', 'เปิดกี่โมงคะ'])('%j: that the letter does not say it is told', (text) => {
    expect(question(text, at('menu.usage'))).toMatchObject([{ reply: 'gap' }]);
  });

  test.each(['ฟหกดสว', 'ใช่', '0 2221 0151'])('%j is not understood, and said to be', (text) => {
    expect(meaning(text, at('menu.usage'))).toEqual([{ reply: 'unknown' }]);
  });

  test('the same text in the same place always means the same', () => {
    const situation = at('menu.usage', { pauseMs: 3 * hour });
    expect(meaning('ขอ token ที่ไหน', situation)).toEqual(meaning('ขอ token ที่ไหน', situation));
  });
});

describe('the language of the answer', () => {
  test.each([
    ['How do I get a Digital ID?', 'en'],
    ['Where can we apply for the Token', 'en'],
    ['Digital ID สมัครอย่างไร', 'th'],
    ['ขอ token ที่ไหน', 'th'],
  ])('%j is answered in its own: %s', (text, language) => {
    expect(whole(text, at('menu.usage')).language).toBe(language);
  });

  test.each(['somying@rid.go.th', 'https://token.example.go.th/apply', 'OK', 'token', 'DGA', '123'])(
    '%j tells none',
    (text) => {
      expect(whole(text, at('menu.usage')).language ?? null).toBeNull();
    },
  );
});
