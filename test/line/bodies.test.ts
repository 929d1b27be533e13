import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bodies, BodyLimits } from '../../src/line/bodies.ts';
import { createBodies } from '../../src/line/bodies.ts';
import { createWebhook } from '../../src/line/webhook.ts';
import { sign } from '../../src/simulator/webhook-sender.ts';
import { waitFor } from '../support/wait.ts';

const channelSecret = 'channel-secret';

let server: Server;
let bodies: Bodies;
let outcomes: string[];
const open: Socket[] = [];

/** Serves the webhook with such limits. */
async function listen(limits: Partial<BodyLimits>): Promise<void> {
  outcomes = [];
  bodies = createBodies({
    maxBytes: 1024 * 1024,
    maxHeldBytes: 16 * 1024 * 1024,
    maxUnfinished: 1_000,
    withinMs: 600_000,
    ...limits,
  });
  const webhook = createWebhook({
    channelSecrets: [channelSecret],
    engine: { handle: async () => Promise.resolve(new Set<string>()), idle: async () => Promise.resolve() },
    clock: Date.now,
    bodies,
    observe: { webhook: (outcome) => outcomes.push(outcome), event: () => undefined },
  });
  server = createServer((request, response) => webhook(request, response, () => response.end()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const port = () => (server.address() as AddressInfo).port;

/** What LINE gets for a signed body. */
async function signed(): Promise<number> {
  const body = '{"destination":"U00000000000000000000000000000000","events":[]}';
  const headers = { 'x-line-signature': sign(body, channelSecret) };
  return (await fetch(`http://127.0.0.1:${port()}/webhook`, { method: 'POST', body, headers })).status;
}

describe('an unsigned body that is not finished', () => {
  const headers = 'POST /webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
  const aChunk = (bytes: number) => `${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`;
  /** Sends a part of a body and nothing more. @returns what the server answered until it closed the connection. */
  async function stall(part: string): Promise<{ answer: Promise<string> }> {
    const socket = connect(port(), '127.0.0.1');
    open.push(socket);
    let answered = '';
    socket.on('data', (data) => (answered += data.toString()));
    socket.on('error', () => undefined);
    const answer = once(socket, 'close').then(() => answered);
    await once(socket, 'connect');
    socket.write(headers + part);
    return { answer };
  }

  test('is answered 408 after its time, and its connection closed', async () => {
    await listen({ withinMs: 50 });
    const { answer } = await stall(aChunk(10));
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(outcomes).toEqual(['too-slow']);
  });

  test('gives way, the oldest first, when all together hold too many bytes, and LINE is answered', async () => {
    await listen({ maxHeldBytes: 400_000 });
    const first = await stall(aChunk(90_000));
    await waitFor(() => bodies.held().bodies === 1, { what: 'the first body' });
    for (let sent = 0; sent < 9; sent += 1) await stall(aChunk(90_000));
    expect(await first.answer).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 5/i);
    expect(bodies.held().bytes).toBeLessThanOrEqual(400_000);
    expect(await signed()).toBe(200);
  });

  test('gives way when there are too many, and LINE is answered', async () => {
    await listen({ maxUnfinished: 3 });
    const { answer } = await stall(aChunk(1));
    await waitFor(() => bodies.held().bodies === 1, { what: 'the first body' });
    for (let sent = 0; sent < 3; sent += 1) await stall(aChunk(1));
    expect(await answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(bodies.held().bodies).toBeLessThanOrEqual(3);
    expect(await signed()).toBe(200);
  });

  test('holds about as many bytes as came, in however many chunks', async () => {
    await listen({});
    await stall(aChunk(1).repeat(20_000));
    await waitFor(() => bodies.held().bytes >= 20_000, { what: 'all chunks' });
    expect(bodies.held().bytes).toBeLessThanOrEqual(2 * 20_000);
  });

  test('holds nothing any more when its sender hangs up', async () => {
    await listen({});
    await stall(aChunk(1_000));
    await waitFor(() => bodies.held().bytes >= 1_000, { what: 'the body' });
    open[0]?.destroy();
    await waitFor(() => bodies.held().bodies === 0, { what: 'its end' });
    expect(bodies.held()).toEqual({ bodies: 0, bytes: 0 });
  });

  test('that says to be larger than 1 MiB is refused before a byte of it came', async () => {
    await listen({});
    const socket = connect(port(), '127.0.0.1');
    open.push(socket);
    socket.write('POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
  });
});
