import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/support/long-first.ts';

/** Where CI wants a report that it can count by; see `.ci/run`. */
const report = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests wait for servers, browsers and the disk most of the time: one file at a time would leave a core idle.
    maxWorkers: 2,
    globalSetup: ['test/support/learn-once.ts'],
    sequence: { sequencer: LongFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // An unfinished or left-out test must not pass for a green run.
    allowOnly: false,
    passWithNoTests: false,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
