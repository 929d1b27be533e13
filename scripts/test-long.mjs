// Runs the tests that take long: `node scripts/test-long.mjs [--sample] [FILE…]`. With --sample each is run with a part
// of its kills and officers, which a change is checked with; without, as a night is spent.
import { spawnSync } from 'node:child_process';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write('usage: npm run test:long [-- --sample] [-- FILE…]\n');
} else {
  const files = args.filter((arg) => arg !== '--sample');
  const env = { ...process.env, TEST_SAMPLE: args.includes('--sample') ? '1' : '' };
  const run = spawnSync('vitest', ['run', '--config', 'vitest.long.config.ts', ...files], {
    stdio: 'inherit',
    env,
  });
  process.exitCode = run.status ?? 1;
}
