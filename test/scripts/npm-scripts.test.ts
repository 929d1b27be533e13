import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { bareEnv } from '../support/processes.ts';

const home = fileURLToPath(new URL('../../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
  scripts: { [name: string]: string };
};
/** What a person runs; npm runs the others before them. */
const names = Object.keys(scripts).filter((name) => !name.startsWith('pre'));
const dataDir = mkdtempSync(join(tmpdir(), 'help-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const execute = promisify(execFile);

/** The script as npm runs it, with the project's own programs first on the PATH. */
async function run(name: string, argument: string) {
  const path = `${join(home, 'node_modules/.bin')}:${process.env['PATH']}`;
  const env = { ...bareEnv, PATH: path, DATA_DIR: dataDir };
  try {
    const { stdout, stderr } = await execute('sh', ['-c', `${scripts[name]} ${argument}`], {
      cwd: home,
      env,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

test.each(names)('npm run %s -- --help tells how it is used, and does nothing else', async (name) => {
  const { code, stdout, stderr } = await run(name, '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: npm (start|run)/);
  // Whatever else a script prints, it prints behind its help.
  expect(stdout.trimEnd().split('\n').length).toBeLessThan(30);
  expect(readdirSync(dataDir)).toEqual([]);
});

test.each(names)('npm run %s -- --no-such-option is wrong usage, told in one line', async (name) => {
  const { code, stdout, stderr } = await run(name, '--no-such-option');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^.*--no-such-option.*--help tells more\)\n$/);
});
