import type { ReadText } from './read-text.ts';

/** What a text shows, by codes that all differ; the three kinds weigh the same in sum of squares. */
export interface Features {
  readonly codes: readonly number[];
  readonly values: readonly number[];
}

/** Codes tell their kind by their highest bits: a sequence of letters, a concept, two concepts. */
const conceptBit = 1 << 24;
const pairBit = 1 << 25;
const conceptBits = 9;
/** A concept of its own: something is spoken of that no word explains. */
const somethingUnknown = (1 << conceptBits) - 1;
/** In letters of the sound: fewer are a slip or a name's end. */
const longRun = 5;
/** Two letters and three; the first of two stands for a pair of longer ones. */
const shortest = 2;
const longest = 3;

/** Concepts, pairs of concepts, and sequences of two to three letters of the sound. */
export function featuresOf({ telling, sound, longestRun }: ReadText): Features {
  const concepts = [...new Set(telling.flatMap((word) => word.concepts))].sort((a, b) => a - b);
  if (longestRun >= longRun) concepts.push(somethingUnknown);
  const pairs = concepts.flatMap((one, at) =>
    concepts.slice(at + 1).map((other) => pairBit | (one << conceptBits) | other),
  );
  const codes: number[] = [];
  const values: number[] = [];
  for (const block of [concepts.map((id) => conceptBit | id), pairs, [...sequencesOf(sound)]]) {
    const value = 1 / Math.sqrt(Math.max(1, block.length));
    for (const code of block) {
      codes.push(code);
      values.push(value);
    }
  }
  return { codes, values };
}

/** Share of the sequences of letters that are not among known codes. */
export function noveltyOf({ codes }: Features, isKnown: (code: number) => boolean): number {
  const sequences = codes.filter((code) => code < conceptBit);
  return sequences.filter((code) => !isKnown(code)).length / Math.max(1, sequences.length);
}

/** Whether a code is of a pair, which says nothing beyond its concepts about how alike two texts are. */
export function isPair(code: number): boolean {
  return (code & pairBit) !== 0;
}

/** A feature as a person can read it. @param concepts their ids. */
export function nameOf(code: number, concepts: readonly string[]): string {
  const low = (1 << conceptBits) - 1;
  if (isPair(code)) return `${concepts[(code >> conceptBits) & low]}+${concepts[code & low] ?? 'unknown'}`;
  if ((code & conceptBit) !== 0) return concepts[code & low] ?? 'unknown';
  const letters = [code >> 16, (code >> 8) & 0xff, code & 0xff].filter(Boolean);
  return `"${letters.map((letter) => String.fromCharCode(letter < 128 ? letter : letter + 0x0d80)).join('')}"`;
}

function sequencesOf(sound: string): Set<number> {
  const found = new Set<number>();
  for (let from = 0; from < sound.length; from += 1) {
    let code = 0;
    for (let length = 1; length <= longest && from + length <= sound.length; length += 1) {
      code = (code << 8) | eightBits(sound.charCodeAt(from + length - 1));
      if (length >= shortest) found.add(code);
    }
  }
  return found;
}

/** Latin and Thai letters have a code of their own, all other writing shares one. */
function eightBits(unit: number): number {
  if (unit < 0x80) return unit;
  return unit >= 0x0e00 && unit < 0x0e80 ? unit - 0x0d80 : 1;
}
