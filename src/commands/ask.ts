/** How the assistant understands questions, from the very code that the chat uses; `--help` tells how. */
import type { Understanding } from '../../flows/understanding.ts';
import { createUnderstanding } from '../understanding/understand.ts';
import { tellingTaught } from '../learning/decided.ts';
import { createAgencyReader } from '../routing/agency.ts';
import type { Words } from '../base/words.ts';
import { loadWords } from '../base/words.ts';
import { createProgram, runProgram } from '../startup/command-line.ts';
import { readInstalled } from '../startup/installed.ts';
import { linesOf } from '../text/lines.ts';

const program = createProgram(
  'ask',
  'Reads one question a line from standard input and writes how the assistant understands it: with AGENCY_LIST and with what supervisors taught, where this installation has them.',
)
  .option('--json', 'one JSON object a line, in the order of the input')
  .addHelpText(
    'after',
    `
The object: {"text","outcome":"answer|choices|none","intent","choices","gap","score","agency","why"}`,
  )
  .action(async ({ json = false }: { readonly json?: boolean }) => {
    if (process.stdin.isTTY) process.stderr.write('one question a line; Ctrl-D ends\n');
    await answerAll(json ? asJson : asText);
  });

/** The object of `ask --json`; the reason of an agency is a sentence in Thai. */
function asJson(
  text: string,
  { outcome, intent, choices, gap, score, agency, why }: Understanding,
  words: Words,
): string {
  return JSON.stringify({
    text,
    outcome,
    intent,
    choices,
    gap,
    score: rounded(score),
    agency: agency && {
      type: agency.type,
      issuer: agency.issuer,
      candidates: agency.candidates,
      reason: reasonOf(agency, words),
    },
    why,
  });
}

function asText(
  text: string,
  { outcome, intent, choices, gap, score, agency, why }: Understanding,
  words: Words,
): string {
  const result =
    outcome === 'answer'
      ? `answer ${intent}`
      : outcome === 'choices'
        ? `choices ${choices.join(', ')}`
        : gap === null
          ? 'none'
          : `none: ${gap}`;
  const lines = [text, `  ${result} (${rounded(score)})`, `  ${why}`];
  if (agency)
    lines.push(`  ${agency.type ?? `one of ${agency.candidates.join(', ')}`}: ${reasonOf(agency, words)}`);
  return lines.join('\n');
}

function reasonOf({ reason }: NonNullable<Understanding['agency']>, words: Words): string {
  return words.say('th', `routing:reason.${reason.code}`, { matched: reason.matched });
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}

async function answerAll(write: typeof asJson): Promise<void> {
  const words = loadWords();
  const { agencies, taught } = await readInstalled((sentence) => process.stderr.write(`${sentence}\n`));
  const readAgency = createAgencyReader(agencies);
  const understandAs = (lessons: typeof taught) => createUnderstanding({ readAgency, taught: lessons });
  const understand = taught.length > 0 ? tellingTaught(taught, understandAs) : understandAs([]);
  for await (const line of linesOf(process.stdin))
    process.stdout.write(`${write(line, understand(line), words)}\n`);
}

// Who reads the output may have seen enough: `ask | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

await runProgram('ask', program, [Error]);
