import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Language } from '../../flows/domain.ts';
import { loadWords } from '../../src/base/words.ts';
import { launchBrowser } from '../support/browser.ts';
import { startApp } from '../support/processes.ts';
import { chromium } from '../support/programs.ts';
import type { Complaints } from './pages.ts';
import { isTooWide, openOfficer, phoneWidth } from './pages.ts';

const words = loadWords();
const label = (area: string, language: Language = 'th') =>
  words.say(language, `rich-menu:area.${area}.label`, { phone: '0 2612 6060' });
const firstLine = (text: string) => text.split('\n')[0] ?? '';

test.skipIf(chromium === null)(
  'who tries the simulator has the menu below the chat, in both languages, until they type',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rich-menu-'));
    const [app, browser] = await Promise.all([startApp({ DATA_DIR: folder }), launchBrowser()]);
    try {
      const complaints: Complaints = [];
      const officer = await openOfficer(browser, app, phoneWidth, complaints);
      const menu = officer.page.locator('.phone:visible .rich-menu');
      await menu.getByRole('button', { name: label('digital-id'), exact: true }).waitFor();
      await officer.follow();
      expect(await menu.getByRole('link', { name: label('call') }).getAttribute('href')).toBe(
        'tel:026126060',
      );
      await officer.press(label('digital-id'));
      await officer.sees(firstLine(words.say('th', 'faq:answer.digital-id')));
      await officer.press(label('language'));
      await officer.sees('Press 1 to agree');
      await officer.press(label('request-new', 'en'));
      await officer.sees(words.say('en', 'conversation:consent.needed-for-request'));
      expect(await isTooWide(officer.page)).toBe(false);
      await officer.write('1');
      expect(await menu.locator('.picture').isVisible()).toBe(false);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      await app.stop();
      rmSync(folder, { recursive: true });
    }
  },
);
