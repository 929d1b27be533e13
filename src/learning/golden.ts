import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Intent } from '../../flows/domain.ts';
import { intents } from '../../flows/domain.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { FaqTable } from '../faq/table.ts';

/** A question whose understanding is known to be right when it is one of `right`; none: it is outside. */
export interface GoldenQuestion {
  readonly text: string;
  readonly right: readonly Intent[];
}

/** What a question comes to, as far as it matters to the officer. */
export type Outcome = Pick<Understanding, 'outcome' | 'intent' | 'choices'>;

/** A golden question that would be understood in another way than now. */
export interface GoldenChange {
  readonly text: string;
  readonly before: Outcome;
  readonly after: Outcome;
  readonly verdict: 'better' | 'worse' | 'other';
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const evaluationLine = z.object({
  text: z.string(),
  intent: z.string().nullable(),
  alt: z.array(z.string()).default([]),
});

/** The examples of the table, and the sets of questions in `test/eval` where the installation has them. */
export function goldenQuestions(table: FaqTable): GoldenQuestion[] {
  const own = table.entries.flatMap(({ id, of, examples }) =>
    examples.map((text) => ({ text, right: of === null ? [id] : [id, of] })),
  );
  const outside = table.outOfScope.examples.map((text) => ({ text, right: [] }));
  const files = globSync('test/eval/faq.*.jsonl', { cwd: root }).sort();
  const evaluated = files.flatMap((file) => readEvaluation(readFileSync(`${root}/${file}`, 'utf8')));
  return [
    ...new Map([...own, ...outside, ...evaluated].map((question) => [question.text, question])).values(),
  ];
}

function readEvaluation(text: string): GoldenQuestion[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { text: question, intent, alt } = evaluationLine.parse(JSON.parse(line));
      const named = new Set([intent, ...alt]);
      return { text: question, right: intents.filter((known) => named.has(known)) };
    });
}

/** The golden questions that `after` understands in another way than `before`; what gets worse comes first. */
export function goldenChanges(
  questions: readonly GoldenQuestion[],
  before: (text: string) => Outcome,
  after: (text: string) => Outcome,
): GoldenChange[] {
  return questions
    .flatMap(({ text, right }) => {
      const [was, will] = [outcomeOf(before(text)), outcomeOf(after(text))];
      if (isSame(was, will)) return [];
      const gain = worthOf(will, right) - worthOf(was, right);
      const verdict = gain > 0 ? 'better' : gain < 0 ? 'worse' : 'other';
      return [{ text, before: was, after: will, verdict } as const];
    })
    .toSorted((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
}

const verdicts: readonly GoldenChange['verdict'][] = ['worse', 'other', 'better'];

export function outcomeOf({ outcome, intent, choices }: Outcome): Outcome {
  return { outcome, intent, choices };
}

/** The order of the choices does not matter to who reads them. */
export function isSame(one: Outcome, other: Outcome): boolean {
  return (
    one.outcome === other.outcome &&
    one.intent === other.intent &&
    one.choices.toSorted().join() === other.choices.toSorted().join()
  );
}

/** Right at once is worth most, among the choices something, and a wrong answer at once the least. */
function worthOf({ outcome, intent, choices }: Outcome, right: readonly Intent[]): number {
  if (outcome === 'answer') return intent !== null && right.includes(intent) ? 3 : 0;
  if (right.length === 0) return outcome === 'none' ? 3 : 2;
  return outcome === 'choices' && choices.some((choice) => right.includes(choice)) ? 2 : 1;
}
