import { Router } from 'express';
import type { Cookies } from '../cookies.ts';
import type { Live } from '../live.ts';
import type { Sessions } from '../sessions.ts';

interface LiveParts {
  readonly live: Live;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly localPasswords: boolean;
}

/**
 * `GET /live?since=&ref=`: server-sent events for one open page. Who is not signed in gets a stream too, which says
 * so and ends, since a page that is refused would not know why.
 */
export function liveRoutes({ live, sessions, cookies, localPasswords }: LiveParts): Router {
  const router = Router();
  router.get('/live', async (req, res) => {
    const cookie = cookies.read(req, 'session');
    await live.connect(req, res, async () => {
      const found = cookie === null ? null : await sessions.find(cookie, false);
      if (!found || (localPasswords && found.account.mustChangePassword)) return null;
      return { actor: found.account, session: found.session.idHash };
    });
  });
  return router;
}
