/** How well questions and agency names are understood; `--help` tells how. */
import { readdirSync } from 'node:fs';
import { createUnderstanding } from '../understanding/understand.ts';
import { createAgencyReader } from '../routing/agency.ts';
import { readEvalFile } from './eval/lines.ts';
import { crossValidate } from './eval/cross-validated.ts';
import { crossValidatedReportOf, reportOf } from './eval/report.ts';
import { evaluate } from './eval/score.ts';
import { createProgram, runProgram } from '../startup/command-line.ts';
import { readInstalled } from '../startup/installed.ts';

const program = createProgram(
  'eval',
  'Asks every question and agency name of the files and holds the result against what is right.',
)
  .argument(
    '[FILE...]',
    'JSON lines, {"text","intent","alt","lang","style"} or {"name","type","issuer","alt","form"}; without FILE those of flows/evaluation, and the examples that understanding is learned from, each as models see it that learned neither it, nor its near-duplicates, nor any word that only they use',
  )
  .option('--json', 'the figures as one JSON object')
  .option(
    '--taught',
    'with AGENCY_LIST and what supervisors taught in this installation; otherwise with what stands in the repository alone, so that the figures are the same everywhere',
  )
  .action(measure);

const ownFiles = new URL('../../flows/evaluation/', import.meta.url);

function filesOf(named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  return readdirSync(ownFiles)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => new URL(file, ownFiles).pathname);
}

interface Options {
  readonly json?: boolean;
  readonly taught?: boolean;
}

async function measure(named: readonly string[], { json, taught: isTaught }: Options): Promise<void> {
  const read = filesOf(named).map((file) => readEvalFile(file));
  const lines = { faq: read.flatMap(({ faq }) => faq), agencies: read.flatMap(({ agencies }) => agencies) };
  const { agencies, taught } = isTaught
    ? await readInstalled((sentence) => process.stderr.write(`${sentence}\n`))
    : { agencies: [], taught: [] };
  const understand = createUnderstanding({ readAgency: createAgencyReader(agencies), taught });
  const evaluation = evaluate(lines, understand);
  const examples = named.length === 0 ? crossValidate() : null;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...evaluation, examples })}\n`
      : `${examples === null ? '' : `${crossValidatedReportOf(examples)}\n`}${reportOf(evaluation)}`,
  );
}

await runProgram('eval', program, [Error]);
