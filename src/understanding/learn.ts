import type { Gap, Intent } from '../../flows/domain.ts';
import { gaps, intents } from '../../flows/domain.ts';
import type { Features } from './count-features.ts';
import { featuresOf, noveltyOf } from './count-features.ts';
import type { FoldOutcome } from './choose-thresholds.ts';
import { chooseThresholds } from './choose-thresholds.ts';
import { createConceptFinder } from './find-concepts.ts';
import type { Examples, NearestFinder } from './find-nearest.ts';
import { createNearestFinder, packExamples } from './find-nearest.ts';
import type { Judge, Strangeness, Thresholds } from './judge.ts';
import { gapSignsOf, indexOfMost, learnJudgement, opinionOf, signsOf } from './judge.ts';
import type { ReadText } from './read-text.ts';
import { createTextReader } from './read-text.ts';
import type { FaqEntry, FaqTable, Meaning } from './tables.ts';
import { variantOf } from './vary-examples.ts';
import type { Model } from './weigh-meanings.ts';
import { createWeigher, train } from './weigh-meanings.ts';

/** All that is learned of the tables. */
export interface Learned {
  readonly model: Model;
  readonly examples: Examples;
  /** The number of each example's label. */
  readonly labelOf: Uint8Array;
  readonly judge: Judge;
  readonly thresholds: Thresholds;
}

/** What the build says of itself: every example as it was understood without having been learned. */
export interface CrossValidated {
  readonly learned: Learned;
  readonly outcomes: readonly FoldOutcome[];
}

const foldCount = 8;
/** Texts at least so alike, by cosine, are learned and asked together. */
const nearDuplicate = 0.6;
/** What a single text shows tells nothing of others. */
const rarest = 2;

/** The label of a meaning: the entries for one issuer's agencies are told apart by routing alone. */
export function labelOfMeaning(meaning: Meaning, entries: readonly FaqEntry[]): Meaning {
  return entries.find(({ id }) => id === meaning)?.of ?? meaning;
}

export function labelsOf(entries: readonly FaqEntry[]): readonly Meaning[] {
  return [...entries.filter(({ of }) => of === null).map(({ id }) => id), ...gaps, 'out-of-scope'];
}

export function isGap(meaning: Meaning | undefined): meaning is Gap {
  return (gaps as readonly (Meaning | undefined)[]).includes(meaning);
}

export function isIntent(meaning: Meaning | undefined): meaning is Intent {
  return (intents as readonly (Meaning | undefined)[]).includes(meaning);
}

/**
 * Learns the model, then judges every example by models that learned neither it nor its near-duplicates; the judge and
 * the thresholds are learned of that.
 * @param readAgency of `src/routing`. @param tell is told how far it is.
 * @param isAblated leaves out, when a fold is asked, every word that no other fold uses: as strict as new authors are.
 */
export function learn(
  table: FaqTable,
  readAgency: Parameters<typeof createTextReader>[2],
  tell: (done: number, of: number) => void = () => {},
  isAblated = false,
): CrossValidated {
  const steps = foldCount + 2;
  const finder = createConceptFinder(table.concepts);
  const reader = createTextReader(table.concepts, finder, readAgency);
  const texts = table.examples.map(({ text }) => reader.read(text));
  const labels = labelsOf(table.entries);
  const labelOf = Uint8Array.from(table.examples, ({ meaning }) =>
    labels.indexOf(labelOfMeaning(meaning, table.entries)),
  );
  tell(1, steps);

  const features = texts.map(featuresOf);
  const codes = frequentCodes(features);
  const samples = features.map((own, at) => ({ features: own, label: labelOf[at] ?? 0 }));
  const varied = table.examples.map(({ text }, at) => ({
    features: featuresOf(reader.read(variantOf(text, at, table.prefaces))),
    label: labelOf[at] ?? 0,
  }));
  const examples = packExamples(features);
  const neighbours = createNearestFinder(examples, labelOf, labels.length);
  const folds = foldsOf(features, neighbours);
  const model = train(labels, codes, [...samples, ...varied]);
  tell(2, steps);

  const answerable = labels.map(isIntent);
  const outcomes: FoldOutcome[] = [];
  for (let fold = 0; fold < foldCount; fold += 1) {
    const unknown = isAblated ? wordsOnlyIn(fold, folds, texts) : null;
    const weigher = createWeigher(
      train(
        labels,
        codes,
        [samples, varied].flatMap((all) => all.filter((_, at) => folds[at] !== fold)),
      ),
    );
    const times = timesOf(features.filter((_, at) => folds[at] !== fold));
    for (const [example, text] of texts.entries()) {
      if (folds[example] !== fold) continue;
      const asked = unknown === null ? text : reader.reread(text, unknown);
      const own = featuresOf(asked);
      const near = neighbours.nearest(own, (other) => folds[other] === fold);
      const opinion = opinionOf(
        weigher.weigh(own),
        near.map(({ likeness }) => likeness),
        answerable,
        strangenessOf(asked, own, (code) => (times.get(code) ?? 0) >= rarest),
      );
      const { meaning, also } = table.examples[example] ?? { meaning: 'out-of-scope', also: [] };
      const right = [meaning, ...also].map((one) => labels.indexOf(labelOfMeaning(one, table.entries)));
      outcomes.push({ example, opinion, signs: signsOf(opinion), right });
    }
    tell(fold + 3, steps);
  }
  const judge = {
    right: learnJudgement(
      outcomes.map(({ signs, opinion: { ranked }, right }) => ({
        signs,
        isTrue: right.includes(ranked[0] ?? -1),
      })),
    ),
    among: learnJudgement(
      outcomes.map(({ signs, opinion: { ranked }, right }) => ({
        signs,
        isTrue: ranked.slice(0, 3).some((label) => right.includes(label)),
      })),
    ),
    gap: learnJudgement(
      outcomes.flatMap(({ opinion, right }) => {
        const label = indexOfMost(opinion.probabilities);
        const isTrue = right.includes(label);
        return isGap(labels[label]) ? [{ signs: gapSignsOf(opinion, label), isTrue }] : [];
      }),
    ),
  };
  const thresholds = chooseThresholds(outcomes, judge, labels);
  return { learned: { model, examples, labelOf, judge, thresholds }, outcomes };
}

export function strangenessOf(
  { unexplained, longestRun, sound }: ReadText,
  features: Features,
  isKnown: (code: number) => boolean,
): Strangeness {
  return { unexplained, longestRun, novelty: noveltyOf(features, isKnown), length: sound.length };
}

function timesOf(all: readonly Features[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const { codes } of all) for (const code of codes) times.set(code, (times.get(code) ?? 0) + 1);
  return times;
}

function frequentCodes(all: readonly Features[]): Int32Array {
  const times = timesOf(all);
  return Int32Array.from([...times].flatMap(([code, count]) => (count >= rarest ? [code] : [])));
}

/** A fold for each text, the same for texts that are much alike. */
function foldsOf(features: readonly Features[], finder: NearestFinder): readonly number[] {
  const leads = features.map((_, at) => at);
  const leadOf = (at: number): number => {
    let lead = at;
    while (leads[lead] !== lead) lead = leads[lead] ?? lead;
    return lead;
  };
  for (const [at, own] of features.entries())
    for (const { example, likeness } of finder.nearest(own, (other) => other >= at))
      if (likeness >= nearDuplicate) leads[leadOf(at)] = leadOf(example);
  const groups = new Map<number, number>();
  return features.map((_, at) => {
    const lead = leadOf(at);
    const group = groups.get(lead) ?? groups.size;
    groups.set(lead, group);
    return Math.imul(group + 1, 0x9e3779b1) >>> 29;
  });
}

/** The words that no text of another fold uses. */
function wordsOnlyIn(
  fold: number,
  folds: readonly number[],
  texts: readonly ReadText[],
): ReadonlySet<number> {
  const [own, others] = [new Set<number>(), new Set<number>()];
  for (const [at, { words }] of texts.entries())
    for (const { word } of words) (folds[at] === fold ? own : others).add(word);
  return own.difference(others);
}
