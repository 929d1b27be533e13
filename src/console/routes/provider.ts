import type { Log } from '../../base/log.ts';
import type { Store } from '../../store/port.ts';
import type { Cookies } from '../cookies.ts';
import type { PageContext } from '../page-context.ts';
import type { PageRouter } from '../page-router.ts';
import { ownPath, paths } from '../paths.ts';
import type { Provider } from '../provider.ts';
import { packPending, unpackPending } from '../provider.ts';

/** Who has not come back from the provider by then begins again. */
const pendingMs = 10 * 60 * 1000;

interface ProviderParts {
  readonly provider: Provider;
  readonly store: Pick<Store, 'findStaff'>;
  readonly cookies: Cookies;
  readonly publicOrigin: string;
  readonly log: Pick<Log, 'warn'>;
}

/**
 * `GET /sign-in/provider` sends the browser to the organization's provider, `GET /sign-in/callback` takes it back.
 * The provider says who it is; that they are staff, and in which role, is known here only.
 */
export function providerRoutes(pages: PageRouter, context: PageContext, parts: ProviderParts): void {
  const { provider, store, cookies, publicOrigin, log } = parts;
  const refusal = (reason: 'provider-failed' | 'provider-unknown'): string =>
    `${paths.signIn}?${new URLSearchParams({ because: reason }).toString()}`;

  pages.page('/sign-in/provider', 'anyone', async ({ req, res }) => {
    const begun = await provider.begin(ownPath(req.query.next)).catch((error: unknown) => {
      log.warn('console: the sign-in provider cannot be reached', { error });
      return null;
    });
    if (!begun) return res.redirect(303, refusal('provider-failed'));
    cookies.write(res, 'provider', packPending(begun.pending), pendingMs);
    res.redirect(303, begun.url);
  });

  pages.page('/sign-in/callback', 'anyone', async ({ req, res }) => {
    const pending = unpackPending(cookies.read(req, 'provider') ?? '');
    cookies.clear(res, 'provider');
    if (!pending) return res.redirect(303, refusal('provider-failed'));
    const answer = new URL(req.originalUrl, publicOrigin);
    const vouched = await provider
      .finish(answer, pending)
      .then((email) => ({ email }))
      .catch((error: unknown) => {
        log.warn('console: sign-in through the provider failed', { error });
        return null;
      });
    if (!vouched) return res.redirect(303, refusal('provider-failed'));
    const account = vouched.email === null ? null : await store.findStaff(vouched.email);
    if (!account || account.disabledAt !== null) return res.redirect(303, refusal('provider-unknown'));
    await context.begin(req, res, account);
    res.redirect(303, ownPath(pending.next));
  });
}
