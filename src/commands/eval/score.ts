import type { Understanding } from '../../../flows/understanding.ts';
import { issuerOf } from '../../routing/issuer.ts';
import type { AgencyLine, EvalLines, FaqLine } from './lines.ts';

/** Shares are 0 to 1, of `count`; null where nothing counts. */
export interface AnswerableScore {
  readonly count: number;
  /** The right answer at once. */
  readonly atOnce: number | null;
  /** The right answer at once, or among the choices. */
  readonly among: number | null;
  readonly wrongAtOnce: number | null;
  readonly choices: number | null;
}

export interface OutOfScopeScore {
  readonly count: number;
  /** An answer at once that is not right. */
  readonly wrongAtOnce: number | null;
  readonly choices: number | null;
  /** Of those that ask for a gap, the share for which it was named. */
  readonly gapsNamed: number | null;
}

export interface FaqScore {
  readonly answerable: AnswerableScore;
  readonly outOfScope: OutOfScopeScore;
}

export interface AgencyScore {
  readonly count: number;
  readonly issuerAtOnce: number | null;
  /** At once, or among the issuers of the candidates. */
  readonly issuerAmong: number | null;
  readonly wrongIssuerAtOnce: number | null;
  readonly typeAtOnce: number | null;
  /** At once, or among the candidates. */
  readonly typeAmong: number | null;
}

/** What was said in place of what is right, how often, most often first. */
export interface Confusion {
  readonly expected: string;
  readonly got: string;
  readonly count: number;
}

export interface Evaluation {
  readonly faq: FaqScore & {
    readonly byLanguage: { readonly [language: string]: FaqScore };
    readonly byStyle: { readonly [style: string]: FaqScore };
    readonly confusions: readonly Confusion[];
  };
  readonly agencies: AgencyScore & {
    readonly byForm: { readonly [form: string]: AgencyScore };
    readonly confusions: readonly Confusion[];
  };
  /** Of one question, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
}

interface Judged<Line> {
  readonly line: Line;
  readonly result: Understanding;
}

/** Asks all questions of the lines and holds the results against what is right. */
export function evaluate(lines: EvalLines, understand: (text: string) => Understanding): Evaluation {
  const times: number[] = [];
  const timed = (text: string): Understanding => {
    const from = performance.now();
    const result = understand(text);
    times.push(performance.now() - from);
    return result;
  };
  const faq = lines.faq.map((line) => ({ line, result: timed(line.text) }));
  const agencies = lines.agencies.map((line) => ({ line, result: timed(line.name) }));
  return {
    faq: {
      ...faqScore(faq),
      byLanguage: grouped(faq, ({ line }) => line.lang, faqScore),
      byStyle: grouped(faq, ({ line }) => line.style, faqScore),
      confusions: confusionsOf(
        faq.filter((judged) => isWrongAtOnce(judged) || isMissed(judged)),
        ({ line }) => line.intent,
        ({ result }) =>
          result.intent ?? `${result.outcome}${result.choices.map((choice) => ` ${choice}`).join('')}`,
      ),
    },
    agencies: {
      ...agencyScore(agencies),
      byForm: grouped(agencies, ({ line }) => line.form, agencyScore),
      confusions: confusionsOf(
        agencies.filter((judged) => !isTypeAmong(judged) || isWrongIssuerAtOnce(judged)),
        ({ line }) => line.type,
        ({ result }) => result.agency?.type ?? (result.agency?.candidates.join(' or ') || 'none'),
      ),
    },
    latencyMs: times.length === 0 ? null : { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
  };
}

function faqScore(judged: readonly Judged<FaqLine>[]): FaqScore {
  const answerable = judged.filter(({ line }) => line.intent !== 'out-of-scope');
  const outOfScope = judged.filter(({ line }) => line.intent === 'out-of-scope');
  return {
    answerable: {
      count: answerable.length,
      atOnce: share(answerable, isRightAtOnce),
      among: share(answerable, (one) => !isMissed(one) && !isWrongAtOnce(one)),
      wrongAtOnce: share(answerable, isWrongAtOnce),
      choices: share(answerable, offersChoices),
    },
    outOfScope: {
      count: outOfScope.length,
      wrongAtOnce: share(outOfScope, isWrongAtOnce),
      choices: share(outOfScope, offersChoices),
      gapsNamed: share(
        outOfScope.filter(({ line }) => line.gap !== undefined),
        ({ line, result }) => result.gap === line.gap,
      ),
    },
  };
}

function rightIntents({ intent, alt }: FaqLine): readonly string[] {
  return [intent, ...alt];
}

function isRightAtOnce({ line, result }: Judged<FaqLine>): boolean {
  return result.intent !== null && rightIntents(line).includes(result.intent);
}

function isWrongAtOnce({ line, result }: Judged<FaqLine>): boolean {
  return result.intent !== null && !rightIntents(line).includes(result.intent);
}

function offersChoices({ result }: Judged<FaqLine>): boolean {
  return result.outcome === 'choices';
}

/** An answerable question that got neither an answer nor the right choice. */
function isMissed({ line, result }: Judged<FaqLine>): boolean {
  if (line.intent === 'out-of-scope' || result.outcome === 'answer') return false;
  return !result.choices.some((choice) => rightIntents(line).includes(choice));
}

function agencyScore(judged: readonly Judged<AgencyLine>[]): AgencyScore {
  return {
    count: judged.length,
    issuerAtOnce: share(judged, (one) => hasIssuer(one) && !isWrongIssuerAtOnce(one)),
    issuerAmong: share(judged, isIssuerAmong),
    wrongIssuerAtOnce: share(judged, isWrongIssuerAtOnce),
    typeAtOnce: share(judged, (one) => hasType(one) && isTypeAmong(one)),
    typeAmong: share(judged, isTypeAmong),
  };
}

function hasIssuer({ result }: Judged<AgencyLine>): boolean {
  return typeof result.agency?.issuer === 'string';
}

function hasType({ result }: Judged<AgencyLine>): boolean {
  return typeof result.agency?.type === 'string';
}

function isIssuerAmong({ line, result }: Judged<AgencyLine>): boolean {
  return result.agency?.candidates.some((type) => rightIssuers(line).has(issuerOf(type))) ?? false;
}

function rightTypes({ type, alt }: AgencyLine): readonly AgencyLine['type'][] {
  return [type, ...alt];
}

function rightIssuers(line: AgencyLine): ReadonlySet<string> {
  return new Set([line.issuer, ...line.alt.map(issuerOf)]);
}

function isWrongIssuerAtOnce({ line, result }: Judged<AgencyLine>): boolean {
  const issuer = result.agency?.issuer ?? null;
  return issuer !== null && !rightIssuers(line).has(issuer);
}

function isTypeAmong({ line, result }: Judged<AgencyLine>): boolean {
  return result.agency?.candidates.some((type) => rightTypes(line).includes(type)) ?? false;
}

function share<T>(all: readonly T[], isOne: (one: T) => boolean): number | null {
  return all.length === 0 ? null : all.filter(isOne).length / all.length;
}

function grouped<T, S>(
  all: readonly T[],
  nameOf: (one: T) => string,
  scoreOf: (some: readonly T[]) => S,
): { [name: string]: S } {
  const groups = Map.groupBy(all, nameOf);
  return Object.fromEntries([...groups].map(([name, some]) => [name, scoreOf(some)]));
}

function confusionsOf<T>(
  all: readonly T[],
  expectedOf: (one: T) => string,
  gotOf: (one: T) => string,
): Confusion[] {
  const groups = Map.groupBy(all, (one) => `${expectedOf(one)}\t${gotOf(one)}`);
  return [...groups]
    .map(([pair, some]) => {
      const [expected = '', got = ''] = pair.split('\t');
      return { expected, got, count: some.length };
    })
    .sort((one, other) => other.count - one.count);
}

function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * rank))] ?? 0;
}
