/**
 * The name that a text comes closest to, a letter or two apart: `เทดบาลตำบล` is `เทศบาลตำบล`. Names that share
 * enough runs of three letters with the text are compared with every place in it.
 */
export interface NearNames<T> {
  nearest(text: string): { readonly start: number; readonly end: number; readonly value: T } | null;
}

const gramLength = 3;
/** Shorter names are a letter away from too many words. */
const shortestName = 6;
const longestCompared = 24;

export function indexNearNames<T>(entries: readonly (readonly [name: string, value: T])[]): NearNames<T> {
  const names = entries.filter(([name]) => name.length >= shortestName);
  const byGram = new Map<string, number[]>();
  for (const [index, [name]] of names.entries())
    for (const gram of new Set(gramsOf(name))) {
      const there = byGram.get(gram);
      if (there) there.push(index);
      else byGram.set(gram, [index]);
    }
  const shared = new Uint8Array(names.length);

  return {
    nearest(text) {
      const touched: number[] = [];
      for (const gram of new Set(gramsOf(text)))
        for (const index of byGram.get(gram) ?? []) {
          if (shared[index] === 0) touched.push(index);
          shared[index] = Math.min(255, (shared[index] ?? 0) + 1);
        }
      let best: { start: number; end: number; value: T; errors: number; length: number } | null = null;
      for (const index of touched) {
        const [name, value] = names[index] ?? [];
        const hits = shared[index] ?? 0;
        shared[index] = 0;
        if (name === undefined || value === undefined) continue;
        const allowed = allowedErrors(name);
        if (hits < Math.min(name.length, longestCompared) - gramLength + 1 - gramLength * allowed) continue;
        const place = placeOf(name, text, allowed);
        // Who mistypes a name seldom begins with it.
        if (
          place &&
          text.charAt(place.start) === name.charAt(0) &&
          (!best || name.length - 3 * place.errors > best.length - 3 * best.errors)
        )
          best = { ...place, value, length: name.length };
      }
      return best;
    },
  };
}

function allowedErrors(name: string): number {
  return name.length >= 14 ? 2 : 1;
}

function gramsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - gramLength + 1) }, (_, index) =>
    text.slice(index, index + gramLength),
  );
}

/** Where `text` has `name` with fewest letters changed, left out or added (Sellers); null where it takes too many. */
function placeOf(
  name: string,
  text: string,
  allowed: number,
): { readonly start: number; readonly end: number; readonly errors: number } | null {
  const rows = name.length + 1;
  let errors = Array.from({ length: rows }, (_, row) => row);
  let starts = errors.map(() => 0);
  let best: { start: number; end: number; errors: number } | null = null;
  for (let column = 1; column <= text.length; column++) {
    const nextErrors = [0];
    const nextStarts = [column];
    for (let row = 1; row < rows; row++) {
      const same = name.charCodeAt(row - 1) === text.charCodeAt(column - 1) ? 0 : 1;
      const changed = (errors[row - 1] ?? 0) + same;
      const added = (errors[row] ?? 0) + 1;
      const omitted = (nextErrors[row - 1] ?? 0) + 1;
      const least = Math.min(changed, added, omitted);
      nextErrors.push(least);
      nextStarts.push(
        (least === changed ? starts[row - 1] : least === added ? starts[row] : nextStarts[row - 1]) ?? 0,
      );
    }
    errors = nextErrors;
    starts = nextStarts;
    const total = errors[rows - 1] ?? rows;
    if (total <= allowed && (!best || total < best.errors))
      best = { start: starts[rows - 1] ?? 0, end: column, errors: total };
  }
  return best;
}
