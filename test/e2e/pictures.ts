// The README's pictures, taken of the real thing: `npm run pictures`. A conversation and the console, on a desktop
// and on a phone, with invented people and agencies.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { formatReference } from '../../src/requests/reference.ts';
import { createProgram, runProgram } from '../../src/startup/command-line.ts';
import { launchBrowser } from '../support/browser.ts';
import { startApp } from '../support/processes.ts';
import { referenceIn, say } from './installation.ts';
import type { OfficerPage } from './pages.ts';
import { desktop, openConsole, openOfficer, phoneWidth, printedAccount } from './pages.ts';

const pictures = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const take = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });

interface Filing {
  readonly type: string;
  readonly agency: string;
  readonly contact: readonly [name: string, position: string, phone: string, email: string];
}

/** A request for an agency whose issuer is DGA. */
async function file(officer: OfficerPage, { type, agency, contact }: Filing): Promise<string> {
  await officer.write('เมนู');
  await officer.press(say('conversation:choice.route'));
  await officer.press(say(`routing:typeShort.${type}`));
  await officer.press(say('conversation:choice.request-new'));
  await officer.write(agency);
  for (const answer of contact) await officer.write(answer);
  await officer.press(say('conversation:choice.has-digital-id'));
  await officer.press(say('conversation:choice.submit'));
  return referenceIn((await officer.received.allInnerTexts()).join('\n'));
}

async function takePictures(): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const app = await startApp({ DATA_DIR: folder });
  const browser = await launchBrowser();
  try {
    const { email, oneTimePassword } = await printedAccount(app);
    const officer = await openOfficer(browser, app, phoneWidth, []);
    await officer.follow();
    await officer.write('1932');
    await officer.write('เทศบาลตำบลบางปู ขอ token ที่ไหน');
    await officer.sees(say('conversation:issuer.head'));
    // High enough for the question above the card.
    await officer.page.setViewportSize({ ...phoneWidth, height: 1080 });
    await take(officer.page, 'conversation');
    await officer.page.setViewportSize(phoneWidth);

    await file(officer, {
      type: 'central-government',
      agency: 'กรมตัวอย่าง',
      contact: ['สมหญิง ใจดี', 'นักวิชาการคอมพิวเตอร์', '0 2123 4567 ต่อ 12', 'somying@example.go.th'],
    });
    await file(officer, {
      type: 'state-university',
      agency: 'มหาวิทยาลัยตัวอย่าง',
      contact: ['วิชัย มั่นคง', 'หัวหน้างานสารสนเทศ', '0 5312 3456', 'wichai@example.ac.th'],
    });
    const ref = await file(officer, {
      type: 'state-enterprise',
      agency: 'การรถไฟตัวอย่างแห่งประเทศไทย',
      contact: ['มาลี รักงาน', 'เจ้าหน้าที่บริหารงานทั่วไป', '08 1234 5678', 'malee@example.or.th'],
    });
    await take(officer.page, 'receipt');

    const staff = await openConsole(browser, app, desktop, []);
    await staff.signIn(email, oneTimePassword);
    await staff.page.goto(`${app.url}/console/`);
    await staff.page.getByText(formatReference(ref)).first().waitFor();
    await take(staff.page, 'console-queue');
    await staff.page.getByRole('link', { name: formatReference(ref) }).click();
    await staff.press('console:act.claim');
    await staff.page
      .getByLabel(say('console:act.message'), { exact: true })
      .fill('โปรดส่งหนังสือขอใช้บริการทางอีเมล contact@dga.or.th');
    await staff.press('console:act.message-submit');
    await officer.sees('โปรดส่งหนังสือขอใช้บริการ');
    await officer.write('ส่งแล้วเมื่อเช้านี้');
    await staff.page.getByText('ส่งแล้วเมื่อเช้านี้').waitFor();
    await staff.page.reload();
    await take(staff.page, 'console-request');
    await staff.page.setViewportSize(phoneWidth);
    await staff.page.goto(`${app.url}/console/`);
    await staff.page.getByRole('heading', { level: 1 }).waitFor();
    await take(staff.page, 'console-phone');
    await officer.page.setViewportSize(desktop);
    await take(officer.page, 'simulator');
  } finally {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true });
  }
}

const program = createProgram(
  'pictures',
  'Takes the pictures of the README anew, into docs/pictures.',
  'npm run pictures --',
).action(takePictures);
await runProgram('pictures', program);
