import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // An unfinished or left-out test must not pass for a green run.
    allowOnly: false,
    passWithNoTests: false,
  },
});
