import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readEvalFile } from '../../src/commands/eval/lines.ts';
import { evaluate } from '../../src/commands/eval/score.ts';
import { createUnderstanding } from '../../src/faq/understand.ts';
import { readAgency } from '../../src/routing/agency.ts';

const understand = createUnderstanding({ readAgency });
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.jsonl'));
const pathOf = (file: string): string => `${import.meta.dirname}/${file}`;

describe.each(files.filter((file) => file.startsWith('faq.')))('%s', (file) => {
  const lines = readEvalFile(pathOf(file));

  test('reaches what is asked of unseen questions', () => {
    const { answerable, outOfScope } = evaluate(lines, understand).faq;
    expect(answerable.atOnce).toBeGreaterThanOrEqual(0.85);
    expect(answerable.among).toBeGreaterThanOrEqual(0.97);
    expect(answerable.wrongAtOnce).toBeLessThanOrEqual(0.02);
    expect(outOfScope.wrongAtOnce).toBeLessThanOrEqual(0.02);
    expect(outOfScope.choices).toBeLessThanOrEqual(0.15);
  });

  // `npm run golden` writes what is said now; the difference is what a reviewer reads.
  test('no answer changes unnoticed', async () => {
    const said = lines.faq.map(({ text }) => {
      const { outcome, intent, choices } = understand(text);
      return `${[outcome, intent ?? choices.join(' ')].join(' ').trim()} ← ${text}`;
    });
    await expect(`${said.join('\n')}\n`).toMatchFileSnapshot(pathOf(file.replace('.jsonl', '.golden.txt')));
  });
});

test.each(files.filter((file) => file.startsWith('agencies.')))(
  '%s reaches what is asked of unseen agencies',
  (file) => {
    const { agencies } = evaluate(readEvalFile(pathOf(file)), understand);
    expect(agencies.issuerAtOnce).toBeGreaterThanOrEqual(0.9);
    expect(agencies.issuerAmong).toBeGreaterThanOrEqual(0.98);
    expect(agencies.wrongIssuerAtOnce).toBeLessThanOrEqual(0.02);
    expect(agencies.typeAmong).toBeGreaterThanOrEqual(0.95);
  },
);
