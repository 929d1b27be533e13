import { describe, expect, test } from 'vitest';
import { loadWords } from '../src/words.ts';

const words = loadWords();
const newYear = Date.UTC(2026, 11, 31, 18, 30);

describe('words', () => {
  test('a word is said in the language asked for', () => {
    expect(words.say('th', 'conversation:choice.menu')).toBe('เมนู');
    expect(words.say('en', 'conversation:choice.menu')).toBe('Menu');
    expect(words.has('en', 'conversation:nothing')).toBe(false);
  });

  test('dates are in Bangkok and, in Thai, in the Buddhist era', () => {
    const params = { notice: '1', at: newYear };
    expect(words.say('th', 'conversation:consent.already', params)).toContain('1 มกราคม 2570');
    expect(words.say('en', 'conversation:consent.already', params)).toContain('1 January 2027');
  });

  test('a reference is grouped in threes', () => {
    expect(words.say('th', 'conversation:request.noted', { ref: '123456782' })).toContain('123-456-782');
  });

  test('what an officer typed is inserted as it is, never read as a template', () => {
    const typed = '$t(conversation:choice.menu) {{ref}} <b>';
    expect(words.say('en', 'conversation:form.ask.name', { step: 1, current: typed })).toContain(typed);
  });
});
