import { soundOf } from '../text/sound.ts';

export interface Example {
  readonly label: string;
  /** Normalised. */
  readonly text: string;
}

/** For each label, in the order given, how much more a text sounds like its examples than like all others': 0 is neither. */
export type Likeness = (text: string) => Float64Array;

const shortest = 2;
const longest = 4;
/** What a sequence that a label's examples lack counts as, of an occurrence. */
const unseen = 0.3;

/**
 * Naive Bayes over sequences of two to four letters of sound: what no list of words foresees, the examples may have said
 * in much the same way. The sum is scaled by the root of the text's length, so that long texts are not always certain.
 */
export function createLikeness(labels: readonly string[], examples: readonly Example[]): Likeness {
  const width = labels.length;
  const rowOf = new Map<number, number>();
  const seen = examples.map(({ label, text }) => {
    const rows = gramsOf(text).map((gram) => {
      const row = rowOf.get(gram) ?? rowOf.size;
      if (row === rowOf.size) rowOf.set(gram, row);
      return row;
    });
    return { at: labels.indexOf(label), rows };
  });
  const counts = new Uint16Array(rowOf.size * width);
  const totals = new Float64Array(width);
  for (const { at, rows } of seen)
    for (const row of rows) {
      counts[row * width + at] = (counts[row * width + at] ?? 0) + 1;
      totals[at] = (totals[at] ?? 0) + 1;
    }
  const all = totals.reduce((sum, total) => sum + total, 0);
  const prior = totals.map(
    (total) => Math.log(all - total + unseen * rowOf.size) - Math.log(total + unseen * rowOf.size),
  );
  const odds = new Float64Array(counts.length);
  const known = new Uint8Array(rowOf.size);

  /** What a sequence speaks for each label is worked out when it is first met. */
  function learn(row: number): void {
    let occurrences = 0;
    for (let at = row * width; at < (row + 1) * width; at += 1) occurrences += counts[at] ?? 0;
    for (let at = 0; at < width; at += 1) {
      const count = counts[row * width + at] ?? 0;
      odds[row * width + at] = Math.log((count + unseen) / (occurrences - count + unseen)) + (prior[at] ?? 0);
    }
    known[row] = 1;
  }

  return (text) => {
    const grams = gramsOf(text);
    const result = new Float64Array(width);
    for (const gram of grams) {
      const row = rowOf.get(gram);
      if (row === undefined) continue;
      if (known[row] === 0) learn(row);
      for (let at = 0; at < width; at += 1) result[at] = (result[at] ?? 0) + (odds[row * width + at] ?? 0);
    }
    const length = Math.sqrt(Math.max(1, grams.length));
    return result.map((sum) => sum / length);
  };
}

/** The sequences of a text, each once, as numbers: seven bits a letter. */
function gramsOf(text: string): number[] {
  const key = ` ${soundOf(text).key} `;
  const grams = new Set<number>();
  for (let from = 0; from < key.length; from += 1) {
    let gram = 0;
    const end = Math.min(key.length, from + longest);
    for (let index = from; index < end; index += 1) {
      gram = (gram << bitsOfLetter) | codeOf(key.charCodeAt(index));
      if (index - from + 1 >= shortest) grams.add(gram);
    }
  }
  return [...grams];
}

const bitsOfLetter = 7;

/** 1 to 127, so that sequences of different lengths differ: Thai letters, Latin ones, digits, the space, and all else. */
function codeOf(unit: number): number {
  if (unit >= 0x0e01 && unit <= 0x0e4e) return unit - 0x0e00;
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61 + 80;
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 106;
  return unit === 0x20 ? 116 : 117;
}
