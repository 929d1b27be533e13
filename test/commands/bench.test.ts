import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { redisServer } from '../support/programs.ts';

const run = promisify(execFile);
const file = fileURLToPath(new URL('../bench/bench.ts', import.meta.url));
const bench = async (...args: readonly string[]) => run(process.execPath, [file, ...args]);

interface Report {
  readonly throughput: readonly { variant: string; failed: number; answeredPerSecond: number | null }[];
  readonly trouble: readonly { variant: string; [figure: string]: unknown }[];
  readonly crowded: readonly object[];
}

describe.skipIf(redisServer === null)('the benchmark, in its short form', () => {
  test('runs every program in every way without a failure, and the assistant keeps what others lose', async () => {
    const { stdout } = await bench('--quick', '--json');
    const { throughput, trouble, crowded } = JSON.parse(stdout) as Report;
    const variants = ['floor', 'echo', 'by-hand', 'sqlite', 'redis', 'redis-2'];
    expect(new Set(throughput.map(({ variant }) => variant))).toEqual(new Set(variants));
    expect(throughput).toHaveLength(variants.length * 4);
    expect(throughput.filter(({ failed }) => failed > 0)).toEqual([]);
    for (const variant of ['sqlite', 'redis'])
      expect(trouble).toContainEqual(
        expect.objectContaining({
          variant,
          keptOfTwice: 1,
          keptOfTenInOne: 10,
          keptOfTenAtOnce: 10,
          answersAfter500: 10,
          acknowledgedWhile500: 10,
        }),
      );
    expect(crowded).toHaveLength(2);
  }, 300_000);
});

test('a wrong option is told in one line', async () => {
  await expect(bench('--rounds', 'many')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^bench: .*'many'.*1 to 99.*\n$/),
  });
});
