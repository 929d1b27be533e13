// What the assistant costs beside what others would write, in one run: throughput, what speed alone hides, how it
// grows, and what understanding a question takes. `--help` tells how.
import { randomBytes } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { createProgram, Failure, runProgram } from '../../src/startup/command-line.ts';
import { redisServer } from '../support/programs.ts';
import type { Crowded } from './crowded.ts';
import { measureCrowded } from './crowded.ts';
import { startLoad } from './load-process.ts';
import { crowdedTable, ratioTable, throughputTable, troubleTable, understandingTable } from './tables.ts';
import { measureThroughput } from './throughput.ts';
import { measureTrouble } from './trouble.ts';
import { measureUnderstanding } from './understanding.ts';
import type { Variant } from './variants.ts';
import { startVariant, variantNames } from './variants.ts';

const program = createProgram(
  'bench',
  'Runs six programs side by side, each in a process of its own, with the same load from another and the same LINE: a third menu keys, a third questions, a third form steps, of 1,000 officers. Figures are medians of the rounds, after others that warm up. On a shared machine only the ratios within one run mean something.',
)
  .option(
    '--quick',
    'under a minute, one short round: shows that everything runs, no figures to quote',
    false,
  )
  .option('--json', 'one JSON object instead of tables', false)
  .option('--rounds <N>', 'rounds that count, 1 to 99', readRounds, 5)
  .action(measure);

interface Options {
  readonly quick: boolean;
  readonly json: boolean;
  readonly rounds: number;
}

async function measure(options: Options): Promise<void> {
  const shape = options.quick
    ? { rounds: 1, warmUps: 1, webhooks: 200, officers: 200 }
    : { rounds: options.rounds, warmUps: 10, webhooks: 5_000, officers: 1_000 };
  /** Known officers, and open requests. */
  const sizes = options.quick ? [200, 1_000] : [1_000, 100_000];

  if (redisServer === null)
    throw new Failure('redis-server is not installed: npm test installs it, or says how');
  const secret = randomBytes(16).toString('hex');
  const load = await startLoad(secret);
  const channel = { secret, token: 'a-channel-access-token', lineUrl: load.lineUrl };
  const variants: Variant[] = [];
  try {
    for (const name of variantNames) variants.push(await startVariant(name, channel, redisServer));
    const throughput = await measureThroughput(load, variants, shape, tell);
    const trouble = [];
    for (const variant of variants.filter(({ name }) => !['floor', 'redis-2'].includes(name))) {
      tell(`trouble: ${variant.name}`);
      trouble.push(await measureTrouble(load, variant));
    }
    tell('many officers and requests');
    const onRedis = variants.find(({ name }) => name === 'redis');
    const crowded: Crowded[] = onRedis ? await measureCrowded(load, onRedis, sizes, shape) : [];
    tell('understanding');
    const understanding = options.quick ? null : await measureUnderstanding();
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ shape, throughput, trouble, crowded, understanding })}\n`
        : [
            throughputTable(throughput),
            ratioTable(throughput, crowded),
            troubleTable(trouble),
            crowdedTable(crowded),
            ...(understanding ? [understandingTable(understanding)] : []),
          ].join('\n'),
    );
  } finally {
    for (const variant of variants) await variant.stop();
    load.stop();
  }
}

function tell(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
}

function readRounds(given: string): number {
  if (!/^[1-9]\d?$/.test(given)) throw new InvalidArgumentError('It is a number from 1 to 99.');
  return Number(given);
}

await runProgram('bench', program, [Error]);
