import { describe, expect, test } from 'vitest';
import { loadFaq } from '../../src/understanding/tables.ts';
import type { Outcome } from '../../src/learning/golden.ts';
import { goldenChanges, goldenQuestions } from '../../src/learning/golden.ts';
import { previewLesson } from '../../src/learning/preview.ts';

const answer = (intent: NonNullable<Outcome['intent']>): Outcome => ({
  outcome: 'answer',
  intent,
  choices: [],
});
const choices = (...intents: Outcome['choices']): Outcome => ({
  outcome: 'choices',
  intent: null,
  choices: intents,
});
const none: Outcome = { outcome: 'none', intent: null, choices: [] };

describe('a golden question that would be understood in another way', () => {
  test.each([
    ['better', none, answer('manual')],
    ['better', none, choices('manual', 'signup')],
    ['better', choices('manual', 'signup'), answer('manual')],
    ['better', answer('signup'), none],
    ['worse', answer('manual'), choices('manual', 'signup')],
    ['worse', answer('manual'), answer('signup')],
    ['worse', none, answer('signup')],
    ['other', choices('manual', 'signup'), choices('manual', 'deadline')],
  ] as const)('is told as %s', (verdict, before, after) => {
    const questions = [{ text: 'ขอคู่มือ', right: ['manual'] as const }];
    expect(
      goldenChanges(
        questions,
        () => before,
        () => after,
      ),
    ).toEqual([{ text: 'ขอคู่มือ', before, after, verdict }]);
  });

  test('outside the letter silence is right', () => {
    const questions = [{ text: 'ต่อภาษีรถ', right: [] }];
    const [change] = goldenChanges(
      questions,
      () => none,
      () => choices('manual'),
    );
    expect(change?.verdict).toBe('worse');
  });

  test('is not told when only the order of its choices changes, and the worse come first', () => {
    const questions = ['ก', 'ข', 'ค'].map((text) => ({ text, right: ['manual'] as const }));
    const before = (text: string): Outcome => (text === 'ก' ? choices('manual', 'signup') : none);
    const after = (text: string): Outcome =>
      text === 'ก' ? choices('signup', 'manual') : text === 'ข' ? answer('manual') : answer('signup');
    expect(goldenChanges(questions, before, after).map(({ text, verdict }) => [text, verdict])).toEqual([
      ['ค', 'worse'],
      ['ข', 'better'],
    ]);
  });
});

test('the golden questions are at least the examples of the table, each once', () => {
  const table = loadFaq();
  const texts = goldenQuestions(table).map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toEqual(expect.arrayContaining(table.examples.map(({ text }) => text)));
  expect(texts.length).toBeGreaterThan(300);
});

test('a preview tells how the phrase would be understood, and which golden questions change', async () => {
  const preview = await previewLesson({
    taught: [],
    lesson: { entry: 'manual', phrase: 'ขอโทเคนได้ที่ไหน' },
    agencies: [],
  });
  expect(preview.before).toMatchObject({ outcome: 'answer', intent: 'token-request' });
  expect(preview.after).not.toEqual(preview.before);
  expect(preview.changes.some(({ verdict }) => verdict === 'worse')).toBe(true);
  expect(preview.asked).toBeGreaterThan(300);
});
