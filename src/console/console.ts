import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { Router, urlencoded } from 'express';
import type { Log } from '../base/log.ts';
import type { Review } from '../learning/review.ts';
import type { Queue } from '../requests/queue.ts';
import type { Clock } from '../requests/request.ts';
import type { Accounts } from '../staff/accounts.ts';
import type { Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import type { Words } from '../base/words.ts';
import { loadAssets } from './assets.ts';
import { createCookies } from './cookies.ts';
import { createGuesses } from './guesses.ts';
import { securityHeaders } from './headers.ts';
import { createLive } from './live.ts';
import { createPageContext } from './page-context.ts';
import { createPageRouter } from './page-router.ts';
import { paths } from './paths.ts';
import type { ProviderSettings } from './provider.ts';
import { createProvider } from './provider.ts';
import { answersRoutes } from './routes/answers.ts';
import { languageRoutes } from './routes/language.ts';
import { passwordRoutes } from './routes/password.ts';
import { providerRoutes } from './routes/provider.ts';
import { queueRoutes } from './routes/queue.ts';
import { requestRoutes } from './routes/request.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { createSessions } from './sessions.ts';
import { createThrottle } from '../base/throttle.ts';
import type { ErrorStatus } from './views/error.ts';
import { retryInSeconds } from './views/error.ts';

/** Far more than a person with many open pages makes; what is beyond is a program or an attack. */
const defaultCallsAMinute = { reads: 3000, writes: 240 };
const minuteMs = 60_000;

/** Longest form: a message of the greatest length in Thai, each letter nine bytes once it is encoded. */
const formLimit = '128kb';

export interface ConsoleParts {
  readonly queue: Queue;
  readonly review: Review;
  readonly accounts: Pick<Accounts, 'verify' | 'changePassword'>;
  readonly store: Pick<
    Store,
    | 'watchRequests'
    | 'ping'
    | 'saveSession'
    | 'findSession'
    | 'extendSession'
    | 'dropSession'
    | 'findStaff'
    | 'listStaff'
  >;
  readonly words: Words;
  /** The origin that browsers reach, `PUBLIC_URL`. Over https, cookies are `Secure`. */
  readonly publicUrl: string;
  /** IANA name, for the dates that staff read. */
  readonly timeZone: string;
  readonly clock: () => Clock;
  readonly log: Pick<Log, 'error' | 'warn'>;
  /** Null: staff sign in with passwords of their accounts here. */
  readonly oidc: ProviderSettings | null;
  /** Calls a minute of one account, or of one address before sign-in; `defaultCallsAMinute` unless told. */
  readonly callsAMinute?: { readonly reads: number; readonly writes: number };
}

export interface Console {
  /** To be mounted at `/console`. */
  readonly router: Router;
  /** Ends every live stream, so that the server can stop. */
  close(): void;
}

/** The staff console: sign-in, the queue, one page for each request, live updates. */
export function createConsole(parts: ConsoleParts): Console {
  const { queue, accounts, store, words, clock, timeZone, log, oidc } = parts;
  const publicOrigin = new URL(parts.publicUrl).origin;
  const now = (): number => clock().now;
  const cookies = createCookies(publicOrigin.startsWith('https:'));
  const sessions = createSessions(store, now);
  const live = createLive(store);
  const assets = loadAssets();
  const guesses = createGuesses(now);
  const localPasswords = oidc === null;
  const context = createPageContext({
    words,
    sessions,
    cookies,
    assets,
    live,
    publicOrigin,
    localPasswords,
    timeZone,
    clock,
  });

  const onError: ErrorRequestHandler = (error: unknown, req, res: Response, next) => {
    if (res.headersSent) return next(error);
    const visit = context.visitWithoutStore(req, res);
    const status = statusOf(error);
    if (status === 503) {
      live.sawStoreAway();
      log.warn('console: the store is away', { ...routeOf(req), error });
      res.set('Retry-After', String(retryInSeconds));
      return context.showAway(req, res, visit);
    }
    const faultId = randomUUID();
    if (status === 500) log.error('console: a call failed', { ...routeOf(req), faultId, error });
    context.showError(res, visit, status, faultId);
  };

  const { reads, writes } = parts.callsAMinute ?? defaultCallsAMinute;
  const pages = createPageRouter(context, {
    reads: createThrottle({ failures: reads, windowMs: minuteMs }, now),
    writes: createThrottle({ failures: writes, windowMs: minuteMs }, now),
  });
  languageRoutes(pages, context, cookies);
  signInRoutes(pages, context, { passwords: oidc ? null : { accounts, guesses, store, cookies } });
  if (oidc) {
    const provider = createProvider(oidc, publicOrigin + paths.providerCallback);
    providerRoutes(pages, context, { provider, store, cookies, publicOrigin, log });
  } else passwordRoutes(pages, context, { accounts, guesses });
  pages.stream('/live', async (req, res, findViewer) => live.connect(req, res, findViewer));
  queueRoutes(pages, context, queue);
  answersRoutes(pages, context, { review: parts.review, timeZone });
  requestRoutes(pages, context, { queue, store, words });
  pages.otherwise();

  const router = Router();
  router.use(securityHeaders);
  router.use(assets.mount, assets.serve);
  router.use(urlencoded({ extended: false, limit: formLimit }));
  router.use(pages.router);
  router.use(onError);
  return { router, close: () => live.close() };
}

/** Which call it was, without what it carried. */
function routeOf(req: Request): { method: string; route: string } {
  const { path } = (req.route ?? {}) as { path?: unknown };
  return { method: req.method, route: typeof path === 'string' ? path : 'unknown' };
}

/** What went wrong with a form that could not be read bears the status it deserves (`http-errors`). */
function statusOf(error: unknown): ErrorStatus {
  if (error instanceof StoreUnavailable) return 503;
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  if (status === 413) return 413;
  return typeof status === 'number' && status >= 400 && status < 500 ? 400 : 500;
}
