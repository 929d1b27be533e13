import { BlockList, isIPv6 } from 'node:net';
import { Router } from 'express';
import type { Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import type { Metrics } from './metrics.ts';
import type { Version } from './version.ts';
import { TimedOut, within } from '../base/within.ts';

export interface HealthParts {
  readonly store: Pick<Store, 'ping'>;
  readonly version: Version & {
    /** What keeps the data. */
    readonly store: 'sqlite' | 'redis';
    /** Short hash of the conversation's states and events, which changes whenever one of them does. */
    readonly flow: string;
  };
  /** Aborted once the process takes nothing more; see `createDrain`. */
  readonly draining: AbortSignal;
  /** How long the store may take to answer before it counts as away. */
  readonly pingTimeoutMs?: number;
}

/**
 * `GET /healthz`: 200 while the process can answer at all.
 * `GET /readyz`: 200 while a turn could be committed; 503 with the reason `draining`,
 * `store-unavailable`, `disk-full` or `store-slow` otherwise.
 * `GET /version`: what runs, see `HealthParts`.
 */
export function healthRouter({ store, version, draining, pingTimeoutMs = 1000 }: HealthParts): Router {
  const router = Router();
  /** Asked once, however many wait for the answer. */
  let pinging: Promise<void> | null = null;
  function ping(): Promise<void> {
    pinging ??= store.ping().finally(() => {
      pinging = null;
    });
    return pinging;
  }

  async function reasonNotReady(): Promise<string | null> {
    if (draining.aborted) return 'draining';
    try {
      await within(ping(), pingTimeoutMs);
      return null;
    } catch (error) {
      if (error instanceof TimedOut) return 'store-slow';
      return error instanceof StoreUnavailable && error.reason === 'disk-full'
        ? 'disk-full'
        : 'store-unavailable';
    }
  }

  router.use(['/healthz', '/readyz', '/version'], (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const reason = await reasonNotReady();
    response.status(reason === null ? 200 : 503).json({ status: reason ?? 'ready' });
  });
  router.get('/version', (_request, response) => {
    response.json(version);
  });
  return router;
}

/**
 * `GET /metrics`: Prometheus text.
 * @param from `private`: 403 for everybody but loopback and private addresses; `anywhere` on a port of its own.
 */
export function metricsRouter(metrics: Pick<Metrics, 'render'>, from: 'private' | 'anywhere'): Router {
  const router = Router();
  router.get('/metrics', async (request, response) => {
    response.set('Cache-Control', 'no-store');
    if (from === 'private' && !isPrivate(request.ip ?? '')) {
      response.status(403).type('text').send('For loopback and private addresses alone; see METRICS_PORT.\n');
      return;
    }
    const { contentType, text } = await metrics.render();
    response.set('Content-Type', contentType).send(text);
  });
  return router;
}

/** RFC 1122, 1918, 3927, 4193, 4291. */
const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  privateNetworks.addSubnet(network, prefix);
privateNetworks.addAddress('::1', 'ipv6');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

function isPrivate(address: string): boolean {
  return privateNetworks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
