// Draws the rich menu's pictures anew: `npm run rich-menu`, after a change of flows/rich-menu.yaml, its words or its
// design. What each was drawn from is kept beside it, so that a test can tell when it has to be drawn again.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { languages } from '../../../flows/domain.ts';
import { loadRichMenu } from '../../../flows/rich-menu.ts';
import { loadWords } from '../../../src/base/words.ts';
import { createProgram, runProgram } from '../../../src/startup/command-line.ts';
import { launchBrowser } from '../../support/browser.ts';
import { drawnFromFile, hashOf, pictureFile } from './drawn.ts';
import { pictureWords } from '../../../src/line/rich-menu.ts';
import { richMenuPage } from './page.ts';

const fontFile = (subset: string) =>
  readFileSync(
    new URL(
      import.meta.resolve(
        `@fontsource-variable/noto-sans-thai/files/noto-sans-thai-${subset}-wght-normal.woff2`,
      ),
    ),
  ).toString('base64');
const fonts = ['thai', 'latin']
  .map(
    (subset) => `@font-face {
  font-family: 'Noto Sans Thai'; font-weight: 100 900; src: url('data:font/woff2;base64,${fontFile(subset)}');
  unicode-range: ${subset === 'thai' ? 'U+0E01-0E5B, U+200C-200D, U+25CC' : 'U+0000-00FF, U+2000-206F'};
}`,
  )
  .join('\n');

/** Words that do not fit their part of the picture. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('.area')].flatMap((area) => {
    const room = area.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(area.querySelector('.words'));
    const taken = range.getBoundingClientRect();
    const margin = 24;
    return taken.left < room.left + margin || taken.right > room.right - margin ||
      taken.top < room.top || taken.bottom > room.bottom ? [area.innerText] : [];
  })`);

async function draw(): Promise<void> {
  const table = loadRichMenu();
  const words = loadWords();
  const browser = await launchBrowser();
  try {
    const drawnFrom: { [language: string]: { page: string; words: string; picture: string } } = {};
    for (const language of languages) {
      const page = await browser.newPage({ viewport: table.size });
      const text = richMenuPage(table, language, words);
      await page.setContent(text);
      await page.addStyleTag({ content: fonts });
      await page.evaluate(
        'Promise.all([...document.fonts].map((font) => font.load())).then(() => document.fonts.ready)',
      );
      const tooLong = await cutOff(page);
      if (tooLong.length > 0)
        throw new Error(`${language}: does not fit its part of the picture: ${tooLong.join(', ')}`);
      const picture = await page.screenshot();
      writeFileSync(pictureFile(language), picture);
      const shown = hashOf(pictureWords(table, language, words));
      drawnFrom[language] = { page: hashOf(text), words: shown, picture: hashOf(picture) };
      await page.close();
    }
    writeFileSync(drawnFromFile, `${JSON.stringify(drawnFrom, null, 2)}\n`);
  } finally {
    await browser.close();
  }
}

const program = createProgram(
  'rich-menu',
  'Draws the pictures of the rich menu anew, into flows/rich-menu.',
  'npm run rich-menu --',
).action(draw);
await runProgram('rich-menu', program);
