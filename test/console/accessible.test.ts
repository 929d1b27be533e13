import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';
import { prasert, workDay } from './errands.ts';
import { password } from './house.ts';
import { learnFromDays } from './lessons.ts';
import type { Workplace } from './workplace.ts';
import { desktop, openWorkplace, phone, signIn } from './workplace.ts';

let browser: Browser;
let place: Workplace;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  place = await openWorkplace(browser);
});
afterEach(() => place.close());

const pageOf = (ref: string): string => `/console/requests/${ref}`;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** @param rules those of axe to hold the page against; null for all. */
async function violations(page: Page, rules: readonly string[] | null): Promise<string[]> {
  await page.evaluate(axe);
  const options = rules ? { runOnly: rules } : {};
  const found = await page.evaluate<Violation[]>(
    `axe.run(${JSON.stringify(options)}).then((result) => result.violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

const onPhone = { viewport: phone, isMobile: true, hasTouch: true };
/** Long: every page of the console, one after another. */
const timeout = 180_000;

test.each([
  ['on a desktop', 'th', { viewport: desktop }, null],
  ['on a phone', 'th', onPhone, null],
  ['in English', 'en', { viewport: desktop }, null],
  // What differs from the above: lengths of words, and colours.
  ['in English on a phone', 'en', onPhone, ['target-size', 'label', 'button-name']],
  ['in the dark', 'th', { viewport: desktop, colorScheme: 'dark' as const }, ['color-contrast']],
])(
  'every page %s is free of barriers and of sideways scrolling',
  { timeout },
  async (_, language, options, rules) => {
    const day = await workDay(place.house.desk);
    await learnFromDays(place.house.desk);
    const newcomer = await place.house.accounts.add({
      email: 'new@dga.or.th',
      role: 'agent',
      issuers: ['dga'],
    });
    if (!newcomer.ok) throw new Error(newcomer.problem);
    const found: string[] = [];
    const check = async (page: Page): Promise<void> => {
      const where = new URL(page.url()).pathname + new URL(page.url()).search;
      const [wide, lang] = await page.evaluate<[boolean, string]>(
        '(({ scrollWidth, clientWidth, lang }) => [scrollWidth > clientWidth, lang])(document.documentElement)',
      );
      if (wide) found.push(`${where} scrolls sideways`);
      if (lang !== language) found.push(`${where} is in ${lang}`);
      found.push(...(await violations(page, rules)).map((violation) => `${where} ${violation}`));
    };
    const start = async (path: string): Promise<Page> => {
      const page = await place.visit('/console/nothing', options);
      await page
        .context()
        .addCookies([{ name: 'console_language', value: language, url: place.house.origin }]);
      await page.goto(place.house.origin + path);
      return page;
    };
    const enter = async (page: Page, email: string, given: string): Promise<void> => {
      await signIn(page, email, given);
      await waitFor(() => !page.url().includes('sign-in'), { what: 'the sign-in' });
    };

    const page = await start('/console/sign-in');
    await check(page);
    await signIn(page, prasert.email, 'wrong password');
    await page.locator('#notice').waitFor();
    await check(page);
    await enter(page, prasert.email, password);
    const paths = [
      '/console',
      '/console?tab=mine',
      '/console?tab=waiting',
      '/console?tab=open',
      '/console?tab=closed',
      '/console?q=zzz',
      ...[day.fresh, day.question, day.talking, day.others, day.blocked, day.undelivered, day.closed].map(
        pageOf,
      ),
      '/console/nothing',
    ];
    for (const path of paths) {
      await page.goto(place.house.origin + path);
      await check(page);
    }
    await page.goto(place.house.origin + pageOf(day.talking));
    await page.locator('#resolve summary').click();
    await page.locator('[value=referred]').check();
    await check(page);
    await page.locator('#text').fill(' ');
    await page.locator('#form-message button').click();
    await page.locator('#notice').waitFor();
    await check(page);

    await page.goto(`${place.house.origin}/console/answers`);
    await check(page);
    await page.locator('summary').first().click();
    await page.locator('#group-0-phrase').fill('ขอโทเคนที่ไหน');
    await page.locator('#group-0-entry').selectOption('manual');
    await page.locator('details[open] button').click();
    await page.locator('.decide button').waitFor();
    await check(page);
    await page.locator('.decide button').click();
    await page.locator('#lesson-1').waitFor();
    await check(page);

    const once = await start('/console/sign-in');
    await enter(once, newcomer.account.email, newcomer.oneTimePassword ?? '');
    await once.locator('#again').waitFor();
    await check(once);
    expect(found).toEqual([]);
    expect(place.complaints).toEqual([]);
  },
);
