import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { RunningApp } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import { patienceMs, say } from './installation.ts';

export const desktop = { width: 1280, height: 800 };
export const phoneWidth = { width: 390, height: 844 };
export type Size = typeof desktop;

/** Whatever a page complained about: scripts that failed, what its policy blocked, files that were missing. */
export type Complaints = string[];

async function openPage(
  browser: Browser,
  size: Size,
  complaints: Complaints,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return { page, context };
}

/** An officer's phone in the simulator: writes and presses as a thumb would, and sees what a person would. */
export interface OfficerPage {
  readonly page: Page;
  /** The account's messages, oldest first. */
  readonly received: Locator;
  follow(): Promise<void>;
  write(text: string): Promise<void>;
  /** Presses what carries this label: a quick reply, else a button of the newest card that has it. */
  press(label: string): Promise<void>;
  /** Waits for a message of the account with this text in it. */
  sees(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function openOfficer(
  browser: Browser,
  app: Pick<RunningApp, 'url'>,
  size: Size,
  complaints: Complaints,
): Promise<OfficerPage> {
  const { page, context } = await openPage(browser, size, complaints);
  await page.goto(`${app.url}/simulator/`);
  const phone = page.locator('.phone:visible');
  const received = phone.locator('.message:not(.mine)');
  const field = phone.getByRole('textbox', { name: say('simulator:composer.text') });
  /** So many messages the account has sent when nothing more is awaited. */
  let seen = 0;
  const next = async (): Promise<void> => {
    await received.nth(seen).waitFor();
    seen = await received.count();
  };
  return {
    page,
    received,
    async follow() {
      await phone.getByRole('button', { name: say('simulator:phone.addFriend') }).click();
      await next();
    },
    async write(text) {
      await field.fill(text);
      await field.press('Enter');
      await next();
    },
    async press(label) {
      await phone.getByRole('button', { name: label, exact: true }).last().click();
      await next();
    },
    async sees(text) {
      await received.filter({ hasText: text }).last().waitFor();
      seen = await received.count();
    },
    close: () => context.close(),
  };
}

/** A staff member's browser with the console in it. */
export interface StaffPage {
  readonly page: Page;
  /** Signs in with a one-time password, and changes it for one of their own. */
  signIn(email: string, oneTimePassword: string): Promise<void>;
  /** Presses a button or link of the page by its words. */
  press(key: string): Promise<void>;
  close(): Promise<void>;
}

const ownPassword = 'ข้าวเหนียวมะม่วง 35';

export async function openConsole(
  browser: Browser,
  app: Pick<RunningApp, 'url'>,
  size: Size,
  complaints: Complaints,
): Promise<StaffPage> {
  const { page, context } = await openPage(browser, size, complaints);
  await page.goto(`${app.url}/console/`);
  return {
    page,
    async signIn(email, oneTimePassword) {
      await page.getByLabel(say('console:sign-in.email')).fill(email);
      await page.getByLabel(say('console:sign-in.password')).fill(oneTimePassword);
      await page.getByRole('button', { name: say('console:sign-in.submit') }).click();
      await page.getByLabel(say('console:password.current')).fill(oneTimePassword);
      await page.getByLabel(say('console:password.new'), { exact: true }).fill(ownPassword);
      await page.getByLabel(say('console:password.again'), { exact: true }).fill(ownPassword);
      await page.getByRole('button', { name: say('console:password.submit') }).click();
      await page.getByRole('heading', { level: 1, name: say('console:queue.title') }).waitFor();
    },
    press: (key) => page.getByRole('button', { name: say(key), exact: true }).click(),
    close: () => context.close(),
  };
}

/** The account that a first start with the simulator prints, with its one-time password. */
export async function printedAccount(
  app: Pick<RunningApp, 'output'>,
): Promise<{ email: string; oneTimePassword: string }> {
  const printed = /Sign in +(\S+@\S+) +one-time password +(\S+)\n/;
  const [, email = '', oneTimePassword = ''] = await waitFor(() => printed.exec(app.output()), {
    timeoutMs: patienceMs,
    what: 'the way to sign in to be printed',
  });
  return { email, oneTimePassword };
}

/** Whether a page is wider than its window, so that one would have to scroll sideways. */
export const isTooWide = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
