import type { Shown } from './count-features.ts';
import type { ReadText } from './read-text.ts';

/** What speaks for each label of a text, by its number. */
export interface Opinion {
  readonly probabilities: ArrayLike<number>;
  /** How near the nearest example is, 0 to 1. */
  readonly likeness: ArrayLike<number>;
  readonly text: Pick<ReadText, 'unexplained' | 'longestRun' | 'sound'>;
  readonly novelty: Shown['novelty'];
}

/** What is learned from texts that were judged without having been learned: weights of `signsOf`. */
export interface Judge {
  /** For the best answer being right. */
  readonly right: readonly number[];
  /** For the right one being among the three best answers. */
  readonly among: readonly number[];
  /** For the best gap being what is asked for. */
  readonly gap: readonly number[];
}

/** From which probability on something is said, 0 to 1; `likeness` from which on the nearest example alone is believed. */
export type Thresholds = { readonly [what in 'answer' | 'choices' | 'gap' | 'likeness']: number };

/** What a label stands for. */
export type LabelKind = 'answer' | 'gap' | 'outside';

export interface Decision {
  readonly outcome: 'answer' | 'choices' | 'none';
  /** Labels of answers, best first: the answer, or what is offered. */
  readonly answers: readonly number[];
  /** The label of a gap that is surely asked for, where nothing is answered. */
  readonly gap: number | null;
  /** 0 to 1: how sure the best answer is. */
  readonly score: number;
}

/** As many as are offered. */
export const offered = 3;
const least = 1e-4;

/** The labels of a kind, the most probable first. */
export function ranked({ probabilities }: Opinion, kinds: readonly LabelKind[], kind: LabelKind): number[] {
  return kinds
    .flatMap((own, label) => (own === kind ? [label] : []))
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
}

/** The numbers that a judge weighs for the best of a kind of labels. @param labels of that kind, best first. */
export function signsOf(
  { probabilities, likeness, text, novelty }: Opinion,
  labels: readonly number[],
): number[] {
  const [first = 0, second = 0, third = 0] = labels;
  const probability = (label: number): number => Math.max(least, probabilities[label] ?? 0);
  const kin = new Set(labels);
  let [rest, kinLikeness, otherLikeness] = [0, 0, 0];
  for (let label = 0; label < probabilities.length; label += 1) {
    const near = likeness[label] ?? 0;
    if (!kin.has(label)) {
      rest += probabilities[label] ?? 0;
      otherLikeness = Math.max(otherLikeness, near);
    } else if (label !== first) kinLikeness = Math.max(kinLikeness, near);
  }
  const own = likeness[first] ?? 0;
  return [
    1,
    logit(probability(first)),
    Math.log(probability(first) / probability(second)),
    Math.log(probability(second) / probability(third)),
    logit(rest),
    own,
    own - kinLikeness,
    own - otherLikeness,
    text.unexplained,
    Math.log(text.longestRun + 1),
    novelty,
    Math.log(text.sound.length + 1),
    ...Array.from(probabilities, (_, label) => Number(label === first)),
  ];
}

/** @returns 0 to 1. */
export function probabilityOf(weights: readonly number[], signs: readonly number[]): number {
  return sigmoid(weights.reduce((sum, weight, at) => sum + weight * (signs[at] ?? 0), 0));
}

/** What is said to a text. A near example decides alone; otherwise what is sure enough. */
export function decide(
  opinion: Opinion,
  kinds: readonly LabelKind[],
  judge: Judge,
  thresholds: Thresholds,
): Decision {
  const answers = ranked(opinion, kinds, 'answer');
  const nearest = indexOfMost(opinion.likeness);
  const near = opinion.likeness[nearest] ?? 0;
  const signs = signsOf(opinion, answers);
  const score = probabilityOf(judge.right, signs);
  if (near > thresholds.likeness) {
    if (kinds[nearest] !== 'answer')
      return {
        outcome: 'none',
        answers,
        gap: kinds[nearest] === 'gap' ? nearest : null,
        score: Math.min(score, 1 - near),
      };
    const others = answers.filter((label) => label !== nearest);
    return { outcome: 'answer', answers: [nearest, ...others], gap: null, score: Math.max(score, near) };
  }
  if (score > thresholds.answer) return { outcome: 'answer', answers, gap: null, score };
  const gaps = ranked(opinion, kinds, 'gap');
  if (probabilityOf(judge.gap, signsOf(opinion, gaps)) > thresholds.gap)
    return { outcome: 'none', answers, gap: gaps[0] ?? null, score };
  const isOffered = probabilityOf(judge.among, signs) > thresholds.choices;
  return { outcome: isOffered ? 'choices' : 'none', answers, gap: null, score };
}

/** The place of the greatest number; of several, the last. */
export function indexOfMost(numbers: ArrayLike<number>): number {
  let most = 0;
  for (let at = 1; at < numbers.length; at += 1) if ((numbers[at] ?? 0) >= (numbers[most] ?? 0)) most = at;
  return most;
}

export function sigmoid(sum: number): number {
  return 1 / (1 + Math.exp(-sum));
}

function logit(p: number): number {
  return Math.log(Math.max(least, p) / Math.max(least, 1 - p));
}
