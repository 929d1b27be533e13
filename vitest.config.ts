import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/support/long-first.ts';
import { SlowestFiles } from './test/support/slowest-files.ts';

/** Where CI wants a report that it can count by; see `.ci/run`. */
const report = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Those have a run of their own, `npm run test:long`.
    exclude: ['test/long/**'],
    // Tests wait for servers, browsers and the disk most of the time: one file at a time would leave a core idle.
    maxWorkers: 2,
    globalSetup: ['test/support/learn-once.ts'],
    sequence: { sequencer: LongFirst },
    // A busy machine must not break a test: what hangs is found all the same, a little later.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // An unfinished or left-out test must not pass for a green run.
    allowOnly: false,
    passWithNoTests: false,
    reporters: [
      'default',
      new SlowestFiles(),
      ...(report ? [['json', { outputFile: report }] satisfies [string, object]] : []),
    ],
  },
});
