import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { requestStatuses } from '../../flows/domain.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { SendResult } from '../delivery/sender.ts';
import { sendFailures } from '../delivery/sender.ts';
import type { WebhookOutcome } from '../line/webhook.ts';
import { webhookOutcomes } from '../line/webhook.ts';
import type { Store } from '../store/port.ts';
import { within } from '../base/within.ts';

/** What became of one event. `ignored`: it has no meaning here; `odd`: it has not the shape of an event. */
const eventOutcomes = ['committed', 'duplicate', 'ignored', 'odd'] as const;
type EventOutcome = (typeof eventOutcomes)[number];

/**
 * Event types of LINE's webhook, https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects.
 * New ones come without notice and are counted as `other`, so that a label has no more values than these.
 */
const eventTypes: ReadonlySet<string> = new Set([
  'accountLink',
  'activated',
  'beacon',
  'botResumed',
  'botSuspended',
  'deactivated',
  'delivery',
  'follow',
  'join',
  'leave',
  'memberJoined',
  'memberLeft',
  'membership',
  'message',
  'messageEdited',
  'module',
  'postback',
  'unfollow',
  'unsend',
  'videoPlayComplete',
]);

/** What is counted. No label holds anything but a word from a closed set. */
export interface Metrics {
  /** @param seconds until it was answered. */
  webhook(outcome: WebhookOutcome, seconds: number): void;
  /** @param type as LINE calls it. */
  event(type: string, outcome: EventOutcome): void;
  /** From the moment an officer's events were taken up to the moment they were committed. */
  turn(seconds: number): void;
  /** One write of the store, whatever number of turns it held. */
  commit(seconds: number): void;
  send(result: SendResult): void;
  understood(understanding: Pick<Understanding, 'outcome' | 'intent'>): void;
  /** Prometheus text; what only the store knows is asked of it now, and left out while it is away. */
  render(): Promise<{ contentType: string; text: string }>;
}

// From half a millisecond, what the embedded store takes, to LINE's own limit for an answer, 2 s.
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

type Counted = Pick<Store, 'outboxDepth' | 'countRequests' | 'ping'>;

/** A scrape waits no longer than this for the store. Prometheus gives up after 10 s. */
const storeTimeoutMs = 2000;

/** @param version of package.json. @param clock epoch ms. */
export function createMetrics({
  store,
  version = 'unknown',
  clock = Date.now,
}: {
  store: Counted;
  version?: string;
  clock?: () => number;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  new Gauge({
    name: 'dga_build_info',
    help: 'Always 1; the label names the version that runs',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const webhooks = new Counter({
    name: 'dga_webhooks_total',
    help: 'Calls of the webhook, by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  const answers = new Histogram({
    name: 'dga_webhook_seconds',
    help: 'Time until a webhook was answered; LINE waits for 2 s',
    buckets,
    registers,
  });
  const events = new Counter({
    name: 'dga_events_total',
    help: 'Webhook events, by type and what became of them',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const turns = new Histogram({
    name: 'dga_turn_seconds',
    help: "Time from taking up an officer's events to their commit",
    buckets,
    registers,
  });
  const commits = new Histogram({
    name: 'dga_commit_seconds',
    help: 'Time of one write of the store',
    buckets,
    registers,
  });
  const sends = new Counter({
    name: 'dga_sends_total',
    help: 'Messages handed to LINE, by outcome, way (reply or push) and what went wrong',
    labelNames: ['outcome', 'via', 'code'],
    registers,
  });
  const understandings = new Counter({
    name: 'dga_faq_total',
    help: 'Questions, by how they were understood and what they were answered with',
    labelNames: ['outcome', 'intent'],
    registers,
  });

  // From the start on at 0: `increase()` misses what a series begins with.
  for (const outcome of webhookOutcomes) webhooks.inc({ outcome }, 0);
  for (const outcome of eventOutcomes) events.inc({ type: 'message', outcome }, 0);
  for (const via of ['reply', 'push'] as const) sends.inc({ outcome: 'sent', via, code: '' }, 0);
  for (const code of sendFailures) sends.inc({ outcome: 'dead', via: '', code }, 0);

  const storeUp = new Gauge({
    name: 'dga_store_up',
    help: '1 where the store could be read and written at this scrape',
    registers,
  });
  const pending = new Gauge({ name: 'dga_outbox_pending', help: 'Messages that wait to be sent', registers });
  const oldest = new Gauge({
    name: 'dga_outbox_oldest_seconds',
    help: 'Age of the oldest message that waits',
    registers,
  });
  const dead = new Gauge({ name: 'dga_dead_letters', help: 'Messages that were given up', registers });
  const requests = new Gauge({
    name: 'dga_requests',
    help: 'Requests, by status',
    labelNames: ['status'],
    registers,
  });

  async function askStore(): Promise<void> {
    try {
      const asked = Promise.all([store.outboxDepth(), store.countRequests(), store.ping()]);
      const [outbox, counts] = await within(asked, storeTimeoutMs);
      storeUp.set(1);
      pending.set(outbox.pending);
      oldest.set(outbox.oldestAt === null ? 0 : Math.max(0, clock() - outbox.oldestAt) / 1000);
      dead.set(outbox.dead);
      for (const status of requestStatuses) requests.set({ status }, counts[status]);
    } catch {
      // A number of some time ago would look like one of now.
      storeUp.set(0);
      for (const gauge of [pending, oldest, dead]) gauge.remove();
      requests.reset();
    }
  }

  return {
    webhook(outcome, seconds) {
      webhooks.inc({ outcome });
      answers.observe(seconds);
    },
    event: (type, outcome) => events.inc({ type: eventTypes.has(type) ? type : 'other', outcome }),
    turn: (seconds) => turns.observe(seconds),
    commit: (seconds) => commits.observe(seconds),
    send: (result) =>
      sends.inc(
        result.outcome === 'sent'
          ? { outcome: result.outcome, via: result.via, code: '' }
          : { outcome: result.outcome, via: '', code: result.code },
      ),
    understood: ({ outcome, intent }) => understandings.inc({ outcome, intent: intent ?? '' }),
    async render() {
      await askStore();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
