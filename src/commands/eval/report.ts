import type { CrossValidatedScore } from './cross-validated.ts';
import type { AgencyScore, Confusion, Evaluation, FaqScore } from './score.ts';

/** What the examples alone tell, as tables for people. */
export function crossValidatedReportOf({ confusions, ...score }: CrossValidatedScore): string {
  const head = ['examples, as unseen', 'answerable', ...faqColumns];
  return `${table(head, [faqRow('all', score)])}\n\n${confusionTable('examples: expected', confusions)}\n`;
}

const faqColumns = ['at once', 'among', 'wrong', 'choices', 'out of scope', 'wrong', 'choices', 'gaps named'];

/** The evaluation as tables for people. */
export function reportOf({ faq, agencies, latencyMs }: Evaluation): string {
  const sections = [
    ...(faq.answerable.count + faq.outOfScope.count > 0
      ? [
          table(
            ['FAQ', 'answerable', ...faqColumns],
            [faqRow('all', faq), ...rows(faq.byLanguage, faqRow), ...rows(faq.byStyle, faqRow)],
          ),
          confusionTable('FAQ: expected', faq.confusions),
        ]
      : []),
    ...(agencies.count > 0
      ? [
          table(
            ['agencies', 'names', 'issuer at once', 'among', 'wrong', 'type at once', 'among'],
            [agencyRow('all', agencies), ...rows(agencies.byForm, agencyRow)],
          ),
          confusionTable('agencies: expected', agencies.confusions),
        ]
      : []),
    ...(latencyMs === null
      ? []
      : [`latency: p50 ${latencyMs.p50.toFixed(3)} ms, p99 ${latencyMs.p99.toFixed(3)} ms`]),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function rows<S>(
  groups: { readonly [name: string]: S },
  rowOf: (name: string, score: S) => string[],
): string[][] {
  return Object.entries(groups).map(([name, score]) => rowOf(name, score));
}

function faqRow(name: string, { answerable, outOfScope }: FaqScore): string[] {
  return [
    name,
    String(answerable.count),
    ...[answerable.atOnce, answerable.among, answerable.wrongAtOnce, answerable.choices].map(percent),
    String(outOfScope.count),
    ...[outOfScope.wrongAtOnce, outOfScope.choices, outOfScope.gapsNamed].map(percent),
  ];
}

function agencyRow(name: string, score: AgencyScore): string[] {
  return [
    name,
    String(score.count),
    ...[
      score.issuerAtOnce,
      score.issuerAmong,
      score.wrongIssuerAtOnce,
      score.typeAtOnce,
      score.typeAmong,
    ].map(percent),
  ];
}

function confusionTable(title: string, confusions: readonly Confusion[]): string {
  if (confusions.length === 0) return '';
  return table(
    [title, 'got', 'times'],
    confusions.map(({ expected, got, count }) => [expected, got, String(count)]),
  );
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)} %`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const all = [head, ...body];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
