import { describe, expect, test } from 'vitest';
import { createMetrics } from '../../src/ops/metrics.ts';
import { StoreUnavailable } from '../../src/store/port.ts';

const store = {
  outboxDepth: async () => ({ pending: 3, oldestAt: 1_000_000, dead: 2 }),
  ping: async () => {},
  countRequests: async () => ({ new: 4, claimed: 3, waiting: 2, resolved: 1 }),
};
const clock = () => 1_007_500;

/** The samples as Prometheus reads them, histogram buckets and the process's own left out. */
async function samplesOf(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  const { text } = await metrics.render();
  return text.split('\n').filter((line) => line.startsWith('dga_') && !line.includes('_bucket'));
}

test('webhooks, events, sends and questions are counted by what became of them', async () => {
  const metrics = createMetrics({ store, clock });
  metrics.webhook('accepted', 0.004);
  metrics.webhook('accepted', 0.004);
  metrics.webhook('bad-signature', 0.001);
  metrics.event('message', 'committed');
  metrics.event('message', 'duplicate');
  metrics.send({ outcome: 'sent', via: 'reply', presumed: false, lineRequestId: null });
  metrics.send({ outcome: 'retry', code: 'line-timeout', retryAt: null, inDoubt: false });
  metrics.send({ outcome: 'dead', code: 'quota-exhausted' });
  metrics.understood({ outcome: 'answer', intent: 'digital-id' });
  metrics.understood({ outcome: 'none', intent: null });
  expect(await samplesOf(metrics)).toEqual(
    expect.arrayContaining([
      'dga_webhooks_total{outcome="accepted"} 2',
      'dga_webhooks_total{outcome="bad-signature"} 1',
      'dga_webhook_seconds_count 3',
      'dga_events_total{type="message",outcome="committed"} 1',
      'dga_events_total{type="message",outcome="duplicate"} 1',
      'dga_sends_total{outcome="sent",via="reply",code=""} 1',
      'dga_sends_total{outcome="retry",via="",code="line-timeout"} 1',
      'dga_sends_total{outcome="dead",via="",code="quota-exhausted"} 1',
      'dga_faq_total{outcome="answer",intent="digital-id"} 1',
      'dga_faq_total{outcome="none",intent=""} 1',
    ]),
  );
});

test('turns and commits are timed in seconds', async () => {
  const metrics = createMetrics({ store, clock });
  metrics.turn(0.002);
  metrics.turn(0.003);
  metrics.commit(0.0007);
  const { text } = await metrics.render();
  expect(text).toContain('dga_turn_seconds_count 2');
  expect(text).toContain('dga_turn_seconds_sum 0.005');
  expect(text).toContain('dga_commit_seconds_bucket{le="0.0005"} 0');
  expect(text).toContain('dga_commit_seconds_bucket{le="0.001"} 1');
});

test('an event type that LINE adds is counted without a label of its own', async () => {
  const metrics = createMetrics({ store, clock });
  metrics.event('somethingNew', 'ignored');
  expect(await samplesOf(metrics)).toContain('dga_events_total{type="other",outcome="ignored"} 1');
});

describe('what the store knows', () => {
  test('is asked at each scrape', async () => {
    expect(await samplesOf(createMetrics({ store, clock }))).toEqual(
      expect.arrayContaining([
        'dga_store_up 1',
        'dga_outbox_pending 3',
        'dga_outbox_oldest_seconds 7.5',
        'dga_dead_letters 2',
        'dga_requests{status="new"} 4',
        'dga_requests{status="resolved"} 1',
      ]),
    );
  });

  test('is left out while the store is away, and is there again afterwards', async () => {
    let isAway = false;
    const metrics = createMetrics({
      store: {
        ...store,
        outboxDepth: async () => {
          if (isAway) throw new StoreUnavailable('away');
          return store.outboxDepth();
        },
      },
      clock,
    });
    const present = await samplesOf(metrics);
    isAway = true;
    const away = await samplesOf(metrics);
    expect(away).toContain('dga_store_up 0');
    expect(away.join('\n')).not.toMatch(/dga_(outbox|requests|dead)/);
    isAway = false;
    expect(await samplesOf(metrics)).toEqual(present);
  });

  test('an empty outbox has no age', async () => {
    const empty = { ...store, outboxDepth: async () => ({ pending: 0, oldestAt: null, dead: 0 }) };
    expect(await samplesOf(createMetrics({ store: empty, clock }))).toContain('dga_outbox_oldest_seconds 0');
  });
});

test('the process is measured too', async () => {
  const { text, contentType } = await createMetrics({ store, clock }).render();
  expect(contentType).toContain('text/plain');
  expect(text).toMatch(/^process_cpu_seconds_total /m);
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
});

test('what may be counted stands at 0 from the start, so that the first one is an increase', async () => {
  const samples = await samplesOf(createMetrics({ store, clock }));
  expect(samples).toEqual(
    expect.arrayContaining([
      'dga_webhooks_total{outcome="store-unavailable"} 0',
      'dga_events_total{type="message",outcome="committed"} 0',
      'dga_sends_total{outcome="sent",via="push",code=""} 0',
      'dga_sends_total{outcome="dead",via="",code="quota-exhausted"} 0',
    ]),
  );
});
