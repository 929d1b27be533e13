import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../.ci/count.mjs', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param report null: the run ended before there was one. @param status exit code of the run. */
function count(report: readonly string[] | null, status: number) {
  const file = join(folder, 'report.json');
  const assertionResults = report?.map((result, index) => ({ status: result, fullName: `test ${index}` }));
  if (report) writeFileSync(file, JSON.stringify({ testResults: [{ assertionResults }] }));
  const run = spawnSync(process.execPath, [script, file, String(status)], { encoding: 'utf8' });
  return { last: run.stdout.trimEnd().split('\n').at(-1), status: run.status, all: run.stdout };
}

test('a run in which all passed is counted and succeeds', () => {
  expect(count(['passed', 'passed'], 0)).toMatchObject({ last: '2 passed, 0 failed', status: 0 });
});

test('a failed test fails the run', () => {
  expect(count(['passed', 'failed'], 1)).toMatchObject({ last: '1 passed, 1 failed', status: 1 });
});

test.each(['skipped', 'todo', 'pending', 'disabled'])('a test that is %s fails the run, by name', (state) => {
  const result = count(['passed', state], 0);
  expect(result).toMatchObject({ last: '1 passed, 1 failed', status: 1 });
  expect(result.all).toContain('test 1');
});

test('a run that failed outside of its tests is not taken for a success', () => {
  expect(count(['passed'], 1)).toMatchObject({ last: '1 passed, 1 failed', status: 1 });
});

test('a run that never got to its tests counts as one failure', () => {
  expect(count(null, 1)).toMatchObject({ last: '0 passed, 1 failed', status: 1 });
  expect(count([], 0)).toMatchObject({ last: '0 passed, 1 failed', status: 1 });
});

test('two runs are counted together, and one that failed fails both', () => {
  const assertionResults = [{ status: 'passed', fullName: 'a test' }];
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ testResults: [{ assertionResults }] }));
  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  expect(run(file, '0', file, '0')).toMatchObject({ stdout: '2 passed, 0 failed\n', status: 0 });
  expect(run(file, '0', file, '1')).toMatchObject({ stdout: '2 passed, 1 failed\n', status: 1 });
  expect(run(file, '0', join(folder, 'missing'), '0')).toMatchObject({
    stdout: '1 passed, 1 failed\n',
    status: 1,
  });
});
