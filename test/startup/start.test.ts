import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bareEnv, freePort, startApp, startProcess } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const production = {
  LINE_CHANNEL_SECRET: '0123456789abcdef0123456789abcdef',
  LINE_CHANNEL_ACCESS_TOKEN: 'an-access-token',
  DATA_KEYS: `k2:${Buffer.alloc(32, 2).toString('base64')},k1:${Buffer.alloc(32, 1).toString('base64')}`,
  PUBLIC_URL: 'https://assistant.example.go.th',
  NODE_ENV: 'production',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the assistant with settings that it should refuse. */
function refuse(env: { readonly [name: string]: string }) {
  const run = spawnSync(process.execPath, [main], {
    cwd: folder,
    env: { ...bareEnv, DATA_DIR: folder, ...env },
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

/** Listens to nobody: LINE is away, and the assistant starts all the same. */
const withoutLine = async () => ({ LINE_API_BASE_URL: `http://127.0.0.1:${await freePort()}` });

test.each<{ readonly [name: string]: string }>([{ NODE_ENV: 'production' }, { HOST: '0.0.0.0' }])(
  'without LINE credentials and with %j the simulator is refused in one sentence, and no account is made',
  (env) => {
    const { status, out, err } = refuse(env);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^SIMULATOR: without LINE credentials.+ Example: SIMULATOR=on\n$/);
  },
);

test('a damaged database is refused with the command that restores a backup', () => {
  writeFileSync(
    join(folder, 'assistant.db'),
    'no database at all, and long enough for a header of one'.repeat(9),
  );
  const { status, err } = refuse({});
  expect(status).toBe(1);
  expect(err).toMatch(/^DATA_DIR: .+ damaged assistant\.db.+store -- import FILE --to sqlite:\S+: .+\n$/);
});

test('what is told to people comes before the line that tells what runs', async () => {
  const app = await startApp({ DATA_DIR: folder });
  await waitFor(() => app.output().includes('"listening"'), { what: 'listening to be logged' });
  const lines = app.output().split('\n');
  const listening = lines.find((line) => line.includes('"listening"')) ?? '';
  expect(app.output().indexOf('one-time password')).toBeLessThan(app.output().indexOf('"listening"'));
  expect(JSON.parse(listening)).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    store: 'sqlite',
    role: 'web+worker',
    publicUrl: expect.stringMatching(/^http:\/\/localhost:\d+$/) as string,
    simulator: true,
    keys: 'local',
  });
  await app.stop();
});

test('over https browsers are told to stay there, and /metrics can have a port of its own', async () => {
  const metricsPort = await freePort();
  const app = await startApp({
    ...production,
    ...(await withoutLine()),
    DATA_DIR: folder,
    METRICS_PORT: String(metricsPort),
  });
  const privacy = await fetch(`${app.url}/privacy`);
  expect(privacy.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}$/);
  expect((await fetch(`${app.url}/metrics`)).status).toBe(404);
  const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  expect(await metrics.text()).toContain('dga_build_info');
  await waitFor(() => app.output().includes('"listening"'), { what: 'listening to be logged' });
  expect(app.output()).toContain('"keys":"k2+k1"');
  await app.stop();
  expect(app.ended()).toBe(0);
});

test('/metrics is not for strangers, whom a trusted proxy speaks for', async () => {
  const app = await startApp({ DATA_DIR: folder });
  const statusFor = async (address: string) =>
    (await fetch(`${app.url}/metrics`, { headers: { 'X-Forwarded-For': address } })).status;
  expect(await statusFor('203.0.113.9')).toBe(403);
  expect(await statusFor('10.0.0.9')).toBe(200);
  await app.stop();
});

describe.skipIf(redisServer === null)('with Redis', () => {
  test('a start waits for a server that comes later, and says so', async () => {
    const [port, redisPort] = [await freePort(), await freePort()];
    const app = startProcess(process.execPath, [main], {
      cwd: folder,
      env: {
        ...bareEnv,
        ...production,
        ...(await withoutLine()),
        DATA_DIR: folder,
        PORT: String(port),
        REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      },
    });
    const told = (sentence: string) => waitFor(() => app.output().includes(sentence), { what: sentence });
    await told('the store does not answer yet, trying again');
    const redis = startProcess(redisServer ?? '', [
      '--port',
      String(redisPort),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'everysec',
    ]);
    await told('"listening"');
    expect(app.output()).toContain('appendfsync is everysec');
    await app.stop();
    await redis.stop();
  });
});
