import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../staff/accounts.ts';
import type { Store } from '../../store/port.ts';
import type { Cookies } from '../cookies.ts';
import { distance } from '../dates.ts';
import type { PageContext, Visit } from '../page-context.ts';
import type { PageRouter } from '../page-router.ts';
import type { Guesses } from '../guesses.ts';
import { browserMark, isKnownBrowser, knownBrowserMs } from '../known-browser.ts';
import { ownPath, paths } from '../paths.ts';
import type { Notice } from '../view-models/common.ts';
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
export function signInRoutes(pages: PageRouter, context: PageContext, { passwords }: SignInParts): void {
  pages.page('/sign-in', 'anyone', ({ req, res, visit }) => {
    const next = ownPath(req.query['next']);
    if (visit.staff) return context.goTo(res, visit, next);
    show(res, visit, { notice: noticeOf(req.query['because'], visit), email: '', next }, 200);
  });

  pages.form('/sign-in', 'anyone', {
    async act({ req, res, visit }) {
      if (!passwords) return context.showError(res, visit, 404);
      const { email, password, next } = form.parse(req.body ?? {});
      const refuse = (status: number, problem: string, params?: { wait: string }): void =>
        show(res, visit, { notice: problemNotice(visit, problem, params), email, next }, status);

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
      await context.begin(req, res, account);
      context.goTo(res, visit, next);
    },
    expired({ req, res, visit }) {
      if (!passwords) return context.showError(res, visit, 404);
      const { email, next } = form.parse(req.body ?? {});
      show(res, visit, { notice: problemNotice(visit, 'form-expired'), email, next }, 403);
    },
  });

  pages.form('/sign-out', 'anyone', {
    async act({ req, res, visit }) {
      await context.end(req, res);
      context.goTo(res, visit, `${paths.signIn}?because=signed-out`);
    },
    // The session is over already: there is nobody to sign out.
    expired: ({ res, visit }) =>
      visit.staff ? context.showError(res, visit, 403) : context.goTo(res, visit, paths.signIn),
  });

  function show(
    res: Response,
    visit: Visit,
    view: { notice: Notice | null; email: string; next: string },
    status: number,
  ): void {
    const query = new URLSearchParams({ next: view.next }).toString();
    const provider = passwords ? null : `${paths.provider}?${query}`;
    context.show(res, visit, { here: `${paths.signIn}?${query}`, status }, (frame) =>
      signInPage(frame, { ...view, provider }),
    );
  }
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
