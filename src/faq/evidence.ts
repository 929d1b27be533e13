import type { Features } from './classifier.ts';
import type { WordForm } from './lexicon.ts';
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
  /**
   * @param text normalised. @param agency whether an agency is known to ask.
   * @param name where its name stands in the text, if it does: what a name is made of asks nothing.
   */
  read(text: string, agency: boolean, name: Span | null): Evidence;
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
const isPlaceToAsk = (id: string): boolean => placesToAsk.has(id);
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

/** Reads what a question is made of, by the concepts of `flows/concepts.yaml`. */
export function createEvidenceReader(
  concepts: ReadonlyMap<string, Concept>,
  forms?: readonly WordForm[],
): EvidenceReader {
  const lexicon = createLexicon(concepts, forms);
  const partOf = (id: string): string | null => {
    const concept = concepts.get(id);
    if (concept === undefined) return id;
    if (concept.role === 'plain') return null;
    if (concept.role === 'courtesy') return 'talk';
    return oneForAll.has(concept.role) ? concept.role : concept.as;
  };
  const asks = (id: string): boolean => concepts.get(id)?.interrogative === true;
  const wants = (id: string): boolean => concepts.get(id)?.role === 'want';
  const isWanting = (id: string): boolean => asks(id) || wants(id);
  const isCourtesy = (id: string): boolean => concepts.get(id)?.role === 'courtesy';
  const belongsToName = (id: string): boolean => {
    const role = concepts.get(id)?.role;
    return nameStuff.has(id) || (role !== 'topic' && role !== 'want');
  };

  const read = (text: string, agency: boolean, name: Span | null): Evidence => {
    const found = lexicon(text);
    const isInName = ({ start, end }: Span): boolean =>
      name !== null && name.start <= start && end <= name.end;
    const isOfName = (word: Span & CountedWordPlace): boolean =>
      isInName(word) && word.concepts.every(belongsToName);
    const telling = found.words.filter((word) => word.concepts.some((id) => partOf(id) !== null));
    const saying = telling.filter((word) => !isOfName(word));
    const isMoreThanCourtesy = saying.some((word) => !word.concepts.some(isCourtesy));
    const words = saying.filter((word) => !isMoreThanCourtesy || !word.concepts.every(isCourtesy));
    const unknown = found.unknown.filter((stretch) => !isInName(stretch));
    const anchor =
      words.findLast((word) => word.concepts.some(asks)) ??
      words.findLast((word) => word.concepts.some(wants)) ??
      words.at(-1);
    const weightOf = ({ start, end }: Span, fading: typeof fadingOfPlace): number => {
      if (anchor === undefined) return 1;
      const distance =
        end <= anchor.start ? anchor.start - end : Math.max(0, start - anchor.end) * afterthought;
      return Math.max(fading.to, 1 - Math.max(0, distance - fading.nearby) / fading.over);
    };
    const parts = new Map<string, number>();
    const add = (part: string, weight: number): void =>
      void parts.set(part, Math.max(parts.get(part) ?? 0, weight));
    for (const word of words)
      for (const id of word.concepts) {
        // ว่าไง greets, and in มาตรา 10 ว่าไง it asks.
        if (isMoreThanCourtesy && isCourtesy(id)) continue;
        const part = partOf(id);
        if (part !== null) add(part, weightOf(word, isOutside(part) ? fadingOfTrouble : fadingOfPlace));
      }
    if (agency) add(agencyPart, 1);
    const weightIn = (stretches: readonly Span[]): number =>
      stretches.reduce(
        (sum, stretch) => sum + (stretch.end - stretch.start) * weightOf(stretch, fadingOfPlace),
        0,
      );
    const puzzling = weightIn(unknown);
    const share = puzzling / (puzzling + weightIn(found.words));
    if (puzzling > noise) add(unknownPart, Math.min(1, share / muchUnknown));
    return {
      words: words.map(({ start, end, concepts: ids }) => ({
        text: text.slice(start, end),
        concepts: ids,
      })),
      parts,
      unexplained: lettersIn(unknown),
      isBareName:
        name !== null &&
        telling.every((word) => isInName(word) && !word.concepts.some(isWanting)) &&
        lettersIn(unknown) <= noise,
      isNoName: telling.some(
        (word) =>
          isInName(word) &&
          word.slips === 0 &&
          ((word.end - word.start >= plainWord && word.concepts.some(asks)) ||
            word.concepts.some(isPlaceToAsk)),
      ),
    };
  };
  return {
    read,
    suppose(ids) {
      const parts = ids.map(partOf).filter((part) => part !== null);
      return {
        words: [],
        parts: new Map(parts.map((part) => [part, 1])),
        unexplained: 0,
        isBareName: false,
        isNoName: false,
      };
    },
  };
}

interface CountedWordPlace {
  readonly concepts: readonly string[];
}

function lettersIn(stretches: readonly Span[]): number {
  return stretches.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** Every text weighs the same however much it says. */
const lengthOfAll = 2.5;

/** The evidence as features: each part, and each pair of parts. */
export function featuresOf({ parts }: Evidence): Features {
  const features = new Map<string, number>(parts);
  const list = [...parts];
  for (const [index, [one, oneWeight]] of list.entries())
    for (const [other, otherWeight] of list.slice(index + 1))
      features.set(one < other ? `${one}+${other}` : `${other}+${one}`, oneWeight * otherWeight);
  if (parts.size < 2) return features;
  const length = Math.sqrt([...features.values()].reduce((sum, weight) => sum + weight * weight, 0));
  for (const [feature, weight] of features) features.set(feature, (weight * lengthOfAll) / length);
  return features;
}
