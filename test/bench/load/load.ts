// The load, a process of its own: LINE as it sends webhooks and as it takes answers. It is told what to do over
// the channel to its parent; see `Ask` and `Told`.
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { startLineApi } from './line-api.ts';
import { quantile } from '../quantiles.ts';
import type { Webhook, WebhookWriter } from './webhooks.ts';
import { createWebhookWriter, signed, textEvent } from './webhooks.ts';

/** One measurement, or what LINE does from now on. */
export type Ask =
  | {
      readonly do: 'play';
      /** Addresses of `/webhook`, taking turns. */
      readonly urls: readonly string[];
      readonly officers: number;
      readonly eventsPerWebhook: number;
      readonly concurrency: number;
      /** Webhooks to send. */
      readonly count: number;
    }
  | { readonly do: 'trouble'; readonly delayMs: number; readonly failures: number }
  | {
      readonly do: 'send';
      readonly url: string;
      /** What happens, in this order. Events of one number are one event. */
      readonly events: readonly {
        readonly officer: string;
        readonly text: string;
        readonly number: number;
      }[];
      readonly how: 'in one webhook' | 'at once' | 'one after another';
      /** Until LINE has taken so many answers, `waitMs` at most. */
      readonly answers: number;
      readonly waitMs: number;
    };

export interface Played {
  readonly webhooks: number;
  /** Webhooks that were answered with something else than 200. */
  readonly failed: number;
  readonly seconds: number;
  /** Until LINE had taken the answer to each event that is answered, or none came for 2 s. */
  readonly secondsUntilAnswered: number;
  readonly answers: number;
  /** Of acknowledgements, ms. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Sent {
  readonly statuses: readonly number[];
  /** Longest acknowledgement, ms. */
  readonly slowestMs: number;
  /** Answers that LINE took, replies and pushes. */
  readonly answers: number;
}

/** What is told of an ask; at the start, where LINE is. */
export type Told =
  | { readonly lineUrl: string }
  | { readonly played: Played }
  | { readonly sent: Sent }
  | { readonly trouble: 'set' };

const [channelSecret = ''] = process.argv.slice(2);
const line = await startLineApi();
const writers = new Map<string, WebhookWriter>();
const pools = new Map<string, Pool>();
let runs = 0;
let sends = 0;

function tell(told: Told): void {
  process.send?.(told);
}

process.on('message', (ask: Ask) => {
  void answer(ask);
});
process.on('disconnect', () => process.exit(0));
tell({ lineUrl: line.url });

async function answer(ask: Ask): Promise<void> {
  switch (ask.do) {
    case 'play':
      return tell({ played: await play(ask) });
    case 'trouble':
      line.trouble = { delayMs: ask.delayMs, failures: ask.failures };
      return tell({ trouble: 'set' });
    case 'send':
      return tell({ sent: await send(ask) });
  }
}

/** Officers go on where they stood with this variant. */
function writerFor(url: string, officers: number): WebhookWriter {
  const key = `${url} ${officers}`;
  const known = writers.get(key);
  if (known) return known;
  runs += 1;
  const writer = createWebhookWriter(channelSecret, officers, `run${runs}-${Date.now().toString(36)}-`);
  writers.set(key, writer);
  return writer;
}

function poolFor(url: string, connections: number): Pool {
  const key = `${url} ${connections}`;
  const known = pools.get(key);
  if (known) return known;
  const pool = new Pool(new URL(url).origin, { connections, pipelining: 1, keepAliveTimeout: 60_000 });
  pools.set(key, pool);
  return pool;
}

async function play(ask: Extract<Ask, { do: 'play' }>): Promise<Played> {
  const { urls, officers, eventsPerWebhook, concurrency, count } = ask;
  const writer = writerFor(urls.join(' '), officers);
  const webhooks = Array.from({ length: count }, () => writer.next(eventsPerWebhook));
  const awaited = new Set(webhooks.flatMap(({ tokens }) => tokens));
  const times: number[] = [];
  let failed = 0;
  let next = 0;
  let answers = 0;
  let answeredAt = performance.now();
  line.onTaken = (token) => {
    if (!awaited.delete(token)) return;
    answers += 1;
    answeredAt = performance.now();
  };
  const startedAt = performance.now();
  const perUrl = Math.ceil(concurrency / urls.length);
  await Promise.all(
    Array.from({ length: concurrency }, async (_, connection) => {
      const url = urls[connection % urls.length] ?? '';
      const pool = poolFor(url, perUrl);
      for (let webhook = webhooks[next++]; webhook; webhook = webhooks[next++]) {
        const sentAt = performance.now();
        if ((await post(pool, webhook)) !== 200) failed += 1;
        times.push(performance.now() - sentAt);
      }
    }),
  );
  const endedAt = performance.now();
  await quiet(
    () => awaited.size === 0,
    () => answeredAt,
  );
  line.onTaken = () => {};
  line.taken.clear();
  return {
    webhooks: count,
    failed,
    seconds: (endedAt - startedAt) / 1000,
    secondsUntilAnswered: (Math.max(endedAt, answeredAt) - startedAt) / 1000,
    answers,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
  };
}

/** A few events whose fate matters, rather than their number. */
async function send({ url, events, how, answers, waitMs }: Extract<Ask, { do: 'send' }>): Promise<Sent> {
  sends += 1;
  const run = `send${sends}-${Date.now().toString(36)}-`;
  const written = events.map(({ officer, text, number }) =>
    textEvent({ id: `${run}${number}`, userId: officer, text, at: Date.now() + number }),
  );
  const webhooks =
    how === 'in one webhook'
      ? [signed(written, channelSecret)]
      : written.map((event) => signed([event], channelSecret));
  const pool = poolFor(url, 64);
  let slowestMs = 0;
  const one = async (webhook: Webhook): Promise<number> => {
    const sentAt = performance.now();
    const status = await post(pool, webhook);
    slowestMs = Math.max(slowestMs, performance.now() - sentAt);
    return status;
  };
  line.taken.clear();
  const statuses: number[] = [];
  if (how === 'one after another') for (const webhook of webhooks) statuses.push(await one(webhook));
  else statuses.push(...(await Promise.all(webhooks.map(one))));
  const from = performance.now();
  while (line.taken.size < answers && performance.now() - from < waitMs) await sleep(20);
  return { statuses, slowestMs, answers: line.taken.size };
}

/** Resolves when `isDone`, or nothing happened for 2 s. */
async function quiet(isDone: () => boolean, lastAt: () => number): Promise<void> {
  const from = performance.now();
  while (!isDone() && performance.now() - Math.max(from, lastAt()) < 2_000) await sleep(5);
}

/** @returns the status; 0 when there was none. */
async function post(pool: Pool, { body, signature }: Pick<Webhook, 'body' | 'signature'>): Promise<number> {
  return new Promise((resolve) => {
    let status = 0;
    pool.dispatch(
      {
        method: 'POST',
        path: '/webhook',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'LineBotWebhook/2.0',
          'x-line-signature': signature,
        },
        body,
      },
      {
        onRequestStart: () => {},
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: () => {},
        onResponseEnd: () => resolve(status),
        onResponseError: () => resolve(0),
      },
    );
  });
}
