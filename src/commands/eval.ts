/** How well questions and agency names are understood; `--help` tells how. */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createUnderstanding } from '../understanding/understand.ts';
import { createAgencyReader } from '../routing/agency.ts';
import { readEvalFile } from './eval/lines.ts';
import { crossValidate } from './eval/cross-validated.ts';
import { crossValidatedReportOf, reportOf } from './eval/report.ts';
import { evaluate } from './eval/score.ts';
import { readInstalled } from './installed.ts';

const usage = `Usage: npm run --silent eval [-- [--json] [--taught] [FILE…]]

Asks every question and agency name of the files and holds the result against what is right.

  FILE     JSON lines: {"text","intent","alt","lang","style"} or {"name","type","issuer","alt","form"};
           without FILE those of flows/evaluation, and the examples that understanding is learned from, each as models see
           it that learned neither it, nor its near-duplicates, nor any word that only they use
  --json   the figures as one JSON object
  --taught with AGENCY_LIST and what supervisors taught in this installation; otherwise with what stands in the
           repository alone, so that the figures are the same everywhere
  --help   shows this
`;

const ownFiles = new URL('../../flows/evaluation/', import.meta.url);

interface Arguments {
  readonly values: { readonly json?: boolean; readonly taught?: boolean; readonly help?: boolean };
  readonly positionals: readonly string[];
}

function argumentsOf(args: readonly string[]): Arguments | null {
  try {
    return parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, taught: { type: 'boolean' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

function filesOf(named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  return readdirSync(ownFiles)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => new URL(file, ownFiles).pathname);
}

const given = argumentsOf(process.argv.slice(2));
if (given === null) process.exitCode = 2;
else if (given.values.help) process.stdout.write(usage);
else {
  try {
    const read = filesOf(given.positionals).map(readEvalFile);
    const lines = { faq: read.flatMap(({ faq }) => faq), agencies: read.flatMap(({ agencies }) => agencies) };
    const { agencies, taught } = given.values.taught
      ? await readInstalled((sentence) => process.stderr.write(`${sentence}\n`))
      : { agencies: [], taught: [] };
    const understand = createUnderstanding({ readAgency: createAgencyReader(agencies), taught });
    const evaluation = evaluate(lines, understand);
    const examples = given.positionals.length === 0 ? crossValidate() : null;
    process.stdout.write(
      given.values.json
        ? `${JSON.stringify({ ...evaluation, examples })}\n`
        : `${examples === null ? '' : `${crossValidatedReportOf(examples)}\n`}${reportOf(evaluation)}`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
