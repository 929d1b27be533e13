import type { Intent } from '../../flows/domain.ts';
import { normalise } from '../text/normalise.ts';
import type { Contribution, Model, Sample } from './classifier.ts';
import { classifierOf, train } from './classifier.ts';
import type { Evidence, EvidenceReader } from './evidence.ts';
import { createEvidenceReader, featuresOf, unknownPart } from './evidence.ts';
import { formsOf } from './lexicon.ts';
import type { Counts } from './likeness.ts';
import { countGrams, createLikeness } from './likeness.ts';
import type { FaqTable, Learned } from './table.ts';

/** What the evidence of a text is held to mean, before it is known who asks. */
export interface Verdict {
  /** The possible intents, best first; empty when the text asks for none. */
  readonly intents: readonly Intent[];
  /** The first may be said at once. */
  readonly isSure: boolean;
  /** 0 to 1, of the first. */
  readonly score: number;
  /** For people: the words, what they spoke for, and the runner-up. */
  readonly why: string;
}

/** At least this probable: said at once. */
const sure = 0.9;
/** What keeps from saying anything at once, however probable, when it weighs so much: something outside the letter is spoken of as well. */
const unsettling = ['trouble', 'foreign', 'talk', unknownPart];
const tooUnsettling = 0.6;
/** Outside the letter with at least this probability: nothing is offered. */
const outside = 0.85;
/** Less probable than this, the best is a guess: nothing is offered. */
const worthAsking = 0.15;
/** Less probable than this is not offered beside better ones. */
const worthOffering = 0.01;
/** To know what is outside matters more than to know all that may be asked of an entry. */
const weightOfOutside = 2;
/** What a taught phrase weighs: it was meant to change something. */
const weightOfTaught = 4;
/** What likeness to the examples weighs against the concepts. */
const weightOfLikeness = 0.5;
/** No probability counts as none, so that the two kinds of evidence can outvote each other. */
const leastProbable = 1e-4;

const outOfScope = 'out-of-scope';
/** Who asks for a person gets one, whatever is told besides: nothing false is said by it. */
const person: Intent = 'human';

interface Ranked {
  readonly label: string;
  readonly probability: number;
}

/** A phrase that was taught for an entry, read as it will be when an officer says it. */
export interface TaughtExample {
  /** The entry, or the one it makes more precise. */
  readonly label: Intent;
  /** Normalised. */
  readonly text: string;
  readonly evidence: Evidence;
}

/**
 * Learns from the table, whose `asks` tell what concepts mean together and whose `examples` how questions sound, and from
 * what was taught; the same of both make the same judge. @returns judges a normalised text with its evidence.
 */
export function createJudge(
  table: FaqTable,
  reader: EvidenceReader,
  taught: readonly TaughtExample[] = [],
): (text: string, evidence: Evidence) => Verdict {
  const { learned } = table;
  const model = classifierOf(
    learned !== null && taught.length === 0 ? learned.model : learnModel(table, reader, taught),
  );
  const likeness = createLikeness(model.labels, countExamples(table, model.labels, taught));
  // Said again as it was taught, it is sure; unless nothing in it could be told from keys hit at random.
  const byTaughtText = new Map(
    taught.flatMap(({ label, text, evidence }) =>
      evidence.words.length > 0 ? [[text, label] as const] : [],
    ),
  );
  return (text, evidence) => {
    const asTaught = byTaughtText.get(text);
    if (asTaught !== undefined)
      return { intents: [asTaught], isSure: true, score: 1, why: `taught for ${asTaught}` };
    const features = featuresOf(evidence);
    const ranked = combined(model.labels, model.weigh(features), likeness(evidence.sound));
    const inside = ranked.filter(({ label }) => label !== outOfScope);
    const score = inside[0]?.probability ?? 0;
    const isOutside = (ranked.find(({ label }) => label === outOfScope)?.probability ?? 0) >= outside;
    const isEmpty = evidence.words.length === 0;
    return {
      intents:
        isOutside || isEmpty || score < worthAsking
          ? []
          : inside
              .filter(({ probability }) => probability >= worthOffering)
              .map(({ label }) => label as Intent),
      isSure:
        score >= sure &&
        (inside[0]?.label === person ||
          unsettling.every((part) => (evidence.parts.get(part) ?? 0) < tooUnsettling)),
      score,
      // Nobody reads it in a chat, so it waits until it is asked for.
      get why() {
        return explain(evidence, ranked, model.reasons(features, ranked[0]?.label ?? outOfScope));
      },
    };
  };
}

/** All that can be learned of a table alone, so that no start has to. */
export function learnTable(table: FaqTable): Learned {
  const forms = formsOf(table.concepts);
  const model = learnModel(table, createEvidenceReader(table.concepts, forms));
  return { forms, model, counts: countExamples(table, model.labels) };
}

/** What the examples of the table and the taught phrases sound like. */
function countExamples(
  table: FaqTable,
  labels: readonly string[],
  taught: readonly TaughtExample[] = [],
): Counts {
  const ofTable =
    table.learned?.counts ??
    countGrams(
      labels,
      groupsOf(table).flatMap(({ label, examples }) =>
        examples.map((text) => ({ label, text: normalise(text) })),
      ),
    );
  if (taught.length === 0) return ofTable;
  const asExamples = taught.flatMap(({ label, text }) =>
    Array.from({ length: weightOfTaught }, () => ({ label, text })),
  );
  return countGrams(labels, asExamples, ofTable);
}

/** What the `asks` of the table and the taught phrases tell of which concepts mean what. */
function learnModel(table: FaqTable, reader: EvidenceReader, taught: readonly TaughtExample[] = []): Model {
  return train([
    ...samplesOf(groupsOf(table), reader),
    ...taught.map(({ label, evidence }) => ({
      label,
      features: featuresOf(evidence),
      weight: weightOfTaught,
    })),
  ]);
}

/** Both kinds of evidence together, most probable first. */
function combined(labels: readonly string[], byConcepts: Float64Array, byLikeness: Float64Array): Ranked[] {
  let top = -Infinity;
  const scores: number[] = [];
  for (let index = 0; index < labels.length; index += 1) {
    const score =
      Math.log((byConcepts[index] ?? 0) + leastProbable) + weightOfLikeness * (byLikeness[index] ?? 0);
    scores.push(score);
    if (score > top) top = score;
  }
  const powers = scores.map((score) => Math.exp(score - top));
  let sum = 0;
  for (const power of powers) sum += power;
  return labels
    .map((label, index) => ({ label, probability: (powers[index] ?? 0) / sum }))
    .sort((one, other) => other.probability - one.probability);
}

interface Group {
  readonly label: string;
  readonly asks: readonly (readonly string[])[];
  readonly examples: readonly string[];
}

/** What is learned to be told apart: entries that differ by issuer alone are one. */
function groupsOf({ entries, outOfScope: others }: FaqTable): readonly Group[] {
  return [
    ...entries.map(({ id, of, asks, examples }) => ({ label: of ?? id, asks, examples })),
    { label: outOfScope, ...others },
  ];
}

function samplesOf(groups: readonly Group[], reader: EvidenceReader): Sample[] {
  return groups.flatMap(({ label, asks }) =>
    asks.map((set) => ({
      label,
      features: featuresOf(reader.suppose(set)),
      weight: label === outOfScope ? weightOfOutside : 1,
    })),
  );
}

function explain(
  evidence: Evidence,
  ranked: readonly Ranked[],
  contributions: readonly Contribution[],
): string {
  const words =
    evidence.words.map(({ text, concepts }) => `${concepts.join('/')} "${text}"`).join(', ') ||
    'no known word';
  const unexplained = evidence.unexplained > 0 ? `, ${evidence.unexplained} letters unexplained` : '';
  const [best, next] = ranked
    .slice(0, 2)
    .map(({ label, probability }) => `${label} ${probability.toFixed(2)}`);
  const reasons = contributions.slice(0, 3).map(({ feature, amount }) => `${feature} ${amount.toFixed(1)}`);
  return `${words}${unexplained}: ${best} for ${reasons.join(', ') || 'nothing'}; next ${next}`;
}
