import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../simulator/harness.ts';
import { channelAccessToken, channelSecret, startHarness } from '../simulator/harness.ts';
import { bareEnv } from '../support/processes.ts';

const script = fileURLToPath(new URL('../../src/commands/line.ts', import.meta.url));
const publicUrl = 'https://assistant.example.go.th';

let folder: string;
let channel: Harness;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'line-'));
  // What the world reaches at the public address is the harness: its webhook answers 200.
  channel = await startHarness({ reach: (url) => url.replace(publicUrl, channel.url) });
  channel.platform.webhookUrl = '';
});
afterAll(async () => {
  await channel.close();
  rmSync(folder, { recursive: true });
});

/** Runs the command as npm does, in a folder without `.env`. A setting that is undefined is unset. */
async function line(
  args: string,
  env: { readonly [name: string]: string | undefined } = {},
): Promise<{ code: number | null; out: string[]; err: string[] }> {
  const api = `${channel.url}/simulator/line`;
  const settings = {
    ...bareEnv,
    LINE_CHANNEL_SECRET: channelSecret,
    LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken,
    LINE_API_BASE_URL: api,
    LINE_DATA_API_BASE_URL: api,
    DATA_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    PUBLIC_URL: publicUrl,
    ...env,
  };
  const child = spawn(process.execPath, [script, ...args.split(' ').filter(Boolean)], {
    cwd: folder,
    env: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const lines = (all: string) => all.split('\n').filter((each) => each !== '');
  return { code, out: lines(out), err: lines(err) };
}

test('setup makes an empty channel match, and status says so; until then it says what differs', async () => {
  const before = await line('status');
  expect(before.code).toBe(1);
  expect(before.out).toContain(
    `differs  webhook address: it is not set, to be ${publicUrl}/webhook → npm run --silent line -- setup`,
  );

  const dry = await line('setup --dry-run');
  expect(dry).toMatchObject({ code: 0, err: [] });
  expect(dry.out[0]).toBe(`would set the webhook address to ${publicUrl}/webhook`);
  expect(channel.platform.calls.filter(({ method }) => method === 'PUT')).toEqual([]);

  const setup = await line('setup');
  expect(setup).toMatchObject({ code: 0, err: [] });
  expect(setup.out).toEqual(dry.out.map((step) => step.replace('would', 'done:')));

  expect(await line('setup')).toEqual({
    code: 0,
    out: ['nothing to change: the channel matches'],
    err: [],
  });

  const after = await line('status');
  expect(after).toMatchObject({ code: 0, err: [] });
  expect(after.out.every((point) => /^(ok {5}|by hand|note {3}) {2}\S.*: /.test(point))).toBe(true);
  expect(after.out.some((point) => point.startsWith('by hand  redelivery: on'))).toBe(true);
});

const credentials = ['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN', 'DATA_KEYS'];

test.each([
  {
    why: 'no credentials',
    command: 'setup',
    env: Object.fromEntries(credentials.map((name) => [name, undefined])),
    says: /^line: LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN are not set/,
  },
  {
    why: 'an address without https',
    command: 'setup',
    env: { PUBLIC_URL: undefined },
    says: /^line: PUBLIC_URL: is http:\/\/localhost:3000, but LINE posts to https:\/\/ alone/,
  },
  {
    why: 'a token that LINE does not take',
    command: 'status',
    env: { LINE_CHANNEL_ACCESS_TOKEN: 'wrong' },
    says: /^line: LINE does not accept LINE_CHANNEL_ACCESS_TOKEN \(401\)/,
  },
  {
    why: 'half a setting',
    command: 'status',
    env: { DATA_KEYS: undefined },
    says: /^line: DATA_KEYS: must be set/,
  },
  {
    why: 'LINE away',
    command: 'setup',
    env: { LINE_API_BASE_URL: 'http://127.0.0.1:9' },
    says: /^line: LINE cannot be reached \(ECONNREFUSED\)/,
  },
])('$why: one line and exit code 1', async ({ command, env, says }) => {
  const { code, out, err } = await line(command, env);
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err).toEqual([expect.stringMatching(says)]);
});

test.each(['', 'status --dry-run', 'setup --force'])('wrong usage: "%s" exits with 2', async (args) => {
  const { code, out, err } = await line(args);
  expect({ code, out }).toEqual({ code: 2, out: [] });
  expect(err).toEqual([expect.stringMatching(/^line: .+ \(--help tells more\)$/)]);
});

test('--help tells how', async () => {
  const { code, out } = await line('--help');
  expect(code).toBe(0);
  expect(out[0]).toBe('Usage: npm run --silent line -- [options] [command]');
});
