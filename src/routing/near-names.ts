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
    for (const gram of gramsOf(text))
      for (const index of namesWith.get(gram) ?? []) {
        if (shared[index] === 0) touched.push(index);
        shared[index] = (shared[index] ?? 0) + 1;
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

function indexGrams(names: readonly string[]): {
  readonly namesWith: ReadonlyMap<string, Uint32Array>;
  /** How many runs of a name a text must have that has the name with its errors: each may spoil three. */
  readonly needed: Uint8Array;
} {
  const lists = new Map<string, number[]>();
  for (const [index, name] of names.entries())
    for (const gram of gramsOf(name)) {
      const list = lists.get(gram);
      if (list) list.push(index);
      else lists.set(gram, [index]);
    }
  const telling = [...lists].filter(([, list]) => list.length <= Math.max(fewNames, names.length * common));
  const kept = new Uint8Array(names.length);
  for (const [, list] of telling) for (const index of list) kept[index] = (kept[index] ?? 0) + 1;
  return {
    namesWith: new Map(telling.map(([gram, list]) => [gram, Uint32Array.from(list)])),
    needed: kept.map((count, index) => Math.max(1, count - gramLength * allowedErrors(names[index] ?? ''))),
  };
}

export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  for (let index = 0; index + gramLength <= text.length; index++)
    grams.add(text.slice(index, index + gramLength));
  return grams;
}

/** Where `text` has `name` with fewest letters changed, left out or added (Sellers); null where it takes too many. */
export function placeOf(name: string, text: string, allowed: number): Place | null {
  const rows = name.length + 1;
  let errors = Array.from({ length: rows }, (_, row) => row);
  let starts = errors.map(() => 0);
  let best: Place | null = null;
  for (let column = 1; column <= text.length; column++) {
    const nextErrors = [0];
    const nextStarts = [column];
    for (let row = 1; row < rows; row++) {
      const same = name.charCodeAt(row - 1) === text.charCodeAt(column - 1) ? 0 : 1;
      const changed = (errors[row - 1] ?? 0) + same;
      const added = (errors[row] ?? 0) + 1;
      const omitted = (nextErrors[row - 1] ?? 0) + 1;
      const fewest = Math.min(changed, added, omitted);
      nextErrors.push(fewest);
      const from =
        fewest === changed ? starts[row - 1] : fewest === added ? starts[row] : nextStarts[row - 1];
      nextStarts.push(from ?? 0);
    }
    errors = nextErrors;
    starts = nextStarts;
    const total = errors[rows - 1] ?? rows;
    // The longer of two as near: `อำเภิ` for `อำเภอ`, not `อำเภ`.
    const isLonger = best?.end === column - 1 && best.errors === total;
    if (total <= allowed && (!best || total < best.errors || isLonger))
      best = { start: starts[rows - 1] ?? 0, end: column, errors: total };
  }
  return best;
}
