// A quick look at what changed since the last commit: `node scripts/test-quick.mjs`. Types, lint without types, and the unit
// tests that import a changed file. Whatever starts servers, browsers or commands is left to `npm test`.
import { spawnSync } from 'node:child_process';

const slow = 'test/{e2e,load,long,commands,console,simulator,scripts,delivery,ops,store,line,staff}/**';
const steps = [
  ['oxlint', '--deny-warnings'],
  ['tsc'],
  ['vitest', 'run', '--changed', '--passWithNoTests', '--exclude', slow],
];

if (process.argv.includes('--help')) {
  process.stdout.write('usage: npm run test:quick\n');
} else {
  for (const [program, ...args] of steps) {
    const run = spawnSync(program, args, { stdio: 'inherit' });
    if (run.status !== 0) process.exit(run.status ?? 1);
  }
}
