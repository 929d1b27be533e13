/**
 * Which of many phrases a text goes on with at some place. Phrases stand sorted; the longest one that the rest
 * of the text begins with is the nearest one before it, or a beginning of that one. So a place costs one binary
 * search, and ten thousand names little more memory than their letters.
 */
export interface PhraseIndex<T> {
  /** Phrases that `text` has at `start`, longest first, each with its length and what was filed under it. */
  at(text: string, start: number): Generator<{ readonly length: number; readonly values: readonly T[] }>;
  /** What was filed under phrases that begin so; of very many, the first ones. */
  beginningWith(letters: string): T[];
}

/** More phrases than this begin so: nothing is known by it. */
const tooMany = 40;

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

  return {
    *at(text, start) {
      const rest = text.slice(start, start + longest);
      let index = lastNotAfter(phrases, rest);
      while (index >= 0) {
        const phrase = phrases[index] ?? '';
        if (rest.startsWith(phrase)) yield { length: phrase.length, values: filed.get(phrase) ?? [] };
        index = shorter[index] ?? -1;
      }
    },
    beginningWith(letters) {
      const first = lastNotAfter(phrases, letters);
      return phrases
        .slice(Math.max(0, first), first + tooMany)
        .filter((phrase) => phrase.startsWith(letters))
        .flatMap((phrase) => filed.get(phrase) ?? []);
    },
  };
}

/** For each phrase of a sorted list, where its longest proper beginning stands that is a phrase too; -1 for none. */
function beginningsAmong(sorted: readonly string[]): Int32Array {
  const found = new Int32Array(sorted.length).fill(-1);
  const open: number[] = [];
  for (const [index, phrase] of sorted.entries()) {
    while (open.length > 0 && !phrase.startsWith(sorted[open.at(-1) ?? 0] ?? '')) open.pop();
    found[index] = open.at(-1) ?? -1;
    open.push(index);
  }
  return found;
}

function lastNotAfter(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
