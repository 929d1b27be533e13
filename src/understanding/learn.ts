import { gaps, intents } from '../../flows/domain.ts';
import type { Features } from './count-features.ts';
import { featuresOf, isPair, shownOf } from './count-features.ts';
import { createConceptFinder } from './find-concepts.ts';
import type { NearestFinder, Rarity } from './find-nearest.ts';
import { createNearestFinder } from './find-nearest.ts';
import type { Judge, LabelKind, Opinion, Thresholds } from './judge.ts';
import { indexOfMost, probabilityOf, ranked, sigmoid, signsOf } from './judge.ts';
import type { ReadText } from './read-text.ts';
import { createTextReader } from './read-text.ts';
import type { FaqEntry, FaqTable, Meaning } from './tables.ts';
import type { Model } from './weigh-meanings.ts';
import { train, weigh } from './weigh-meanings.ts';

/** All that is learned of the tables. */
export interface Learned {
  readonly labels: readonly Meaning[];
  readonly kinds: readonly LabelKind[];
  /** The features that are known; their place is their number. */
  readonly codes: Int32Array;
  readonly rarity: Rarity;
  readonly model: Model;
  /** The features of each example, by their numbers. */
  readonly examples: readonly Uint16Array[];
  /** The number of each example's label. */
  readonly labelOf: Uint8Array;
  readonly judge: Judge;
  readonly thresholds: Thresholds;
}

/** An example as it was weighed by a model that had not learned it. */
export interface Outcome {
  readonly opinion: Opinion;
  /** Numbers of the labels that are right. */
  readonly right: readonly number[];
}

/** What understanding promises of texts it has not seen, as shares. */
const promised = {
  /** Of all that can be answered. */
  wrong: 0.015,
  /** Of all that cannot, as the next ones. */
  outsideAnswered: 0.03,
  outsideOffered: 0.12,
  /** Of all for which a gap is named. */
  wrongGap: 0.04,
  /** Of all that are decided by their nearest example alone. */
  wrongNearest: 0.015,
};
const foldCount = 8;
/** Texts at least so alike are learned and asked together. */
const nearDuplicate = 0.6;
/** What a single text shows tells nothing of others. */
const rarest = 2;
/** What so large a share of texts has tells them apart no more. */
const commonest = 0.06;
const judging = { sweeps: 40, ridge: 1 };
/** What a thumb does to the text at some place: two letters change places, or one is left out. */
const slips: readonly ((text: string, at: number) => string)[] = [
  (text, at) => `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}`,
  (text, at) => `${text.slice(0, at)}${text.slice(at + 1)}`,
];
/** Shorter texts are another word after a slip. */
const shortestSlipped = 8;

/** The label of a meaning: the entries for one issuer's agencies are told apart by routing alone. */
export function labelOfMeaning(meaning: Meaning, entries: readonly FaqEntry[]): Meaning {
  return entries.find(({ id }) => id === meaning)?.of ?? meaning;
}

/**
 * Learns the model, then has every example weighed by models that learned neither it nor its near-duplicates; the judge and
 * the thresholds are learned of that.
 * @param readAgency of `src/routing`. @param tell is told how far it is.
 * @param isAblated leaves out, when a fold is asked, every word that no other fold uses: as strict as new authors are.
 */
export function learn(
  table: FaqTable,
  readAgency: Parameters<typeof createTextReader>[2],
  tell: (done: number, of: number) => void = () => {},
  isAblated = false,
): { readonly learned: Learned; readonly outcomes: readonly Outcome[] } {
  const reader = createTextReader(table.concepts, createConceptFinder(table.concepts), readAgency);
  const labels: readonly Meaning[] = [
    ...table.entries.filter(({ of }) => of === null).map(({ id }) => id),
    ...gaps,
    'out-of-scope',
  ];
  const kinds = labels.map(kindOf);
  const numberOf = (meaning: Meaning): number => labels.indexOf(labelOfMeaning(meaning, table.entries));
  const labelOf = Uint8Array.from(table.examples, ({ meaning }) => numberOf(meaning));
  const texts = table.examples.map(({ text }) => reader.read(text));
  const features = texts.map(featuresOf);
  const codes = frequentCodes(features);
  const numbers = new Map(Array.from(codes, (code, id) => [code, id]));
  const rarity = rarityOf(codes, features);
  const shown = features.map((own) => shownOf(own, numbers));
  const varied = table.examples.map(({ text }, at) => {
    const variant = variantOf(text, at, table.prefaces);
    return shownOf(featuresOf(reader.read(variant)), numbers);
  });
  const examples = shown.map(({ ids }) => Uint16Array.from(ids.filter((id) => (rarity.of[id] ?? 0) > 0)));
  const nearest = createNearestFinder(examples, labelOf, labels.length, rarity);
  const folds = foldsOf(shown.map((own, at) => nearest(own, (other) => other >= at)));
  const trainedOn = (isTaken: (example: number) => boolean): Model =>
    train(
      codes.length,
      labels.length,
      [shown, varied].flatMap((all) =>
        all.flatMap((own, at) => (isTaken(at) ? [{ shown: own, label: labelOf[at] ?? 0 }] : [])),
      ),
    );
  const model = trainedOn(() => true);
  tell(1, foldCount + 1);

  const outcomes: Outcome[] = [];
  for (let fold = 0; fold < foldCount; fold += 1) {
    const unknownWords = isAblated ? wordsOnlyIn(fold, folds, texts) : null;
    const foldModel = trainedOn((example) => folds[example] !== fold);
    const others = frequentCodes(features.filter((_, at) => folds[at] !== fold));
    const isKnown = new Map(Array.from(others, (code) => [code, 0]));
    for (const [example, { meaning, also }] of table.examples.entries()) {
      const whole = texts[example];
      if (folds[example] !== fold || whole === undefined) continue;
      const text = unknownWords === null ? whole : reader.reread(whole, unknownWords);
      const own = shownOf(featuresOf(text), numbers);
      const opinion = {
        probabilities: weigh(foldModel, own),
        likeness: nearest(own, (other) => folds[other] === fold).likeness,
        text,
        novelty: shownOf(featuresOf(text), isKnown).novelty,
      };
      outcomes.push({ opinion, right: [meaning, ...also].map(numberOf) });
    }
    tell(fold + 2, foldCount + 1);
  }
  const judge = judgeOf(outcomes, kinds);
  const thresholds = thresholdsOf(outcomes, kinds, judge);
  const learned = { labels, kinds, codes, rarity, model, examples, labelOf, judge, thresholds };
  return { learned, outcomes };
}

function kindOf(meaning: Meaning): LabelKind {
  if (meaning === 'out-of-scope') return 'outside';
  return intents.includes(meaning) ? 'answer' : 'gap';
}

/**
 * The same text as somebody else might send it: by turns with a slip of a thumb and after a preface. The same for the same
 * number, so that the same examples teach the same.
 */
function variantOf(text: string, number: number, prefaces: readonly string[]): string {
  const chance = Math.imul(number + 1, 0x9e3779b1) >>> 8;
  const preface = prefaces[chance % prefaces.length];
  if (number % 2 === 0 && preface !== undefined) return `${preface} ${text}`;
  const slip = slips[chance % slips.length];
  return slip === undefined || text.length < shortestSlipped ? text : slip(text, chance % (text.length - 2));
}

function timesOf(all: readonly Features[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const { codes } of all) for (const code of codes) times.set(code, (times.get(code) ?? 0) + 1);
  return times;
}

function frequentCodes(all: readonly Features[]): Int32Array {
  return Int32Array.from([...timesOf(all)].flatMap(([code, count]) => (count >= rarest ? [code] : [])));
}

function rarityOf(codes: Int32Array, all: readonly Features[]): Rarity {
  const times = timesOf(all);
  const rarities = Float32Array.from(codes, (code) => {
    const count = times.get(code) ?? rarest;
    return isPair(code) || count > all.length * commonest ? 0 : Math.log(all.length / count);
  });
  return { of: rarities, unknown: Math.log(all.length / rarest) };
}

/** A fold for each text, the same for texts that are much alike. @param earlier the nearest texts before each. */
function foldsOf(earlier: readonly ReturnType<NearestFinder>[]): readonly number[] {
  const leads = earlier.map((_, at) => at);
  const leadOf = (at: number): number => {
    const lead = leads[at] ?? at;
    return lead === at ? at : leadOf(lead);
  };
  for (const [at, { text, likeness }] of earlier.entries())
    for (const [label, other] of text.entries())
      if ((likeness[label] ?? 0) >= nearDuplicate) leads[leadOf(at)] = leadOf(other);
  const groups = [...new Set(earlier.map((_, at) => leadOf(at)))];
  const foldOf = new Map(
    groups.map((lead, group) => [lead, (Math.imul(group + 1, 0x9e3779b1) >>> 8) % foldCount]),
  );
  return earlier.map((_, at) => foldOf.get(leadOf(at)) ?? 0);
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

function judgeOf(outcomes: readonly Outcome[], kinds: readonly LabelKind[]): Judge {
  const learnedOf = (kind: LabelKind, among: number): number[] =>
    logisticRegression(
      outcomes.map(({ opinion, right }) => {
        const labels = ranked(opinion, kinds, kind);
        const isTrue = labels.slice(0, among).some((label) => right.includes(label));
        return { signs: signsOf(opinion, labels), isTrue };
      }),
    );
  return { right: learnedOf('answer', 1), among: learnedOf('answer', 3), gap: learnedOf('gap', 1) };
}

/** One weight after the other by Newton's method, again and again. */
function logisticRegression(
  cases: readonly { readonly signs: readonly number[]; readonly isTrue: boolean }[],
): number[] {
  const weights = (cases[0]?.signs ?? []).map(() => 0);
  const sums = new Float64Array(cases.length);
  for (let sweep = 0; sweep < judging.sweeps; sweep += 1)
    for (const at of weights.keys()) {
      let slope = -judging.ridge * (weights[at] ?? 0);
      let curve = judging.ridge;
      for (const [number, { signs, isTrue }] of cases.entries()) {
        const sign = signs[at] ?? 0;
        if (sign === 0) continue;
        const p = sigmoid(sums[number] ?? 0);
        slope += sign * (Number(isTrue) - p);
        curve += sign ** 2 * p * (1 - p);
      }
      const move = slope / curve;
      weights[at] = (weights[at] ?? 0) + move;
      for (const [number, { signs }] of cases.entries())
        sums[number] = (sums[number] ?? 0) + move * (signs[at] ?? 0);
    }
  return weights;
}

/** The lowest thresholds that keep what is promised. */
function thresholdsOf(outcomes: readonly Outcome[], kinds: readonly LabelKind[], judge: Judge): Thresholds {
  const bestOf = ({ opinion }: Outcome, kind: LabelKind): number => ranked(opinion, kinds, kind)[0] ?? 0;
  const nearOf = ({ opinion }: Outcome): number => Math.max(...Array.from(opinion.likeness));
  const heightOf = ({ opinion }: Outcome, kind: LabelKind, weights: readonly number[]): number =>
    probabilityOf(weights, signsOf(opinion, ranked(opinion, kinds, kind)));
  const [outside, inside] = [true, false].map((is) => outcomes.filter((one) => isOutside(one, kinds) === is));
  const countOf = (share: number, some: readonly Outcome[] = []): number => Math.floor(share * some.length);

  const likeness = purest(
    outcomes.map((one) => ({
      height: nearOf(one),
      isFault: !one.right.includes(indexOfMost(one.opinion.likeness)),
    })),
    promised.wrongNearest,
  );
  const undecided = (some: readonly Outcome[] = []): Outcome[] =>
    some.filter((one) => nearOf(one) <= likeness);
  const wrong = (some: readonly Outcome[] | undefined): number[] =>
    undecided(some)
      .filter((one) => !one.right.includes(bestOf(one, 'answer')))
      .map((one) => heightOf(one, 'answer', judge.right));
  const answer = Math.max(
    lowest(wrong(inside), countOf(promised.wrong, inside)),
    lowest(wrong(outside), countOf(promised.outsideAnswered, outside)),
  );
  const unanswered = (some: readonly Outcome[] = []): Outcome[] =>
    undecided(some).filter((one) => heightOf(one, 'answer', judge.right) <= answer);
  const gap = purest(
    unanswered(outcomes).map((one) => ({
      height: heightOf(one, 'gap', judge.gap),
      isFault: !one.right.includes(bestOf(one, 'gap')),
    })),
    promised.wrongGap,
  );
  const unnamed = unanswered(outside).filter((one) => heightOf(one, 'gap', judge.gap) <= gap);
  const choices = lowest(
    unnamed.map((one) => heightOf(one, 'answer', judge.among)),
    countOf(promised.outsideOffered, outside),
  );
  return { answer, choices, gap, likeness };
}

/** Whether an example is nothing that can be answered. */
export function isOutside({ right }: Outcome, kinds: readonly LabelKind[]): boolean {
  return kinds[right[0] ?? -1] !== 'answer';
}

/** The lowest height above which at most so many faults stand. */
function lowest(faults: readonly number[], most: number): number {
  return faults.toSorted((a, b) => b - a)[most] ?? 0;
}

/** The lowest height above which at most such a share is faulty. */
function purest(
  cases: readonly { readonly height: number; readonly isFault: boolean }[],
  share: number,
): number {
  let [faults, height] = [0, 1];
  for (const [at, one] of cases.toSorted((a, b) => b.height - a.height).entries()) {
    if (one.isFault) faults += 1;
    if (faults / (at + 1) <= share) height = one.height;
  }
  return height;
}
