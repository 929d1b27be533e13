import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { createProgram, Failure, runProgram } from '../startup/command-line.ts';

interface Options {
  readonly write?: boolean;
}

const program = createProgram(
  'flow',
  'What an officer experiences: flows, FAQ, issuers, rich menu, locales.',
);
program.hook('preAction', loadTables);
program
  .command('check')
  .description('checks flows, FAQ, issuers, rich menu and locales against each other')
  .action(check);
program
  .command('diagram')
  .description('prints the conversation as a Mermaid state diagram')
  .option('--write', 'puts it into docs/conversation.md instead')
  .action(async ({ write = false }: Options) => diagram(write));
program
  .command('export-teaching')
  .description('prints flows/faq.yaml with the phrases that supervisors taught among its examples')
  .option('--write', "puts it in the file's place instead")
  .action(async ({ write = false }: Options) => exportTeaching(write));

/** The tables that the flow is built from. One that is faulty is told by its name before anything needs it. */
async function loadTables(): Promise<void> {
  for (const table of ['menu', 'issuers', 'letter'])
    try {
      await import(`../../flows/${table}.ts`);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const faults = error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
      throw new Failure(faults.map((fault) => `flows/${table}.yaml: ${fault}`).join('\n'), { cause: error });
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

await runProgram('flow', program, [Error]);
