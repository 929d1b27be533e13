import type { Crowded } from './crowded.ts';
import type { Throughput } from './throughput.ts';
import { ways } from './throughput.ts';
import type { Trouble } from './trouble.ts';
import type { UnderstandingCosts } from './understanding.ts';
import type { VariantName } from './variants.ts';
import { titles } from './variants.ts';

const fixed = (digits: number) => (value: number | null) => (value === null ? '-' : value.toFixed(digits));
const [whole, tenths, hundredths] = [fixed(0), fixed(1), fixed(2)];

export function throughputTable(all: readonly Throughput[]): string {
  return ways
    .map(({ eventsPerWebhook, concurrency }) =>
      table(
        `${eventsPerWebhook === 1 ? 'One event' : `${eventsPerWebhook} events`} a webhook, ${concurrency} at once`,
        [
          'webhooks/s',
          'events/s',
          'answered/s',
          'p50 ms',
          'p95 ms',
          'p99 ms',
          'CPU µs/event',
          'RSS MiB',
          'failed',
        ],
        all
          .filter((one) => one.eventsPerWebhook === eventsPerWebhook && one.concurrency === concurrency)
          .map((one) => [
            titles[one.variant],
            whole(one.webhooksPerSecond),
            whole(one.eventsPerSecond),
            whole(one.answeredPerSecond),
            hundredths(one.p50Ms),
            hundredths(one.p95Ms),
            hundredths(one.p99Ms),
            whole(one.cpuMicrosPerEvent),
            whole(one.residentMiB),
            whole(one.failed),
          ]),
      ),
    )
    .join('\n');
}

/** What the assistant is to reach, beside what it did. */
export function ratioTable(all: readonly Throughput[], crowded: readonly Crowded[]): string {
  const of = (variant: VariantName): Throughput | undefined =>
    all.find((one) => one.variant === variant && one.eventsPerWebhook === 1 && one.concurrency === 64);
  const ratio = (
    figure: 'webhooksPerSecond' | 'p99Ms' | 'cpuMicrosPerEvent',
    variant: VariantName,
    other: VariantName,
  ): number => (of(variant)?.[figure] ?? Number.NaN) / (of(other)?.[figure] ?? Number.NaN);
  const [first, last] = [crowded.at(0), crowded.at(-1)];
  const growth = (figure: 'webhooksPerSecond' | 'p99Ms') =>
    `${whole(100 * ((last?.[figure] ?? Number.NaN) / (first?.[figure] ?? Number.NaN) - 1))} %`;
  return table(
    'Aims, 64 at once',
    ['reached', 'aim'],
    [
      [
        'Redis: webhooks/s, of variant 3',
        hundredths(ratio('webhooksPerSecond', 'redis', 'by-hand')),
        '>= 1, never < 0.8',
      ],
      ['Redis: p99, of variant 3', hundredths(ratio('p99Ms', 'redis', 'by-hand')), '<= 1'],
      [
        'SQLite FULL: webhooks/s, of variant 3',
        hundredths(ratio('webhooksPerSecond', 'sqlite', 'by-hand')),
        '>= 1, never < 0.8',
      ],
      ['SQLite FULL: p99, of variant 3', hundredths(ratio('p99Ms', 'sqlite', 'by-hand')), '<= 1'],
      [
        'Redis: CPU an event of two processes, of one',
        hundredths(ratio('cpuMicrosPerEvent', 'redis-2', 'redis')),
        '<= 1.25',
      ],
      ['Redis: bytes of an idle conversation', whole(last?.bytesPerConversation ?? null), '<= 400'],
      ['Redis: bytes of an open request', whole(last?.bytesPerRequest ?? null), '<= 2048'],
      ['more officers and requests: webhooks/s', growth('webhooksPerSecond'), '> -20 %'],
      ['more officers and requests: p99', growth('p99Ms'), '< 20 %'],
    ],
  );
}

export function troubleTable(all: readonly Trouble[]): string {
  return table(
    'What speed alone does not show (of 1, 10, 10 texts; of 10 answers, 10 webhooks)',
    ['kept: twice', 'ten in one', 'ten at once', 'LINE 500: answers', '200', 'LINE slow: ack ms'],
    all.map((one) => [
      titles[one.variant],
      whole(one.keptOfTwice),
      whole(one.keptOfTenInOne),
      whole(one.keptOfTenAtOnce),
      whole(one.answersAfter500),
      whole(one.acknowledgedWhile500),
      whole(one.slowestMsWhileSlow),
    ]),
  );
}

export function crowdedTable(all: readonly Crowded[]): string {
  return table(
    'The assistant on Redis, with so many officers known and requests open',
    ['bytes a conversation', 'bytes a request', 'queue page ms', 'webhooks/s', 'p99 ms'],
    all.map((one) => [
      String(one.known),
      whole(one.bytesPerConversation),
      whole(one.bytesPerRequest),
      tenths(one.queuePageMs),
      whole(one.webhooksPerSecond),
      hundredths(one.p99Ms),
    ]),
  );
}

export function understandingTable(costs: UnderstandingCosts): string {
  return table(
    `Understanding, ${costs.questions} questions`,
    ['p50 ms', 'p99 ms', 'CPU ms, mean', 'start-up CPU ms'],
    [
      [
        'a question',
        fixed(3)(costs.p50Ms),
        fixed(3)(costs.p99Ms),
        fixed(3)(costs.meanCpuMs),
        whole(costs.startUpMs),
      ],
    ],
  );
}

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [[title, ...heads], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return `${all.map(line).join('\n')}\n`;
}
