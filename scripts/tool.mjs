// Runs a tool of those who work on the project: `node scripts/tool.mjs NAME [ARGUMENT…]`, as npm's scripts do. Each says
// with --help what it does, and then does nothing else.
import { spawnSync } from 'node:child_process';
import { Command } from 'commander';

/** Starts servers, browsers or commands. */
const slowTests =
  'test/{e2e,load,long,commands,console,simulator,scripts,startup,delivery,ops,store,line,staff}/**';

const checks = [
  ['oxfmt', '--check', '.'],
  ['oxlint', '--type-aware', '--deny-warnings'],
  ['tsc'],
  ['tsc', '-p', 'src/simulator/page'],
  ['tsc', '-p', 'src/console/assets'],
  ['knip'],
  ['vitest', 'run', 'test/imports.test.ts'],
];

const program = new Command('npm run').helpCommand(false).helpOption('--help', 'shows this');

tool('check', 'checks format, lint, types, dead code and the direction of imports').action(() => run(checks));

tool('fix', 'mends what can be mended of format and lint').action(() =>
  run([
    ['oxfmt', '.'],
    ['oxlint', '--type-aware', '--fix'],
  ]),
);

tool('test', 'checks everything, then runs all tests but the long ones')
  .argument('[FILE...]', 'tests whose path contains one of these')
  .action((files) => run([...checks, ['vitest', 'run', ...files]]));

tool(
  'test:quick',
  'types, lint without types, and the unit tests of what changed since the last commit; under half a minute',
).action(() =>
  run([
    ['oxlint', '--deny-warnings'],
    ['tsc'],
    ['vitest', 'run', '--changed', '--passWithNoTests', '--exclude', slowTests],
  ]),
);

tool('test:long', 'runs the tests that take long: many processes, kills, a Redis that goes away')
  .argument('[FILE...]', 'tests whose path contains one of these')
  .option('--sample', 'a part of the kills and officers only, which a change is checked with')
  .action((files, { sample }) =>
    run([['vitest', 'run', '--config', 'vitest.long.config.ts', ...files]], {
      TEST_SAMPLE: sample ? '1' : '',
    }),
  );

tool(
  'transcripts',
  'plays the conversations of test/transcripts and writes them anew; read the difference',
).action(() => run([['vitest', 'run', 'test/transcripts.test.ts']], { REWRITE_TRANSCRIPTS: '1' }));

tool('golden', 'asks the questions of test/eval and writes their results anew; read the difference').action(
  () => run([['vitest', 'run', 'test/eval', '--update']]),
);

program.parse();

function tool(name, description) {
  return program
    .command(name)
    .description(description)
    .helpOption('--help', 'shows this')
    .configureOutput({ outputError: (text, write) => write(oneLine(name, text)) })
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
}

/** As the commands of the assistant tell wrong usage; see src/startup/command-line.ts. */
function oneLine(name, text) {
  const told = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/(?<!\s)\s*\n\s*/g, ' ');
  return `${name}: ${told} (--help tells more)\n`;
}

/** One after another; the first that fails ends it, with its exit code. */
function run(steps, env = {}) {
  for (const [command, ...args] of steps) {
    const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    if (status !== 0) process.exit(status ?? 1);
  }
}
