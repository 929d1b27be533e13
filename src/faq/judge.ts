import type { Intent } from '../../flows/domain.ts';
import { normalise } from '../text/normalise.ts';
import type { Contribution, Sample } from './classifier.ts';
import { train } from './classifier.ts';
import type { Evidence, EvidenceReader } from './evidence.ts';
import { featuresOf } from './evidence.ts';
import type { FaqTable } from './table.ts';

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

/** At least this probable, and this many times as probable as the next: said at once. */
const sure = 0.6;
const clearly = 3;
/** Outside the letter with at least this probability: nothing is offered. */
const outside = 0.6;
/** Less probable than this is not offered beside better ones. */
const worthOffering = 0.02;
/** What an example weighs against the supposed texts of `asks`, which are many and alike. */
const weightOfExample = 1;
const weightOfAsk = 0.5;

const outOfScope = 'out-of-scope';

interface Ranked {
  readonly label: string;
  readonly probability: number;
}

/** Learns from the table's examples and asks, and from what was `taught`; the same of both make the same judge. */
export function createJudge(
  table: FaqTable,
  reader: EvidenceReader,
  taught: readonly Sample[] = [],
): (evidence: Evidence) => Verdict {
  const model = train([...samplesOf(table, reader), ...taught]);
  return (evidence) => {
    const features = featuresOf(evidence);
    const weighed = model.weigh(features);
    const ranked: Ranked[] = model.labels
      .map((label, index) => ({ label, probability: weighed[index] ?? 0 }))
      .sort((one, other) => other.probability - one.probability);
    const inside = ranked.filter(({ label }) => label !== outOfScope);
    const score = inside[0]?.probability ?? 0;
    const isOutside = 1 - inside.reduce((sum, { probability }) => sum + probability, 0) >= outside;
    const isEmpty = evidence.words.length === 0;
    return {
      intents:
        isOutside || isEmpty
          ? []
          : inside
              .filter(({ probability }) => probability >= worthOffering)
              .map(({ label }) => label as Intent),
      isSure: score > sure && score > clearly * (inside[1]?.probability ?? 0),
      score,
      why: explain(evidence, ranked, model.reasons(features, ranked[0]?.label ?? outOfScope)),
    };
  };
}

function samplesOf(table: FaqTable, reader: EvidenceReader): Sample[] {
  const groups = [
    ...table.entries.map(({ id, of, asks, examples }) => ({ label: of ?? id, asks, examples })),
    { label: outOfScope, ...table.outOfScope },
  ];
  return groups.flatMap(({ label, asks, examples }) => [
    ...asks.map((set) => ({ label, features: featuresOf(reader.suppose(set)), weight: weightOfAsk })),
    ...examples.map((text) => ({
      label,
      features: featuresOf(reader.read(normalise(text), false, null)),
      weight: weightOfExample,
    })),
  ]);
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
  const [best, next] = ranked.map(({ label, probability }) => `${label} ${probability.toFixed(2)}`);
  const reasons = contributions
    .slice(0, 3)
    .filter(({ amount }) => amount > 0)
    .map(({ feature, amount }) => `${feature} ${amount.toFixed(1)}`);
  return `${words}${unexplained}: ${best} for ${reasons.join(', ') || 'nothing'}; next ${next}`;
}
