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

const none = new Int32Array();

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
  const listed: number[][] = Array.from(weights, () => []);
  for (const [text, ids] of known.entries())
    for (const id of ids) if ((weights[id] ?? 0) > 0) listed[id]?.push(text);
  const textsWith = listed.map((texts) => Int32Array.from(texts));
  const sizeOf = (ids: Iterable<number>, unknown = 0): number => {
    let sum = unknown * rarity.unknown ** 2;
    for (const id of ids) sum += weights[id] ?? 0;
    return Math.sqrt(sum);
  };
  const sizes = Float64Array.from(known, (ids) => sizeOf(ids));
  const textsOf = Array.from({ length: labels }, (_, label) =>
    Int32Array.from(known.keys().filter((text) => labelOf[text] === label)),
  );

  /** How much of a text each known one has, by weight. */
  function commonWith({ ids }: Shown): Float64Array {
    const common = new Float64Array(known.length);
    for (const id of ids) {
      const weight = weights[id] ?? 0;
      const texts = textsWith[id] ?? none;
      for (let at = 0; at < texts.length; at += 1) {
        const text = texts[at] ?? 0;
        common[text] = (common[text] ?? 0) + weight;
      }
    }
    return common;
  }

  return (shown, isLeftOut) => {
    const common = commonWith(shown);
    const size = sizeOf(shown.ids, shown.unknown);
    const nearest = { text: new Int32Array(labels).fill(-1), likeness: new Float64Array(labels) };
    for (const [label, texts] of textsOf.entries()) {
      let most = 0;
      for (let at = 0; at < texts.length; at += 1) {
        const text = texts[at] ?? 0;
        const shared = common[text] ?? 0;
        if (shared === 0) continue;
        const likeness = shared / (sizes[text] ?? 1);
        if (likeness < most || isLeftOut?.(text) === true) continue;
        most = likeness;
        nearest.text[label] = text;
      }
      nearest.likeness[label] = Math.min(1, most / size);
    }
    return nearest;
  };
}
