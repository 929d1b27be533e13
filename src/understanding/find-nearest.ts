import type { Shown } from './count-features.ts';

/** What tells alike texts from others: how rare each feature is, by its number; 0 tells nothing. */
export interface Rarity {
  readonly of: Float32Array;
  /** Of a feature that no known text has. */
  readonly unknown: number;
}

/** The nearest known text of each label: its number, -1 where none is like it, and its likeness, a cosine. */
interface Nearest {
  readonly text: Int32Array;
  readonly likeness: Float64Array;
}

/** @param isLeftOut which known texts do not count. */
export type NearestFinder = (shown: Shown, isLeftOut?: (text: number) => boolean) => Nearest;

/**
 * Of texts that are equally near, the later is found.
 * @param known the features of each known text. @param labelOf the number of each one's label.
 * @param labels how many labels there are.
 */
export function createNearestFinder(
  known: readonly Iterable<number>[],
  labelOf: ArrayLike<number>,
  labels: number,
  rarity: Rarity,
): NearestFinder {
  const weights = rarity.of.map((weight) => weight ** 2);
  const textsWith: number[][] = Array.from(weights, () => []);
  for (const [text, ids] of known.entries())
    for (const id of ids) if ((weights[id] ?? 0) > 0) textsWith[id]?.push(text);
  const sizeOf = (ids: Iterable<number>, unknown = 0): number => {
    let sum = unknown * rarity.unknown ** 2;
    for (const id of ids) sum += weights[id] ?? 0;
    return Math.sqrt(sum);
  };
  const sizes = Float64Array.from(known, (ids) => sizeOf(ids));

  return (shown, isLeftOut) => {
    const common = new Float64Array(known.length);
    for (const id of shown.ids) {
      const weight = weights[id] ?? 0;
      for (const text of textsWith[id] ?? []) common[text] = (common[text] ?? 0) + weight;
    }
    const size = sizeOf(shown.ids, shown.unknown);
    const nearest = { text: new Int32Array(labels).fill(-1), likeness: new Float64Array(labels) };
    for (const [text, shared] of common.entries()) {
      const label = labelOf[text] ?? 0;
      const likeness = Math.min(1, shared / (size * (sizes[text] ?? 1)));
      if (shared === 0 || likeness < (nearest.likeness[label] ?? 0) || isLeftOut?.(text) === true) continue;
      nearest.text[label] = text;
      nearest.likeness[label] = likeness;
    }
    return nearest;
  };
}
