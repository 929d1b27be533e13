import type { Features } from './count-features.ts';
import { isPair } from './count-features.ts';

/** Known texts by what they show, packed: the features of each text in turn, as numbers of `codes`. */
export interface Examples {
  readonly codes: Int32Array;
  /** How rare a feature is, by its number. */
  readonly rarity: Float32Array;
  /** Where the features of each text begin in `features`; one more for the end. */
  readonly starts: Uint32Array;
  readonly features: Uint16Array;
}

interface Nearest {
  /** The number of the text, -1 where none is like it. */
  readonly example: number;
  /** Cosine, 0 to 1. */
  readonly likeness: number;
}

export interface NearestFinder {
  /** The nearest of each label. @param isLeftOut which texts do not count. */
  nearest(features: Features, isLeftOut?: (example: number) => boolean): Nearest[];
}

/** What so many texts have tells them apart no more. */
const commonest = 0.06;

/** @param all the features of each text. */
export function packExamples(all: readonly Features[]): Examples {
  const times = new Map<number, number>();
  for (const { codes } of all)
    for (const code of codes) if (!isPair(code)) times.set(code, (times.get(code) ?? 0) + 1);
  const kept = [...times].filter(([, count]) => count > 1);
  const rarity = Float32Array.from(kept, ([, count]) =>
    count > all.length * commonest ? 0 : Math.log(all.length / count),
  );
  const codes = Int32Array.from(kept, ([code]) => code);
  const numbers = new Map(Array.from(codes, (code, number) => [code, number]));
  const starts = [0];
  const features: number[] = [];
  for (const shown of all) {
    for (const code of shown.codes) {
      const number = numbers.get(code);
      if (number !== undefined && (rarity[number] ?? 0) > 0) features.push(number);
    }
    starts.push(features.length);
  }
  return {
    codes,
    rarity,
    starts: Uint32Array.from(starts),
    features: Uint16Array.from(features),
  };
}

/** Texts that came later, with the features of those before. */
export function packTaught(all: readonly Features[], { codes, rarity }: Examples): Examples {
  const rareness = new Map(Array.from(codes, (code, number) => [code, rarity[number] ?? 0]));
  const rarest = Math.max(0, ...rarity);
  for (const shown of all)
    for (const code of shown.codes) if (!isPair(code) && !rareness.has(code)) rareness.set(code, rarest);
  const numbers = new Map([...rareness.keys()].map((code, number) => [code, number]));
  const lists = all.map((shown) => shown.codes.flatMap((code) => numbers.get(code) ?? []));
  const starts = lists.reduce((ends, list) => [...ends, (ends.at(-1) ?? 0) + list.length], [0]);
  return {
    codes: Int32Array.from(rareness.keys()),
    rarity: Float32Array.from(rareness.values()),
    starts: Uint32Array.from(starts),
    features: Uint16Array.from(lists.flat()),
  };
}

/** @param labelOf the number of each text's label. @param labels how many there are. */
export function createNearestFinder(
  { codes, rarity, starts, features }: Examples,
  labelOf: ArrayLike<number>,
  labels: number,
): NearestFinder {
  const numbers = new Map(Array.from(codes, (code, number) => [code, number]));
  const count = starts.length - 1;
  const texts = textsByFeature(starts, features, codes.length);
  const sizes = Float64Array.from({ length: count }, (_, example) => {
    let sum = 0;
    for (let at = starts[example] ?? 0; at < (starts[example + 1] ?? 0); at += 1)
      sum += (rarity[features[at] ?? 0] ?? 0) ** 2;
    return Math.sqrt(sum);
  });
  const rarest = Math.max(0, ...rarity);
  const common = new Float64Array(count);

  return {
    nearest(shown, isLeftOut) {
      common.fill(0);
      let size = 0;
      for (const code of shown.codes) {
        if (isPair(code)) continue;
        const number = numbers.get(code);
        const weight = (number === undefined ? rarest : (rarity[number] ?? 0)) ** 2;
        size += weight;
        const having = number === undefined ? undefined : texts[number];
        if (having === undefined) continue;
        // The innermost of all: an index costs a third of an iterator here, and this is a third of a question.
        for (let at = 0; at < having.length; at += 1) {
          const text = having[at] ?? 0;
          common[text] = (common[text] ?? 0) + weight;
        }
      }
      const own = Math.sqrt(size);
      const best = new Float64Array(labels);
      const found = new Int32Array(labels).fill(-1);
      for (let example = 0; example < count; example += 1) {
        const shared = common[example] ?? 0;
        const label = labelOf[example] ?? 0;
        const likeness = shared === 0 ? 0 : shared / (own * (sizes[example] ?? 1));
        if (likeness <= (best[label] ?? 0) || isLeftOut?.(example) === true) continue;
        best[label] = likeness;
        found[label] = example;
      }
      return Array.from(found, (example, label) => ({ example, likeness: best[label] ?? 0 }));
    },
  };
}

function textsByFeature(starts: Uint32Array, features: Uint16Array, count: number): Uint16Array[] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let example = 0; example + 1 < starts.length; example += 1)
    for (let at = starts[example] ?? 0; at < (starts[example + 1] ?? 0); at += 1)
      lists[features[at] ?? 0]?.push(example);
  return lists.map((list) => Uint16Array.from(list));
}
