import { defineConfig } from 'vitest/config';
import { SlowestFiles } from './test/support/slowest-files.ts';

const report = process.env['TEST_REPORT'];

/** What takes long: many processes, kills, a Redis that goes away. `npm run test:long`, with `--sample` a part of each. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    // Each starts a fleet of processes, which keeps a machine busy alone.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    allowOnly: false,
    passWithNoTests: false,
    reporters: [
      'default',
      new SlowestFiles(),
      ...(report ? [['json', { outputFile: report }] satisfies [string, object]] : []),
    ],
  },
});
