import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addOfficerMessage } from '../../src/requests/changes.ts';
import { formatReference } from '../../src/requests/reference.ts';
import { launchBrowser } from '../support/browser.ts';
import { kanda, prasert, wanida } from './errands.ts';
import type { House } from './house.ts';
import type { Workplace } from './workplace.ts';
import { openWorkplace, phone, said, signIn } from './workplace.ts';

// A browser on a busy machine takes its time.

let browser: Browser;
let place: Workplace;
let house: House;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  place = await openWorkplace(browser);
  ({ house } = place);
});
afterEach(() => place.close());

const pageOf = (ref: string): string => `/console/requests/${ref}`;
const messageBox = (page: Page) => page.getByRole('textbox', { name: said('console:act.message') });
const button = (page: Page, key: string) => page.getByRole('button', { name: said(key), exact: true });
const notice = (page: Page) => page.locator('#notice');

/** An officer writes in LINE. */
function officerWrites(ref: string, text: string): Promise<unknown> {
  return house.desk.change(ref, (request, _, clock) =>
    addOfficerMessage(request, { text, messageId: crypto.randomUUID() }, clock),
  );
}

describe('live updates', () => {
  test('a request that is filed appears in the queue without reloading, and leaves what is being typed alone', async () => {
    const page = await place.open(kanda.email, '/console');
    await page.getByText(said('console:queue.empty.new')).waitFor();
    await page.getByRole('searchbox').fill('เทศ');
    const { ref } = await house.desk.file({ agencyName: 'เทศบาลเมืองบางพลี' });
    await page.getByRole('link', { name: formatReference(ref) }).waitFor();
    expect(await page.title()).toMatch(/^\(1\) /);
    expect(await page.getByRole('searchbox').inputValue()).toBe('เทศ');
    expect(await page.locator('#q:focus').count()).toBe(1);
    expect(await page.locator('#changed').textContent()).toBe(said('console:live.changed'));
    await house.desk.queue.claim(prasert, ref);
    await page.getByText(said('console:queue.empty.new')).waitFor();
    expect(place.complaints).toEqual([]);
  });

  test('the officer’s answer appears while staff type, and the message still goes out', async () => {
    const { ref } = await house.desk.file();
    await house.desk.queue.claim(kanda, ref);
    const page = await place.open(kanda.email, pageOf(ref));
    await messageBox(page).fill('กำลังตรวจสอบเอกสาร');
    await page.getByRole('heading', { level: 1 }).click();
    await officerWrites(ref, 'ส่งหนังสือแล้ว');
    await page.getByText('ส่งหนังสือแล้ว').waitFor();
    expect(await messageBox(page).inputValue()).toBe('กำลังตรวจสอบเอกสาร');
    await button(page, 'console:act.message-submit').click();
    await page.getByText(said('console:done.message')).waitFor();
    expect(await messageBox(page).inputValue()).toBe('');
    expect(await page.locator('.entry.mine').innerText()).toContain('กำลังตรวจสอบเอกสาร');
    expect(place.complaints).toEqual([]);
  });

  test('a form that somebody has opened stays open', async () => {
    const { ref } = await house.desk.file();
    await house.desk.queue.claim(kanda, ref);
    const page = await place.open(kanda.email, pageOf(ref));
    await page.getByText(said('console:act.resolve'), { exact: true }).click();
    await officerWrites(ref, 'สวัสดี');
    await page.getByText('สวัสดี').waitFor();
    expect(await page.getByRole('radio').first().isVisible()).toBe(true);
  });

  test('a request taken away while its holder types is told, with the text kept', async () => {
    const { ref } = await house.desk.file();
    await house.desk.queue.claim(kanda, ref);
    const page = await place.open(kanda.email, pageOf(ref));
    await messageBox(page).fill('เรียนผู้ประสานงาน');
    await house.desk.queue.assign(prasert, ref, { to: wanida.email });
    await page.getByText(said('console:request.held-by-other', { by: wanida.email })).waitFor();
    expect(await messageBox(page).inputValue()).toBe('เรียนผู้ประสานงาน');
    await button(page, 'console:act.message-submit').click();
    await notice(page).waitFor();
    expect(await notice(page).innerText()).toContain(wanida.email);
    expect(await page.locator('#kept').inputValue()).toBe('เรียนผู้ประสานงาน');
  });
});

describe('two claim at once', () => {
  test('the slower one sees who was faster, with the focus on it', async () => {
    const { ref } = await house.desk.file();
    const fast = await place.open(kanda.email, pageOf(ref));
    const slow = await place.visit('/console/sign-in');
    // A page that hears of nothing, as on a poor connection.
    await slow.route('**/console/live*', (route) => route.abort());
    await signIn(slow, wanida.email);
    await slow.waitForURL('**/console');
    await slow.goto(house.origin + pageOf(ref));
    await button(fast, 'console:act.claim').click();
    await fast.getByText(said('console:done.claim')).waitFor();
    await button(slow, 'console:act.claim').click();
    const refused = slow.getByText(said('requests:refusal.held-by-other', { by: kanda.email }));
    await refused.waitFor();
    expect(await slow.locator('#notice:focus').count()).toBe(1);
    expect(await button(slow, 'console:act.claim').count()).toBe(0);
  });

  test('who only watches sees the offer go', async () => {
    const { ref } = await house.desk.file();
    const page = await place.open(wanida.email, pageOf(ref));
    await button(page, 'console:act.claim').waitFor();
    await house.desk.queue.claim(kanda, ref);
    await page.getByText(said('console:request.held-by-other', { by: kanda.email })).waitFor();
    expect(await button(page, 'console:act.claim').count()).toBe(0);
  });
});

describe('the session', () => {
  test('that ends in one tab ends in the other', async () => {
    const page = await place.open(kanda.email, '/console');
    const other = await page.context().newPage();
    await other.goto(`${house.origin}/console?tab=mine`);
    await page.bringToFront();
    await other.getByRole('button', { name: said('console:nav.sign-out') }).click();
    await page.waitForURL(/\/console\/sign-in\?because=ended/);
    expect(await page.getByText(said('console:sign-in.notice.ended')).isVisible()).toBe(true);
  });

  test('that ends while something is typed says so and keeps it, and it can be sent after signing in elsewhere', async () => {
    const { ref } = await house.desk.file();
    await house.desk.queue.claim(kanda, ref);
    const page = await place.open(kanda.email, pageOf(ref));
    await messageBox(page).fill('ข้อความสำคัญ');
    house.desk.time.now += 3 * 3_600_000;
    await button(page, 'console:act.message-submit').click();
    await page.locator('#ended').waitFor();
    expect(await messageBox(page).inputValue()).toBe('ข้อความสำคัญ');
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: said('console:live.ended-link') }).click(),
    ]);
    await signIn(other, kanda.email);
    await other.waitForURL('**/console');
    await page.bringToFront();
    await button(page, 'console:act.message-submit').click();
    await page.getByText(said('console:refusal.form-expired')).waitFor();
    expect(await messageBox(page).inputValue()).toBe('ข้อความสำคัญ');
    await button(page, 'console:act.message-submit').click();
    await page.getByText(said('console:done.message')).waitFor();
  });
});

test('while the store is away the page says so, loses nothing, and goes on by itself', async () => {
  const { ref } = await house.desk.file();
  await house.desk.queue.claim(kanda, ref);
  const page = await place.open(kanda.email, pageOf(ref));
  await messageBox(page).fill('รอระบบกลับมา');
  const unlock = place.lockStore();
  await button(page, 'console:act.message-submit').click();
  await page.locator('#away').waitFor();
  expect(await messageBox(page).inputValue()).toBe('รอระบบกลับมา');
  unlock();
  await page.locator('#away').waitFor({ state: 'hidden' });
  await button(page, 'console:act.message-submit').click();
  await page.getByText(said('console:done.message')).waitFor();
  expect(place.complaints).toEqual([]);
});

test.each([
  ['the server fails', (route: Route) => route.fulfill({ status: 500, body: 'fault' })],
  ['the connection breaks', (route: Route) => route.abort()],
])('when %s on a form, the page says so, loses nothing, and can send it again', async (_, fail) => {
  const { ref } = await house.desk.file();
  await house.desk.queue.claim(kanda, ref);
  const page = await place.open(kanda.email, pageOf(ref));
  await page.route('**/message', fail, { times: 1 });
  await messageBox(page).fill('ส่งสองครั้ง ถึงครั้งเดียว');
  await button(page, 'console:act.message-submit').click();
  await page.locator('#failed').waitFor();
  expect(await messageBox(page).inputValue()).toBe('ส่งสองครั้ง ถึงครั้งเดียว');
  await button(page, 'console:act.message-submit').click();
  await page.getByText(said('console:done.message')).waitFor();
  expect(await page.locator('#failed').isVisible()).toBe(false);
});

/** The whole errand, from sign-in to a closed request. */
async function work(page: Page, ref: string): Promise<void> {
  await page.getByRole('link', { name: formatReference(ref) }).click();
  await button(page, 'console:act.claim').click();
  await page.getByText(said('console:done.claim')).waitFor();
  await messageBox(page).fill('ขอหนังสือแต่งตั้งผู้ประสานงาน');
  await button(page, 'console:act.message-submit').click();
  await page.getByText(said('console:done.message')).waitFor();
  await page.getByText(said('console:act.resolve'), { exact: true }).click();
  await page.getByLabel(said('requests:disposition.issued')).check();
  const told = page.getByText(said('console:act.told')).first();
  expect(await told.isVisible()).toBe(true);
  await page.getByLabel(said('console:act.note'), { exact: true }).fill('ส่งรหัสแล้ว');
  await button(page, 'console:act.resolve-submit').click();
  await page.getByText(said('console:done.resolve')).waitFor();
  expect(await page.locator('.case-head .chip').innerText()).toBe(said('requests:disposition.issued'));
}

describe('the whole work', () => {
  test.each([
    ['on a phone', { viewport: phone, hasTouch: true, isMobile: true }],
    ['on a phone without scripts', { viewport: phone, javaScriptEnabled: false }],
    ['without scripts', { javaScriptEnabled: false }],
  ])('can be done %s', async (_, options) => {
    const { ref } = await house.desk.file();
    const page = await place.open(kanda.email, '/console', options);
    await work(page, ref);
    const found = await house.desk.queue.get(kanda, ref);
    expect(found).toMatchObject({ ok: true, value: { status: 'resolved', note: 'ส่งรหัสแล้ว' } });
    expect(place.complaints).toEqual([]);
  });

  test('can be done by keyboard, with the focus in sight', async () => {
    const { ref } = await house.desk.file();
    await house.desk.queue.claim(kanda, ref);
    const page = await place.open(kanda.email, '/console?tab=mine');
    /** Tabs on until the focus is on something called `name`. */
    const tabTo = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        const [label, outlined] = await page.evaluate<[string, boolean]>(focusedElement);
        expect(outlined, `outline of ${label}`).toBe(true);
        if (label === name) return;
      }
      throw new Error(`no way to ${name} by keyboard`);
    };
    await tabTo(said('console:skip'));
    await page.keyboard.press('Enter');
    await tabTo(formatReference(ref));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${pageOf(ref)}`);
    await tabTo(said('console:act.message'));
    await page.keyboard.type('สวัสดี');
    await tabTo(said('console:act.message-submit'));
    await page.keyboard.press('Enter');
    await page.getByText(said('console:done.message')).waitFor();
    await tabTo(said('console:act.resolve'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await tabTo(said('console:act.resolve-submit'));
    await page.keyboard.press('Enter');
    await page.getByText(said('console:done.resolve')).waitFor();
  });

  test('filters change the queue in place, with an address that can be kept', async () => {
    const dla = await house.desk.file({ issuer: 'dla', agencyType: 'local', agencyName: 'อบต.หนองบัว' });
    const dga = await house.desk.file();
    const page = await place.open(kanda.email, '/console');
    await page.getByLabel(said('console:queue.filter.issuer'), { exact: true }).selectOption('dla');
    await page.getByRole('link', { name: formatReference(dga.ref) }).waitFor({ state: 'detached' });
    expect(await page.getByRole('link', { name: formatReference(dla.ref) }).count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('issuer')).toBe('dla');
    await page.getByRole('link', { name: said('console:queue.filter.clear') }).click();
    await page.getByRole('link', { name: formatReference(dga.ref) }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: formatReference(dga.ref) }).waitFor({ state: 'detached' });
  });

  test('a reference typed into the search opens its request', async () => {
    const { ref } = await house.desk.file();
    const page = await place.open(kanda.email, '/console?tab=closed');
    await page.getByRole('searchbox').fill(formatReference(ref));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${pageOf(ref)}`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(formatReference(ref));
  });
});

/** Runs in the page: what the element with the focus is called, and whether it shows that it has it. */
const focusedElement = `(() => {
  const element = document.activeElement;
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  // After the last element, and before the first, the focus is the browser's.
  const isPage = element === document.body;
  const outlined = isPage || [null, '::after'].some((part) => getComputedStyle(element, part).outlineStyle !== 'none');
  return [label.trim(), outlined];
})()`;
