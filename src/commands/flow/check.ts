import { readFacts } from '../../../flows/facts.ts';
import { languages } from '../../../flows/domain.ts';
import { menu } from '../../../flows/menu.ts';
import { loadRichMenu } from '../../../flows/rich-menu.ts';
import { pngSize } from '../../base/image-size.ts';
import { createAgencyReader } from '../../routing/agency.ts';
import { createUnderstanding } from '../../understanding/understand.ts';
import { loadFaq, tableFiles, writtenExamples } from '../../understanding/tables.ts';
import { factNames, loadWords } from '../../base/words.ts';
import { exampleFaults, exampleRemarks } from './example-faults.ts';
import { explore } from './explore.ts';
import {
  answerPrompts,
  gapFaults,
  issuerFaults,
  labelsFaults,
  lapseFaults,
  localeFaults,
  promptFaults,
} from './faults.ts';
import { flowFaults, restingPaths } from './flow-faults.ts';
import { factFaults, literalFaults, passagesOf } from './literal-faults.ts';
import { menuFaults, menuWordFaults } from './menu-faults.ts';
import { namingText, unusedFaults } from './unused-faults.ts';
import {
  richMenuAgeFaults,
  richMenuFaults,
  richMenuPictureFaults,
  richMenuSilence,
  richMenuWordFaults,
} from './rich-menu-faults.ts';

export interface Checked {
  readonly faults: readonly string[];
  /** What an operator should know though nothing is wrong with it. */
  readonly remarks: readonly string[];
  /** How much was checked. */
  readonly extent: string;
}

/** Checks flows, FAQ, issuers, rich menu and locales against each other. */
export function check(): Checked {
  const words = loadWords();
  const faq = loadFaq();
  const today = new Date().toISOString().slice(0, 10);
  const examples = writtenExamples(tableFiles());
  const unspoken = menuWordFaults(menu, words);
  // Every sentence that lacks a node's words would be told a second time.
  const faults =
    unspoken.length > 0 ? unspoken : [...exampleFaults(examples), ...allFaults(words, faq.entries)];
  return {
    faults,
    remarks: [
      ...faq.entries
        .filter(({ validTo }) => validTo && validTo < today)
        .map(
          ({ id, validTo }) => `faq ${id}: the date it speaks of, ${validTo}, has passed; the answer says so`,
        ),
      // Learning takes a while: not before the tables are right.
      ...(faults.length > 0
        ? []
        : exampleRemarks(examples, faq.entries, createUnderstanding({ readAgency: createAgencyReader() }))),
    ],
    extent: `${restingPaths.size} states, ${Object.keys(menu.nodes).length} menu nodes, ${languages.length} languages`,
  };
}

function allFaults(
  words: ReturnType<typeof loadWords>,
  entries: ReturnType<typeof loadFaq>['entries'],
): string[] {
  const steps = explore();
  const richMenu = loadRichMenu();
  const facts = readFacts();
  const root = new URL('../../../', import.meta.url);
  const passages = passagesOf(root);
  return [
    ...menuFaults(menu),
    ...flowFaults(steps),
    ...promptFaults([...steps.flatMap((step) => step.says), ...answerPrompts()], words),
    ...localeFaults(words),
    ...unusedFaults(words, namingText(root)),
    ...factFaults(passages, factNames(facts)),
    ...literalFaults(passages, facts),
    ...issuerFaults(words),
    ...gapFaults(words),
    ...labelsFaults(words),
    ...lapseFaults(entries, words),
    ...richMenuFaults(richMenu),
    ...richMenuWordFaults(richMenu, words),
    ...richMenuPictureFaults(richMenu, pngSize),
    ...richMenuAgeFaults(richMenu, words),
    ...richMenuSilence(richMenu, new Set(steps.map(({ from }) => from).filter(({ misses }) => misses === 0))),
  ];
}
