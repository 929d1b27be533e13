import { expect, test } from 'vitest';
import { loadWords } from '../src/words.ts';

test('a word is said in the language asked for', () => {
  const words = loadWords();
  expect(words.say('th', 'conversation:menu')).toBe('เมนู');
  expect(words.say('en', 'conversation:menu')).toBe('Menu');
  expect(words.has('en', 'conversation:nothing')).toBe(false);
});
