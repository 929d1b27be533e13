import type { Intent } from '../../flows/domain.ts';
import { intents } from '../../flows/domain.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { FaqTable } from '../understanding/tables.ts';

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

/** The examples that understanding is learned from. */
export function goldenQuestions({ examples, entries }: FaqTable): GoldenQuestion[] {
  return examples.map(({ text, meaning, also }) => {
    const of = entries.find(({ id }) => id === meaning)?.of ?? null;
    const named: ReadonlySet<unknown> = new Set([meaning, of, ...also]);
    return { text, right: intents.filter((known) => named.has(known)) };
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
