import type { ReadText } from './read-text.ts';

/** What a text shows, by codes that all differ. */
export interface Features {
  readonly codes: readonly number[];
  /** The three kinds of features weigh the same in sum of squares. */
  readonly values: readonly number[];
}

/** Features as numbers of known codes. */
export interface Shown {
  readonly ids: readonly number[];
  readonly values: readonly number[];
  /** How many of its features, pairs aside, no known text has. */
  readonly unknown: number;
  /** Share of its sequences of letters that no known text has. */
  readonly novelty: number;
}

/** Codes tell their kind by their highest bits: a sequence of letters, a concept, two concepts. */
const conceptBit = 1 << 24;
const pairBit = 1 << 25;
const conceptBits = 9;
/** A concept of its own: something is spoken of that no word explains. */
const somethingUnknown = (1 << conceptBits) - 1;
/** In letters of the sound: fewer are a slip or a name's end. */
const longRun = 5;
/** In letters; a code has room for three of eight bits. */
const sequences = { shortest: 2, longest: 3 };

/** Concepts, pairs of concepts, and sequences of two to three letters of the sound. */
export function featuresOf({ telling, sound, longestRun }: ReadText): Features {
  const concepts = [...new Set(telling.flatMap((word) => word.concepts))].sort((a, b) => a - b);
  if (longestRun >= longRun) concepts.push(somethingUnknown);
  const pairs = concepts.flatMap((one, at) =>
    concepts.slice(at + 1).map((other) => pairBit | (one << conceptBits) | other),
  );
  const blocks = [concepts.map((id) => conceptBit | id), pairs, [...sequencesOf(sound)]];
  return {
    codes: blocks.flat(),
    values: blocks.flatMap((block) => block.map(() => 1 / Math.sqrt(block.length))),
  };
}

/** @param numbers of the known codes. */
export function shownOf({ codes, values }: Features, numbers: ReadonlyMap<number, number>): Shown {
  const ids: number[] = [];
  const kept: number[] = [];
  let [unknown, newSequences, allSequences] = [0, 0, 0];
  for (const [at, code] of codes.entries()) {
    const id = numbers.get(code);
    if (code < conceptBit) allSequences += 1;
    if (id === undefined) {
      if (!isPair(code)) unknown += 1;
      if (code < conceptBit) newSequences += 1;
      continue;
    }
    ids.push(id);
    kept.push(values[at] ?? 0);
  }
  return { ids, values: kept, unknown, novelty: newSequences / Math.max(1, allSequences) };
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
    for (let length = 1; length <= sequences.longest && from + length <= sound.length; length += 1) {
      code = (code << 8) | eightBits(sound.charCodeAt(from + length - 1));
      if (length >= sequences.shortest) found.add(code);
    }
  }
  return found;
}

/** Latin and Thai letters have a code of their own, all other writing shares one. */
function eightBits(unit: number): number {
  if (unit < 0x80) return unit;
  return unit >= 0x0e00 && unit < 0x0e80 ? unit - 0x0d80 : 1;
}
