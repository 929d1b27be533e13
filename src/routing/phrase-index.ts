/**
 * Which of many phrases a text goes on with at some place. Phrases stand sorted; the longest one that the rest
 * of the text begins with is the nearest one before it, or a beginning of that one. So a place costs one binary
 * search among the phrases with its first two letters, and ten thousand names little more memory than their letters.
 */
export interface PhraseIndex<T> {
  /** Phrases that `text` has at `start`, longest first, each with its length and what was filed under it. */
  at(text: string, start: number): readonly Found<T>[];
  /** What was filed under phrases that begin so; of very many, the first ones. */
  beginningWith(letters: string): T[];
}

export interface Found<T> {
  readonly length: number;
  readonly values: readonly T[];
}

/** More phrases than this begin so: nothing is known by it. */
const tooMany = 40;
/** Most places begin no phrase: they share one answer. */
const nothing: readonly never[] = [];

export function indexPhrases<T>(entries: Iterable<readonly [phrase: string, value: T]>): PhraseIndex<T> {
  const filed = new Map<string, T[]>();
  for (const [phrase, value] of entries) {
    const there = filed.get(phrase);
    if (there) there.push(value);
    else if (phrase !== '') filed.set(phrase, [value]);
  }
  const phrases = [...filed.keys()].sort();
  const longest = phrases.reduce((length, phrase) => Math.max(length, phrase.length), 0);
  const shorter = beginningsAmong(phrases);
  const ranges = rangesByBeginning(phrases);

  return {
    at(text, start) {
      // A phrase of one letter stands before all that go on from it.
      const range = ranges.get(beginningAt(text, start)) ?? ranges.get(text.charCodeAt(start));
      if (range === undefined) return nothing;
      const rest = text.slice(start, start + longest);
      let found: Found<T>[] | undefined;
      let index = lastNotAfter(phrases, rest, range.from, range.to);
      while (index >= range.from) {
        const phrase = phrases[index] ?? '';
        if (rest.startsWith(phrase))
          (found ??= []).push({ length: phrase.length, values: filed.get(phrase) ?? [] });
        index = shorter[index] ?? -1;
      }
      return found ?? nothing;
    },
    beginningWith(letters) {
      const first = lastNotAfter(phrases, letters, 0, phrases.length);
      return phrases
        .slice(Math.max(0, first), first + tooMany)
        .filter((phrase) => phrase.startsWith(letters))
        .flatMap((phrase) => filed.get(phrase) ?? []);
    },
  };
}

/** The first two letters as one number; of a single letter that letter. */
function beginningAt(text: string, start: number): number {
  const second = text.charCodeAt(start + 1);
  return text.charCodeAt(start) + (second > 0 ? second * 0x10000 : 0);
}

interface Range {
  readonly from: number;
  /** Behind the last. */
  to: number;
}

/** Where in the sorted list the phrases stand that begin with the same two letters, a phrase of the first alone before them. */
function rangesByBeginning(sorted: readonly string[]): ReadonlyMap<number, Range> {
  const ranges = new Map<number, Range>();
  let last = -1;
  let range: Range = { from: 0, to: 0 };
  for (let index = 0; index < sorted.length; index++) {
    const phrase = sorted[index] ?? '';
    const beginning = beginningAt(phrase, 0);
    if (beginning !== last) {
      const alone = phrase.length > 1 ? ranges.get(phrase.charCodeAt(0)) : undefined;
      range = { from: alone?.from ?? index, to: index };
      ranges.set(beginning, range);
      last = beginning;
    }
    range.to = index + 1;
  }
  return ranges;
}

/** For each phrase of a sorted list, where its longest proper beginning stands that is a phrase too; -1 for none. */
function beginningsAmong(sorted: readonly string[]): Int32Array {
  const found = new Int32Array(sorted.length).fill(-1);
  const open: number[] = [];
  for (let index = 0; index < sorted.length; index++) {
    const phrase = sorted[index] ?? '';
    while (open.length > 0 && !phrase.startsWith(sorted[open.at(-1) ?? 0] ?? '')) open.pop();
    found[index] = open.at(-1) ?? -1;
    open.push(index);
  }
  return found;
}

/** The last of `sorted` from `from` up to before `to` that does not come after the text; `from - 1` for none. */
function lastNotAfter(sorted: readonly string[], text: string, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
