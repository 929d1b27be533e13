import type { Vocabulary } from './vocabulary.ts';

/** Where an agency's name ends that began with a known word. Positions are of `Folded.plain`. */
export interface NameReader {
  /** Of a word that a name follows: `อบต.|บางพลีใหญ่|ขอโทเคน`. The same position where no name follows. */
  nameEnd(plain: string, headEnd: number): number;
  /** Of a whole name: only a branch, a number or a place may follow. */
  tailEnd(plain: string, end: number): number;
}

/** เก็บ has no ก็ in it. */
const middleOfSyllable = /[เแโใไ]/;

export function createNameReader(vocabulary: Vocabulary): NameReader {
  const run = /[\u0e01-\u0e5b0-9.\-"']+/uy;
  const stops = vocabulary.stops.map((source) => new RegExp(source, 'gu'));
  const goesOn = vocabulary.goesOn.map((source) => new RegExp(source, 'uy'));
  const tails = new RegExp(`\\s?(?:${vocabulary.tails})`, 'uy');

  function matchesAt(pattern: RegExp, plain: string, index: number): boolean {
    pattern.lastIndex = index;
    return pattern.test(plain);
  }

  /** The end of the letters from `from` that belong to a name, before any word a sentence goes on with. */
  function runEnd(plain: string, from: number): number {
    run.lastIndex = from;
    if (!run.test(plain)) return from;
    let end = run.lastIndex;
    for (const stop of stops) {
      stop.lastIndex = from;
      for (let match = stop.exec(plain); match && match.index < end; match = stop.exec(plain)) {
        if (middleOfSyllable.test(plain.charAt(match.index - 1))) continue;
        end = match.index;
        break;
      }
    }
    return end;
  }

  function tailEnd(plain: string, end: number): number {
    let now = end;
    while (matchesAt(tails, plain, now))
      now =
        runEnd(plain, tails.lastIndex) === tails.lastIndex
          ? tails.lastIndex
          : cut(plain, now, tails.lastIndex);
    return now;
  }

  /** A tail may have swallowed the words after the place it names. */
  function cut(plain: string, from: number, to: number): number {
    return Math.max(from, Math.min(to, runEnd(plain, from + 1)));
  }

  return {
    tailEnd,
    nameEnd(plain, headEnd) {
      let from = headEnd;
      if (plain.charAt(from) === '.') from++;
      if (plain.charAt(from) === ' ') {
        from++;
        if (goesOn.some((word) => matchesAt(word, plain, from))) return headEnd;
      }
      const end = runEnd(plain, from);
      if (end === from) return headEnd;
      return tailEnd(plain, trimmed(plain, from, end));
    },
  };
}

function trimmed(plain: string, from: number, end: number): number {
  let last = end;
  while (last > from && /[.\-"'\s]/.test(plain.charAt(last - 1))) last--;
  return last;
}
