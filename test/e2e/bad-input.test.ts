import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { settingNames } from '../../src/config/config.ts';
import { sign } from '../../src/simulator/webhook-sender.ts';
import { bareEnv, startApp, startProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import type { Installation } from './installation.ts';
import { openInstallation, patienceMs, phoneOf, say } from './installation.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const newKey = () => randomBytes(32).toString('base64');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the assistant with what it should refuse. @returns its exit code and every line it wrote. */
async function refused(
  env: Readonly<Record<string, string>>,
): Promise<{ code: unknown; lines: readonly string[] }> {
  const run = startProcess(process.execPath, [main], {
    env: { ...bareEnv, DATA_DIR: folder, ...env },
    cwd: folder,
  });
  try {
    await waitFor(() => run.ended() !== null, { timeoutMs: 2 * patienceMs, what: 'the start to be refused' });
  } finally {
    await run.stop('SIGKILL');
  }
  return { code: run.ended(), lines: run.output().trimEnd().split('\n') };
}

describe('wrong settings stop the start with code 1 and one line each', () => {
  const secret = 'a-channel-secret';
  const cases: readonly [string, Record<string, string>, readonly string[]][] = [
    [
      'of the wrong form',
      {
        PORT: '99999',
        HOST: 'no host',
        PUBLIC_URL: 'assistant.example.go.th',
        LINE_CHANNEL_SECRET: `${secret} with spaces`,
        LINE_CHANNEL_ACCESS_TOKEN: 'โทเคน',
        LINE_BOT_ID: 'dga',
        LINE_API_BASE_URL: 'api.line.me',
        LINE_DATA_API_BASE_URL: 'api-data.line.me',
        REDIS_URL: 'http://localhost',
        REDIS_CLUSTER_NODES: 'one,two',
        REDIS_WAIT_REPLICAS: 'many',
        ROLES: 'cook',
        SIMULATOR: 'maybe',
        TRUST_PROXY: 'everybody',
        METRICS_PORT: 'none',
        OIDC_TRUST_EMAIL: 'yes',
        API_TOKEN_DAYS: '0',
        OFFICE_HOURS: 'office hours',
        DATA_KEYS: 'k1:c2hvcnQ=',
        OIDC_ISSUER: 'login.example.go.th',
        OIDC_CLIENT_SECRET: `${secret} with spaces`,
        LOG_LEVEL: 'loud',
        TZ: 'Siam',
        SLA_WORKING_DAYS: '0',
        SLA_HOLIDAYS: '31/12/2569',
        SLA_TELL_OFFICER: 'yes',
        REOPEN_DAYS: 'a week',
        UNCLEAR_KEEP_DAYS: 'for ever',
      },
      settingNames.filter((name) => !['DATA_DIR', 'CONTACT_HOURS', 'AGENCY_LIST'].includes(name)),
    ],
    [
      'given by half',
      { LINE_CHANNEL_SECRET: secret, OIDC_ISSUER: 'https://login.example.go.th', SLA_TELL_OFFICER: 'on' },
      ['LINE_CHANNEL_ACCESS_TOKEN', 'DATA_KEYS', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'SLA_WORKING_DAYS'],
    ],
    [
      'that exclude each other',
      { REDIS_URL: 'redis://localhost', REDIS_CLUSTER_NODES: 'localhost:6379' },
      ['REDIS_CLUSTER_NODES'],
    ],
    ['that name no folder', { DATA_DIR: main }, ['DATA_DIR']],
    ['that name no list of agencies', { AGENCY_LIST: '/nowhere/agencies.csv' }, ['AGENCY_LIST']],
  ];
  test.each(cases)('%s', { timeout: 3 * patienceMs }, async (_, env, names) => {
    const { code, lines } = await refused(env);
    expect([code, lines.map((line) => line.split(': ')[0])]).toEqual([1, names]);
    expect(lines.join('\n')).not.toContain(secret);
  });
});

describe('data keys', { timeout: 6 * patienceMs }, () => {
  test('that are not those of the store stop the start; with the right ones again nothing is lost', async () => {
    const house = await openInstallation();
    try {
      const officer = phoneOf(house, 'ก');
      await officer.write('1932');
      await house.app.stop();
      for (const DATA_KEYS of [`k1:${newKey()}`, `k2:${newKey()}`]) {
        const { code, lines } = await refused({ ...house.settings, DATA_KEYS });
        expect([code, lines]).toEqual([1, [expect.stringMatching(/^DATA_KEYS: .*"k1"/)]]);
      }
      // A new key in front of the old one, as when keys are changed.
      await house.start({ DATA_KEYS: `k2:${newKey()},${house.settings['DATA_KEYS']}` });
      const { text } = await officer.write('#');
      expect(text).toContain(firstLine(say('conversation:menu.usage', { reminder: 'none' })));
    } finally {
      await house.close();
    }
  });

  test('made on the first start, and then spoilt or lost, are named; put back, they work', async () => {
    const app = await startApp({ DATA_DIR: folder });
    await app.stop();
    const file = join(folder, 'data-keys.env');
    const kept = readFileSync(file);
    writeFileSync(file, 'nonsense');
    expect(await refused({})).toEqual({ code: 1, lines: [expect.stringContaining('data-keys.env: ')] });
    rmSync(file);
    expect(await refused({})).toEqual({ code: 1, lines: [expect.stringMatching(/^DATA_KEYS: .*"local"/)] });
    writeFileSync(file, kept);
    const again = await startApp({ DATA_DIR: folder });
    await again.stop();
    expect(again.ended()).toBe(0);
  });
});

const firstLine = (text: string) => text.split('\n')[0] ?? '';

describe('a running assistant', () => {
  let house: Installation;
  beforeAll(async () => {
    house = await openInstallation();
  });
  afterAll(() => house.close());

  /** What nobody may find in a log. */
  const personal = 'สมหญิง ศรีสะอาด 08 1234 5678';
  const secret = () => house.settings['LINE_CHANNEL_SECRET'] ?? '';

  /** @param signature of the body; the right one unless told, null for none. */
  async function post(
    body: string | Buffer,
    signature: string | null = sign(body, secret()),
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(house.platform.webhookUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature !== null && { 'x-line-signature': signature }),
        ...headers,
      },
      body: Buffer.from(body),
    });
  }

  const bodyOf = (events: unknown) => JSON.stringify({ destination: 'U0', events });
  const textEvent = () => {
    const officer = house.platform.addOfficer('ก');
    return house.platform.events.text(officer.userId, personal);
  };

  /** How a webhook was refused, as LINE and the operator see it. */
  async function refusalOf(response: Response, outcome: string) {
    const isLogged = (): boolean =>
      house
        .logs()
        .split('\n')
        .some((line) => line.includes(`"outcome":"${outcome}"`) && line.includes('"warn"'));
    // The answer may be here before the line is.
    await waitFor(isLogged, { timeoutMs: patienceMs, what: 'the line of the log' });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      isCounted: (await house.metric('dga_webhooks_total', { outcome })) > 0,
      leaks: personal.split(' ').filter((part) => part.length > 4 && house.logs().includes(part)),
    };
  }
  const refusal = (status: number) => ({
    status,
    type: expect.stringContaining('application/problem+json') as unknown,
    isCounted: true,
    leaks: [],
  });

  test.each<[string, () => Promise<Response>]>([
    ['no signature', () => post(bodyOf([textEvent()]), null)],
    ['the signature of another body', () => post(bodyOf([textEvent()]), sign('other', secret()))],
    ['the signature of another channel', () => post(bodyOf([textEvent()]), sign(bodyOf([]), 'other'))],
    ['a signature that is none', () => post(bodyOf([textEvent()]), '=')],
  ])('%s is 401', async (_, attempt) => {
    expect(await refusalOf(await attempt(), 'bad-signature')).toEqual(refusal(401));
  });

  test.each<[string, () => string | Buffer]>([
    ['no JSON', () => personal],
    ['JSON that breaks off', () => bodyOf([textEvent()]).slice(0, -3)],
    ['no events', () => JSON.stringify({ destination: personal })],
    ['events that are no list', () => bodyOf({ text: personal })],
    ['nothing', () => ''],
    ['bytes that are no text', () => Buffer.from([0xff, 0xfe, 0x00, 0x01])],
  ])('a signed body with %s is 400', async (_, body) => {
    expect(await refusalOf(await post(body()), 'malformed')).toEqual(refusal(400));
  });

  test('a compressed body, which LINE never sends, is 400', async () => {
    const body = gzipSync(bodyOf([textEvent()]));
    const response = await post(body, sign(body, secret()), { 'content-encoding': 'gzip' });
    expect(await refusalOf(response, 'malformed')).toEqual(refusal(400));
  });

  test('more than 1 MiB is 413, whether or not the length is told first', async () => {
    const body = bodyOf([{ ...textEvent(), padding: 'x'.repeat(1024 * 1024) }]);
    expect(await refusalOf(await post(body), 'too-large')).toEqual(refusal(413));
    const status = await new Promise((resolve, reject) => {
      const call = request(house.platform.webhookUrl, {
        method: 'POST',
        headers: { 'transfer-encoding': 'chunked', 'x-line-signature': sign(body, secret()) },
      });
      // The answer may come, and the connection end, while the rest is still being written.
      call.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      call.end(body);
    });
    expect(status).toBe(413);
  });

  test('events without meaning here are taken and left, and the others of the body have their effect', async () => {
    const officer = house.platform.addOfficer('ข');
    const before = await house.metric('dga_events_total', { outcome: 'ignored' });
    const base = { timestamp: Date.now(), mode: 'active', webhookEventId: randomBytes(13).toString('hex') };
    const source = { type: 'user', userId: officer.userId };
    const strange = [
      { ...base, type: 'somethingNew', source, whatever: personal },
      { ...base, type: 'beacon', source, beacon: { hwid: '1', type: 'enter' } },
      { ...base, type: 'message', source, message: { type: 'hologram', id: '1' } },
      { ...base, type: 'message', message: { type: 'text', id: '2', text: personal } },
    ];
    const follow = {
      ...house.platform.events.follow(officer.userId),
      deliveryContext: { isRedelivery: false },
    };
    house.platform.replyTokens.sentOut(follow.replyToken, Date.now());
    const response = await post(bodyOf([...strange, follow]));
    expect(response.status).toBe(200);
    await house.platform.waitForMessages(officer.userId, 1, patienceMs);
    expect(await house.metric('dga_events_total', { outcome: 'ignored' })).toBeGreaterThanOrEqual(before + 2);
  });

  test('the empty body of LINE’s Verify button is 200', async () => {
    expect((await post(bodyOf([]))).status).toBe(200);
  });

  test('a second start on the same port is refused with one line, and the first goes on', async () => {
    const { code, lines } = await refused({ ...house.settings, DATA_DIR: folder });
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^PORT: .*Example: PORT=\d+$/)]]);
    const officer = phoneOf(house, 'ค');
    expect((await officer.follow()).text).not.toBe('');
  });

  test('while nothing can be stored the webhook is 503, and what LINE delivers again is answered once', async () => {
    const officer = house.platform.addOfficer('ง');
    const lock = new DatabaseSync(join(house.settings['DATA_DIR'] ?? '', 'assistant.db'), {
      timeout: 10_000,
    });
    lock.exec('BEGIN IMMEDIATE');
    // The store waits for the lock for almost as long as LINE waits for the answer.
    const event = house.platform.events.text(officer.userId, 'Token มีไว้ทำอะไร');
    const body = bodyOf([{ ...event, deliveryContext: { isRedelivery: false } }]);
    const response = await post(body);
    const ready = await fetch(`${house.app.url}/readyz`);
    lock.exec('ROLLBACK');
    lock.close();
    expect([response.status, response.headers.get('retry-after'), ready.status]).toEqual([
      503,
      expect.stringMatching(/^\d+$/),
      503,
    ]);
    await waitFor(async () => (await fetch(`${house.app.url}/readyz`)).ok, {
      timeoutMs: patienceMs,
      what: 'the store to be back',
    });
    for (let count = 0; count < 2; count += 1)
      expect((await house.platform.deliver([event], { isRedelivery: true })).status).toBe(200);
    await house.platform.waitForMessages(officer.userId, 1, patienceMs);
    await house.app.stop();
    const { texts } = house.platform.chat(officer.userId);
    expect(texts).toEqual([expect.stringContaining(say('faq:answer.token-purpose').trim())]);
  });
});
