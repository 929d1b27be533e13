import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readEvalFile } from '../../src/commands/eval/lines.ts';
import { evaluate } from '../../src/commands/eval/score.ts';
import { readAgency } from '../support/agency-readers.ts';
import { loadFaq } from '../../src/understanding/tables.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';

const understand = createUnderstanding({ readAgency });
const sets = fileURLToPath(new URL('../../flows/evaluation/', import.meta.url));
const pathOf = (file: string): string => `${sets}${file}`;

// Nobody looks at what goes wrong here while mending: then it tells how unseen questions fare.
test('the questions that nothing was learned from are understood', () => {
  const { answerable, outOfScope } = evaluate(readEvalFile(pathOf('questions.fresh.jsonl')), understand).faq;
  expect(answerable.atOnce).toBeGreaterThanOrEqual(0.75);
  expect(answerable.among).toBeGreaterThanOrEqual(0.95);
  expect(answerable.wrongAtOnce).toBeLessThanOrEqual(0.03);
  expect(outOfScope.wrongAtOnce).toBeLessThanOrEqual(0.04);
  expect(outOfScope.choices).toBeLessThanOrEqual(0.15);
});

test('no question that judges understanding is also learned', () => {
  const learned = new Set(loadFaq().examples.map(({ text }) => text));
  const { faq } = readEvalFile(pathOf('questions.fresh.jsonl'));
  expect(faq.map(({ text }) => text).filter((text) => learned.has(text))).toEqual([]);
});

test('the agencies that nobody looked at while mending reach their issuers', () => {
  const { agencies } = evaluate(readEvalFile(pathOf('agencies.fresh.jsonl')), understand);
  expect(agencies.issuerAtOnce).toBeGreaterThanOrEqual(0.9);
  expect(agencies.issuerAmong).toBeGreaterThanOrEqual(0.92);
  expect(agencies.wrongIssuerAtOnce).toBeLessThanOrEqual(0.04);
});

test.each(['agencies.dev.jsonl', 'agencies.held-out.jsonl'])(
  '%s reaches what is asked of unseen agencies',
  (file) => {
    const { agencies } = evaluate(readEvalFile(pathOf(file)), understand);
    expect(agencies.issuerAtOnce).toBeGreaterThanOrEqual(0.9);
    expect(agencies.issuerAmong).toBeGreaterThanOrEqual(0.98);
    expect(agencies.wrongIssuerAtOnce).toBeLessThanOrEqual(0.02);
    expect(agencies.typeAmong).toBeGreaterThanOrEqual(0.95);
  },
);
