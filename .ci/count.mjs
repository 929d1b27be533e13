// Counts what a test run left behind: `node .ci/count.mjs REPORT STATUS`, with vitest's JSON report and the
// exit code of the run. A test that was left out counts as failed, and so does a run that failed without a
// failed test: one that never got as far as testing, or found an error outside of any test.
import { readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
const tests = readTests(file);
const passed = tests.filter((test) => test.status === 'passed').length;
let failed = tests.length - passed;
for (const test of tests)
  if (test.status !== 'passed') process.stdout.write(`${test.status}: ${test.fullName}\n`);
if (failed === 0 && (status !== '0' || passed === 0)) failed = 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function readTests(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults.flatMap((suite) => suite.assertionResults);
  } catch {
    return [];
  }
}
