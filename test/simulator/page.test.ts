import axe from 'axe-core';
import type { webhook } from '@line/bot-sdk';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { chromium } from '../support/programs.ts';
import { watch } from '../support/line-openapi.ts';
import type { Watch } from '../support/line-openapi.ts';
import { answerAsAccount } from './fake-account.ts';
import { channelAccessToken, channelSecret, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let line: Harness;
let spec: Watch;
/** What the browser complained of: scripts that failed, styles that the policy stopped, missing files. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  line = await startHarness();
  spec = watch(line.platform);
  line.onWebhook = (body) => answerAsAccount(line, body);
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(`${line.url}/simulator/`);
  await phone().waitFor();
});
afterEach(async () => {
  await context.close();
  await line.close();
  spec.check();
});

const phone = (name = 'สมชาย ใจดี'): Locator => page.getByRole('region', { name: `โทรศัพท์ของ ${name}` });
const messages = (of = phone()): Locator => of.getByRole('log').locator('.message');
const button = (name: string | RegExp, of = phone()): Locator =>
  of.getByRole('button', { name, exact: true });
const officer = () => [...line.platform.chats.officers.keys()][0]!;

async function addFriend(of = phone()): Promise<void> {
  await button('เพิ่มเพื่อน', of).click();
  await messages(of).filter({ hasText: 'สวัสดี' }).waitFor();
}

async function write(text: string, of = phone()): Promise<void> {
  await of.getByRole('textbox', { name: 'ข้อความ' }).fill(text);
  await of.getByRole('textbox', { name: 'ข้อความ' }).press('Enter');
}

describe.skipIf(chromium === null)('an officer', () => {
  test('is there at once, adds the account, writes, and reads the answer', async () => {
    await addFriend();
    await write('ขอโทเคนหน่อย');
    await messages().filter({ hasText: 'ได้รับข้อความ “ขอโทเคนหน่อย”' }).waitFor();
    await messages().filter({ hasText: 'ขอโทเคนหน่อย' }).getByText('อ่านแล้ว').waitFor();
    expect(line.platform.accepted.map(({ via }) => via)).toEqual(['reply', 'reply']);
    expect(complaints).toEqual([]);
  });

  test('presses a quick reply: its words are shown, the row goes', async () => {
    await addFriend();
    await button('1 ยินยอม').click();
    await messages().filter({ hasText: 'ท่านเลือก key=1 ยินยอม' }).waitFor();
    expect(await page.locator('.message.mine').allInnerTexts()).toEqual([expect.stringContaining('1 ยินยอม')]);
    await button('1 ยินยอม').waitFor({ state: 'detached' });
    await button('เมนู').waitFor();
    expect(line.platform.deliveries.at(-1)?.events).toMatchObject([
      { type: 'postback', postback: { data: 'key=1 ยินยอม' } },
    ]);
  });

  test('presses a Flex button; a phone number is a link', async () => {
    await addFriend();
    await write('การ์ด');
    await button('ยื่นคำขอ Token').click();
    await messages().filter({ hasText: 'กรุณาพิมพ์ชื่อหน่วยงาน' }).waitFor();
    expect(await phone().getByRole('link', { name: 'โทร 0 2612 6060' }).getAttribute('href')).toBe(
      'tel:026126060',
    );
  });

  test('sends a sticker, a picture, a file, a place and a voice message', async () => {
    await addFriend();
    await button('สติกเกอร์').click();
    await button('สติกเกอร์ 🙏').click();
    await messages().filter({ hasText: 'ได้รับ sticker' }).waitFor();
    const file = { name: 'หนังสือ.png', mimeType: 'image/png', buffer: Buffer.from('picture') };
    await phone().locator('input[data-kind=image]').setInputFiles(file);
    await messages().filter({ hasText: 'ได้รับ image' }).waitFor();
    await phone()
      .locator('input[data-kind=file]')
      .setInputFiles({ ...file, mimeType: 'application/pdf' });
    await messages().filter({ hasText: 'ได้รับ file' }).waitFor();
    await button('ตัวเลือกเพิ่มเติม').click();
    await button('ตำแหน่ง').click();
    await messages().filter({ hasText: 'ได้รับ location' }).waitFor();
    await button('ข้อความเสียง').click();
    await messages().filter({ hasText: 'ได้รับ audio' }).waitFor();
    const sent = line.platform.chat(officer()).messages.filter(({ from }) => from === officer());
    expect(sent.map(({ content }) => content.type)).toEqual([
      'sticker',
      'image',
      'file',
      'location',
      'audio',
    ]);
  });

  test('unsends a message from its menu', async () => {
    await addFriend();
    await write('1234567890123');
    const mine = messages().filter({ hasText: '1234567890123' }).first();
    await mine.locator('.bubble').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'ยกเลิกข้อความ' }).click();
    await phone().getByText('คุณยกเลิกข้อความแล้ว').waitFor();
    expect(line.platform.deliveries.at(-1)?.events).toMatchObject([{ type: 'unsend' }]);
  });

  test('blocks the account and takes it back', async () => {
    await addFriend();
    await button('เมนูของแชต').click();
    await page.getByRole('menuitem', { name: 'บล็อก' }).click();
    await phone().getByText('จึงส่งข้อความไม่ได้').waitFor();
    expect(await phone().getByRole('textbox').count()).toBe(0);
    await button('ปลดบล็อก').click();
    await phone().getByRole('textbox').waitFor();
    expect(line.platform.deliveries.slice(-2).flatMap(({ events }) => events)).toMatchObject([
      { type: 'unfollow' },
      { type: 'follow', follow: { isUnblocked: true } },
    ]);
  });

  test('quotes a message', async () => {
    await addFriend();
    await messages().first().locator('.message-menu').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'ตอบกลับ' }).click();
    await write('เรื่องนี้');
    await phone().locator('.message.mine .quoted').getByText('สวัสดีค่ะ').waitFor();
    expect(line.platform.deliveries.at(-1)?.events).toMatchObject([
      { message: { quotedMessageId: expect.any(String) } },
    ]);
  });

  test('does it all by keyboard', async () => {
    await button('เพิ่มเพื่อน').press('Enter');
    await button('1 ยินยอม').press('Enter');
    await messages().filter({ hasText: 'ท่านเลือก' }).waitFor();
    expect(line.platform.chat(officer()).received).toHaveLength(2);
  });
});

describe.skipIf(chromium === null)('several officers', () => {
  async function addSecond(): Promise<Locator> {
    await page.getByRole('button', { name: 'เพิ่มผู้ใช้' }).click();
    await page.getByRole('textbox', { name: 'เพิ่มผู้ใช้' }).fill('สมหญิง รักงาน');
    await page.getByRole('button', { name: 'เพิ่ม', exact: true }).click();
    await phone('สมหญิง รักงาน').waitFor();
    return phone('สมหญิง รักงาน');
  }

  test('stand side by side, each with their own chat', async () => {
    const second = await addSecond();
    await addFriend();
    await addFriend(second);
    await write('จากสมชาย');
    await write('จากสมหญิง', second);
    await messages().filter({ hasText: 'ได้รับข้อความ “จากสมชาย”' }).waitFor();
    await messages(second).filter({ hasText: 'ได้รับข้อความ “จากสมหญิง”' }).waitFor();
    expect(await messages(second).filter({ hasText: 'สมชาย' }).count()).toBe(0);
    expect(await page.locator('.phone:visible').count()).toBe(2);
  });

  test('on a phone’s width stand behind tabs', async () => {
    await addSecond();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.locator('.phone:visible').count()).toBe(1);
    await page.getByRole('navigation').getByRole('button', { name: 'สมชาย ใจดี' }).click();
    await button('เพิ่มเพื่อน').waitFor();
  });

  test('write in a group that the account was invited to', async () => {
    const second = await addSecond();
    await second.waitFor();
    await page.getByRole('button', { name: 'สร้างกลุ่ม' }).click();
    await page.getByRole('button', { name: 'เพิ่ม', exact: true }).click();
    const group = page.getByRole('region', { name: 'กลุ่มงานเว็บไซต์' });
    await button('เชิญเข้ากลุ่ม', group).click();
    await group.getByRole('combobox').selectOption({ label: 'ส่งในชื่อ สมหญิง รักงาน' });
    await write('ถามในกลุ่ม', group);
    await messages(group).filter({ hasText: 'ได้รับข้อความ “ถามในกลุ่ม”' }).waitFor();
    expect(line.platform.deliveries.at(-1)?.events).toMatchObject([
      { source: { type: 'group', userId: [...line.platform.chats.officers.keys()][1] } },
    ]);
  });
});

describe.skipIf(chromium === null)('the panel', () => {
  const panel = (): Locator => page.getByRole('complementary', { name: 'เบื้องหลัง' });

  test('shows webhooks and calls with how they went', async () => {
    await addFriend();
    await panel().getByText('follow').waitFor();
    await panel().getByText('reply', { exact: true }).waitFor();
    expect(await panel().locator('.good').count()).toBe(2);
  });

  test('makes LINE answer 500, then well again', async () => {
    await panel().getByRole('switch', { name: 'LINE ตอบ 500 ทุกคำสั่ง' }).check();
    await button('เพิ่มเพื่อน').click();
    await panel().locator('.bad').getByText('500', { exact: true }).waitFor();
    expect(line.platform.accepted).toHaveLength(0);
    await panel().getByRole('switch', { name: 'LINE ตอบ 500 ทุกคำสั่ง' }).uncheck();
    await write('อีกครั้ง');
    await messages().filter({ hasText: 'ได้รับข้อความ “อีกครั้ง”' }).waitFor();
  });

  test('redelivers the last webhook', async () => {
    await addFriend();
    await panel().getByRole('button', { name: 'ส่ง webhook ล่าสุดซ้ำ' }).click();
    await panel().getByText('ส่งซ้ำ', { exact: true }).waitFor();
    expect(line.platform.deliveries.at(-1)).toMatchObject({ isRedelivery: true });
  });
});

describe.skipIf(chromium === null)('the page', () => {
  test('keeps everything over a reload, and speaks English too', async () => {
    await addFriend();
    await page.reload();
    await messages().filter({ hasText: 'สวัสดี' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Chat simulator' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Chat simulator' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  test.each([
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ])('has no fault that axe finds at $width by $height', async (size) => {
    await page.setViewportSize(size);
    await addFriend();
    await write('การ์ด');
    await button('ยื่นคำขอ Token').waitFor();
    // Scripts of this kind are beyond the page's policy, and run beside it.
    await page.evaluate(axe.source);
    const found = (await page.evaluate('axe.run()')) as axe.AxeResults;
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  test('never holds the channel’s secret or token', async () => {
    await addFriend();
    const [view] = (await page.evaluate(
      `new Promise((done) => new EventSource('api/live').addEventListener('message', (event) => done([event.data])))`,
    )) as [string];
    expect(view).toContain('สวัสดี');
    const [event] = line.platform.deliveries[0]!.events as [webhook.FollowEvent];
    for (const secret of [channelSecret, channelAccessToken, event.replyToken])
      expect(view).not.toContain(secret);
  });

  test('does not do what LINE cannot', async () => {
    const userId = officer();
    await line.platform.sendFollow(userId);
    await line.platform.waitForMessages(userId, 1);
    const { id: messageId } = line.platform.chat(userId).received[0]!;
    await line.platform.sendText(userId, 'ใหม่กว่า');
    const asks = [
      { do: 'postback', userId, data: 'anything' },
      { do: 'press', userId, chatId: userId, messageId, pointer: '/quickReply/items/0/action' },
    ];
    const statuses = await Promise.all(
      asks.map(async (wish) => {
        const response = await fetch(`${line.url}/simulator/api/act`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(wish),
        });
        return response.status;
      }),
    );
    expect(statuses).toEqual([400, 409]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded'])(
    'takes nothing that another site could post without asking: %s',
    async (contentType) => {
      const headers = { 'content-type': contentType };
      const body = JSON.stringify({ do: 'add-officer', name: 'x' });
      const act = await fetch(`${line.url}/simulator/api/act`, { method: 'POST', headers, body });
      expect(act.status).toBe(415);
      const query = new URLSearchParams({ userId: officer(), chatId: officer(), kind: 'file' });
      const file = await fetch(`${line.url}/simulator/api/files?${query.toString()}`, {
        method: 'POST',
        headers,
        body,
      });
      expect(file.status).toBe(409);
    },
  );
});
