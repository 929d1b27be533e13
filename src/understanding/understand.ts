/**
 * How a question is understood, in the order of the work: `read-text` (spelling, keyboard, agency), `find-concepts`,
 * `count-features`, `weigh-meanings` and `find-nearest` side by side, `judge`; `split-questions` where several are asked at
 * once. What they know, `learn` learned from the `tables`, and `learned-store` keeps.
 */
import type { Gap, Intent, Issuer, Language } from '../../flows/domain.ts';
import { issuers as allIssuers } from '../../flows/domain.ts';
import type { AgencyReading, Understanding } from '../../flows/understanding.ts';
import { issuerOf } from '../routing/issuer.ts';
import { languageOf } from '../text/language.ts';
import { featuresOf, isPair, nameOf, shownOf } from './count-features.ts';
import { createConceptFinder } from './find-concepts.ts';
import { createNearestFinder } from './find-nearest.ts';
import type { Decision } from './judge.ts';
import { decide, indexOfMost, offered } from './judge.ts';
import { labelOfMeaning } from './learn.ts';
import type { Compiled } from './learned-store.ts';
import { loadLearned } from './learned-store.ts';
import { readsAsQuestion } from './question.ts';
import type { ReadText, TextReader } from './read-text.ts';
import { createTextReader } from './read-text.ts';
import { partsOf } from './split-questions.ts';
import type { FaqEntry } from './tables.ts';
import { loadFaq } from './tables.ts';
import { reasonsFor, weigh } from './weigh-meanings.ts';

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
interface Verdict extends Pick<Decision, 'outcome' | 'score'> {
  /** Best first. */
  readonly intents: readonly Intent[];
  readonly gap: Gap | null;
  readonly why: () => string;
}

/** As many features as `why` names. */
const reasonsTold = 3;
/** What tells the issuer where no agency was recognised, most telling first: a kind of agency, then the issuer itself. */
const tellingConcepts: readonly (readonly [concept: string, issuer: Issuer])[] = [
  ...allIssuers.toReversed().map((issuer) => [`kind-${issuer}`, issuer] as const),
  ['dla', 'dla'],
  ['parent-agency', 'parent'],
];

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
  const judgeText = createDecider(compiled, taught, reader);

  /** The entries for the issuers that the asking agency may have, where there are such. */
  function forIssuers(intent: Intent, issuers: readonly Issuer[]): readonly Intent[] {
    const ownOf = (issuer: Issuer): FaqEntry | undefined =>
      entries.find((entry) => entry.of === intent && entry.issuer === issuer);
    if (issuers.length === 0 || !entries.some((entry) => entry.of === intent)) return [intent];
    return issuers.map((issuer) => ownOf(issuer)?.id ?? intent);
  }

  return (typed) => {
    const read = reader.read(typed);
    const verdict = judgeText(read);
    const said = read.words.flatMap((word) => word.concepts.map((concept) => concepts[concept]?.id ?? ''));
    const language = languageOf(read.text);
    const issuers = issuersOf(read.agency, new Set(said), language);
    const possible =
      verdict.outcome === 'none' ? [] : verdict.intents.flatMap((one) => forIssuers(one, issuers));
    const isOne = forIssuers(verdict.intents[0] ?? 'human', issuers).length === 1;
    const outcome = verdict.outcome === 'answer' && !isOne ? 'choices' : verdict.outcome;
    const intent = outcome === 'answer' ? (possible[0] ?? null) : null;
    return {
      outcome,
      intent,
      choices: (outcome === 'answer' ? possible.slice(1) : possible).slice(0, offered),
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

/** Weighs a text, compares it with what is known, and judges both; a text with several questions part by part too. */
function createDecider(
  { concepts, entries, learned }: Compiled,
  taught: readonly Taught[],
  reader: TextReader,
): (text: ReadText) => Verdict {
  const { labels, kinds, rarity, model, judge, thresholds } = learned;
  const lessons = taught.map(({ phrase }) => featuresOf(reader.read(phrase)));
  const codes = [...new Set([...learned.codes, ...lessons.flatMap((lesson) => lesson.codes)])];
  const numbers = new Map(codes.map((code, id) => [code, id]));
  /** Features that were taught alone are as rare as those of no text. */
  const rarities = Float32Array.from(
    codes,
    (code, id) => rarity.of[id] ?? (isPair(code) ? 0 : rarity.unknown),
  );
  const known = [...learned.examples, ...lessons.map((lesson) => shownOf(lesson, numbers).ids)];
  const lessonLabels = taught.map(({ entry }) => labels.indexOf(labelOfMeaning(entry, entries)));
  const nearestOf = createNearestFinder(known, [...learned.labelOf, ...lessonLabels], labels.length, {
    ...rarity,
    of: rarities,
  });
  const conceptIds = concepts.map(({ id }) => id);

  function decided(text: ReadText) {
    const shown = shownOf(featuresOf(text), numbers);
    const nearest = nearestOf(shown);
    const opinion = {
      probabilities: weigh(model, shown),
      likeness: nearest.likeness,
      text,
      novelty: shown.novelty,
    };
    return { shown, nearest, opinion, ...decide(opinion, kinds, judge, thresholds) };
  }

  function textOf(example: number): string {
    return taught[example - learned.examples.length]?.phrase ?? exampleText(example);
  }

  return (text) => {
    const { shown, nearest, opinion, outcome, answers, gap, score } = decided(text);
    const others =
      outcome === 'none'
        ? []
        : partsOf(text.text)
            .map((part) => decided(reader.read(part)))
            .flatMap((part) => (part.outcome === 'answer' ? part.answers.slice(0, 1) : []))
            .filter((label) => answers.slice(0, offered).includes(label));
    const [first = 0] = answers;
    const several = [...new Set([...others, ...answers])].slice(0, new Set(others).size);
    const isSeveral = several.length > 1;
    const told = isSeveral ? several : outcome === 'answer' ? [first] : answers;
    return {
      outcome: text.isBareName ? 'none' : isSeveral ? 'answer' : outcome,
      intents: told.map((label) => labels[label] as Intent),
      gap: gap === null || text.isBareName ? null : (labels[gap] as Gap),
      score,
      why: () => {
        const label = gap ?? told[0] ?? 0;
        const near = textOf(nearest.text[label] ?? -1);
        const reasons = reasonsFor(model, shown, label)
          .slice(0, reasonsTold)
          .map(({ id, amount }) => `${nameOf(codes[id] ?? 0, conceptIds)} ${amount.toFixed(2)}`);
        const rest = Array.from(opinion.probabilities, (p, one) => (one === label ? 0 : p));
        return `${labels[label]} ${score.toFixed(2)} near "${near}"; for ${reasons.join(', ') || 'nothing'}; next ${labels[indexOfMost(rest)]}`;
      },
    };
  };
}

let exampleTexts: readonly string[] | undefined;

/** Read when somebody asks why, since chats do not. */
function exampleText(example: number): string {
  exampleTexts ??= loadFaq().examples.map(({ text }) => text);
  return exampleTexts[example] ?? '';
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
