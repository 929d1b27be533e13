import type { Played } from './load/load.ts';
import type { Load } from './load-process.ts';
import { median } from './quantiles.ts';
import type { Variant, VariantName } from './variants.ts';
import { cpuSeconds, residentMiB } from './variants.ts';

export interface Shape {
  readonly rounds: number;
  /** Rounds before those that count, until what runs often is compiled: a server runs for weeks. */
  readonly warmUps: number;
  /** Webhooks in a round, for each way to send them. */
  readonly webhooks: number;
  readonly officers: number;
}

/** One way to send webhooks. */
export interface Way {
  readonly eventsPerWebhook: number;
  readonly concurrency: number;
}

export const ways: readonly Way[] = [
  { eventsPerWebhook: 1, concurrency: 64 },
  { eventsPerWebhook: 10, concurrency: 64 },
  { eventsPerWebhook: 1, concurrency: 16 },
  { eventsPerWebhook: 1, concurrency: 1 },
];

/** Medians over the rounds. */
export interface Throughput extends Way {
  readonly variant: VariantName;
  readonly webhooksPerSecond: number;
  readonly eventsPerSecond: number;
  /** Until LINE has taken the answer; null where nothing is answered. */
  readonly answeredPerSecond: number | null;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Processor time of the program for one event: says what it costs when others use the machine, too. */
  readonly cpuMicrosPerEvent: number;
  readonly residentMiB: number;
  /** Webhooks that were not answered with 200, in all rounds. */
  readonly failed: number;
}

/** Each variant in turn, round after round, so that what the machine does otherwise meets all of them. */
export async function measureThroughput(
  load: Load,
  variants: readonly Variant[],
  { rounds, warmUps, webhooks, officers }: Shape,
  onRound: (what: string) => void,
): Promise<Throughput[]> {
  const results: Throughput[] = [];
  for (const [nth, way] of ways.entries()) {
    const seen = new Map<VariantName, { played: Played; cpuMicros: number; residentMiB: number }[]>();
    // At ten events a webhook the tenth of the webhooks is as much work; one at a time takes longest.
    const count = Math.ceil(webhooks / (way.concurrency === 1 ? 8 : way.eventsPerWebhook));
    for (let round = nth === 0 ? -warmUps : 0; round < rounds; round += 1) {
      const which = round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`;
      onRound(`${way.eventsPerWebhook} a webhook, ${way.concurrency} at once: ${which}`);
      for (const variant of variants) {
        const before = cpuSeconds(variant);
        const played = await load.play({ urls: variant.urls, officers, count, ...way });
        if (round < 0) continue;
        const cpuMicros = ((cpuSeconds(variant) - before) * 1e6) / (count * way.eventsPerWebhook);
        const all = seen.get(variant.name) ?? [];
        all.push({ played, cpuMicros, residentMiB: residentMiB(variant) });
        seen.set(variant.name, all);
      }
    }
    for (const [variant, all] of seen) {
      const of = (value: (one: Played) => number) => median(all.map(({ played }) => value(played)));
      const webhooksPerSecond = of((one) => one.webhooks / one.seconds);
      results.push({
        ...way,
        variant,
        webhooksPerSecond,
        eventsPerSecond: webhooksPerSecond * way.eventsPerWebhook,
        answeredPerSecond: variant === 'floor' ? null : of((one) => one.answers / one.secondsUntilAnswered),
        p50Ms: of((one) => one.p50),
        p95Ms: of((one) => one.p95),
        p99Ms: of((one) => one.p99),
        cpuMicrosPerEvent: median(all.map(({ cpuMicros }) => cpuMicros)),
        residentMiB: median(all.map((one) => one.residentMiB)),
        failed: all.reduce((sum, { played }) => sum + played.failed, 0),
      });
    }
  }
  return results;
}
