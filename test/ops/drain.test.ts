import { EventEmitter, once } from 'node:events';
import { createServer, request, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createDrain, exitOnCrash, type Part } from '../../src/ops/drain.ts';
import { silentLog } from '../../src/base/log.ts';
import { waitFor } from '../support/wait.ts';

/** Stands for the process: takes signals and notes how it was ended. */
class Self extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): never {
    this.exits.push(code);
    return undefined as never;
  }
  ended() {
    return waitFor(() => this.exits.length > 0 && this.exits, { what: 'the process to end' });
  }
}

async function start(
  answer: RequestListener,
  parts: readonly Part[] = [],
  { timeoutMs = 10_000, streams = [] }: { timeoutMs?: number; streams?: { close(): void }[] } = {},
) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self = new Self();
  const drain = createDrain({ server, streams, parts, log: silentLog, timeoutMs, process: self as never });
  drain.onSignals();
  const { port } = server.address() as AddressInfo;
  return { drain, self, url: `http://127.0.0.1:${port}` };
}

test('what was asked is answered, then the parts stop in order, then the process exits with 0', async () => {
  const order: string[] = [];
  const waiting: (() => void)[] = [];
  const { self, drain, url } = await start(
    (_request, response) => {
      waiting.push(() => {
        order.push('answered');
        response.end('done');
      });
    },
    [
      { name: 'delivery', stop: () => void order.push('delivery') },
      { name: 'store', stop: async () => void order.push('store') },
    ],
  );
  const asked = fetch(url).then((response) => response.text());
  await waitFor(() => waiting.length === 1, { what: 'the request to arrive' });

  self.emit('SIGTERM');
  expect(drain.signal.aborted).toBe(true);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  expect(self.exits).toEqual([]);

  waiting[0]?.();
  expect(await asked).toBe('done');
  expect(await self.ended()).toEqual([0]);
  expect(order).toEqual(['answered', 'delivery', 'store']);
});

test('connections that clients keep open for later hold nothing up', async () => {
  const { self, url } = await start((_request, response) => void response.end('done'));
  const kept = request(url, { agent: undefined, headers: { connection: 'keep-alive' } }).end();
  await once(kept, 'response');
  self.emit('SIGINT');
  const startedAt = performance.now();
  expect(await self.ended()).toEqual([0]);
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test('live updates end at once', async () => {
  const open = new Set<ServerResponse>();
  const live = { close: () => open.forEach((response) => response.end()) };
  const { self, url } = await start(
    (_request, response) => {
      open.add(response);
      response.write('first');
    },
    [],
    { streams: [live] },
  );
  const endless = await fetch(url);
  const startedAt = performance.now();
  self.emit('SIGTERM');
  expect(await endless.text()).toBe('first');
  expect(await self.ended()).toEqual([0]);
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test('an answer without end is cut off in time', async () => {
  const { self, url } = await start((_request, response) => void response.write('first'), [], {
    timeoutMs: 400,
  });
  const endless = await fetch(url);
  self.emit('SIGTERM');
  expect(await self.ended()).toEqual([0]);
  await expect(endless.text()).rejects.toThrow('terminated');
});

test('a part that does not stop is given up, with exit code 1', async () => {
  const stuck: Part = { name: 'stuck', stop: () => new Promise(() => {}) };
  const { self } = await start((_request, response) => void response.end(), [stuck], { timeoutMs: 400 });
  self.emit('SIGTERM');
  expect(await self.ended()).toEqual([1]);
});

test('a part that fails ends the process with exit code 1', async () => {
  const failing: Part = {
    name: 'failing',
    stop: async () => {
      throw new Error('no');
    },
  };
  const { self } = await start((_request, response) => void response.end(), [failing]);
  self.emit('SIGTERM');
  expect(await self.ended()).toEqual([1]);
});

test('a signal that npm passes on right away is the same one; a later one ends the process at once', async () => {
  const stuck: Part = { name: 'stuck', stop: () => new Promise(() => {}) };
  const { self } = await start((_request, response) => void response.end(), [stuck]);
  self.emit('SIGINT');
  self.emit('SIGINT');
  expect(self.exits).toEqual([]);
  await waitFor(() => self.emit('SIGINT') && self.exits.length > 0, { what: 'the second press to count' });
  expect(self.exits[0]).toBe(130);
});

test('an error that nobody caught ends the process with exit code 1', () => {
  const self = new Self();
  exitOnCrash(silentLog, self as never);
  self.emit('uncaughtException', new Error('a bug'));
  expect(self.exits).toEqual([1]);
});
