import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/install.mjs', import.meta.url));
const lock = {
  packages: {
    '': {},
    'node_modules/express': { version: '5.3.0' },
    'node_modules/node': { version: '24.21.0', optional: true },
    'node_modules/vitest': { version: '5.1.1', dev: true },
    'node_modules/only-on-another-system': { version: '1.0.0', optional: true },
  },
};

/** A clone with an npm that notes how it was called and then has everything installed. */
let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'clone-'));
  mkdirSync(join(clone, 'scripts'));
  copyFileSync(script, join(clone, 'scripts/install.mjs'));
  write('package-lock.json', JSON.stringify(lock));
  write(
    'npm.mjs',
    `import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
    console.log('added 3 packages');
    writeFileSync('called', process.argv.slice(2).join(' '));
    mkdirSync('node_modules/node/bin', { recursive: true });
    writeFileSync('node_modules/node/bin/node', '');
    cpSync('package-lock.json', 'node_modules/.package-lock.json');`,
  );
});
afterEach(() => rmSync(clone, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

function install(mode: readonly string[] = [], env: { [name: string]: string } = {}) {
  const args = [join(clone, 'scripts/install.mjs'), ...mode];
  const run = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: '/nowhere', npm_execpath: join(clone, 'npm.mjs'), ...env },
  });
  const called = join(clone, 'called');
  const npm = existsSync(called) ? readFileSync(called, 'utf8') : null;
  rmSync(called, { force: true });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr, npm };
}

describe('packages', () => {
  test('that running needs are installed in a fresh clone, without a word on standard output', () => {
    const run = install([], { NODE_ENV: 'production' });
    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.npm).toMatch(/^ci --omit=dev /);
    expect(install(['--dev'], { NODE_ENV: 'production' }).npm).toBeNull();
    expect(run.stderr).toContain('installing packages');
  });

  test('are left alone, in silence, when they are as package-lock.json says', () => {
    install();
    expect(install()).toEqual({ status: 0, stdout: '', stderr: '', npm: null });
    expect(install(['--dev'])).toEqual({ status: 0, stdout: '', stderr: '', npm: null });
  });

  test('are installed anew when package-lock.json asks for another version', () => {
    install();
    const newer = structuredClone(lock);
    newer.packages['node_modules/express'].version = '5.4.0';
    write('package-lock.json', JSON.stringify(newer));
    expect(install().npm).not.toBeNull();
  });

  test('suffice without development packages to start on a Node.js that is new enough', () => {
    const { '': root, 'node_modules/express': express } = lock.packages;
    const installed = { packages: { '': root, 'node_modules/express': express } };
    write('node_modules/.package-lock.json', JSON.stringify(installed));
    expect(install().npm).toBeNull();
    expect(install(['--dev']).npm).not.toBeNull();
  });

  test('that cannot be installed stop the command that needs them', () => {
    write('npm.mjs', 'process.exit(1)');
    expect(install()).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('npm ci failed'),
    });
  });

  test('of an npm that ran no install script are not taken for complete', () => {
    write('npm.mjs', '');
    expect(install(['--dev'])).toMatchObject({ status: 1, stderr: expect.stringContaining('Node.js 24') });
  });
});

describe('programs that tests start', () => {
  test('that are missing and cannot be installed are named, with what is left out', () => {
    const run = install(['--for-tests']);
    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.stderr).toMatch(/redis-server is missing \(.+\); left out: the tests on a Redis server/);
    expect(run.stderr).toMatch(/chromium is missing \(.+\); left out: the browser tests/);
  });

  test('that are missing fail the run in CI', () => {
    expect(install(['--for-tests'], { CI: 'true' }).status).toBe(1);
  });

  test('are no matter where nothing is tested', () => {
    expect(install().stderr).not.toContain('redis');
  });
});

test('an unknown option is wrong usage', () => {
  expect(install(['--all'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('usage'),
  });
});
