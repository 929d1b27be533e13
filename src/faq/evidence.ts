import type { Features } from './classifier.ts';
import type { FoundWord, LexiconReading, WordForm } from './lexicon.ts';
import { createLexicon } from './lexicon.ts';
import type { Concept, ConceptRole } from './table.ts';

/** A stretch of a text, from its first letter to behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word that counted, for who wants to know why. */
export interface CountedWord {
  readonly text: string;
  readonly concepts: readonly string[];
}

/** What a text shows of the question in it. */
export interface Evidence {
  /** The text by its sound. */
  readonly sound: string;
  readonly words: readonly CountedWord[];
  /** Each part of the question with its weight, 0 to 1: what stands far from the words that ask weighs less. */
  readonly parts: ReadonlyMap<string, number>;
  /** Letters that no known word explains. */
  readonly unexplained: number;
  /** The text is an agency's name and nothing else. */
  readonly isBareName: boolean;
  /** What was taken for an agency's name asks something itself (กรมไหน, which department) or names a place to ask: it is none. */
  readonly isNoName: boolean;
}

export interface EvidenceReader {
  /** The known words of a normalised text. */
  wordsIn(text: string): LexiconReading;
  /**
   * @param text normalised. @param agency whether an agency is known to ask.
   * @param name where its name stands in the text, if it does: what a name is made of asks nothing.
   * @param found its known words, where they are at hand.
   */
  read(text: string, agency: boolean, name: Span | null, found?: LexiconReading): Evidence;
  /** The evidence of a text that would show exactly these concepts. */
  suppose(concepts: readonly string[]): Evidence;
}

/** The part that words nobody knows play. */
export const unknownPart = 'unknown';
/** The part of the agency that asks, whatever its kind. */
export const agencyPart = 'kind';

/** Roles whose concepts all play one part: why something is outside the letter does not matter. */
const oneForAll: ReadonlySet<ConceptRole> = new Set(['trouble', 'foreign', 'talk']);
/** Not agencies, though named like one. */
const placesToAsk: ReadonlySet<string> = new Set(['call-center', 'site', 'token', 'digital-id']);
const isOutside = (part: string): boolean => (oneForAll as ReadonlySet<string>).has(part);
/** What an agency's name may be made of without anything being said by it. */
const nameStuff: ReadonlySet<string> = new Set([
  'agency',
  'data',
  'electronic',
  'parent-agency',
  'notice',
  'person',
  'file',
]);

/** How what stands far from the asking words fades: in letters, how far it weighs in full and over how many more it fades to what. */
const fadingOfPlace = { nearby: 35, over: 60, to: 0.25 };
/** What is told of troubles on the way to a question is not the question. */
const fadingOfTrouble = { nearby: 20, over: 30, to: 0.1 };
/** What follows the asking words explains more often than it asks. */
const afterthought = 1.5;
/** Letters without explanation: so few are noise, and such a share of all letters counts in full. */
const noise = 2;
/** In letters: shorter words that ask may be a syllable of a name. */
const plainWord = 4;
const muchUnknown = 0.4;

/** What counts of a concept here. */
interface Bearing {
  /** The part it plays in a question, if it does. */
  readonly part: string | null;
  readonly asks: boolean;
  readonly wants: boolean;
  readonly isCourtesy: boolean;
  /** May be in an agency's name without saying anything. */
  readonly belongsToName: boolean;
}

/** A word of the text with what its concepts have in common. */
interface Told extends FoundWord {
  readonly bearings: readonly Bearing[];
  readonly isInName: boolean;
  readonly asks: boolean;
  readonly wants: boolean;
}

const isCourtesy = (bearing: Bearing): boolean => bearing.isCourtesy;
const belongsToName = (bearing: Bearing): boolean => bearing.belongsToName;

/** Reads what a question is made of, by the concepts of `flows/concepts.yaml`. */
export function createEvidenceReader(
  concepts: ReadonlyMap<string, Concept>,
  forms?: readonly WordForm[],
): EvidenceReader {
  const wordsIn = createLexicon(concepts, forms);
  const bearings = new Map(Array.from(concepts, ([id, concept]) => [id, bearingOf(id, concept)]));
  const bearingFor = (id: string): Bearing => bearings.get(id) ?? bearingOf(id, undefined);

  /** The words that play a part. */
  function tellingAmong(words: readonly FoundWord[], name: Span | null): Told[] {
    const telling: Told[] = [];
    for (const word of words) {
      const own = word.concepts.map(bearingFor);
      if (own.every(({ part }) => part === null)) continue;
      telling.push({
        concepts: word.concepts,
        start: word.start,
        end: word.end,
        slips: word.slips,
        bearings: own,
        isInName: isWithin(word, name),
        asks: own.some(({ asks }) => asks),
        wants: own.some(({ wants }) => wants),
      });
    }
    return telling;
  }

  return {
    wordsIn,
    read(text, agency, name, found = wordsIn(text)) {
      const telling = tellingAmong(found.words, name);
      const saying = telling.filter((word) => !(word.isInName && word.bearings.every(belongsToName)));
      const isMoreThanCourtesy = saying.some((word) => !word.bearings.some(isCourtesy));
      const words = isMoreThanCourtesy ? saying.filter((word) => !word.bearings.every(isCourtesy)) : saying;
      const unknown =
        name === null ? found.unknown : found.unknown.filter((stretch) => !isWithin(stretch, name));
      const anchor =
        words.findLast(({ asks }) => asks) ?? words.findLast(({ wants }) => wants) ?? words.at(-1) ?? null;
      const parts = new Map<string, number>();
      const add = (part: string, weight: number): void =>
        void parts.set(part, Math.max(parts.get(part) ?? 0, weight));
      for (const word of words)
        for (const { part, isCourtesy: isPolite } of word.bearings) {
          // ว่าไง greets, and in มาตรา 10 ว่าไง it asks.
          if (part === null || (isMoreThanCourtesy && isPolite)) continue;
          add(part, weightOf(word, anchor, isOutside(part) ? fadingOfTrouble : fadingOfPlace));
        }
      if (agency) add(agencyPart, 1);
      const puzzling = weightIn(unknown, anchor);
      if (puzzling > noise) {
        const share = puzzling / (puzzling + weightIn(found.words, anchor));
        add(unknownPart, Math.min(1, share / muchUnknown));
      }
      const unexplained = lettersIn(unknown);
      return {
        sound: found.sound,
        words: words.map(({ start, end, concepts: ids }) => ({
          text: text.slice(start, end),
          concepts: ids,
        })),
        parts,
        unexplained,
        isBareName:
          name !== null &&
          unexplained <= noise &&
          telling.every(({ isInName, asks, wants }) => isInName && !asks && !wants),
        isNoName: telling.some(
          ({ start, end, slips, isInName, asks, concepts: ids }) =>
            isInName &&
            slips === 0 &&
            ((end - start >= plainWord && asks) || ids.some((id) => placesToAsk.has(id))),
        ),
      };
    },
    suppose(ids) {
      const parts = ids.map((id) => bearingFor(id).part).filter((part) => part !== null);
      return {
        sound: '',
        words: [],
        parts: new Map(parts.map((part) => [part, 1])),
        unexplained: 0,
        isBareName: false,
        isNoName: false,
      };
    },
  };
}

function bearingOf(id: string, concept: Concept | undefined): Bearing {
  const role = concept?.role;
  return {
    part: partOf(id, concept),
    asks: concept?.interrogative === true,
    wants: role === 'want',
    isCourtesy: role === 'courtesy',
    belongsToName: nameStuff.has(id) || (role !== 'topic' && role !== 'want'),
  };
}

function partOf(id: string, concept: Concept | undefined): string | null {
  if (concept === undefined) return id;
  if (concept.role === 'plain') return null;
  if (concept.role === 'courtesy') return 'talk';
  return oneForAll.has(concept.role) ? concept.role : concept.as;
}

function isWithin({ start, end }: Span, name: Span | null): boolean {
  return name !== null && name.start <= start && end <= name.end;
}

/** What a stretch weighs by its distance from the words that ask. */
function weightOf({ start, end }: Span, anchor: Span | null, fading: typeof fadingOfPlace): number {
  if (anchor === null) return 1;
  const distance = end <= anchor.start ? anchor.start - end : Math.max(0, start - anchor.end) * afterthought;
  return Math.max(fading.to, 1 - Math.max(0, distance - fading.nearby) / fading.over);
}

function weightIn(stretches: readonly Span[], anchor: Span | null): number {
  let sum = 0;
  for (const stretch of stretches)
    sum += (stretch.end - stretch.start) * weightOf(stretch, anchor, fadingOfPlace);
  return sum;
}

function lettersIn(stretches: readonly Span[]): number {
  return stretches.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** Every text weighs the same however much it says. */
const lengthOfAll = 2.5;

/** The evidence as features: each part, and each pair of parts. */
export function featuresOf({ parts }: Evidence): Features {
  const names = [...parts.keys()];
  const weights = [...parts.values()];
  for (let one = 0; one < parts.size; one += 1)
    for (let other = one + 1; other < parts.size; other += 1) {
      names.push(nameOfPair(names[one] ?? '', names[other] ?? ''));
      weights.push((weights[one] ?? 0) * (weights[other] ?? 0));
    }
  if (parts.size < 2) return { names, weights };
  let sum = 0;
  for (const weight of weights) sum += weight * weight;
  const length = Math.sqrt(sum);
  for (let at = 0; at < weights.length; at += 1) weights[at] = ((weights[at] ?? 0) * lengthOfAll) / length;
  return { names, weights };
}

/** The names of pairs so far: there are only so many parts, and to make a name anew takes longer than to look it up. */
const namesOfPairs = new Map<string, Map<string, string>>();

function nameOfPair(one: string, other: string): string {
  let ofOne = namesOfPairs.get(one);
  if (ofOne === undefined) namesOfPairs.set(one, (ofOne = new Map()));
  let name = ofOne.get(other);
  if (name === undefined) ofOne.set(other, (name = one < other ? `${one}+${other}` : `${other}+${one}`));
  return name;
}
