import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { webhook } from '@line/bot-sdk';
import express from 'express';
import { createSimulator } from '../../src/simulator/simulator.ts';
import type { LinePlatform } from '../../src/simulator/platform.ts';
import type { PlatformOptions } from '../../src/simulator/platform-options.ts';

export const channelSecret = 'channel-secret';
export const channelAccessToken = 'channel-access-token';

/** A webhook as it arrived: raw, before anything was parsed. */
interface ArrivedWebhook {
  readonly body: Buffer;
  readonly signature: string;
  readonly contentType: string;
}

/** The simulator on a port of its own, and a webhook address that answers what it is told to. */
export interface Harness {
  readonly platform: LinePlatform;
  readonly url: string;
  readonly webhooks: ArrivedWebhook[];
  /** Status of the next answers of the webhook address; 0: none comes. */
  webhookStatus: number;
  /** What the account does about a webhook, once it is answered. */
  onWebhook: (body: webhook.CallbackRequest) => void | Promise<void>;
  /** Calls the emulated API with the right token. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: { [name: string]: string },
  ): Promise<CallResult>;
  close(): Promise<void>;
}

interface CallResult {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the bytes of a file. */
  readonly body: unknown;
}

export async function startHarness(options: Partial<PlatformOptions> = {}): Promise<Harness> {
  const simulator = createSimulator({
    webhookUrl: 'http://localhost:0/',
    channelSecret,
    channelAccessToken,
    accountName: 'DGA Contact Center',
    // A busy machine is no failed webhook.
    webhookTimeoutMs: 10_000,
    ...options,
  });
  const app = express();
  const webhooks: ArrivedWebhook[] = [];
  app.use('/simulator', simulator.router);
  app.post('/webhook', express.raw({ type: () => true, limit: '5mb' }), (request, response) => {
    const body = request.body as Buffer;
    webhooks.push({
      body,
      signature: request.get('x-line-signature') ?? '',
      contentType: request.get('content-type') ?? '',
    });
    if (harness.webhookStatus !== 0) response.status(harness.webhookStatus).end();
    void harness.onWebhook(JSON.parse(body.toString('utf8')) as webhook.CallbackRequest);
  });
  const server = createServer(app);
  const url = await listen(server);
  simulator.platform.webhookUrl = `${url}/webhook`;
  const harness: Harness = {
    platform: simulator.platform,
    url,
    webhooks,
    webhookStatus: 200,
    onWebhook: () => undefined,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${simulator.lineApiBaseUrl(url)}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${channelAccessToken}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const isJson = response.headers.get('content-type')?.startsWith('application/json');
      return {
        status: response.status,
        headers: response.headers,
        body: isJson ? await response.json() : Buffer.from(await response.arrayBuffer()),
      };
    },
    async close() {
      simulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return harness;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
