import type { RequestListener } from 'node:http';
import express from 'express';
import { healthRouter } from '../ops/health.ts';
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
  const { store, metrics, version, simulator, words } = shared;
  const app = express();
  app.disable('x-powered-by');
  // A proxy on this machine or in its private network tells whom it speaks for; nobody else is believed.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  app.use(healthRouter({ store, metrics, version, draining }));
  if (simulator) app.use('/simulator', simulator.router);
  if (!web) return app;
  app.get('/privacy', privacyPage(words, consentNotice));
  app.use('/api', web.staffApi);
  app.use('/console', web.staffConsole.router);
  app.get('/', (_request, response) => response.redirect(simulator ? '/simulator/' : '/console/'));
  return (request, response) => web.webhook(request, response, () => app(request, response));
}
