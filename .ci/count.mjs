// Counts what test runs left behind: `node .ci/count.mjs REPORT STATUS [REPORT STATUS …]`, with vitest's JSON report and
// the exit code of each run. A test that was left out counts as failed, and so does a run that failed without a
// failed test: one that never got as far as testing, or found an error outside of any test.
import { readFileSync } from 'node:fs';

const args = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (let at = 0; at < args.length; at += 2) {
  const run = countRun(args[at], args[at + 1]);
  passed += run.passed;
  failed += run.failed;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** The tests of one run; those that did not pass are named. */
function countRun(file, status) {
  const tests = readTests(file);
  const notPassed = tests.filter((test) => test.status !== 'passed');
  for (const test of notPassed) process.stdout.write(`${test.status}: ${test.fullName}\n`);
  const ended = tests.length - notPassed.length;
  const failedOutside = notPassed.length === 0 && (status !== '0' || ended === 0);
  return { passed: ended, failed: failedOutside ? 1 : notPassed.length };
}

function readTests(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults.flatMap((suite) => suite.assertionResults);
  } catch {
    return [];
  }
}
