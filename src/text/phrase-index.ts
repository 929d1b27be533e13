/**
 * Which of many phrases a text goes on with at some place: a table that is walked letter by letter. Its rows are made when a
 * text first comes by, since most never are; a phrase needs none from where its beginning is no other's.
 */
export interface PhraseIndex<T> {
  /** Phrases that `text` has at `start`, longest first, each with what was filed under it. */
  at(text: string, start: number): readonly Found<T>[];
  /** What was filed under phrases that begin so; of very many, the first ones. */
  beginningWith(letters: string): T[];
}

export interface Found<T> {
  readonly length: number;
  readonly values: readonly T[];
}

interface Filed<T> extends Found<T> {
  readonly phrase: string;
  readonly values: T[];
  /** What is answered where it alone is found, which is most often. */
  readonly alone: Filed<T>[];
}

function filedOf<T>(phrase: string, value: T): Filed<T> {
  const filed: Filed<T> = { phrase, length: phrase.length, values: [value], alone: [] };
  filed.alone.push(filed);
  return filed;
}

/** More phrases than this begin so: nothing is known by it. */
const tooMany = 40;
/** Most places begin no phrase: they share one answer. */
const nothing: readonly never[] = [];
const firstRow = 1;
/** More different letters than most lists of words have. */
const usualWidth = 96;

export function indexPhrases<T>(entries: readonly (readonly [phrase: string, value: T])[]): PhraseIndex<T> {
  /** The column of each letter; none has the first, which stays empty. */
  const columns = new Uint16Array(0x10000);
  let letters = 0;
  let width = usualWidth;
  /**
   * By row and column twice the row to go on with, and one more where a phrase ends there; below 0 a place in `waiting`; 0 where
   * no phrase goes on so.
   */
  let table = new Int32Array(width * 64);
  /** By row, the phrase that ends there. */
  const ends: (Filed<T> | undefined)[] = [undefined, undefined];
  /** Phrases that begin alike and have no row yet. */
  const waiting: Filed<T>[][] = [[]];
  let sorted: readonly Filed<T>[] | undefined;

  function columnOf(letter: number): number {
    const known = columns[letter] ?? 0;
    if (known > 0) return known;
    letters += 1;
    columns[letter] = letters;
    if (letters === width) enlarge(width * 2, table.length * 2);
    return letters;
  }

  function enlarge(newWidth: number, size: number): void {
    const larger = new Int32Array(size);
    for (let row = firstRow; row < ends.length; row += 1)
      larger.set(table.subarray(row * width, (row + 1) * width), row * newWidth);
    table = larger;
    width = newWidth;
  }

  function wait(one: Filed<T>, row: number, letter: number): void {
    const column = columnOf(letter);
    const place = table[row * width + column] ?? 0;
    if (place === 0) table[row * width + column] = 1 - waiting.push([one]);
    else waiting[-place]?.push(one);
  }

  /** Makes a row of phrases that begin alike up to a letter. @returns how the table tells of it. */
  function addRow(alike: readonly Filed<T>[], depth: number): number {
    const row = ends.push(undefined) - 1;
    if (ends.length * width > table.length) enlarge(width, table.length * 2);
    for (const one of alike)
      if (one.length > depth) wait(one, row, one.phrase.charCodeAt(depth));
      else if (ends[row] === undefined) ends[row] = one;
      else ends[row].values.push(...one.values);
    return row * 2 + (ends[row] === undefined ? 0 : 1);
  }

  for (const [phrase, value] of entries)
    if (phrase !== '') wait(filedOf(phrase, value), firstRow, phrase.charCodeAt(0));

  return {
    at(text, start) {
      let found: readonly Filed<T>[] = nothing;
      let row = firstRow;
      for (let at = start; at < text.length; at += 1) {
        const column = columns[text.charCodeAt(at)] ?? 0;
        let next = table[row * width + column] ?? 0;
        if (next === 0) break;
        if (next < 0) {
          const alike = waiting[-next] ?? [];
          const [one] = alike;
          if (one !== undefined && alike.length === 1) {
            if (goesOnAs(one.phrase, text, start, at - start + 1)) found = withOne(one, found);
            break;
          }
          next = addRow(alike, at - start + 1);
          table[row * width + column] = next;
        }
        row = next >> 1;
        const one = (next & 1) === 0 ? undefined : ends[row];
        if (one !== undefined) found = withOne(one, found);
      }
      return found;
    },
    beginningWith(beginning) {
      sorted ??= sortedPhrases(entries);
      const first = firstNotBefore(sorted, beginning);
      return sorted
        .slice(first, first + tooMany)
        .filter(({ phrase }) => phrase.startsWith(beginning))
        .flatMap(({ values }) => values);
    },
  };
}

/** Whether a text has a phrase of which the first letters are known to be there; the next one tells most others. */
function goesOnAs(phrase: string, text: string, start: number, letters: number): boolean {
  if (phrase.length === letters) return true;
  return phrase.charCodeAt(letters) === text.charCodeAt(start + letters) && text.startsWith(phrase, start);
}

function withOne<T>(one: Filed<T>, shorter: readonly Filed<T>[]): readonly Filed<T>[] {
  return shorter.length === 0 ? one.alone : [one, ...shorter];
}

function sortedPhrases<T>(entries: readonly (readonly [phrase: string, value: T])[]): Filed<T>[] {
  const all = new Map<string, Filed<T>>();
  for (const [phrase, value] of entries) {
    const there = all.get(phrase);
    if (there !== undefined) there.values.push(value);
    else if (phrase !== '') all.set(phrase, filedOf(phrase, value));
  }
  return [...all.values()].sort((one, other) => (one.phrase < other.phrase ? -1 : 1));
}

/** The place in a sorted list of the first phrase that does not come before the letters. */
function firstNotBefore(sorted: readonly Filed<unknown>[], letters: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.phrase ?? '') < letters) low = middle + 1;
    else high = middle;
  }
  return low;
}
