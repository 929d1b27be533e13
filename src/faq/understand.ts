import type { Intent, Issuer, Language } from '../../flows/domain.ts';
import type { AgencyReading, Understanding } from '../../flows/understanding.ts';
import { issuerOf } from '../routing/issuer.ts';
import { normalise } from '../text/normalise.ts';
import type { Evidence, EvidenceReader, Span } from './evidence.ts';
import { createEvidenceReader } from './evidence.ts';
import type { TaughtExample } from './judge.ts';
import { createJudge } from './judge.ts';
import { languageOf } from './language.ts';
import { asMeant } from './layout.ts';
import { readsAsQuestion } from './question.ts';
import type { FaqEntry, FaqTable } from './table.ts';
import { loadFaq } from './table.ts';

export interface UnderstandingParts {
  /** What a text says of an agency; `readAgency` of `src/routing`. */
  readonly readAgency: (text: string) => AgencyReading | null;
  /** The tables, where they are not the ones of `flows/`. */
  readonly table?: FaqTable;
  /** What supervisors taught besides. */
  readonly taught?: readonly Taught[];
}

/** A way of asking that belongs to an entry, besides the entry's examples. */
export interface Taught {
  readonly entry: Intent;
  readonly phrase: string;
}

/** As many as are offered. */
const offered = 3;
/** Longer texts are read at their beginning and their end, where greetings and questions stand. */
const longestRead = { head: 300, tail: 700 };
/** So many letters without explanation, and the keyboard's other layout is tried. */
const puzzling = 3;

/**
 * Learns from the tables how questions are understood, which takes some tens of milliseconds, and returns the function that does
 * it: pure, the same result for the same text.
 * @throws {BadTable} when `flows/faq.yaml` or `flows/concepts.yaml` contradicts itself.
 */
export function createUnderstanding({
  readAgency,
  table = loadFaq(),
  taught = [],
}: UnderstandingParts): (text: string) => Understanding {
  const reader = createEvidenceReader(table.concepts, table.learned?.forms);
  const judge = createJudge(table, reader, taught.map(asSaid));
  const variants = variantsByIssuer(table.entries);

  function asSaid({ entry, phrase }: Taught): TaughtExample {
    const raw = excerpt(phrase);
    const { text, evidence } = readAll(raw, readAgency(raw), reader);
    return { label: table.entries.find(({ id }) => id === entry)?.of ?? entry, text, evidence };
  }

  return (typed) => {
    const raw = excerpt(typed);
    const { text, agency, evidence } = readAll(raw, readAgency(raw), reader);
    const verdict = judge(text, evidence);
    const { intents, isSure, score } = verdict;
    const language = languageOf(text);
    const issuers = issuersOf(agency, evidence, language);
    const known = (intent: Intent): readonly Intent[] => {
      const byIssuer = variants.get(intent);
      return byIssuer === undefined || issuers.length === 0
        ? [intent]
        : issuers.map((issuer) => byIssuer.get(issuer) ?? intent);
    };
    const possible = evidence.isBareName ? [] : intents.flatMap(known).slice(0, offered);
    const [first = null] = possible;
    const isOne = intents[0] !== undefined && known(intents[0]).length === 1;
    const outcome = first === null ? 'none' : isSure && isOne ? 'answer' : 'choices';
    const intent = outcome === 'answer' ? first : null;
    return {
      outcome,
      intent,
      choices: outcome === 'choices' ? possible : [],
      score,
      agency,
      language,
      isQuestion: readsAsQuestion(text, evidence, intent, table.concepts),
      get why() {
        return verdict.why;
      },
    };
  };
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

function excerpt(text: string): string {
  const { head, tail } = longestRead;
  return text.length <= head + tail ? text : `${text.slice(0, head)} ${text.slice(-tail)}`;
}

interface Read {
  /** Normalised. */
  readonly text: string;
  readonly agency: AgencyReading | null;
  readonly evidence: Evidence;
}

/** The text as it stands and, where that puzzles, as it would be had the keyboard been switched. */
function readAll(raw: string, agency: AgencyReading | null, reader: EvidenceReader): Read {
  const read = readWithAgency(normalise(raw), agency, reader);
  if (read.evidence.unexplained < puzzling) return read;
  const isKnown = (run: string): boolean => {
    const { words, unexplained } = reader.read(run, false, null);
    return words.length > 0 && unexplained === 0;
  };
  const meant = asMeant(raw, isKnown);
  if (meant === raw) return read;
  const text = normalise(meant);
  return text === read.text ? read : readWithAgency(text, agency, reader);
}

/** Without the agency where it turns out to be none. */
function readWithAgency(text: string, agency: AgencyReading | null, reader: EvidenceReader): Read {
  const words = reader.wordsIn(text);
  if (agency !== null) {
    const name = normalise(agency.name ?? '');
    const evidence = reader.read(text, true, spanOf(text, name), words);
    if (!isNoName(agency, evidence) && !isEnglishForm(text, agency, name)) return { text, agency, evidence };
  }
  return { text, agency: null, evidence: reader.read(text, false, null, words) };
}

/** A listed name is one, whatever it sounds like: กรมการค้าภายใน does not ask by when. */
function isNoName({ reason }: AgencyReading, evidence: Evidence): boolean {
  return evidence.isNoName && reason.code !== 'listed';
}

/** "Our office", "me a token": what English has in common with the names of agencies. @param normal its name, normalised. */
function isEnglishForm(text: string, { name, reason }: AgencyReading, normal: string): boolean {
  if (normal === text || languageOf(text) !== 'en') return false;
  return name === null ? reason.code === 'form' : !/[a-z]{3}/i.test(name);
}

function spanOf(text: string, name: string): Span | null {
  const start = name === '' ? -1 : text.indexOf(name);
  return start < 0 ? null : { start, end: start + name.length };
}

/** The issuers that the asking agency may have: none when nothing tells, several when one question would settle it. */
function issuersOf(
  agency: AgencyReading | null,
  { words }: Evidence,
  language: Language | null,
): readonly Issuer[] {
  const told = tellingConcepts.find(([concept]) => words.some(({ concepts }) => concepts.includes(concept)));
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
