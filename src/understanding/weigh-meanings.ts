import type { Features } from './count-features.ts';

/** What was learned: for each feature in order a weight for each label in order, in steps of the label's `scale`. */
export interface Model {
  readonly labels: readonly string[];
  readonly codes: Int32Array;
  readonly weights: Int8Array;
  readonly scale: Float64Array;
  readonly bias: Float64Array;
}

export interface Sample {
  readonly features: Features;
  /** The number of the label. */
  readonly label: number;
}

/** One reason for a label: the part of its score that a feature gave. */
interface Contribution {
  readonly code: number;
  readonly amount: number;
}

export interface Weigher {
  /** The probability of each label, in their order. */
  weigh(features: Features): number[];
  /** What spoke for a label most, best first. */
  reasons(features: Features, label: number): Contribution[];
}

/** How it is learned; the cross-validated figures hardly move when one of these is halved or doubled. */
const learning = { rounds: 14, firstStep: 0.5, slowing: 0.25, decay: 0.0004, negligible: 0.004 };

/**
 * Multinomial logistic regression by stochastic gradient descent in a fixed order: the same samples give the same weights.
 * @param codes the features that are learned, in order.
 */
export function train(labels: readonly string[], codes: Int32Array, samples: readonly Sample[]): Model {
  const { rounds, firstStep, slowing, decay, negligible } = learning;
  const columns = new Map(Array.from(codes, (code, column) => [code, column]));
  const rows = samples.map(({ features, label }) => ({ label, ...known(features, columns) }));
  const width = labels.length;
  const weights = new Float64Array(codes.length * width);
  const bias = new Float64Array(width);
  const scores = new Float64Array(width);
  for (let round = 0; round < rounds; round += 1) {
    const step = firstStep / (1 + round * slowing);
    for (const index of shuffled(rows.length, round)) {
      const row = rows[index];
      if (row === undefined) continue;
      scores.set(bias);
      for (let at = 0; at < row.ids.length; at += 1) {
        const base = (row.ids[at] ?? 0) * width;
        const value = row.values[at] ?? 0;
        for (let l = 0; l < width; l += 1) scores[l] = (scores[l] ?? 0) + (weights[base + l] ?? 0) * value;
      }
      softmax(scores);
      for (let l = 0; l < width; l += 1) {
        const push = (scores[l] ?? 0) - (l === row.label ? 1 : 0);
        if (Math.abs(push) < negligible) continue;
        bias[l] = (bias[l] ?? 0) - step * push * bias.length ** -1;
        for (let at = 0; at < row.ids.length; at += 1) {
          const place = (row.ids[at] ?? 0) * width + l;
          const old = weights[place] ?? 0;
          weights[place] = old - step * (push * (row.values[at] ?? 0) + decay * old);
        }
      }
    }
  }
  return { labels, codes, bias, ...inEightBits(weights, width) };
}

export function createWeigher({ labels, codes, weights, scale, bias }: Model): Weigher {
  const columns = new Map(Array.from(codes, (code, column) => [code, column]));
  const width = labels.length;
  return {
    weigh(features) {
      const { ids, values } = known(features, columns);
      const sums = new Float64Array(width);
      for (let at = 0; at < ids.length; at += 1) {
        const base = (ids[at] ?? 0) * width;
        const value = values[at] ?? 0;
        for (let l = 0; l < width; l += 1) sums[l] = (sums[l] ?? 0) + (weights[base + l] ?? 0) * value;
      }
      for (let l = 0; l < width; l += 1) sums[l] = (sums[l] ?? 0) * (scale[l] ?? 0) + (bias[l] ?? 0);
      softmax(sums);
      return [...sums];
    },
    reasons({ codes: shown, values }, label) {
      return shown
        .flatMap((code, at) => {
          const column = columns.get(code);
          if (column === undefined) return [];
          const amount = (weights[column * width + label] ?? 0) * (scale[label] ?? 0) * (values[at] ?? 0);
          return amount > 0 ? [{ code, amount }] : [];
        })
        .sort((a, b) => b.amount - a.amount);
    },
  };
}

function known(
  { codes, values }: Features,
  columns: ReadonlyMap<number, number>,
): { readonly ids: readonly number[]; readonly values: readonly number[] } {
  const ids: number[] = [];
  const kept: number[] = [];
  for (let at = 0; at < codes.length; at += 1) {
    const column = columns.get(codes[at] ?? 0);
    if (column === undefined) continue;
    ids.push(column);
    kept.push(values[at] ?? 0);
  }
  return { ids, values: kept };
}

function inEightBits(weights: Float64Array, width: number): Pick<Model, 'weights' | 'scale'> {
  const scale = new Float64Array(width);
  for (const [place, weight] of weights.entries())
    scale[place % width] = Math.max(scale[place % width] ?? 0, Math.abs(weight) / 127);
  return {
    weights: Int8Array.from(weights, (weight, place) => Math.round(weight / (scale[place % width] || 1))),
    scale,
  };
}

function softmax(scores: Float64Array): void {
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
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
    const kept = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
