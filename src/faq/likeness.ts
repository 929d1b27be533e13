import { createNumbering } from '../text/numbering.ts';
import { soundOf } from '../text/sound.ts';

export interface Example {
  readonly label: string;
  /** Normalised. */
  readonly text: string;
}

/**
 * For each label, in the order given, how much more a text sounds like its examples than like all others': 0 is neither.
 * @param sound the key of the text's sound. @returns a list that the next text is written over.
 */
export type Likeness = (sound: string) => Float64Array;

const shortest = 2;
const longest = 4;
/** What a sequence that a label's examples lack counts as, of an occurrence. */
const unseen = 0.3;

/** Labels that are added up side by side, which takes half as long as one after another. */
const atOnce = 4;

/** How often each sequence stands in each label's examples, as it can be kept. */
export interface Counts {
  /** The sequences. */
  readonly grams: Int32Array;
  /** For a sequence, by its place in `grams`, and a label, by its place among the labels: `(place * labels + label) * 1024 + count`. */
  readonly cells: Uint32Array;
}

/** More of one sequence in one label tell no more. */
const most = 1023;

/** @param before what was counted already, of the same labels. */
export function countGrams(labels: readonly string[], examples: readonly Example[], before?: Counts): Counts {
  const width = labels.length;
  const rows = createNumbering();
  const grams: number[] = [];
  /** The example that a sequence was last met in: each counts once. */
  const metIn: number[] = [];
  const counts = new Map<number, number>();
  for (const gram of before?.grams ?? []) grams[rows.add(gram)] = gram;
  for (const cell of before?.cells ?? []) counts.set(Math.floor(cell / (most + 1)), cell % (most + 1));
  for (const [example, { label, text }] of examples.entries()) {
    const at = labels.indexOf(label);
    const many = readGrams(text);
    for (let index = 0; index < many; index += 1) {
      const gram = read[index] ?? 0;
      const row = rows.add(gram);
      if (metIn[row] === example) continue;
      metIn[row] = example;
      grams[row] = gram;
      counts.set(row * width + at, Math.min(most, (counts.get(row * width + at) ?? 0) + 1));
    }
  }
  return {
    grams: Int32Array.from(grams),
    cells: Uint32Array.from(counts, ([at, count]) => at * (most + 1) + count),
  };
}

/**
 * Naive Bayes over sequences of two to four letters of sound: what no list of words foresees, the examples may have said
 * in much the same way. The sum is scaled by the root of the text's length, so that long texts are not always certain.
 */
export function createLikeness(labels: readonly string[], { grams, cells }: Counts): Likeness {
  const width = labels.length;
  const size = grams.length;
  const rows = createNumbering();
  for (let row = 0; row < size; row += 1) rows.add(grams[row] ?? 0);
  const counts = new Uint16Array(size * width);
  const totals = new Float64Array(width);
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] ?? 0;
    const at = Math.floor(cell / (most + 1));
    const count = cell % (most + 1);
    counts[at] = count;
    totals[at % width] = (totals[at % width] ?? 0) + count;
  }
  const all = totals.reduce((sum, total) => sum + total, 0);
  const prior = totals.map(
    (total) => Math.log(all - total + unseen * size) - Math.log(total + unseen * size),
  );
  const room = Math.ceil(width / atOnce) * atOnce;
  /**
   * By sequence, what it speaks for each label, and before that the number of the text that it was last met in, since it counts
   * once in each: together, because to fetch them takes longer than to add them up.
   */
  const odds = new Float64Array(size * (room + 1));
  let texts = 0;
  /** Worked out when a sequence is first met. */
  function learn(row: number): void {
    let occurrences = 0;
    for (let at = row * width; at < (row + 1) * width; at += 1) occurrences += counts[at] ?? 0;
    for (let at = 0; at < width; at += 1) {
      const count = counts[row * width + at] ?? 0;
      odds[row * (room + 1) + 1 + at] =
        Math.log((count + unseen) / (occurrences - count + unseen)) + (prior[at] ?? 0);
    }
  }

  /** Where in `odds` the known sequences of the text at hand stand. */
  let familiar = new Int32Array(1024);
  const result = new Float64Array(room);

  return (sound) => {
    const many = readCodes(sound);
    if (familiar.length < many * longest) familiar = new Int32Array(many * longest);
    let known = 0;
    let strange = 0;
    texts += 1;
    for (let from = 0; from < many; from += 1) {
      let gram = 0;
      let isKnown = true;
      const end = Math.min(many, from + longest);
      for (let index = from; index < end; index += 1) {
        gram = (gram << bitsOfLetter) | (codes[index] ?? 0);
        if (index - from + 1 < shortest) continue;
        // No example goes on from what no example has.
        const row = isKnown ? rows.find(gram) : -1;
        if (row < 0) {
          isKnown = false;
          read[strange] = gram;
          strange += 1;
          continue;
        }
        const start = row * (room + 1);
        const lastMet = odds[start];
        if (lastMet === texts) continue;
        if (lastMet === 0) learn(row);
        odds[start] = texts;
        familiar[known] = start;
        known += 1;
      }
    }
    const length = Math.sqrt(Math.max(1, known + different(read.subarray(0, strange))));
    for (let at = 0; at < width; at += atOnce) {
      let [first, second, third, fourth] = [0, 0, 0, 0];
      for (let index = 0; index < known; index += 1) {
        const start = (familiar[index] ?? 0) + 1 + at;
        first += odds[start] ?? 0;
        second += odds[start + 1] ?? 0;
        third += odds[start + 2] ?? 0;
        fourth += odds[start + 3] ?? 0;
      }
      result[at] = first / length;
      result[at + 1] = second / length;
      result[at + 2] = third / length;
      result[at + 3] = fourth / length;
    }
    return result;
  };
}

/** How many different numbers there are; puts them in order. */
function different(numbers: Int32Array): number {
  numbers.sort();
  let count = 0;
  for (let at = 0; at < numbers.length; at += 1) if (at === 0 || numbers[at] !== numbers[at - 1]) count += 1;
  return count;
}

/** The sequences of the text at hand, and its letters as `codeOf` has them; a text never waits, so all share them. */
let read = new Int32Array(4096);
let codes = new Uint8Array(1024);

/** Reads the sequences of a text into `read`, as numbers, seven bits a letter. @returns how many there are. */
function readGrams(text: string): number {
  const length = readCodes(soundOf(text).key);
  let many = 0;
  for (let from = 0; from < length; from += 1) {
    let gram = 0;
    const end = Math.min(length, from + longest);
    for (let index = from; index < end; index += 1) {
      gram = (gram << bitsOfLetter) | (codes[index] ?? 0);
      if (index - from + 1 < shortest) continue;
      read[many] = gram;
      many += 1;
    }
  }
  return many;
}

/** Reads the letters of a sound into `codes`, with a space around them, and sees to the room in `read`. @returns how many there are. */
function readCodes(sound: string): number {
  const many = sound.length + 2;
  if (codes.length < many) {
    codes = new Uint8Array(many * 2);
    read = new Int32Array(many * 2 * longest);
  }
  codes[0] = codeOf(space);
  for (let index = 0; index < sound.length; index += 1) codes[index + 1] = codeOf(sound.charCodeAt(index));
  codes[many - 1] = codeOf(space);
  return many;
}

const space = 0x20;
const bitsOfLetter = 7;

/** 1 to 127, so that sequences of different lengths differ: Thai letters, Latin ones, digits, the space, and all else. */
function codeOf(unit: number): number {
  if (unit >= 0x0e01 && unit <= 0x0e4e) return unit - 0x0e00;
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61 + 80;
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 106;
  return unit === space ? 116 : 117;
}
