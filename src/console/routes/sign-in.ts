import type { Request, Response } from 'express';
import { Router } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../staff/accounts.ts';
import type { Store } from '../../store/port.ts';
import type { Cookies } from '../cookies.ts';
import { distance } from '../dates.ts';
import type { Desk, Visit } from '../desk.ts';
import type { Guesses } from '../guesses.ts';
import { browserMark, isKnownBrowser, knownBrowserMs } from '../known-browser.ts';
import { ownPath, paths } from '../paths.ts';
import type { Notice } from '../present.ts';
import { signInPage } from '../views/sign-in.ts';

const reasons = ['signed-out', 'ended', 'unsent'] as const;
const problems = ['provider-failed', 'provider-unknown'] as const;

const form = z.object({
  email: z
    .string()
    .catch('')
    .transform((text) => text.trim().toLowerCase()),
  password: z.string().catch(''),
  next: z.string().catch('').transform(ownPath),
});

interface SignInParts {
  /** Null: staff sign in through the organization's provider, and no password is taken. */
  readonly passwords: {
    readonly accounts: Pick<Accounts, 'verify'>;
    readonly guesses: Guesses;
    readonly store: Pick<Store, 'findStaff'>;
    readonly cookies: Cookies;
  } | null;
}

/** `GET`, `POST /sign-in` and `POST /sign-out`. */
export function signInRoutes(desk: Desk, { passwords }: SignInParts): Router {
  const router = Router();

  router.get('/sign-in', async (req, res) => {
    const visit = await desk.visit(req, res);
    const next = ownPath(req.query.next);
    if (visit.staff) return desk.goTo(res, visit, next);
    show(res, visit, { notice: noticeOf(req.query.because, visit), email: '', next }, 200);
  });

  router.post('/sign-in', async (req, res) => {
    const visit = await desk.visit(req, res);
    if (!passwords) return desk.showError(res, visit, 404);
    const forgery = desk.forgery(req, visit);
    if (forgery === 'foreign-origin') return desk.showError(res, visit, 403);
    const { email, password, next } = form.parse(req.body ?? {});
    const refuse = (status: number, problem: string, params?: { wait: string }): void =>
      show(res, visit, { notice: problemNotice(visit, problem, params), email, next }, status);
    if (forgery) return refuse(403, 'form-expired');

    const { guesses, accounts, store, cookies } = passwords;
    const isKnown = isKnownBrowser(await store.findStaff(email), cookies.read(req, 'known'));
    const begun = guesses.begin(email, addressOf(req), isKnown);
    if ('until' in begun) {
      res.set('Retry-After', String(Math.ceil((begun.until - visit.now) / 1000)));
      return refuse(429, 'too-often', { wait: waitUntil(begun.until, visit) });
    }
    const account = await accounts.verify(email, password).catch((error: unknown) => {
      begun.guess.void();
      throw error;
    });
    if (!account) return refuse(403, 'refused');
    begun.guess.right();
    const mark = browserMark(account);
    if (mark !== null) cookies.write(res, 'known', mark, knownBrowserMs);
    await desk.begin(req, res, account);
    desk.goTo(res, visit, next);
  });

  router.post('/sign-out', async (req, res) => {
    const visit = await desk.visit(req, res);
    if (visit.staff && desk.forgery(req, visit)) return desk.showError(res, visit, 403);
    await desk.end(req, res);
    desk.goTo(res, visit, `${paths.signIn}?because=signed-out`);
  });

  function show(
    res: Response,
    visit: Visit,
    view: { notice: Notice | null; email: string; next: string },
    status: number,
  ): void {
    const query = new URLSearchParams({ next: view.next }).toString();
    const provider = passwords ? null : `${paths.provider}?${query}`;
    desk.show(res, visit, { here: `${paths.signIn}?${query}`, status }, (frame) =>
      signInPage(frame, { ...view, provider }),
    );
  }

  return router;
}

/** How long to wait, in words. */
export function waitUntil(until: number, { language, now }: Visit): string {
  return distance(language, until - now);
}

/** The address that failures are counted by; behind a proxy, whatever Express was told to trust. */
export function addressOf(req: Request): string {
  return req.ip ?? '';
}

/** Why somebody came to the sign-in page, as its address says it. */
function noticeOf(because: unknown, visit: Visit): Notice | null {
  const problem = problems.find((one) => one === because);
  if (problem) return problemNotice(visit, problem);
  const reason = reasons.find((one) => one === because);
  return reason ? { tone: 'info', text: visit.say(`console:sign-in.notice.${reason}`) } : null;
}

function problemNotice(visit: Visit, problem: string, params?: { wait: string }): Notice {
  return { tone: 'problem', text: visit.say(`console:sign-in.problem.${problem}`, params) };
}
