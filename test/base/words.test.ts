import { describe, expect, test } from 'vitest';
import type { Json } from '../../flows/domain.ts';
import { languages } from '../../flows/domain.ts';
import { loadWords } from '../../src/base/words.ts';

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

  test('whatever the sentence, a value stands in it as typed, and so do the sentence’s own words', () => {
    const values = [
      'สมศรี {{phone}}',
      '$t(conversation:choice.menu)',
      '{{name}} }} {{',
      '$& $1 $$',
      '$t(',
      '{{-ref}}<b>',
    ];
    for (const language of languages)
      for (const namespace of words.namespaces)
        for (const [key, sentence] of sentencesOf(words.table(language, namespace))) {
          const names = [...sentence.matchAll(/(?<!\$t\([^)]*)\{\{([\w.]+)\}\}/g)].map(
            ([, name]) => name ?? '',
          );
          for (const value of names.length > 0 ? values : []) {
            const said = words.say(
              language,
              `${namespace}:${key}`,
              Object.fromEntries(names.map((name) => [name, value])),
            );
            expect(said.split(value).length - 1, `${namespace}:${key}`).toBeGreaterThanOrEqual(names.length);
          }
        }
  });
});

function sentencesOf(table: Json, path: readonly string[] = []): [key: string, sentence: string][] {
  if (typeof table === 'string') return [[path.join('.'), table]];
  if (table === null || typeof table !== 'object') return [];
  return Object.entries(table).flatMap(([key, inner]) => sentencesOf(inner, [...path, key]));
}
