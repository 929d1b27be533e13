import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bareEnv } from '../support/processes.ts';

const home = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(home, path), 'utf8');
const dockerfile = read('Dockerfile');
const { scripts } = JSON.parse(read('package.json')) as { scripts: { [name: string]: string } };
/** Makes the image's cache. */
const [, filling] = /^RUN (! .+)$/m.exec(dockerfile) ?? [];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compile-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the assistant as the image's recipe does. */
function fill(cache: string) {
  return spawnSync('sh', ['-c', filling ?? 'false'], {
    cwd: home,
    env: { ...bareEnv, DATA_DIR: join(folder, 'data'), NODE_COMPILE_CACHE: cache },
    encoding: 'utf8',
  });
}

test('every script that runs the program, the image and the tests name one cache', () => {
  const running = Object.values(scripts).filter((script) => script.includes('node src/'));
  expect(running.length).toBeGreaterThan(5);
  const caches = running.map((script) => /^NODE_COMPILE_CACHE=(\S+) /.exec(script)?.[1]);
  const [, inImage] = /^ENV .*NODE_COMPILE_CACHE=(\S+)/m.exec(dockerfile) ?? [];
  const [, root = ''] = /^WORKDIR (\S+)$/m.exec(dockerfile) ?? [];
  for (const cache of caches) {
    expect(join(home, cache ?? '')).toBe(bareEnv.NODE_COMPILE_CACHE);
    expect(join(root, cache ?? '')).toBe(inImage);
  }
});

test('what the image runs to fill the cache succeeds, and leaves modules stripped and compiled', () => {
  const cache = join(folder, 'cache');
  const { status, stdout } = fill(cache);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  const modules = globSync('{src,flows}/**/*.ts', { cwd: home }).length;
  // Stripped of its types and compiled are an entry each, and packages have their own.
  const entries = globSync('*/*', { cwd: cache }).length;
  expect(entries).toBeGreaterThan(2 * modules);
});

test('where nothing can be written, the program does without a word about it', () => {
  const inTheWay = join(folder, 'file');
  writeFileSync(inTheWay, '');
  const { status, stderr } = fill(join(inTheWay, 'cache'));
  expect(status).toBe(0);
  expect(stderr).toMatch(/^PORT: .*\n$/);
});
