// What understanding costs, in a process of its own as an assistant that starts: until it is ready, and for a question, over
// all questions and agency names of the evaluation. On a shared machine the clock runs on while others work: so the
// start-up is given in processor time, and a question by the median of its rounds, which interruptions hardly move.
//   node test/bench/understanding.ts
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { number, object, string, union } from 'zod';
import { createUnderstanding } from '../../src/understanding/understand.ts';
import { createAgencyReader } from '../../src/routing/agency.ts';

const costs = object({
  /** Processor time, of all threads, that `createUnderstanding` and `createAgencyReader` take before the first question. */
  startUpMs: number(),
  /** The first question of all, before anything is compiled. */
  firstMs: number(),
  /** Of questions, each by the median of its rounds. */
  p50Ms: number(),
  p99Ms: number(),
  /** Of all single measurements, interruptions among them. */
  p99OfAllMs: number(),
  /** Processor time of all questions, by their number. */
  meanCpuMs: number(),
  questions: number(),
  /** Processor time of a fixed sum: how fast the machine was meanwhile. */
  yardstickMs: number(),
});
export type UnderstandingCosts = ReturnType<typeof costs.parse>;

const rounds = 15;
const warmUps = 2;
const settlingMs = 1500;
const asChild = '--measure-here';
const self = fileURLToPath(import.meta.url);
const line = union([object({ text: string() }), object({ name: string() })]);

/** Measured in a new process, which has compiled nothing yet. */
export async function measureUnderstanding(): Promise<UnderstandingCosts> {
  const { stdout } = await promisify(execFile)(process.execPath, [self, asChild]);
  return costs.parse(JSON.parse(stdout));
}

async function measureHere(): Promise<UnderstandingCosts> {
  // What stripped the types of these files is still being compiled on other threads, and is not what is measured.
  await setTimeout(settlingMs);
  const beforeStart = process.cpuUsage();
  const understand = createUnderstanding({ readAgency: createAgencyReader() });
  const startUpMs = cpuMsSince(beforeStart);
  const firstMs = timeOf(() => understand('อบต.บางพลี ขอโทเคนที่ไหน'));
  const questions = evaluated();
  for (let round = 0; round < warmUps; round += 1) for (const question of questions) understand(question);
  const yardstickMs = cpuTimeOf(fixedSum);
  const times = questions.map(() => new Float64Array(rounds));
  const asked = cpuTimeOf(() => {
    for (let round = 0; round < rounds; round += 1)
      for (const [index, question] of questions.entries()) {
        const own = times[index];
        if (own !== undefined) own[round] = timeOf(() => understand(question));
      }
  });
  const typical = times.map((own) => quantile(own, 0.5));
  return {
    startUpMs,
    firstMs,
    p50Ms: quantile(typical, 0.5),
    p99Ms: quantile(typical, 0.99),
    p99OfAllMs: quantile(
      times.flatMap((own) => [...own]),
      0.99,
    ),
    meanCpuMs: asked / (rounds * questions.length),
    questions: questions.length,
    yardstickMs,
  };
}

/** Every question and name of `flows/evaluation`. */
function evaluated(): string[] {
  const folder = new URL('../../flows/evaluation/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').trim().split('\n'))
    .map((json) => {
      const read = line.parse(JSON.parse(json));
      return 'text' in read ? read.text : read.name;
    });
}

function fixedSum(): number {
  let sum = 0;
  for (let index = 1; index < 10_000_000; index += 1) sum = (sum + (index ^ (sum << 3))) & 0xfffff;
  return sum;
}

function timeOf(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

/** Milliseconds of processor time of all threads: the compiler and the garbage collector work on others. */
function cpuTimeOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  return cpuMsSince(before);
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The figures for people. */
export function describeUnderstanding(measured: UnderstandingCosts): string {
  const ms = (value: number): string => `${value.toFixed(value < 10 ? 3 : 0)} ms`;
  return `understanding, ${measured.questions} questions and names
  start-up      ${ms(measured.startUpMs)} of processor time, first question ${ms(measured.firstMs)}
  a question    p50 ${ms(measured.p50Ms)}, p99 ${ms(measured.p99Ms)}; of all measurements p99 ${ms(measured.p99OfAllMs)}; mean processor time ${ms(measured.meanCpuMs)}
  yardstick     ${ms(measured.yardstickMs)}
`;
}

if (process.argv[1] === self)
  process.stdout.write(
    process.argv.includes(asChild)
      ? JSON.stringify(await measureHere())
      : describeUnderstanding(await measureUnderstanding()),
  );
