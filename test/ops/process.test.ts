import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bareEnv, freePort, startApp } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the assistant with settings that it should refuse, and waits for its end. */
function refuse(env: { readonly [name: string]: string }) {
  const run = spawnSync(process.execPath, [main], {
    cwd: folder,
    env: { ...bareEnv, ...env },
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status: run.status, lines: run.stderr.trimEnd().split('\n') };
}

describe('a start that is refused', () => {
  test('ends with 1 and a line for each wrong setting', () => {
    const { status, lines } = refuse({ PORT: 'x', TZ: 'nowhere', LINE_CHANNEL_SECRET: 'hunter2' });
    expect(status).toBe(1);
    expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'PORT',
      'LINE_CHANNEL_ACCESS_TOKEN',
      'DATA_KEYS',
      'TZ',
    ]);
    expect(lines.join('\n')).not.toContain('hunter2');
  });

  test('ends with 1 and one line when the port is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { status, lines } = refuse({ PORT: String(port) });
    other.close();
    expect(status).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^PORT: /)]);
  });
});

describe('a start with nothing set', () => {
  test('opens the simulator, keeps its keys, and tells where to look', async () => {
    const dataDir = join(folder, 'data');
    const app = await startApp({ DATA_DIR: dataDir });
    const statusOf = async (path: string) => (await fetch(`${app.url}${path}`)).status;
    expect(await statusOf('/healthz')).toBe(200);
    expect(await statusOf('/simulator')).toBe(200);
    expect(await statusOf('/metrics')).toBe(200);
    expect(statSync(join(dataDir, 'data-keys.env')).mode & 0o777).toBe(0o600);
    const { port } = new URL(app.url);
    for (const page of [`:${port}/simulator`, `:${port}/console`, 'password'])
      await waitFor(() => app.output().includes(page), { what: `${page} to be told` });
    await app.stop();
    expect(app.ended()).toBe(0);
  });

  test('after a stop or a crash finds the keys and the store of before', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT'] as const) {
      const app = await startApp({ DATA_DIR: folder });
      await app.stop(signal);
      expect(app.ended()).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 0);
    }
  });
});

test('with LINE credentials there is no simulator', async () => {
  const app = await startApp({
    LINE_CHANNEL_SECRET: 'a-channel-secret',
    LINE_CHANNEL_ACCESS_TOKEN: 'an-access-token',
    // Nobody listens there: LINE is away, and the assistant starts all the same.
    LINE_API_BASE_URL: `http://127.0.0.1:${await freePort()}`,
    DATA_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    DATA_DIR: folder,
  });
  expect((await fetch(`${app.url}/simulator`)).status).toBe(404);
  expect(app.output()).not.toContain('a-channel-secret');
  expect(app.output()).not.toContain('an-access-token');
  await app.stop();
  expect(app.ended()).toBe(0);
});
