import type { AgencyEntry } from './agency-list.ts';
import { foldWord } from './fold.ts';
import type { Mention } from './mention.ts';
import type { Family, Vocabulary } from './vocabulary.ts';

/** What a word of the tables stands for. */
export type Meaning =
  | {
      readonly is: 'entry';
      readonly entry: AgencyEntry;
      readonly isIssuer: boolean;
      readonly role: Mention['role'];
      /** Known without กรม only, as offices in a province are called too. */
      readonly isSubject: boolean;
    }
  | { readonly is: 'family'; readonly family: Family; readonly word: string };

/** A word as it is found in a folded text, with what it stands for. */
export interface Filed {
  readonly meaning: Meaning;
  /** Letters of an abbreviation; 0 for a word. */
  readonly letters: number;
  /** Letters of an abbreviation that a word begins with: `ม.เกษตร`. */
  readonly dotAfter: number;
}

export type FiledWord = readonly [word: string, filed: Filed];

/** Not an abbreviation. */
export function isWord([, { letters }]: FiledWord): boolean {
  return letters === 0;
}

/** The words of families or of entries, as they can be kept: each names what it stands for by its place in its list. */
export interface FoldedWords {
  /** The folded word, `letters`, `dotAfter`, the place, and the word of a family as its table writes it, or whether it is a subject. */
  readonly words: readonly (readonly [string, number, number, number, string | boolean])[];
  /** Of each entry in order: whether it is one of those that give out Tokens, and its role. */
  readonly entries: readonly (readonly [isIssuer: boolean, role: Mention['role']])[];
}

/** A shorter subject is a word of every day: ข้าว, ราง. */
const shortestSubject = 5;

/** All words that tell a family. */
export function foldFamilies(vocabulary: Vocabulary): FoldedWords {
  const words = vocabulary.families.flatMap((family, place) =>
    formsOf(family.words, vocabulary).map((word) => [...folded(word, false), place, word] as const),
  );
  return { words, entries: [] };
}

/** All words that name an agency of a list. */
export function foldEntries(vocabulary: Vocabulary, entries: readonly AgencyEntry[]): FoldedWords {
  const issuers = new Set(vocabulary.askedAt.map((name) => foldWord(name).alike));
  const officeSubjects = new Set(
    vocabulary.offices.flatMap(({ subjects }) => subjects.map((subject) => foldWord(subject).alike)),
  );
  const parents = vocabulary.families.flatMap(({ role, words }) => (role === 'parent' ? words : []));
  const words: FoldedWords['words'][number][] = [];
  const kinds = entries.map(({ name, abbreviations }, place) => {
    for (const form of formsOf([name, ...abbreviations], vocabulary))
      words.push([...folded(form, true), place, false]);
    const prefix = vocabulary.department.find((word) => name.startsWith(word));
    const subject = prefix === undefined ? '' : name.slice(prefix.length);
    const { alike } = foldWord(subject);
    if (alike.length >= shortestSubject && !officeSubjects.has(alike))
      words.push([...folded(subject, true), place, true]);
    const role = parents.some((word) => name.startsWith(word)) ? 'parent' : null;
    return [issuers.has(foldWord(name).alike), role] as const;
  });
  return { words, entries: kinds };
}

/** The words of families with what they stand for. */
export function filedFamilies({ words }: FoldedWords, families: readonly Family[]): FiledWord[] {
  const filed: FiledWord[] = [];
  for (const [text, letters, dotAfter, place, word] of words) {
    const family = families[place];
    if (family === undefined) continue;
    filed.push([text, { meaning: { is: 'family', family, word: String(word) }, letters, dotAfter }]);
  }
  return filed;
}

/** The words of a list's entries with what they stand for. */
export function filedEntries(
  { words, entries: kinds }: FoldedWords,
  entries: readonly AgencyEntry[],
): FiledWord[] {
  const filed: FiledWord[] = [];
  for (const [text, letters, dotAfter, place, isSubject] of words) {
    const entry = entries[place];
    const [isIssuer = false, role = null] = kinds[place] ?? [];
    if (entry === undefined) continue;
    const meaning = { is: 'entry', entry, isIssuer, role, isSubject: isSubject === true } as const;
    filed.push([text, { meaning, letters, dotAfter }]);
  }
  return filed;
}

/** The names in all forms that they are known in. */
function formsOf(names: readonly string[], { shortForms }: Vocabulary): string[] {
  const known = new Set(names);
  for (const [long, short] of shortForms)
    for (const name of known) if (name.includes(long) && name !== long) known.add(name.replace(long, short));
  return [...known];
}

function folded(word: string, isOfEntry: boolean): readonly [string, number, number] {
  const { exact, alike } = foldWord(word);
  if (isAbbreviation(word, exact, isOfEntry)) return [exact, exact.length, 0];
  return [alike, 0, /^([ก-ฮ]{1,2})\./.exec(word)?.[1]?.length ?? 0];
}

/** A family's word is one by its dot; a listed name also by capitals, or by being consonants only (มศว, กทม). */
function isAbbreviation(word: string, letters: string, isOfEntry: boolean): boolean {
  if (word.endsWith('.')) return true;
  return isOfEntry && (/^[ก-ฮ]{2,6}$/.test(letters) || /^[A-Z]{2,10}$/.test(word));
}
