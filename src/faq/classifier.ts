/** What a text shows, by names that all differ, and how much each weighs. */
export interface Features {
  readonly names: readonly string[];
  readonly weights: readonly number[];
}

export interface Sample {
  readonly label: string;
  readonly features: Features;
  readonly weight: number;
}

/** One reason for a label: the part of its score that a feature gave. */
export interface Contribution {
  readonly feature: string;
  readonly amount: number;
}

export interface Classifier {
  readonly labels: readonly string[];
  /** The probability of each label, in the order of `labels`: a list that the next features are written over. */
  weigh(features: Features): Float64Array;
  /** What spoke for a label most, best first. */
  reasons(features: Features, label: string): Contribution[];
}

/** What was learned, as it can be kept: of each feature in order the weight for each label in order. */
export interface Model {
  readonly labels: readonly string[];
  readonly features: readonly string[];
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

const rounds = 12;
const stepAtFirst = 0.6;
const decay = 0.0006;
/** A smaller error teaches nothing worth the time. */
const negligible = 0.01;
/** How much of what is learned goes to how frequent a label is. */
const shareOfBias = 0.1;

/**
 * Logistic regression over named features, learned by stochastic gradient descent in a fixed order: the same samples
 * give the same weights on every machine.
 */
export function train(samples: readonly Sample[]): Model {
  const labels = [...new Set(samples.map(({ label }) => label))];
  const columns = new Map<string, number>();
  const rows = samples.map(({ label, features, weight }) => {
    const values = Float64Array.from(features.weights);
    const ids = Uint32Array.from(features.names, (name) => {
      let id = columns.get(name);
      if (id === undefined) columns.set(name, (id = columns.size));
      return id;
    });
    return { label: labels.indexOf(label), ids, values, weight };
  });
  const width = labels.length;
  const weights = new Float64Array(columns.size * width);
  const bias = new Float64Array(width);
  const score = new Float64Array(width);
  const pushes: { readonly l: number; readonly push: number }[] = [];
  const order = shuffled(rows.length);
  for (let round = 0; round < rounds; round += 1) {
    const step = stepAtFirst / (1 + round * 0.25);
    for (const index of order) {
      const row = rows[index];
      if (row === undefined) continue;
      score.set(bias);
      for (let f = 0; f < row.ids.length; f += 1) {
        const base = (row.ids[f] ?? 0) * width;
        const value = row.values[f] ?? 0;
        for (let l = 0; l < width; l += 1) score[l] = (score[l] ?? 0) + (weights[base + l] ?? 0) * value;
      }
      softmax(score);
      pushes.length = 0;
      for (let l = 0; l < width; l += 1) {
        const push = ((score[l] ?? 0) - (l === row.label ? 1 : 0)) * row.weight;
        if (Math.abs(push) > negligible) pushes.push({ l, push: push * step });
      }
      for (const { l, push } of pushes) {
        bias[l] = (bias[l] ?? 0) - push * shareOfBias;
        for (let f = 0; f < row.ids.length; f += 1) {
          const at = (row.ids[f] ?? 0) * width + l;
          const old = weights[at] ?? 0;
          weights[at] = old - push * (row.values[f] ?? 0) - old * step * decay;
        }
      }
    }
  }
  // More digits would only be the last rounding's.
  return {
    labels,
    features: [...columns.keys()],
    weights: Float32Array.from(weights),
    bias: Float32Array.from(bias),
  };
}

/** Judges by what was learned. */
export function classifierOf({ labels, features: names, weights, bias }: Model): Classifier {
  const columns = new Map(names.map((name, id) => [name, id]));
  const width = labels.length;
  const result = new Float64Array(width);
  return {
    labels,
    weigh(features) {
      result.set(bias);
      for (let at = 0; at < features.names.length; at += 1) {
        const id = columns.get(features.names[at] ?? '');
        if (id === undefined) continue;
        const value = features.weights[at] ?? 0;
        for (let l = 0; l < width; l += 1)
          result[l] = (result[l] ?? 0) + (weights[id * width + l] ?? 0) * value;
      }
      softmax(result);
      return result;
    },
    reasons(features, label) {
      const l = labels.indexOf(label);
      const found: Contribution[] = [];
      for (const [at, feature] of features.names.entries()) {
        const id = columns.get(feature);
        const amount = id === undefined ? 0 : (weights[id * width + l] ?? 0) * (features.weights[at] ?? 0);
        if (amount > 0) found.push({ feature, amount });
      }
      return found.sort((a, b) => b.amount - a.amount);
    },
  };
}

function softmax(scores: Float64Array): void {
  let top = -Infinity;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let l = 0; l < scores.length; l += 1) {
    const power = Math.exp((scores[l] ?? 0) - top);
    scores[l] = power;
    sum += power;
  }
  for (let l = 0; l < scores.length; l += 1) scores[l] = (scores[l] ?? 0) / sum;
}

/** A fixed disorder, so that no label is learned in one go. */
function shuffled(length: number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  let state = 12345;
  for (let index = length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const other = state % (index + 1);
    const kept = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
