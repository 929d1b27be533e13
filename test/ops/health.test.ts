import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { healthRouter, metricsRouter } from '../../src/ops/health.ts';
import { createMetrics } from '../../src/ops/metrics.ts';
import { StoreUnavailable } from '../../src/store/port.ts';

const version = { version: '1.2.3', commit: null, store: 'sqlite', flow: 'abc' } as const;
let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** A process with the health router alone. @param ping what its store answers. */
async function serve(
  ping: () => Promise<void>,
  draining = new AbortController(),
  from: 'private' | 'anywhere' = 'private',
) {
  const metrics = createMetrics({
    store: {
      outboxDepth: async () => ({ pending: 0, oldestAt: null, dead: 0 }),
      ping,
      countRequests: async () => ({ new: 0, claimed: 0, waiting: 0, resolved: 0 }),
    },
  });
  const app = express()
    .set('trust proxy', 'loopback')
    .use(healthRouter({ store: { ping }, version, draining: draining.signal, pingTimeoutMs: 50 }))
    .use(metricsRouter(metrics, from));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return async (path: string, headers: { [name: string]: string } = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    return { status: response.status, body: await response.text(), headers: response.headers };
  };
}

test('a process whose store answers is alive and ready', async () => {
  const get = await serve(async () => {});
  expect(await get('/healthz')).toMatchObject({ status: 200, body: '{"status":"alive"}' });
  const ready = await get('/readyz');
  expect(ready).toMatchObject({ status: 200, body: '{"status":"ready"}' });
  expect(ready.headers.get('cache-control')).toBe('no-store');
});

test('while the store is away the process is alive but not ready, and ready again afterwards', async () => {
  let isAway = true;
  const get = await serve(async () => {
    if (isAway) throw new StoreUnavailable('away');
  });
  expect(await get('/readyz')).toMatchObject({ status: 503, body: '{"status":"store-unavailable"}' });
  expect(await get('/healthz')).toMatchObject({ status: 200 });
  isAway = false;
  expect(await get('/readyz')).toMatchObject({ status: 200 });
});

test('a store that does not answer is asked once, however many wait, and none waits for long', async () => {
  let asked = 0;
  const get = await serve(() => {
    asked += 1;
    return new Promise(() => {});
  });
  const answers = await Promise.all([get('/readyz'), get('/readyz'), get('/readyz')]);
  for (const answer of answers)
    expect(answer).toMatchObject({ status: 503, body: '{"status":"store-slow"}' });
  expect(asked).toBe(1);
});

test('a process that drains is not ready, whatever its store says', async () => {
  const draining = new AbortController();
  const get = await serve(async () => {}, draining);
  draining.abort();
  expect(await get('/readyz')).toMatchObject({ status: 503, body: '{"status":"draining"}' });
});

test('metrics are Prometheus text', async () => {
  const get = await serve(async () => {});
  const answer = await get('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(answer.body).toContain('dga_store_up 1');
});

test('tells what runs', async () => {
  const get = await serve(async () => {});
  const { status, body } = await get('/version');
  expect({ status, body: JSON.parse(body) as unknown }).toEqual({ status: 200, body: version });
});

test('a full disk is told by name, in /readyz and as a store that is not up', async () => {
  const get = await serve(async () => {
    throw new StoreUnavailable('full', { reason: 'disk-full' });
  });
  expect(await get('/readyz')).toMatchObject({ status: 503, body: '{"status":"disk-full"}' });
  expect((await get('/metrics')).body).toContain('dga_store_up 0');
});

test.each([
  ['127.0.0.1', 200],
  ['10.1.2.3', 200],
  ['172.31.0.9', 200],
  ['192.168.7.7', 200],
  ['fd00::7', 200],
  ['203.0.113.9', 403],
  ['172.32.0.1', 403],
  ['2001:db8::1', 403],
])('/metrics answers who calls from %s with %i', async (address, status) => {
  const get = await serve(async () => {});
  expect((await get('/metrics', { 'X-Forwarded-For': address })).status).toBe(status);
});

test('/metrics on a port of its own answers everybody', async () => {
  const get = await serve(async () => {}, new AbortController(), 'anywhere');
  expect((await get('/metrics', { 'X-Forwarded-For': '203.0.113.9' })).status).toBe(200);
});
