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
  const sizeOf = (ids: Iterable<number>, unknown = 0): number => {
    let sum = unknown * rarity.unknown ** 2;
    for (const id of ids) sum += weights[id] ?? 0;
    return Math.sqrt(sum);
  };
  // The texts of a label stand side by side, so that they are compared in one run through memory: a third of the time.
  const order = [...known.keys()].sort((a, b) => (labelOf[a] ?? 0) - (labelOf[b] ?? 0) || a - b);
  const ends = Array.from(
    { length: labels },
    (_, label) => order.findLastIndex((text) => (labelOf[text] ?? 0) <= label) + 1,
  );
  const shares = Float64Array.from(order, (text) => 1 / sizeOf(known[text] ?? []));
  const placesWith: number[][] = Array.from(weights, () => []);
  for (const [place, text] of order.entries())
    for (const id of known[text] ?? []) if ((weights[id] ?? 0) > 0) placesWith[id]?.push(place);
  const postings = placesWith.map((places) => Int32Array.from(places));
  // One for all calls: a new one would take as long as what is counted in it.
  const common = new Float64Array(known.length);

  /** How much each known text has in common, by weight. */
  function count({ ids }: Shown): void {
    common.fill(0);
    for (const id of ids) {
      const weight = weights[id] ?? 0;
      const places = postings[id] ?? none;
      for (let at = 0; at < places.length; at += 1) {
        const place = places[at] ?? 0;
        common[place] = (common[place] ?? 0) + weight;
      }
    }
  }

  return (shown, isLeftOut) => {
    count(shown);
    const size = sizeOf(shown.ids, shown.unknown);
    const nearest = { text: new Int32Array(labels).fill(-1), likeness: new Float64Array(labels) };
    let place = 0;
    for (let label = 0; label < labels; label += 1) {
      let most = Number.MIN_VALUE;
      let found = -1;
      for (const end = ends[label] ?? 0; place < end; place += 1) {
        const likeness = (common[place] ?? 0) * (shares[place] ?? 0);
        if (likeness < most || isLeftOut?.(order[place] ?? 0) === true) continue;
        most = likeness;
        found = place;
      }
      if (found < 0) continue;
      nearest.text[label] = order[found] ?? -1;
      nearest.likeness[label] = Math.min(1, most / size);
    }
    return nearest;
  };
}
