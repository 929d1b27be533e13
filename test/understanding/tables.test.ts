import { describe, expect, test } from 'vitest';
import { answerIntents, gaps, intents, languages } from '../../flows/domain.ts';
import { loadFaq, readFaq, tableFiles } from '../../src/understanding/tables.ts';
import { normalise } from '../../src/text/normalise.ts';
import { loadWords } from '../../src/base/words.ts';

const table = loadFaq();
const words = loadWords();

describe('the tables', () => {
  test('have one entry for each intent', () => {
    expect(table.entries.map(({ id }) => id).sort()).toEqual([...intents].sort());
  });

  test.each(answerIntents)('%s names its source and the day it was checked', (intent) => {
    const entry = table.entries.find(({ id }) => id === intent);
    expect(entry?.source).toMatchObject({ number: 'นร 1200/ว63', date: '2023-11-17' });
    expect(entry?.checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('the passed deadline is marked as passed', () => {
    expect(table.entries.find(({ id }) => id === 'deadline')?.validTo).toBe('2023-11-30');
  });

  test('concepts are written as they are compared', () => {
    const odd = table.concepts.flatMap(({ id, words: own }) =>
      own.filter((word) => normalise(word) !== word).map((word) => `${id}: ${word}`),
    );
    expect(odd).toEqual([]);
  });
});

describe.each(languages)('in %s', (language) => {
  const graphemes = new Intl.Segmenter(language, { granularity: 'grapheme' });

  test.each(intents)('the title of %s fits a button', (intent) => {
    expect(words.has(language, `faq:title.${intent}`)).toBe(true);
    expect([...graphemes.segment(words.say(language, `faq:title.${intent}`))].length).toBeLessThanOrEqual(20);
  });

  test.each(answerIntents)('the answer of %s ends with its source and its date', (intent) => {
    expect(words.has(language, `faq:answer.${intent}`)).toBe(true);
    const last = words.say(language, `faq:answer.${intent}`).split('\n').at(-1);
    expect(last).toMatch(
      language === 'th'
        ? /^ที่มา: .*นร 1200\/ว63 ลงวันที่ 17 พฤศจิกายน 2566/
        : /^Source: .*นร 1200\/ว63 of 17 November 2023/,
    );
  });

  test.each(['token-request', 'token-central', 'token-regional', 'token-local'])(
    '%s says that conditions differ',
    (intent) => {
      expect(words.say(language, `faq:answer.${intent}`)).toMatch(
        language === 'th' ? /เงื่อนไข.*แตกต่างกัน/ : /conditions .* may differ/,
      );
    },
  );
});

describe('a table with a fault is refused, each fault on a line', () => {
  const concepts = 'token: { words: โทเคน }';
  const entry = (text: string): string => `entries:\n  - ${text}\noutOfScope: { examples: สวัสดี }`;
  const none = entry('{ id: human, examples: x }');

  test.each<[fault: string, files: { [path: string]: string }, message: RegExp]>([
    [
      'an unknown intent',
      { 'faq.yaml': entry('{ id: weather, examples: x }') },
      /weather: an answer needs source/,
    ],
    ['an intent left out', { 'faq.yaml': none }, /deadline: stands 0 times instead of once/],
    [
      'an answer without source',
      { 'faq.yaml': entry('{ id: deadline, examples: x }') },
      /deadline: an answer names its source/,
    ],
    [
      'a day that is none',
      { 'faq.yaml': entry('{ id: human, examples: x, validTo: 2566-13-41 }') },
      /validTo/,
    ],
    ['a role that is none', { 'concepts.yaml': 'token: { role: topic, words: x }' }, /token\.role/],
    [
      'a pattern that is none',
      { 'concepts.yaml': 'token: { words: x, patterns: ["("] }' },
      /token: SyntaxError/,
    ],
    ['a concept without words', { 'concepts.yaml': 'token: {}' }, /flows\/concepts\.yaml: token\.words/],
  ])('%s', (_fault, files, message) => {
    const texts = { 'faq.yaml': none, 'concepts.yaml': concepts, 'gaps.yaml': 'how-long: x', ...files };
    const all = Object.entries(texts).map(([file, text]) => ({ path: `flows/${file}`, text }));
    expect(() => readFaq(all)).toThrow(message);
  });

  test.each(['weather: x', 'deadline, weather: x'])('examples of a meaning that is none: %s', (text) => {
    const changed = tableFiles().map((file) =>
      file.path === 'flows/examples/voices.yaml' ? { ...file, text } : file,
    );
    expect(() => readFaq(changed)).toThrow(/voices\.yaml: .*names no intents/);
  });
});

test('each gap has at least twenty examples', () => {
  for (const gap of gaps)
    expect(table.examples.filter(({ meaning }) => meaning === gap).length).toBeGreaterThanOrEqual(20);
});
