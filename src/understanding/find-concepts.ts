import { indexPhrases } from '../text/phrase-index.ts';
import { wordStarts } from '../text/segment.ts';
import { soundOf } from '../text/sound.ts';
import type { Concept } from './tables.ts';

/** A word of a text, from its first letter to behind its last, with the numbers of the concepts it stands for. */
export interface FoundWord {
  readonly start: number;
  readonly end: number;
  readonly concepts: readonly number[];
  /** The number of the word among all words; -1 for what a pattern found. */
  readonly word: number;
}

/** A text by its sound without spaces. */
export interface HeardText {
  readonly text: string;
  readonly key: string;
  /** Where each letter of the key stands in the text; one more for the end. */
  readonly at: readonly number[];
}

export interface ConceptFinder {
  /** @param without words that are not known this time, by their numbers. */
  find(heard: HeardText, without?: ReadonlySet<number>): FoundWord[];
}

/** In letters of the sound: shorter Thai words stand where a dictionary, too, sees one begin and one end. */
const sureOfItself = 4;

/** By its sound, with spaces left out as writers do. @param text normalised. */
export function hear(text: string): HeardText {
  const sound = soundOf(text);
  const at: number[] = [];
  let key = '';
  for (let index = 0; index < sound.key.length; index += 1) {
    if (sound.key.charAt(index) === ' ') continue;
    key += sound.key.charAt(index);
    at.push(sound.at[index] ?? text.length);
  }
  at.push(text.length);
  return { text, key, at };
}

/** Finds the words of concepts, from left to right the longest that fits. */
export function createConceptFinder(concepts: readonly Concept[]): ConceptFinder {
  const byKey = new Map<string, { number: number; concepts: number[] }>();
  for (const [concept, { words }] of concepts.entries())
    for (const word of words) {
      const { key } = hear(word);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, { number: byKey.size, concepts: [concept] });
      else if (!known.concepts.includes(concept)) known.concepts.push(concept);
    }
  const index = indexPhrases([...byKey]);
  const patterns = concepts.flatMap(({ patterns: sources }, concept) =>
    sources.map((source) => ({ concept, pattern: new RegExp(source, 'gu') })),
  );

  return {
    find(heard, without) {
      const { text, key, at } = heard;
      const found: FoundWord[] = [];
      const starts = wordStarts(text);
      for (let from = 0; from < key.length;) {
        const start = at[from] ?? 0;
        let length = 0;
        for (const one of isEdge(text, start) ? index.at(key, from) : []) {
          const end = endOf(heard, from + one.length - 1);
          if (!isEdge(text, end) || !isWord(starts, text, start, end, one.length)) continue;
          const [value] = one.values;
          if (value === undefined || without?.has(value.number) === true) continue;
          found.push({ start, end, concepts: value.concepts, word: value.number });
          length = one.length;
          break;
        }
        from += Math.max(1, length);
      }
      for (const { concept, pattern } of patterns)
        for (const match of text.matchAll(pattern))
          found.push({
            start: match.index,
            end: match.index + match[0].length,
            concepts: [concept],
            word: -1,
          });
      return found;
    },
  };
}

/** Behind a letter of the key, with the marks over and under it that are not heard. */
function endOf({ text, at }: HeardText, index: number): number {
  let end = (at[index] ?? 0) + 1;
  const next = at[index + 1] ?? text.length;
  while (end < next && /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/.test(text.charAt(end))) end += 1;
  // A silenced letter belongs to the word before it.
  while (end < next && text.charAt(end + 1) === '์') end += 2;
  return end;
}

/** Whether no Latin word and no number goes on there. */
function isEdge(text: string, place: number): boolean {
  const [before, after] = [text.charCodeAt(place - 1), text.charCodeAt(place)];
  return !(isLatin(before) && isLatin(after)) && !(isDigit(before) && isDigit(after));
}

/** Long enough, or between the words that a dictionary sees; what goes on over a space is never sure of itself. */
function isWord(starts: Uint8Array, text: string, start: number, end: number, length: number): boolean {
  if (isLatin(text.charCodeAt(start)) || isDigit(text.charCodeAt(start))) return true;
  if (length >= sureOfItself && !text.slice(start, end).includes(' ')) return true;
  return starts[start] === 1 && starts[end] === 1;
}

function isLatin(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
