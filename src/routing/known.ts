import { readFileSync } from 'node:fs';
import { compiledText, packed, readCompiled, unpacked } from '../text/compiled.ts';
import type { AgencyEntry } from './agency-list.ts';
import { loadAgencyList } from './agency-list.ts';
import type { FiledWord, FoldedWords } from './filed-words.ts';
import { filedEntries, filedFamilies, foldEntries, foldFamilies, isWord } from './filed-words.ts';
import type { RunIndex } from './near-names.ts';
import { indexRuns } from './near-names.ts';
import type { Vocabulary } from './vocabulary.ts';
import { readVocabulary } from './vocabulary.ts';

/** All that is known of agencies' names before an operator adds to it. */
export interface Known {
  readonly vocabulary: Vocabulary;
  readonly families: FoldedWords;
  /** Our own list. */
  readonly entries: readonly AgencyEntry[];
  readonly names: FoldedWords;
  /** What the words of both are found by where they are mistyped. */
  readonly runs: RunIndex;
}

/** All words with what they stand for, an operator's before ours. */
export function filedWords(
  { vocabulary, families, entries, names }: Omit<Known, 'runs'>,
  ownEntries: readonly AgencyEntry[] = [],
): FiledWord[] {
  return [
    ...filedFamilies(families, vocabulary.families),
    ...filedEntries(foldEntries(vocabulary, ownEntries), ownEntries),
    ...filedEntries(names, entries),
  ];
}

/** Reads the tables, or what was compiled of them. @throws where one of them has a fault. */
export function readKnown(): Known {
  const texts = readTexts();
  const compiled = readCompiled('agencies', texts) as CompiledKnown | null;
  if (compiled === null) return knownFrom(texts);
  const { grams, starts, list, needed } = compiled.runs;
  return {
    ...compiled,
    runs: {
      grams: new Int32Array(unpacked(grams)),
      starts: new Uint32Array(unpacked(starts)),
      list: new Uint32Array(unpacked(list)),
      needed: new Uint8Array(unpacked(needed)),
    },
  };
}

/** What `flows/compiled/agencies.json` should be. */
export function compiledKnown(): string {
  const texts = readTexts();
  const { runs, ...known } = knownFrom(texts);
  const { grams, starts, list, needed } = runs;
  return compiledText(texts, {
    ...known,
    runs: { grams: packed(grams), starts: packed(starts), list: packed(list), needed: packed(needed) },
  } satisfies CompiledKnown);
}

/** The same as JSON can hold it. */
type CompiledKnown = Omit<Known, 'runs'> & { readonly runs: { readonly [part in keyof RunIndex]: string } };

type Texts = readonly [names: string, sentences: string, list: string];

function readTexts(): Texts {
  const textOf = (file: string): string =>
    readFileSync(new URL(`../../flows/${file}`, import.meta.url), 'utf8');
  return [textOf('agencies.yaml'), textOf('agency-sentences.yaml'), textOf('agencies.csv')];
}

function knownFrom([namesText, sentencesText, list]: Texts): Known {
  const vocabulary = readVocabulary(namesText, sentencesText);
  const { entries, faults } = loadAgencyList(list);
  const [fault] = faults;
  if (fault) throw new Error(`flows/agencies.csv, line ${fault.line}: ${fault.detail}`);
  const known = {
    vocabulary,
    families: foldFamilies(vocabulary),
    entries,
    names: foldEntries(vocabulary, entries),
  };
  const words = filedWords(known).filter(isWord);
  return { ...known, runs: indexRuns(words.map(([word]) => word)) };
}
