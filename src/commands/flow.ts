import { writeFileSync } from 'node:fs';
import { z } from 'zod';

const usage = `Usage: npm run --silent flow -- check | diagram [--write] | export-teaching [--write]

  check    checks flows, FAQ, issuers, rich menu and locales against each other
  diagram  prints the conversation as a Mermaid state diagram; with --write, puts it into docs/conversation.md
  export-teaching
           prints flows/faq.yaml with the phrases that supervisors taught among its examples;
           with --write, puts it in the file's place
`;

/** The tables that the flow is built from. One that is faulty is told by its name before anything needs it. */
async function loadTables(): Promise<void> {
  for (const table of ['menu', 'issuers', 'letter'])
    try {
      await import(`../../flows/${table}.ts`);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const faults = error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
      throw new Error(faults.map((fault) => `flows/${table}.yaml: ${fault}`).join('\n'), { cause: error });
    }
}

async function check(): Promise<void> {
  const checking = await import('./flow/check.ts');
  const { faults, remarks, extent } = checking.check();
  for (const remark of remarks) process.stdout.write(`note: ${remark}\n`);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
  else process.stdout.write(`${extent}: nothing wrong\n`);
}

async function diagram(isWritten: boolean): Promise<void> {
  const { diagramFile, drawDiagram, withDiagram } = await import('./flow/diagram.ts');
  if (isWritten) writeFileSync(diagramFile, withDiagram());
  else process.stdout.write(drawDiagram());
}

async function exportTeaching(isWritten: boolean): Promise<void> {
  const { exportTaught } = await import('./flow/export-teaching.ts');
  process.stdout.write(await exportTaught(isWritten));
}

const [command = '', ...rest] = process.argv.slice(2);
const isWritten = rest.join(' ') === '--write';
const run = new Map<string, () => Promise<void>>([
  ...(rest.length === 0 ? [['check', check] as const] : []),
  ...(rest.length === 0 || isWritten
    ? ([
        ['diagram', () => diagram(isWritten)],
        ['export-teaching', () => exportTeaching(isWritten)],
      ] as const)
    : []),
]).get(command);

if (command === '--help') process.stdout.write(usage);
else if (!run) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else
  try {
    await loadTables();
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
