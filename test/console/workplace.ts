import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { kanda, prasert, wanida } from './errands.ts';
import type { House } from './house.ts';
import { openHouse, password, words } from './house.ts';

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** A word of the console in Thai. */
export const said = (key: string, params?: { [name: string]: string }): string =>
  words.say('th', key, params);

/** A house with browsers in it. */
export interface Workplace {
  readonly house: House;
  /** Whatever the pages complained about: scripts that failed, what the policy blocked. */
  readonly complaints: readonly string[];
  /** A page in a browser of its own. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** A page of somebody signed in, with its live stream open where scripts run. */
  open(email: string, path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Another process holds the store's only write lock, until the given function is called. */
  lockStore(): () => void;
  close(): Promise<void>;
}

export async function openWorkplace(browser: Browser): Promise<Workplace> {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const path = join(folder, 'store.sqlite');
  const house = await openHouse({ path });
  await house.addStaff(kanda, prasert, wanida);
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];

  async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: desktop, ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(house.origin + path);
    return page;
  }

  return {
    house,
    complaints,
    visit,
    async open(email, path, options = {}) {
      const page = await visit(path, options);
      const live = options.javaScriptEnabled === false ? null : page.waitForResponse(/\/console\/live/);
      await signIn(page, email);
      await live;
      return page;
    },
    lockStore() {
      const db = new DatabaseSync(path);
      db.exec('BEGIN IMMEDIATE');
      return () => {
        db.exec('ROLLBACK');
        db.close();
      };
    },
    async close() {
      // Together: a page that still waits for the server would keep its browser from closing.
      await Promise.all([house.close(), ...contexts.map((context) => context.close())]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Fills the sign-in form that the page shows, and sends it. */
export async function signIn(page: Page, email: string, given: string = password): Promise<void> {
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(given);
  await page.locator('main button').click();
}
