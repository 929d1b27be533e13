/**
 * How a question is understood, in the order of the work: `read-text` (spelling, keyboard, agency), `find-concepts`,
 * `count-features`, `weigh-meanings` and `find-nearest` side by side, `judge`. What they know, `learn` learned from the
 * `tables`, with thresholds of `choose-thresholds`, and `learned-store` keeps.
 */
import type { Gap, Intent, Issuer, Language } from '../../flows/domain.ts';
import type { AgencyReading, Understanding } from '../../flows/understanding.ts';
import { issuerOf } from '../routing/issuer.ts';
import type { Features } from './count-features.ts';
import { featuresOf, nameOf } from './count-features.ts';
import { createConceptFinder } from './find-concepts.ts';
import { createNearestFinder, packTaught } from './find-nearest.ts';
import type { Opinion } from './judge.ts';
import { gapSignsOf, indexOfMost, opinionOf, probabilityOf, signsOf } from './judge.ts';
import { languageOf } from './language.ts';
import { isGap, isIntent, labelOfMeaning, strangenessOf } from './learn.ts';
import type { Compiled } from './learned-store.ts';
import { loadLearned } from './learned-store.ts';
import { readsAsQuestion } from './question.ts';
import type { ReadText } from './read-text.ts';
import { createTextReader } from './read-text.ts';
import type { FaqEntry, Meaning } from './tables.ts';
import { loadFaq } from './tables.ts';
import { createWeigher } from './weigh-meanings.ts';

export interface UnderstandingParts {
  /** What a text says of an agency; `readAgency` of `src/routing`. */
  readonly readAgency: (text: string) => AgencyReading | null;
  /** What supervisors taught besides. */
  readonly taught?: readonly Taught[];
}

/** A way of asking that belongs to an entry, besides the examples. */
export interface Taught {
  readonly entry: Intent;
  readonly phrase: string;
}

/** What is decided of a text's meaning, before the agency tells the issuer. */
interface Verdict {
  readonly outcome: Understanding['outcome'];
  /** Best first. */
  readonly intents: readonly Intent[];
  readonly gap: Gap | null;
  readonly score: number;
  readonly why: () => string;
}

/** As many as are offered. */
const offered = 3;
/** As many features as `why` names. */
const reasonsTold = 3;

/**
 * Loads what was learned of the tables, or learns it where that was not done yet, and returns the function that understands:
 * pure, the same result for the same text.
 * @throws {BadTable} when a table of `flows/` contradicts itself.
 */
export function createUnderstanding({
  readAgency,
  taught = [],
}: UnderstandingParts): (text: string) => Understanding {
  const compiled = loadLearned();
  const { concepts, entries } = compiled;
  const reader = createTextReader(concepts, createConceptFinder(concepts), readAgency);
  const decide = createDecider(compiled, taught, (text) => reader.read(text));
  const variants = variantsByIssuer(entries);
  const conceptIds = concepts.map(({ id }) => id);

  return (typed) => {
    const read = reader.read(typed);
    const verdict = decide(read);
    const said = read.words.flatMap((word) => word.concepts.map((concept) => conceptIds[concept] ?? ''));
    const language = languageOf(read.text);
    const issuers = issuersOf(read.agency, new Set(said), language);
    const known = (intent: Intent): readonly Intent[] => {
      const byIssuer = variants.get(intent);
      return byIssuer === undefined || issuers.length === 0
        ? [intent]
        : issuers.map((issuer) => byIssuer.get(issuer) ?? intent);
    };
    const possible = verdict.outcome === 'none' ? [] : verdict.intents.flatMap(known).slice(0, offered);
    const [first = null] = possible;
    const [best] = verdict.intents;
    const isOne = best !== undefined && known(best).length === 1;
    const outcome = verdict.outcome === 'answer' && !isOne ? 'choices' : verdict.outcome;
    const intent = outcome === 'answer' ? first : null;
    return {
      outcome,
      intent,
      choices: outcome === 'choices' ? possible : [],
      gap: outcome === 'none' ? verdict.gap : null,
      score: verdict.score,
      agency: read.agency,
      language,
      isQuestion: readsAsQuestion(read, intent, concepts),
      get why() {
        return verdict.why();
      },
    };
  };
}

/** Weighs a text, compares it with examples, and judges both. */
function createDecider(
  { concepts, entries, learned }: Compiled,
  taught: readonly Taught[],
  read: (text: string) => ReadText,
): (text: ReadText) => Verdict {
  const { model, examples, labelOf, judge, thresholds } = learned;
  const labels = model.labels;
  const answerable = labels.map(isIntent);
  const weigher = createWeigher(model);
  const finder = createNearestFinder(examples, labelOf, labels.length);
  const lessons = createNearestFinder(
    packTaught(
      taught.map(({ phrase }) => featuresOf(read(phrase))),
      examples,
    ),
    taught.map(({ entry }) => labels.indexOf(labelOfMeaning(entry, entries))),
    labels.length,
  );
  const knownCodes = new Set(model.codes);
  const conceptIds = concepts.map(({ id }) => id);

  /** A gap only where it is surely meant. */
  function gapOf(opinion: Opinion): Gap | null {
    const label = indexOfMost(opinion.probabilities);
    const isSure = probabilityOf(judge.gap, gapSignsOf(opinion, label)) >= thresholds.gap;
    return isSure ? gapNamed(labels[label]) : null;
  }

  function whyOf(features: Features, label: number, taughtAs: string | undefined): string {
    const { example } = finder.nearest(features)[label] ?? { example: -1 };
    const near = taughtAs ?? exampleText(example);
    const reasons = weigher.reasons(features, label).slice(0, reasonsTold);
    const named = reasons.map(({ code, amount }) => `${nameOf(code, conceptIds)} ${amount.toFixed(2)}`);
    return `near "${near}"; for ${named.join(', ') || 'nothing'}`;
  }

  return (text) => {
    const features = featuresOf(text);
    const probabilities = weigher.weigh(features);
    const near = finder.nearest(features).map(({ likeness }) => likeness);
    const strange = strangenessOf(text, features, (code) => knownCodes.has(code));
    const opinion = opinionOf(probabilities, near, answerable, strange);
    const signs = signsOf(opinion);
    const told = lessons.nearest(features);
    const lesson = indexOfMost(told.map(({ likeness }) => likeness));
    const { example = -1, likeness = 0 } = told[lesson] ?? {};
    const nearest = indexOfMost(near);
    const isTaught = likeness >= Math.max(thresholds.likeness, near[nearest] ?? 0);
    /** The label of an example that is so near that it alone decides. */
    const decided = isTaught ? lesson : (near[nearest] ?? 0) >= thresholds.likeness ? nearest : null;
    const isLeftAlone = decided !== null && answerable[decided] !== true;
    const ranked =
      decided === null || isLeftAlone
        ? opinion.ranked
        : [decided, ...opinion.ranked.filter((label) => label !== decided)];
    const gap = decided === null ? gapOf(opinion) : gapNamed(labels[decided]);
    const own = probabilityOf(judge.right, signs);
    const score = isLeftAlone
      ? Math.min(own, 1 - (near[nearest] ?? 0))
      : decided === null
        ? own
        : Math.max(likeness, near[nearest] ?? 0);
    const outcome =
      text.isBareName || isLeftAlone
        ? 'none'
        : decided !== null || score >= thresholds.answer
          ? 'answer'
          : gap === null && probabilityOf(judge.among, signs) >= thresholds.choices
            ? 'choices'
            : 'none';
    const [first = 0, second = 0] = ranked;
    return {
      outcome,
      intents: (outcome === 'answer' ? [first] : ranked).map((label) => labels[label]).filter(isIntent),
      gap,
      score,
      why: () => {
        const shown = outcome === 'none' && gap !== null ? labels.indexOf(gap) : first;
        const because = whyOf(features, shown, isTaught ? taught[example]?.phrase : undefined);
        return `${labels[shown]} ${score.toFixed(2)} ${because}; next ${labels[second]}`;
      },
    };
  };
}

function gapNamed(meaning: Meaning | undefined): Gap | null {
  return isGap(meaning) ? meaning : null;
}

let exampleTexts: readonly string[] | undefined;

/** Read when somebody asks why, since chats do not. */
function exampleText(example: number): string {
  exampleTexts ??= loadFaq().examples.map(({ text }) => text);
  return exampleTexts[example] ?? '';
}

/** The entries that say for one issuer's agencies what another says for all: by that other, by issuer. */
function variantsByIssuer(entries: readonly FaqEntry[]): ReadonlyMap<Intent, ReadonlyMap<Issuer, Intent>> {
  const variants = new Map<Intent, Map<Issuer, Intent>>();
  for (const { id, of, issuer } of entries) {
    if (of === null || issuer === null) continue;
    const known = variants.get(of);
    if (known === undefined) variants.set(of, new Map([[issuer, id]]));
    else known.set(issuer, id);
  }
  return variants;
}

/** The issuers that the asking agency may have: none when nothing tells, several when one question would settle it. */
function issuersOf(
  agency: AgencyReading | null,
  said: ReadonlySet<string>,
  language: Language | null,
): readonly Issuer[] {
  const told = tellingConcepts.find(([concept]) => said.has(concept));
  if (told !== undefined && (agency === null || (language === 'en' && isVague(agency)))) return [told[1]];
  if (agency === null) return [];
  return agency.issuer === null ? [...new Set(agency.candidates.map(issuerOf))] : [agency.issuer];
}

/** English names no agency by its prefix, so there the words for a kind of agency tell more; but not than an office's. */
function isVague({ name, reason }: AgencyReading): boolean {
  return name === null && reason.code !== 'regional-office';
}

/** What tells the issuer where no agency was recognised, most telling first: a kind of agency, then the issuer itself. */
const tellingConcepts: readonly (readonly [concept: string, issuer: Issuer])[] = [
  ['kind-dla', 'dla'],
  ['kind-parent', 'parent'],
  ['kind-dga', 'dga'],
  ['dla', 'dla'],
  ['parent-agency', 'parent'],
];
