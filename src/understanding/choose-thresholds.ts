import type { Judge, Opinion, Thresholds } from './judge.ts';
import { gapSignsOf, indexOfMost, probabilityOf } from './judge.ts';
import { gaps } from '../../flows/domain.ts';
import type { Meaning } from './tables.ts';

/** An example as it was weighed by a model that had not learned it. */
export interface FoldOutcome {
  /** Its number in the table. */
  readonly example: number;
  readonly opinion: Opinion;
  readonly signs: readonly number[];
  /** Numbers of the labels that are right. */
  readonly right: readonly number[];
}

/** What understanding promises of texts it has not seen: shares of the answerable ones, and of the others. */
const promised = {
  wrong: 0.015,
  outsideAnswered: 0.02,
  outsideOffered: 0.12,
  /** Of all that are said to be a gap. */
  wrongGap: 0.05,
  /** Of all that are answered by their nearest example alone. */
  wrongNearest: 0.015,
};

/** A case at some height, which speaks for a threshold below it or against. */
interface Case {
  readonly height: number;
  readonly faults: readonly boolean[];
}

/** The lowest thresholds that keep what is promised. */
export function chooseThresholds(
  outcomes: readonly FoldOutcome[],
  judge: Judge,
  labels: readonly Meaning[],
): Thresholds {
  const isOutside = ({ opinion, right }: FoldOutcome): boolean => !opinion.ranked.includes(right[0] ?? -1);
  const outside = outcomes.filter(isOutside).length;
  const inside = outcomes.length - outside;
  const isGap = labels.map((label) => gaps.includes(label));
  const likeness = purest(
    outcomes.map(({ opinion, right }) => {
      const label = indexOfMost(opinion.likeness);
      return { height: opinion.likeness[label] ?? 0, faults: [!right.includes(label)] };
    }),
    promised.wrongNearest,
  );
  const isNear = ({ opinion }: FoldOutcome): boolean => Math.max(...opinion.likeness) >= likeness;
  const answer = lowest(
    outcomes.map((outcome) => {
      const near = isNear(outcome) ? indexOfMost(outcome.opinion.likeness) : null;
      const isLeftAlone = near !== null && !outcome.opinion.ranked.includes(near);
      const wrong = !isLeftAlone && !outcome.right.includes(near ?? outcome.opinion.ranked[0] ?? -1);
      return {
        // What is near enough is answered whatever the threshold.
        height: near === null ? probabilityOf(judge.right, outcome.signs) : 1,
        faults: [wrong && !isOutside(outcome), wrong && isOutside(outcome)],
      };
    }),
    [promised.wrong * inside, promised.outsideAnswered * outside],
  );
  const choices = lowest(
    outcomes
      .filter((outcome) => !isNear(outcome) && probabilityOf(judge.right, outcome.signs) < answer)
      .map((outcome) => ({
        height: probabilityOf(judge.among, outcome.signs),
        faults: [isOutside(outcome)],
      })),
    [promised.outsideOffered * outside],
  );
  return {
    answer,
    choices,
    gap: purest(
      outcomes.flatMap(({ opinion, right }) => {
        const label = indexOfMost(opinion.probabilities);
        const height = probabilityOf(judge.gap, gapSignsOf(opinion, label));
        return isGap[label] === true ? [{ height, faults: [!right.includes(label)] }] : [];
      }),
      promised.wrongGap,
    ),
    likeness,
  };
}

/** What is said to an example that was not learned. */
export function decisionOf(
  { opinion, signs }: FoldOutcome,
  judge: Judge,
  thresholds: Thresholds,
): { readonly answer: number | null; readonly choices: readonly number[] } {
  const nothing = { answer: null, choices: [] };
  const nearest = indexOfMost(opinion.likeness);
  const [first = -1] = opinion.ranked;
  if ((opinion.likeness[nearest] ?? 0) >= thresholds.likeness)
    return opinion.ranked.includes(nearest) ? { answer: nearest, choices: [] } : nothing;
  if (probabilityOf(judge.right, signs) >= thresholds.answer) return { answer: first, choices: [] };
  if (probabilityOf(judge.among, signs) < thresholds.choices) return nothing;
  return { answer: null, choices: opinion.ranked.slice(0, 3) };
}

/** The number of the gap that an example is said to ask for, null where none surely is. */
export function gapNamedOf(
  { opinion }: FoldOutcome,
  judge: Judge,
  thresholds: Thresholds,
  labels: readonly Meaning[],
): number | null {
  const nearest = indexOfMost(opinion.likeness);
  const isNear = (opinion.likeness[nearest] ?? 0) >= thresholds.likeness;
  const label = isNear ? nearest : indexOfMost(opinion.probabilities);
  if (!(gaps as readonly Meaning[]).includes(labels[label] ?? 'out-of-scope')) return null;
  return isNear || probabilityOf(judge.gap, gapSignsOf(opinion, label)) >= thresholds.gap ? label : null;
}

/** The lowest height above which each kind of fault is found at most so often. */
function lowest(cases: readonly Case[], limits: readonly number[]): number {
  const times = limits.map(() => 0);
  let height = 1;
  for (const one of cases.toSorted((a, b) => b.height - a.height)) {
    for (const [kind, isFault] of one.faults.entries()) if (isFault) times[kind] = (times[kind] ?? 0) + 1;
    if (times.some((count, kind) => count > (limits[kind] ?? 0))) return height;
    height = one.height;
  }
  return height;
}

/** The lowest height above which at most such a share is faulty. */
function purest(cases: readonly Case[], share: number): number {
  let [faults, height] = [0, 1];
  for (const [at, one] of cases.toSorted((a, b) => b.height - a.height).entries()) {
    if (one.faults.some(Boolean)) faults += 1;
    if (faults / (at + 1) <= share) height = one.height;
  }
  return height;
}
