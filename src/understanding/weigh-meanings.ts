import type { Shown } from './count-features.ts';

/** What was learned: for each feature in order a weight for each label in order, in steps of the label's `scale`. */
export interface Model {
  readonly weights: Int8Array;
  readonly scale: Float64Array;
  readonly bias: Float64Array;
}

export interface Sample {
  readonly shown: Pick<Shown, 'ids' | 'values'>;
  /** The number of the label. */
  readonly label: number;
}

/** How it is learned; the cross-validated figures hardly move when one of these is halved or doubled. */
const learning = { rounds: 14, firstStep: 0.5, slowing: 0.25, decay: 0.0004, negligible: 0.004 };

/**
 * Multinomial logistic regression by stochastic gradient descent in a fixed order: the same samples give the same weights.
 * @param features how many there are. @param labels how many there are.
 */
export function train(features: number, labels: number, samples: readonly Sample[]): Model {
  const { rounds, firstStep, slowing, decay, negligible } = learning;
  const weights = new Float64Array(features * labels);
  const bias = new Float64Array(labels);
  for (let round = 0; round < rounds; round += 1) {
    const step = firstStep / (1 + round * slowing);
    for (const index of shuffled(samples.length, round)) {
      const { shown, label } = samples[index] ?? { shown: { ids: [], values: [] }, label: 0 };
      const scores = sumsOf(weights, labels, shown);
      for (let l = 0; l < labels; l += 1) scores[l] = (scores[l] ?? 0) + (bias[l] ?? 0);
      softmax(scores);
      for (let l = 0; l < labels; l += 1) {
        const push = (scores[l] ?? 0) - (l === label ? 1 : 0);
        if (Math.abs(push) < negligible) continue;
        bias[l] = (bias[l] ?? 0) - (step * push) / labels;
        for (let at = 0; at < shown.ids.length; at += 1) {
          const place = (shown.ids[at] ?? 0) * labels + l;
          const old = weights[place] ?? 0;
          weights[place] = old - step * (push * (shown.values[at] ?? 0) + decay * old);
        }
      }
    }
  }
  const scale = new Float64Array(labels);
  for (const [place, weight] of weights.entries())
    scale[place % labels] = Math.max(scale[place % labels] ?? 0, Math.abs(weight) / 127);
  const inSteps = Int8Array.from(weights, (weight, at) => Math.round(weight / (scale[at % labels] || 1)));
  return { weights: inSteps, scale, bias };
}

/** The probability of each label. */
export function weigh({ weights, scale, bias }: Model, shown: Sample['shown']): Float64Array {
  const scores = sumsOf(weights, bias.length, shown);
  for (let l = 0; l < scores.length; l += 1) scores[l] = (scores[l] ?? 0) * (scale[l] ?? 0) + (bias[l] ?? 0);
  softmax(scores);
  return scores;
}

/** What spoke for a label, best first: numbers of features, with the part of its score that each gave. */
export function reasonsFor(
  { weights, scale }: Model,
  { ids, values }: Sample['shown'],
  label: number,
): readonly { readonly id: number; readonly amount: number }[] {
  return ids
    .map((id, at) => ({
      id,
      amount: (weights[id * scale.length + label] ?? 0) * (scale[label] ?? 0) * (values[at] ?? 0),
    }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
}

/** Features beyond those that were learned weigh nothing. */
function sumsOf(
  weights: Float64Array | Int8Array,
  labels: number,
  { ids, values }: Sample['shown'],
): Float64Array {
  const sums = new Float64Array(labels);
  for (let at = 0; at < ids.length; at += 1) {
    const base = (ids[at] ?? 0) * labels;
    const value = values[at] ?? 0;
    for (let l = 0; l < labels; l += 1) sums[l] = (sums[l] ?? 0) + (weights[base + l] ?? 0) * value;
  }
  return sums;
}

function softmax(scores: Float64Array): void {
  const top = Math.max(...scores);
  let sum = 0;
  for (let l = 0; l < scores.length; l += 1) sum += scores[l] = Math.exp((scores[l] ?? 0) - top);
  for (let l = 0; l < scores.length; l += 1) scores[l] = (scores[l] ?? 0) / sum;
}

/** A fixed disorder for each round, so that no label is learned in one go. */
function shuffled(length: number, seed: number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  let state = 12345 + seed;
  for (let index = length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const other = (state >> 8) % (index + 1);
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}
