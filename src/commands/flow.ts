import { menu } from '../../flows/menu.ts';
import { issuers, languages } from '../../flows/domain.ts';
import { loadRichMenu } from '../../flows/rich-menu.ts';
import { explore } from '../conversation/explore.ts';
import { paths } from '../conversation/saved.ts';
import { loadFaq } from '../understanding/tables.ts';
import { issuerCard } from '../routing/issuer.ts';
import { pngSize } from '../simulator/check/image.ts';
import type { Words } from '../words.ts';
import { loadWords } from '../words.ts';
import { drawDiagram } from './flow/diagram.ts';
import { exportTaught } from './flow/export-teaching.ts';
import {
  answerPrompts,
  flowFaults,
  lapseFaults,
  localeFaults,
  menuFaults,
  promptFaults,
} from './flow/faults.ts';
import {
  richMenuFaults,
  richMenuPictureFaults,
  richMenuSilence,
  richMenuWordFaults,
} from './flow/rich-menu-faults.ts';

const usage = `Usage: npm run --silent flow -- check | diagram | export-teaching [--write]

  check    checks flows, FAQ, issuers, rich menu and locales against each other
  diagram  prints the conversation as a Mermaid state diagram
  export-teaching
           prints flows/faq.yaml with the phrases that supervisors taught among its examples;
           with --write, puts it in the file's place
`;

/** Everything that is wrong, and what an operator should know though nothing is wrong with it. */
function check(words: Words): { faults: string[]; remarks: string[] } {
  const steps = explore();
  const faq = loadFaq();
  const richMenu = loadRichMenu();
  for (const issuer of issuers) issuerCard(issuer);
  const today = new Date().toISOString().slice(0, 10);
  return {
    faults: [
      ...menuFaults(menu),
      ...flowFaults(steps, paths),
      ...promptFaults([...steps.flatMap((step) => step.says), ...answerPrompts()], words),
      ...localeFaults(words),
      ...lapseFaults(faq.entries, words),
      ...richMenuFaults(richMenu),
      ...richMenuWordFaults(richMenu, words),
      ...richMenuPictureFaults(richMenu, pngSize),
      ...richMenuSilence(richMenu, new Set(steps.map(({ from }) => from))),
    ],
    remarks: faq.entries
      .filter(({ validTo }) => validTo && validTo < today)
      .map(
        ({ id, validTo }) => `faq ${id}: the date it speaks of, ${validTo}, has passed; the answer says so`,
      ),
  };
}

const [command, ...rest] = process.argv.slice(2);
if (command === '--help') process.stdout.write(usage);
else if (command === 'export-teaching' && (rest.length === 0 || rest.join() === '--write')) {
  try {
    process.stdout.write(await exportTaught(rest.length > 0));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} else if (rest.length > 0 || (command !== 'check' && command !== 'diagram')) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else if (command === 'diagram') process.stdout.write(drawDiagram(explore(), loadWords()));
else {
  try {
    const { faults, remarks } = check(loadWords());
    for (const remark of remarks) process.stdout.write(`note: ${remark}\n`);
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
    else
      process.stdout.write(
        `${paths.size - 2} states, ${Object.keys(menu.nodes).length} menu nodes, ${languages.length} languages: nothing wrong\n`,
      );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
