import { expect, test } from 'vitest';
import { languageOf } from '../../src/text/language.ts';
import { normalise } from '../../src/text/normalise.ts';

test.each([
  ['ขอ token ที่ไหน', 'th'],
  ['kho token thi nai', 'th'],
  ['token khor yang ngai krub', 'th'],
  ['samak digital id tong chai arai bang', 'th'],
  ['where do i get the token', 'en'],
  ['request token', 'en'],
  ['register digital id', 'en'],
  ['how to get a token ka', 'en'],
  ['ขอ token for our new agency please', null],
  ['token', null],
  ['12345', null],
])('%s is of the language %s', (text, language) => {
  expect(languageOf(normalise(text))).toBe(language);
});
