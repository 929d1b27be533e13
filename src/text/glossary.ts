import { sameCharacters } from './normalise.ts';

/** A word of a glossary, found in a text. */
export interface Piece<Meaning> {
  readonly meaning: Meaning;
  /** Whether a space, comma or the like stands before it. */
  readonly isApart: boolean;
}

/** Splits a text into words of a glossary; null where anything else stands in it. */
export type Glossary<Meaning> = (text: string) => readonly Piece<Meaning>[] | null;

/** Short answers, commands and numbers fit into this; UTF-16 units. What is longer is something else and is not split. */
const longestText = 200;

/** Marks that say nothing in a short answer. A question mark says something. */
const pauses = /[\s,;:!()[\]{}~…"“”<>|_^]/;
const ignored = /[.'’\-–ฯๆ]|\u20e3/;

/** A letter above or below another, which a hurried hand types too early or too late: `ยนิยอม`. */
const mark = /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4c]/;
/** A vowel that is written before its consonant. */
const leadingVowel = /[เแโใไ]/;
/** Shorter words with letters exchanged may be other words. UTF-16 units. */
const shortestExchanged = 5;

/** Stand for the pictures of a glossary, which a normalised text no longer has. */
const firstPicture = 0xe000;

interface Letters {
  readonly text: string;
  /** By place, whether a pause stands before it; the end is one. */
  readonly isAfterPause: readonly boolean[];
}

/**
 * A glossary of words and phrases, each with its meaning. A text is split so that as few words as possible cover all of it,
 * without regard to case, spaces between Thai words, drawn-out last letters (`ยินยอมม`) and two letters that have
 * changed places (`ยนิยอม`). Latin words and numbers are whole ones.
 *
 * Takes time in proportion to the text, which is at most 200 units long.
 */
export function createGlossary<Meaning>(
  entries: Iterable<readonly [word: string, meaning: Meaning]>,
): Glossary<Meaning> {
  const pictures = new Map<string, string>();
  const meanings = new Map<string, Meaning>();
  const exchanged = new Map<string, Meaning>();
  for (const [word, meaning] of entries) {
    if (/\p{Extended_Pictographic}/u.test(word))
      pictures.set(bare(word), String.fromCharCode(firstPicture + pictures.size));
    const { text } = lettersOf(word, pictures);
    if (text === '') throw new Error(`a word of a glossary has no letters: "${word}"`);
    meanings.set(text, meaning);
    for (const slip of slipsOf(text)) exchanged.set(slip, meaning);
  }
  for (const [slip, meaning] of exchanged) if (!meanings.has(slip)) meanings.set(slip, meaning);
  const words: Words<Meaning> = {
    meanings,
    longest: Math.max(0, ...[...meanings.keys()].map((word) => word.length)),
    lastLetters: new Set([...meanings.keys()].map((word) => word.slice(-1))),
  };

  return (text) => {
    if (text.length > longestText) return null;
    return cover(lettersOf(text, pictures), words);
  };
}

/** Without skin colours, joints and what chooses a picture's look. */
function bare(text: string): string {
  return text.replaceAll(/[\u{1f3fb}-\u{1f3ff}♀♂]|\u200d|\ufe0e|\ufe0f/gu, '');
}

function lettersOf(text: string, pictures: ReadonlyMap<string, string>): Letters {
  const known = bare(text).replaceAll(/\p{Extended_Pictographic}/gu, (one) => pictures.get(one) ?? ' ');
  let letters = '';
  let isAfter = true;
  const isAfterPause: boolean[] = [];
  for (const unit of sameCharacters(known)) {
    if (pauses.test(unit)) isAfter = true;
    else if (!ignored.test(unit)) {
      // 1 2 is not 12.
      if (isAfter && /\d/.test(unit) && /\d$/.test(letters)) {
        isAfterPause.push(true);
        letters += ' ';
      }
      for (let index = 0; index < unit.length; index += 1) isAfterPause.push(isAfter && index === 0);
      letters += unit;
      isAfter = false;
    }
  }
  return { text: letters, isAfterPause: [...isAfterPause, true] };
}

/** The word with any two neighbours exchanged, one of them a mark or a vowel that leads its syllable. */
function slipsOf(word: string): string[] {
  if (word.length < shortestExchanged) return [];
  const slips: string[] = [];
  for (let at = 0; at + 1 < word.length; at += 1) {
    const [one, other] = [word.charAt(at), word.charAt(at + 1)];
    const isMoved = (letter: string) => mark.test(letter) || leadingVowel.test(letter);
    if (isMoved(one) === isMoved(other) || (at === 0 && mark.test(other))) continue;
    slips.push(word.slice(0, at) + other + one + word.slice(at + 2));
  }
  return slips;
}

interface Words<Meaning> {
  readonly meanings: ReadonlyMap<string, Meaning>;
  /** UTF-16 units of the longest word. */
  readonly longest: number;
  readonly lastLetters: ReadonlySet<string>;
}

interface Step<Meaning> {
  readonly words: number;
  readonly end: number;
  readonly meaning: Meaning | null;
}

/** The fewest words that a text is made of, worked out from its end. */
function cover<Meaning>(letters: Letters, words: Words<Meaning>): Piece<Meaning>[] | null {
  const { meanings, longest, lastLetters } = words;
  const { text, isAfterPause } = letters;
  const best: (Step<Meaning> | undefined)[] = [];
  best[text.length] = { words: 0, end: text.length, meaning: null };
  // Only words that reach a place from where the rest is covered are looked for: in most texts the last is none.
  for (let to = text.length; to > 0; to -= 1) {
    const rest = best[to];
    if (!rest || !isEdge(letters, to)) continue;
    for (const end of endsBefore(text, to)) {
      if (!lastLetters.has(text.charAt(end - 1))) continue;
      for (let start = end - 1; start >= Math.max(0, end - longest); start -= 1) {
        const count = rest.words + 1;
        if (count > (best[start]?.words ?? Infinity) || !isEdge(letters, start)) continue;
        const meaning = meanings.get(text.slice(start, end));
        if (meaning !== undefined) best[start] = { words: count, end: to, meaning };
      }
    }
  }
  const pieces: Piece<Meaning>[] = [];
  for (let at = 0; at < text.length;) {
    const step = best[at];
    if (!step || step.meaning === null) return null;
    pieces.push({ meaning: step.meaning, isApart: isAfterPause[at] ?? true });
    at = step.end;
  }
  return pieces.length === 0 ? null : pieces;
}

/** Where a word may end that reaches this place: here, or where its drawn-out last letter begins. Digits are not drawn out. */
function endsBefore(text: string, to: number): number[] {
  const last = text.charAt(to - 1);
  const ends = [to];
  if (/\d/.test(last) || text.charAt(to) === last) return ends;
  for (let end = to - 1; end > 0 && text.charAt(end - 1) === last; end -= 1) ends.push(end);
  return ends;
}

/** Thai words may meet anywhere; Latin ones and numbers begin and end where their writing does. */
function isEdge({ text, isAfterPause }: Letters, at: number): boolean {
  if (isAfterPause[at] || at === 0) return true;
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  const isWithin = (script: RegExp) => script.test(before) && script.test(after);
  return !isWithin(/[a-z]/) && !isWithin(/\d/);
}
