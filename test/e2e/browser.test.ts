import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatReference } from '../../src/requests/reference.ts';
import { launchBrowser } from '../support/browser.ts';
import type { RunningApp } from '../support/processes.ts';
import { startApp } from '../support/processes.ts';
import { chromium } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';
import { referenceIn, say } from './installation.ts';
import type { Complaints, OfficerPage, StaffPage } from './pages.ts';
import { desktop, isTooWide, openConsole, openOfficer, phoneWidth, printedAccount } from './pages.ts';

let browser: Browser;
let folder: string;
let app: RunningApp;
let complaints: Complaints;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'browser-'));
  app = await startApp({ DATA_DIR: folder });
  complaints = [];
});
afterEach(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const agency = 'เทศบาลเมืองบางพลี';

/** From adding the account to the receipt. @returns the reference. */
async function fileRequest(officer: OfficerPage): Promise<string> {
  await officer.follow();
  await officer.press(say('conversation:choice.consent'));
  await officer.press(say('conversation:choice.key-services', { key: 9 }));
  await officer.press(say('conversation:choice.key-info', { key: 3 }));
  await officer.press(say('conversation:choice.key-usage', { key: 2 }));
  await officer.write('สมัคร Digital ID อย่างไร');
  await officer.sees(firstLine(say('faq:answer.digital-id')));
  await officer.write(`${agency} ขอ token ที่ไหน`);
  await officer.sees(say('conversation:issuer.head'));
  const call = officer.received.getByRole('link', { name: '0 2241 9000' }).last();
  expect(await call.getAttribute('href')).toBe('tel:022419000');
  await officer.press(say('conversation:choice.request-new'));
  await officer.press(say('conversation:choice.assist'));
  await officer.write('สมหญิง ศรีสะอาด');
  await officer.write('นักวิชาการคอมพิวเตอร์');
  await officer.write('0 2123 4567 ต่อ 12');
  await officer.write('somying@bangplee.go.th');
  await officer.press(say('conversation:choice.no-digital-id'));
  await officer.sees(say('conversation:form.review-head'));
  await officer.press(say('conversation:choice.edit-phone'));
  await officer.write('08 1234 5678');
  await officer.sees('08 1234 5678');
  await officer.press(say('conversation:choice.submit'));
  await officer.sees(say('conversation:form.receipt-head'));
  return referenceIn((await officer.received.allInnerTexts()).join('\n'));
}

const firstLine = (text: string) => text.split('\n')[0] ?? '';

/** Takes what the queue shows, writes to the officer, and after their answer closes it. */
async function work(staff: StaffPage, officer: OfficerPage, ref: string): Promise<void> {
  const { page } = staff;
  await page.getByRole('link', { name: formatReference(ref) }).click();
  await staff.press('console:act.claim');
  await officer.sees(firstLine(say('requests:told.claimed', { ref: formatReference(ref) })));
  await page.getByLabel(say('console:act.message'), { exact: true }).fill('โปรดส่งหนังสือขอใช้บริการ');
  await staff.press('console:act.message-submit');
  await officer.sees('โปรดส่งหนังสือขอใช้บริการ');
  await officer.write('ส่งทางอีเมลแล้วเมื่อเช้านี้');
  await page.getByText('ส่งทางอีเมลแล้วเมื่อเช้านี้').waitFor();
  await page.getByText(say('console:act.resolve'), { exact: true }).click();
  await page.getByLabel(say('requests:disposition.issued')).check();
  await staff.press('console:act.resolve-submit');
  await page.getByText(say('console:done.resolve')).waitFor();
  await officer.sees(firstLine(say('requests:told.resolved.issued', { ref: formatReference(ref) })));
}

describe.skipIf(chromium === null)(
  'with nothing set, the simulator on one page and the console on another',
  () => {
    test.each([
      ['a desktop', desktop],
      ['a phone', phoneWidth],
    ])('are enough for the whole errand, on %s', async (_, size) => {
      const { email, oneTimePassword } = await printedAccount(app);
      const staff = await openConsole(browser, app, size, complaints);
      await staff.signIn(email, oneTimePassword);
      await staff.page.getByText(say('console:queue.empty.new')).waitFor();
      // Gone after a reload.
      await staff.page.evaluate('window.isSamePage = true');

      const officer = await openOfficer(browser, app, size, complaints);
      const ref = await fileRequest(officer);
      const row = staff.page.getByRole('row').filter({ hasText: formatReference(ref) });
      await row.waitFor();
      expect(await row.innerText()).toContain(agency);
      expect(await staff.page.evaluate('window.isSamePage')).toBe(true);
      expect([await isTooWide(staff.page), await isTooWide(officer.page)]).toEqual([false, false]);

      await work(staff, officer, ref);
      expect([await isTooWide(staff.page), await isTooWide(officer.page)]).toEqual([false, false]);
      await officer.press(say('requests:choice.menu'));
      await officer.close();
      await staff.close();
      expect(complaints).toEqual([]);
    });

    test('an officer who asks for a person talks with one', async () => {
      const { email, oneTimePassword } = await printedAccount(app);
      const staff = await openConsole(browser, app, desktop, complaints);
      await staff.signIn(email, oneTimePassword);
      const officer = await openOfficer(browser, app, desktop, complaints);
      await officer.follow();
      await officer.press(say('conversation:choice.consent'));
      await officer.press(say('conversation:choice.human'));
      await officer.press(say('conversation:choice.no-subject'));
      const ref = referenceIn((await officer.received.allInnerTexts()).join('\n'));
      await staff.page.getByRole('link', { name: formatReference(ref) }).click();
      const field = officer.page.getByRole('textbox', { name: say('simulator:composer.text') });
      await field.fill('เข้าระบบไม่ได้');
      await field.press('Enter');
      await staff.page.getByText('เข้าระบบไม่ได้').waitFor();
      await staff.press('console:act.claim');
      await staff.page.getByLabel(say('console:act.message'), { exact: true }).fill('ขอดูภาพหน้าจอ');
      await staff.press('console:act.message-submit');
      await officer.sees('ขอดูภาพหน้าจอ');
      await officer.close();
      await staff.close();
      expect(complaints).toEqual([]);
    });

    test('the printed password works once', async () => {
      const { email, oneTimePassword } = await printedAccount(app);
      const first = await openConsole(browser, app, desktop, complaints);
      await first.signIn(email, oneTimePassword);
      await first.close();
      const second = await openConsole(browser, app, desktop, complaints);
      await second.page.getByLabel(say('console:sign-in.email')).fill(email);
      await second.page.getByLabel(say('console:sign-in.password')).fill(oneTimePassword);
      await second.press('console:sign-in.submit');
      await second.page.getByText(say('console:sign-in.problem.refused')).waitFor();
      await second.close();
      // A later start shows no password of anyone.
      await app.stop();
      app = await startApp({ DATA_DIR: folder });
      await waitFor(() => app.output().includes('Sign in'), { what: 'the address of the console' });
      expect(app.output()).not.toContain('one-time password');
    });
  },
);
