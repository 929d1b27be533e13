import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChannelCalls } from '../../src/line/channel/calls.ts';
import { openChannelCalls } from '../../src/line/channel/calls.ts';
import { compareChannel } from '../../src/line/channel/compare.ts';
import type { Wanted } from '../../src/line/channel/plan.ts';
import { setUpChannel } from '../../src/line/channel/setup.ts';
import { readChannel } from '../../src/line/channel/state.ts';
import { ChannelTrouble } from '../../src/line/channel/trouble.ts';
import { wantedMenus } from '../../src/line/rich-menu.ts';
import { loadWords } from '../../src/base/words.ts';
import type { Harness } from '../simulator/harness.ts';
import { channelAccessToken, startHarness } from '../simulator/harness.ts';
import { freePort } from '../support/processes.ts';
import { watch } from '../support/line-openapi.ts';
import type { Watch } from '../support/line-openapi.ts';

const words = loadWords();
/** As an earlier version of the project had them. */
const earlier = {
  ...words,
  say: (...[language, key, params]: Parameters<typeof words.say>) =>
    key === 'rich-menu:bar' ? 'แต่ก่อน' : words.say(language, key, params),
};

let now: number;
let line: Harness;
let spec: Watch;
let calls: ChannelCalls;
let wanted: Wanted;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23, 3, 0, 0);
  line = await startHarness({ clock: () => now });
  spec = watch(line.platform);
  line.platform.webhookUrl = '';
  wanted = { webhookUrl: `${line.url}/webhook`, menus: wantedMenus(words) };
  calls = openCalls();
});
afterEach(async () => {
  await calls.close();
  await line.close();
  spec.check();
});

function openCalls(options: Partial<Parameters<typeof openChannelCalls>[0]> = {}): ChannelCalls {
  const api = `${line.url}/simulator/line`;
  return openChannelCalls({ apiBaseUrl: api, dataApiBaseUrl: api, channelAccessToken, ...options });
}

const menus = () => [...line.platform.richMenus.all.values()];
const nameOf = (id: string | null | undefined) =>
  id ? line.platform.richMenus.all.get(id)?.menu['name'] : id;
/** What officers see, and everything that leads there, by names. */
const seen = () => ({
  names: menus().map(({ menu }) => menu['name']),
  pictures: menus().every(({ image }) => image !== null),
  aliases: [...line.platform.richMenus.aliases].map(([alias, id]) => [alias, nameOf(id)]),
  default: nameOf(line.platform.richMenus.default),
  webhook: line.platform.webhookUrl,
});
const complete = () => ({
  names: wanted.menus.map(({ request }) => request.name),
  pictures: true,
  aliases: wanted.menus.map(({ alias, request }) => [alias, request.name]),
  default: wanted.menus[0]?.request.name,
  webhook: wanted.webhookUrl,
});
const isWrite = ({ method, endpoint }: { method: string; endpoint: string }) =>
  method !== 'GET' && endpoint !== 'webhook-test';
const writes = () => line.platform.calls.filter(isWrite).map(({ endpoint }) => endpoint);

/** A menu that somebody else made in the channel. */
async function makeForeign(name: string): Promise<string> {
  const id = await calls.createMenu({ ...wanted.menus[0]?.request, name });
  await calls.uploadPicture(id, wanted.menus[0]?.picture ?? Buffer.alloc(0));
  return id;
}

describe('setup', () => {
  test('gives an empty channel its address, its menus, their aliases and the default', async () => {
    const { steps } = await setUpChannel(calls, wanted);
    expect(seen()).toEqual(complete());
    expect(steps.map((step) => step.do)).toEqual([
      'set-webhook',
      'create-menu',
      'upload-picture',
      'create-menu',
      'upload-picture',
      'create-alias',
      'create-alias',
      'set-default',
    ]);
  });

  test('changes nothing the second time', async () => {
    await setUpChannel(calls, wanted);
    const before = writes().length;
    expect((await setUpChannel(calls, wanted)).steps).toEqual([]);
    expect(writes().length).toBe(before);
  });

  test('replaces the menus of an earlier version, and officers have a working one at every moment', async () => {
    await setUpChannel(calls, { ...wanted, menus: wantedMenus(earlier) });
    const officer = line.platform.addOfficer('สมชาย').userId;
    const gaps: string[] = [];
    const stop = line.platform.onChange(() => {
      const { aliases, all } = line.platform.richMenus;
      const shown = line.platform.richMenus.shownTo(officer);
      if (!shown?.image) gaps.push('no menu is shown');
      for (const { alias } of wanted.menus)
        if (!all.get(aliases.get(alias) ?? '')?.image) gaps.push(`${alias} leads nowhere`);
    });
    await setUpChannel(calls, wanted);
    stop();
    expect(gaps).toEqual([]);
    expect(seen()).toEqual(complete());
  });

  test('leaves menus and aliases of others alone, though the default is the project’s from now on', async () => {
    const foreign = await makeForeign('campaign');
    await calls.createAlias('campaign', foreign);
    await calls.setDefaultMenu(foreign);
    await setUpChannel(calls, wanted);
    expect(nameOf(foreign)).toBe('campaign');
    expect(line.platform.richMenus.aliases.get('campaign')).toBe(foreign);
    expect(seen().default).toBe(complete().default);
    expect((await setUpChannel(calls, wanted)).steps).toEqual([]);
  });

  test('goes on where it stopped, whichever call failed, and whether or not LINE had carried it out', async () => {
    await setUpChannel(calls, { ...wanted, menus: wantedMenus(earlier) });
    line.platform.webhookUrl = 'https://elsewhere.example.go.th/webhook';
    const kinds = ['server-error', 'server-error-after'] as const;
    const uploads = () => writes().filter((endpoint) => endpoint === 'rich-menu-image-upload').length;
    const uploadsBefore = uploads();
    // Each write suffers both, one after the other: it fails, fails having been carried out, and is needed no more.
    const endpoints = [
      'webhook-endpoint-set',
      'rich-menu-create',
      'rich-menu-image-upload',
      'rich-menu-alias-update',
      'rich-menu-set-default',
      'rich-menu-delete',
    ];
    for (const endpoint of endpoints)
      for (const kind of kinds) {
        now += 60_000;
        line.platform.faults.add({ kind, endpoint });
        await expect(setUpChannel(calls, wanted), `${endpoint} ${kind}`).rejects.toThrow(ChannelTrouble);
      }
    await setUpChannel(calls, wanted);
    expect(seen()).toEqual({
      ...complete(),
      names: expect.arrayContaining(complete().names) as string[],
    });
    expect(menus()).toHaveLength(wanted.menus.length);
    // One of each picture, and those that failed or whose answer was lost.
    expect(uploads() - uploadsBefore).toBeLessThanOrEqual(wanted.menus.length + kinds.length);
  });

  test('takes the menu in use where there are two of the same, and deletes the other', async () => {
    await calls.createMenu(wanted.menus[0]?.request ?? {});
    await setUpChannel(calls, wanted);
    const used = line.platform.richMenus.default;
    await calls.createMenu(wanted.menus[0]?.request ?? {});
    await setUpChannel(calls, wanted);
    expect(line.platform.richMenus.default).toBe(used);
    expect(menus()).toHaveLength(wanted.menus.length);
  });

  test('stops at LINE’s hundred an hour with what is left to do for later, and goes on then', async () => {
    for (let count = 0; count < 100; count += 1)
      await calls.createMenu({ ...wanted.menus[0]?.request, name: `campaign ${count}` });
    await expect(setUpChannel(calls, wanted)).rejects.toThrow(
      /^LINE takes no more calls for now \(429 .+\) when asked to create a rich menu; .+ 100 times an hour/,
    );
    now += 60 * 60_000;
    await setUpChannel(calls, wanted);
    expect(seen().default).toBe(complete().default);
  });
});

describe('what LINE does not do is told in one line', () => {
  const failing = (calling: ChannelCalls) => setUpChannel(calling, wanted).catch((error: unknown) => error);

  test('a token that is not taken', async () => {
    const others = openCalls({ channelAccessToken: 'wrong' });
    expect(await failing(others)).toMatchObject({
      status: 401,
      message: expect.stringContaining('LINE_CHANNEL_ACCESS_TOKEN (401)') as string,
    });
    await others.close();
  });

  test('nobody listens there', async () => {
    const others = openCalls({ apiBaseUrl: `http://127.0.0.1:${await freePort()}` });
    expect(await failing(others)).toMatchObject({
      status: null,
      message: expect.stringContaining('LINE cannot be reached (ECONNREFUSED)') as string,
    });
    await others.close();
  });

  test('no answer', async () => {
    line.platform.faults.add({ kind: 'reset', endpoint: 'rich-menu-list' });
    expect(await failing(calls)).toMatchObject({
      message: expect.stringMatching(/^LINE did not answer when asked to list the rich menus \(/) as string,
    });
  });

  test('a refusal, with LINE’s own words', async () => {
    const menu = { ...wanted.menus[0]?.request, chatBarText: 'ยาวเกินกว่าที่จะใส่ได้' };
    await expect(calls.createMenu(menu)).rejects.toThrow(
      /^LINE refused to create a rich menu: 400 .+chatBarText/,
    );
  });

  test('an address that is not LINE’s', async () => {
    const others = openCalls({ apiBaseUrl: `${line.url}/simulator/api` });
    expect(await failing(others)).toMatchObject({
      message: expect.stringMatching(/^what answers is not LINE .+LINE_API_BASE_URL/) as string,
    });
    await others.close();
  });
});

describe('status', () => {
  async function compare(botId: string | null = null) {
    const found = {
      state: await readChannel(calls),
      test: await calls.testWebhook(wanted.webhookUrl),
      quota: await calls.quota(),
      botId,
    };
    return compareChannel(found, wanted);
  }
  const differing = async () =>
    (await compare()).flatMap(({ verdict, what }) => (verdict === 'differs' ? [what] : []));
  const pointOf = async (what: string) => (await compare()).find((point) => point.what === what);

  test('finds nothing that differs after setup, and changes nothing', async () => {
    await setUpChannel(calls, wanted);
    const before = writes().length;
    expect(await differing()).toEqual([]);
    expect(writes().length).toBe(before);
  });

  test('tells of an empty channel all that is to be done', async () => {
    expect(await differing()).toEqual([
      'webhook address',
      'use webhook',
      'rich menu th',
      'rich menu en',
      'default menu',
    ]);
  });

  test.each([
    ['webhook address', () => (line.platform.webhookUrl = 'https://other.example.go.th/webhook')],
    ['use webhook', () => (line.platform.webhookActive = false)],
    ['webhook test', () => (line.webhookStatus = 401)],
    ['default menu', () => (line.platform.richMenus.default = null)],
    ['rich menu en', () => line.platform.richMenus.aliases.delete(wanted.menus[1]?.alias ?? '')],
  ])('%s', async (what, spoil) => {
    await setUpChannel(calls, wanted);
    spoil();
    expect(await differing()).toEqual([what]);
    expect(await pointOf(what)).toMatchObject({ says: expect.any(String), mend: expect.any(String) });
  });

  test('an account that LINE_BOT_ID does not name', async () => {
    await setUpChannel(calls, wanted);
    expect((await compare('@another'))[0]).toMatchObject({ verdict: 'differs', what: 'account' });
    expect((await compare('@simulator'))[0]).toMatchObject({ verdict: 'ok' });
  });

  test('why LINE’s test of the webhook failed', async () => {
    line.webhookStatus = 503;
    expect(await pointOf('webhook test')).toMatchObject({
      says: `LINE posted to ${wanted.webhookUrl}: ERROR_STATUS_CODE, 503`,
      mend: expect.stringContaining('/readyz') as string,
    });
    wanted = { ...wanted, webhookUrl: `http://127.0.0.1:${await freePort()}/webhook` };
    expect((await pointOf('webhook test'))?.says).toContain('COULD_NOT_CONNECT, ECONNREFUSED');
  });

  test('a test that LINE makes no more is no difference', async () => {
    await setUpChannel(calls, wanted);
    line.platform.faults.add({ kind: 'rate-limited', endpoint: 'webhook-test' });
    expect(await pointOf('webhook test')).toMatchObject({ verdict: 'note' });
  });

  test('old menus, others’ menus, the quota, and what only a person can see to', async () => {
    await setUpChannel(calls, { ...wanted, menus: wantedMenus(earlier) });
    await makeForeign('campaign');
    line.platform.quota = 300;
    line.platform.quotaUsed = 300;
    line.platform.chatMode = 'chat';
    expect(await pointOf('old menus')).toMatchObject({ verdict: 'differs' });
    expect(await pointOf('other menus')).toMatchObject({
      verdict: 'note',
      says: 'not of this project, left alone: "campaign"',
    });
    expect(await pointOf('quota')).toMatchObject({
      verdict: 'note',
      says: expect.stringContaining("300 of this month's 300") as string,
    });
    const byHand = (await compare()).filter(({ verdict }) => verdict === 'by hand');
    expect(byHand.map(({ what }) => what)).toEqual(['redelivery', 'greeting', 'auto-response', 'chat']);
  });
});
