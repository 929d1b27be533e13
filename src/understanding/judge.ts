/** What speaks for and against the best meanings of a text, before it is judged. */
export interface Opinion {
  /** Numbers of the labels that could be answered, best first. */
  readonly ranked: readonly number[];
  /** The probability of each label, by its number. */
  readonly probabilities: readonly number[];
  /** How near the nearest example of each label is, 0 to 1. */
  readonly likeness: readonly number[];
  readonly strange: Strangeness;
}

/** How much of a text is new. */
export interface Strangeness {
  /** Share of letters that no known word explains. */
  readonly unexplained: number;
  /** Letters in a row that no known word explains, at most. */
  readonly longestRun: number;
  /** Share of sequences of letters that no example has. */
  readonly novelty: number;
  /** Letters of the sound. */
  readonly length: number;
}

/** What is learned from texts that were judged without having been learned: weights of `signsOf`. */
export interface Judge {
  /** For the best meaning being right. */
  readonly right: readonly number[];
  /** For the right one being among the first three. */
  readonly among: readonly number[];
  /** For a gap being what is meant: weights of `gapSignsOf`. */
  readonly gap: readonly number[];
}

/** From which probability on something is said; 0 to 1. */
export interface Thresholds {
  readonly answer: number;
  readonly choices: number;
  readonly gap: number;
  /** Likeness from which on the nearest example alone is believed. */
  readonly likeness: number;
}

/** @param answerable whether a label can be answered, by its number. */
export function opinionOf(
  probabilities: readonly number[],
  likeness: readonly number[],
  answerable: readonly boolean[],
  strange: Strangeness,
): Opinion {
  const ranked = probabilities
    .map((_, label) => label)
    .filter((label) => answerable[label])
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  return { ranked, probabilities, likeness, strange };
}

const least = 1e-4;

/** The numbers that a judge weighs. */
export function signsOf({ ranked, probabilities, likeness, strange }: Opinion): number[] {
  const [first = 0, second = 0, third = 0] = ranked;
  const probability = (label: number): number => Math.max(least, probabilities[label] ?? 0);
  const known = new Set(ranked);
  const outside = probabilities.reduce((sum, p, label) => (known.has(label) ? sum : sum + p), 0);
  const nearestOf = (wanted: (label: number) => boolean): number =>
    Math.max(0, ...likeness.filter((_, label) => wanted(label)));
  const own = likeness[first] ?? 0;
  return [
    1,
    logit(probability(first)),
    Math.log(probability(first) / probability(second)),
    Math.log(probability(second) / probability(third)),
    logit(Math.max(least, outside)),
    own,
    own - nearestOf((label) => known.has(label) && label !== first),
    own - nearestOf((label) => !known.has(label)),
    strange.unexplained,
    Math.log(strange.longestRun + 1),
    strange.novelty,
    Math.log(strange.length + 1),
    ...probabilities.flatMap((_, label) => (known.has(label) ? [Number(label === first)] : [])),
  ];
}

/** The numbers that tell whether a label that is no answer is meant. */
export function gapSignsOf({ probabilities, likeness, strange }: Opinion, label: number): number[] {
  const rest = probabilities.filter((_, other) => other !== label);
  const own = likeness[label] ?? 0;
  const other = Math.max(0, ...likeness.filter((_, one) => one !== label));
  return [
    1,
    logit(Math.max(least, probabilities[label] ?? 0)),
    Math.log(Math.max(least, ...rest)),
    own,
    own - other,
    strange.novelty,
    Math.log(strange.length + 1),
  ];
}

/** @returns 0 to 1. */
export function probabilityOf(weights: readonly number[], signs: readonly number[]): number {
  return 1 / (1 + Math.exp(-weights.reduce((sum, weight, at) => sum + weight * (signs[at] ?? 0), 0)));
}

export interface Judgement {
  readonly signs: readonly number[];
  readonly isTrue: boolean;
}

const rounds = 25;
const ridge = 1;

/** Logistic regression by Newton's method. */
export function learnJudgement(judged: readonly Judgement[]): number[] {
  const size = judged[0]?.signs.length ?? 0;
  let weights = Array.from({ length: size }, () => 0);
  for (let round = 0; round < rounds; round += 1) {
    const slope = weights.map((weight) => -ridge * weight);
    const curve = weights.map((_, row) => weights.map((__, column): number => (row === column ? ridge : 0)));
    for (const { signs, isTrue } of judged) {
      const p = probabilityOf(weights, signs);
      for (let row = 0; row < size; row += 1) {
        const sign = signs[row] ?? 0;
        slope[row] = (slope[row] ?? 0) + sign * (Number(isTrue) - p);
        const line = curve[row] ?? [];
        for (let column = 0; column < size; column += 1)
          line[column] = (line[column] ?? 0) + sign * (signs[column] ?? 0) * p * (1 - p);
      }
    }
    const move = solved(curve, slope);
    weights = weights.map((weight, at) => weight + (move[at] ?? 0));
  }
  return weights;
}

/** The solution of a system of equations, by elimination. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const top = rows[pivot] ?? [];
    for (let at = 0; at < size; at += 1) {
      const row = rows[at] ?? [];
      if (at === pivot) continue;
      const factor = (row[pivot] ?? 0) / (top[pivot] || 1);
      for (let column = pivot; column <= size; column += 1)
        row[column] = (row[column] ?? 0) - factor * (top[column] ?? 0);
    }
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] || 1));
}

function logit(p: number): number {
  return Math.log(p / Math.max(least, 1 - p));
}

/** The place of the greatest number. */
export function indexOfMost(numbers: readonly number[]): number {
  return numbers.reduce((most, number, at) => (number > (numbers[most] ?? 0) ? at : most), 0);
}
