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

export function indexNearNames<T>(entries: readonly (readonly [name: string, value: T])[]): NearNames<T> {
  const names = entries.filter(([name]) => name.length >= shortestName);
  const { namesWith, needed } = indexGrams(names.map(([name]) => name));
  const shared = new Uint8Array(names.length);

  /** Names that share so many runs with the text that they may be in it. */
  function candidates(text: string): number[] {
    const touched: number[] = [];
    for (const gram of gramsOf(text)) {
      const { list, from, to } = namesWith(gram);
      for (let at = from; at < to; at++) {
        const index = list[at] ?? 0;
        if (shared[index] === 0) touched.push(index);
        shared[index] = (shared[index] ?? 0) + 1;
      }
    }
    const enough = touched.filter((index) => (shared[index] ?? 0) >= (needed[index] ?? 0));
    for (const index of touched) shared[index] = 0;
    return enough;
  }

  return {
    nearest(text) {
      let best: (Place & { readonly value: T; readonly worth: number }) | null = null;
      for (const index of candidates(text)) {
        const [name, value] = names[index] ?? [];
        if (name === undefined || value === undefined) continue;
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

/** The names with a run of letters: `list` from `from` up to before `to`. */
interface Listed {
  readonly list: Uint32Array;
  readonly from: number;
  readonly to: number;
}

function indexGrams(names: readonly string[]): {
  readonly namesWith: (gram: number) => Listed;
  /** How many runs of a name a text must have that has the name with its errors: each may spoil three. */
  readonly needed: Uint8Array;
} {
  const numbering = createNumbering();
  /** Which name had a run last, so that it counts once. */
  const lastWith: number[] = [];
  const found: { readonly number: number; readonly name: number }[] = [];
  for (const [name, letters] of names.entries())
    for (let end = gramLength; end <= letters.length; end++) {
      const number = numbering.add(gramAt(letters, end));
      if (lastWith[number] === name) continue;
      lastWith[number] = name;
      found.push({ number, name });
    }
  const starts = new Uint32Array(numbering.size + 1);
  for (const { number } of found) starts[number + 1] = (starts[number + 1] ?? 0) + 1;
  for (let number = 0; number < numbering.size; number++)
    starts[number + 1] = (starts[number + 1] ?? 0) + (starts[number] ?? 0);
  const list = new Uint32Array(found.length);
  const filled = starts.slice();
  for (const { number, name } of found) {
    const at = filled[number] ?? 0;
    list[at] = name;
    filled[number] = at + 1;
  }
  const most = Math.max(fewNames, names.length * common);
  const isTelling = (number: number): boolean => (starts[number + 1] ?? 0) - (starts[number] ?? 0) <= most;
  const kept = new Uint8Array(names.length);
  for (const { number, name } of found) if (isTelling(number)) kept[name] = (kept[name] ?? 0) + 1;
  const none = { list, from: 0, to: 0 };
  return {
    namesWith(gram) {
      const number = numbering.find(gram);
      return number < 0 || !isTelling(number)
        ? none
        : { list, from: starts[number] ?? 0, to: starts[number + 1] ?? 0 };
    },
    needed: kept.map((count, index) => Math.max(1, count - gramLength * allowedErrors(names[index] ?? ''))),
  };
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
