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
  const counts = new Map<string, Uint16Array>();
  const totals = new Float64Array(width);
  for (const { label, text } of examples) {
    const at = labels.indexOf(label);
    for (const gram of gramsOf(text)) {
      let row = counts.get(gram);
      if (row === undefined) counts.set(gram, (row = new Uint16Array(width)));
      row[at] = (row[at] ?? 0) + 1;
      totals[at] = (totals[at] ?? 0) + 1;
    }
  }
  const all = totals.reduce((sum, total) => sum + total, 0);
  const inLabel = totals.map((total) => Math.log(total + unseen * counts.size));
  const elsewhere = totals.map((total) => Math.log(all - total + unseen * counts.size));

  return (text) => {
    const grams = gramsOf(text);
    const result = new Float64Array(width);
    for (const gram of grams) {
      const row = counts.get(gram);
      if (row === undefined) continue;
      const known = row.reduce((sum, count) => sum + count, 0);
      for (let at = 0; at < width; at += 1) {
        const count = row[at] ?? 0;
        const odds = logOf(count) - (inLabel[at] ?? 0) - logOf(known - count) + (elsewhere[at] ?? 0);
        result[at] = (result[at] ?? 0) + odds;
      }
    }
    const length = Math.sqrt(Math.max(1, grams.size));
    return result.map((sum) => sum / length);
  };
}

const logs = Float64Array.from({ length: 4096 }, (_, count) => Math.log(count + unseen));

function logOf(count: number): number {
  return logs[count] ?? Math.log(count + unseen);
}

function gramsOf(text: string): ReadonlySet<string> {
  const key = ` ${soundOf(text).key} `;
  const grams = new Set<string>();
  for (let length = shortest; length <= longest; length += 1)
    for (let from = 0; from + length <= key.length; from += 1) grams.add(key.slice(from, from + length));
  return grams;
}
