import type { RequestListener } from 'node:http';
import type { RequestHandler } from 'express';
import express from 'express';
import { healthRouter, metricsRouter } from '../ops/health.ts';
import { privacyPage } from '../pages/privacy.ts';
import type { Shared } from './shared.ts';
import { consentNotice } from './consent-notice.ts';
import type { openWeb } from './web.ts';

type Web = Awaited<ReturnType<typeof openWeb>>;

/**
 * Everything that the process answers over HTTP.
 * @param web null: the process is a worker alone. @param draining aborted once the process takes nothing more.
 */
export function createApp(shared: Shared, web: Web | null, draining: AbortSignal): RequestListener {
  const { config, store, metrics, version, simulator, words } = shared;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  if (config.publicUrl.startsWith('https:')) app.use(onlyOverHttps);
  app.use(healthRouter({ store, version, draining }));
  if (config.metricsPort === null) app.use(metricsRouter(metrics, 'private'));
  if (simulator) app.use('/simulator', simulator.router);
  if (!web) return app;
  app.get('/privacy', privacyPage(words, consentNotice));
  app.use('/api', web.staffApi);
  app.use('/console', web.staffConsole.router);
  app.get('/', (_request, response) => response.redirect(simulator ? '/simulator/' : '/console/'));
  return (request, response) => web.webhook(request, response, () => app(request, response));
}

/** Browsers come by https for a year; https://www.rfc-editor.org/rfc/rfc6797 */
const onlyOverHttps: RequestHandler = (_request, response, next) => {
  response.set('Strict-Transport-Security', 'max-age=31536000');
  next();
};

/** `/metrics` alone, on a port of its own. */
export function createMetricsApp({ metrics }: Shared): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.use(metricsRouter(metrics, 'anywhere'));
  return app;
}
