import { readFacts } from '../../../flows/facts.ts';
import { languages } from '../../../flows/domain.ts';
import { menu } from '../../../flows/menu.ts';
import { loadRichMenu } from '../../../flows/rich-menu.ts';
import { pngSize } from '../../base/image-size.ts';
import { loadFaq } from '../../understanding/tables.ts';
import { factNames, loadWords } from '../../base/words.ts';
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
  const unspoken = menuWordFaults(menu, words);
  return {
    // Every sentence that lacks a node's words would be told a second time.
    faults: unspoken.length > 0 ? unspoken : allFaults(words, faq.entries),
    remarks: faq.entries
      .filter(({ validTo }) => validTo && validTo < today)
      .map(
        ({ id, validTo }) => `faq ${id}: the date it speaks of, ${validTo}, has passed; the answer says so`,
      ),
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
    ...richMenuSilence(richMenu, new Set(steps.map(({ from }) => from).filter(({ misses }) => misses === 0))),
  ];
}
