import { createNumbering } from '../text/numbering.ts';

/**
 * The name that a text comes closest to, a letter or two apart: `เทดบาลตำบล` is `เทศบาลตำบล`. Names that share
 * enough runs of three letters with the text are compared with every place in it.
 */
export interface NearNames<T> {
  nearest(text: string): { readonly start: number; readonly end: number; readonly value: T } | null;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly errors: number;
}

const gramLength = 3;
/** Shorter names are a letter away from too many words. */
const shortestName = 6;
/** Letters that may differ, by the length of the name. */
const allowedErrors = (name: string): number => (name.length >= 14 ? 2 : 1);
/** A run of letters in more than this share of the names tells none of them from the others. */
const common = 1 / 8;
const fewNames = 64;

/** @param runs what `indexRuns` gave for these very names, where that is known already. */
export function indexNearNames<T>(
  entries: readonly (readonly [name: string, value: T])[],
  runs: RunIndex = indexRuns(entries.map(([name]) => name)),
): NearNames<T> {
  const names = entries.filter(([name]) => isLongEnough(name));
  const { starts, list, needed } = runs;
  const numbering = createNumbering();
  for (let index = 0; index < runs.grams.length; index++) numbering.add(runs.grams[index] ?? 0);
  const shared = new Uint8Array(names.length);
  /** The number of the text that a run was last met in: each counts once. */
  const metIn = new Float64Array(runs.grams.length);
  let texts = 0;
  /** The names that share a run with the text at hand; a text never waits, so all share them. */
  const touched = new Uint32Array(names.length);

  /** Names that share so many runs with the text that they may be in it. */
  function candidates(text: string): number[] {
    let many = 0;
    texts += 1;
    for (let end = gramLength; end <= text.length; end++) {
      const number = numbering.find(gramAt(text, end));
      if (number < 0 || metIn[number] === texts) continue;
      metIn[number] = texts;
      const to = starts[number + 1] ?? 0;
      for (let at = starts[number] ?? 0; at < to; at++) {
        const index = list[at] ?? 0;
        const sharedBefore = shared[index] ?? 0;
        if (sharedBefore === 0) touched[many++] = index;
        shared[index] = sharedBefore + 1;
      }
    }
    const enough: number[] = [];
    for (let at = 0; at < many; at++) {
      const index = touched[at] ?? 0;
      if ((shared[index] ?? 0) >= (needed[index] ?? 0)) enough.push(index);
      shared[index] = 0;
    }
    return enough;
  }

  return {
    nearest(text) {
      let best: (Place & { readonly value: T; readonly worth: number }) | null = null;
      for (const index of candidates(text)) {
        const [name, value] = names[index] ?? [];
        if (name === undefined || value === undefined) continue;
        if (best !== null && name.length <= best.worth) continue;
        const place = placeOf(name, text, allowedErrors(name));
        // Who mistypes a name seldom begins with it.
        if (!place || text.charAt(place.start) !== name.charAt(0)) continue;
        const worth = name.length - gramLength * place.errors;
        if (!best || worth > best.worth) best = { ...place, value, worth };
      }
      return best;
    },
  };
}

/** Which names have which runs of letters, as it can be kept; only runs that tell names apart. */
export interface RunIndex {
  readonly grams: Int32Array;
  /** For each run where its names begin in `list`; the next one's beginning is their end. */
  readonly starts: Uint32Array;
  /** Names by their place among those that are long enough. */
  readonly list: Uint32Array;
  /** How many runs of a name a text must have that has the name with its errors: each may spoil three. */
  readonly needed: Uint8Array;
}

export function indexRuns(all: readonly string[]): RunIndex {
  const names = all.filter(isLongEnough);
  const lists = new Map<number, number[]>();
  for (const [index, name] of names.entries())
    for (const gram of gramsOf(name)) {
      const list = lists.get(gram);
      if (list === undefined) lists.set(gram, [index]);
      else list.push(index);
    }
  const most = Math.max(fewNames, names.length * common);
  const telling = [...lists].filter(([, list]) => list.length <= most);
  const kept = new Uint8Array(names.length);
  const starts = new Uint32Array(telling.length + 1);
  for (const [number, [, list]] of telling.entries()) {
    starts[number + 1] = (starts[number] ?? 0) + list.length;
    for (const index of list) kept[index] = (kept[index] ?? 0) + 1;
  }
  return {
    grams: Int32Array.from(telling, ([gram]) => gram),
    starts,
    list: Uint32Array.from(telling.flatMap(([, list]) => list)),
    needed: kept.map((count, index) => Math.max(1, count - gramLength * allowedErrors(names[index] ?? ''))),
  };
}

function isLongEnough(name: string): boolean {
  return name.length >= shortestName;
}

/** The run of letters that ends before `end`, as a number of ten bits a letter: letters of Thai and Latin stay apart. */
function gramAt(text: string, end: number): number {
  return (
    ((text.charCodeAt(end - 3) & 0x3ff) << 20) |
    ((text.charCodeAt(end - 2) & 0x3ff) << 10) |
    (text.charCodeAt(end - 1) & 0x3ff)
  );
}

export function gramsOf(text: string): Set<number> {
  const grams = new Set<number>();
  for (let end = gramLength; end <= text.length; end++) grams.add(gramAt(text, end));
  return grams;
}

/** No listed name is longer; what is, is compared by its beginning. */
const longestName = 512;
/** The column at hand of the comparison, by letters of the name; a comparison never waits, so all share them. */
const errors = new Uint8Array(longestName + 2);
const starts = new Uint16Array(longestName + 2);

/**
 * Where `text` has `name` with fewest letters changed, left out or added (Sellers); null where it takes too many.
 * Of each column only the beginning is worked out that has few enough errors (Ukkonen).
 */
export function placeOf(name: string, text: string, allowed: number): Place | null {
  const length = Math.min(name.length, longestName);
  const tooMany = allowed + 1;
  for (let row = 0; row <= allowed; row++) {
    errors[row] = row;
    starts[row] = 0;
  }
  let last = Math.min(allowed, length);
  let best: Place | null = null;
  for (let column = 1; column <= text.length; column++) {
    const letter = text.charCodeAt(column - 1);
    let diagonal = 0;
    let diagonalStart = column - 1;
    let above = 0;
    let aboveStart = column;
    starts[0] = column;
    let row = 1;
    let reached = 0;
    for (; row <= length && (row <= last + 1 || above < allowed); row++) {
      const beside = row <= last ? (errors[row] ?? tooMany) : tooMany;
      const besideStart = row <= last ? (starts[row] ?? 0) : 0;
      const changed = diagonal + (name.charCodeAt(row - 1) === letter ? 0 : 1);
      let fewest = changed;
      let start = diagonalStart;
      if (beside + 1 < fewest) {
        fewest = beside + 1;
        start = besideStart;
      }
      if (above + 1 < fewest) {
        fewest = above + 1;
        start = aboveStart;
      }
      if (fewest > tooMany) fewest = tooMany;
      errors[row] = fewest;
      starts[row] = start;
      diagonal = beside;
      diagonalStart = besideStart;
      above = fewest;
      aboveStart = start;
      if (fewest <= allowed) reached = row;
    }
    last = reached;
    if (last < length) continue;
    const total = errors[length] ?? tooMany;
    // The longer of two as near: `อำเภิ` for `อำเภอ`, not `อำเภ`.
    const isLonger = best?.end === column - 1 && best.errors === total;
    if (!best || total < best.errors || isLonger)
      best = { start: starts[length] ?? 0, end: column, errors: total };
  }
  return best;
}
