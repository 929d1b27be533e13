import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Language } from '../../flows/domain.ts';
import { languages } from '../../flows/domain.ts';
import type { Clock } from '../requests/request.ts';
import { mayActForOthers } from '../requests/scope.ts';
import type { StaffAccount } from '../store/port.ts';
import type { Words } from '../base/words.ts';
import type { Assets } from './assets.ts';
import type { Cookies } from './cookies.ts';
import { createDates } from './dates.ts';
import type { ForgeryProblem } from './form-guard.ts';
import { forgeryProblem, tokenField, visitToken } from './form-guard.ts';
import type { FindViewer, Live } from './live.ts';
import { ownPath, paths } from './paths.ts';
import type { Notice, ViewContext } from './view-models/common.ts';
import type { Say } from './say.ts';
import { sayIn } from './say.ts';
import type { Sessions, SignedIn } from './sessions.ts';
import type { ErrorStatus } from './views/error.ts';
import { awayPage, errorPage } from './views/error.ts';
import type { Frame, Page } from './views/layout.ts';
import { fragment, layout } from './views/layout.ts';
import { liveHeader } from './views/live-refresh.ts';

/** One call of somebody, signed in or not. */
export interface Visit {
  readonly language: Language;
  readonly say: Say;
  readonly now: number;
  readonly staff: SignedIn | null;
  /** Goes into every form of the page. */
  readonly formToken: string;
  /** htmx asked: only what changes within the page is wanted. */
  readonly isFragment: boolean;
  /** The page asked by itself. */
  readonly isLive: boolean;
}

export interface StaffVisit extends Visit {
  readonly staff: SignedIn;
  readonly viewContext: ViewContext;
}

/** Codes of what the next page says was done: `console:done.…`. */
const doneCodes = [
  'claim',
  'release',
  'assign',
  'message',
  'resolve',
  'reopen',
  'resend',
  'drop',
  'password',
  'teach',
  'undo',
] as const;
type Done = (typeof doneCodes)[number];

/** How a page is framed. */
interface Framing {
  /** Path and query where the same page can be had again. */
  readonly here: string;
  /** Which request's changes the page wants to hear of; `queue` for all; left out for none. */
  readonly live?: { readonly ref: string } | 'queue';
  readonly status?: number;
}

interface PageContextParts {
  readonly words: Words;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly assets: Assets;
  readonly live: Live;
  readonly publicOrigin: string;
  /** Staff sign in with passwords of this console, rather than through a provider. */
  readonly localPasswords: boolean;
  readonly timeZone: string;
  readonly clock: () => Clock;
}

/** What all routes share: the caller's session, whether a form is ours, how a page goes out. */
export interface PageContext {
  visit(req: Request, res: Response): Promise<Visit>;
  /** A visit that needs no store: for the page that says that the store is away. */
  visitWithoutStore(req: Request, res: Response): Visit;
  /** The visit of staff who are signed in with a password of their own; otherwise answers by itself, and gives null. */
  requireStaff(req: Request, res: Response, visit: Visit): StaffVisit | null;
  /** The session behind a live stream; null when there is none, or only one with a one-time password. */
  findViewer: (req: Request) => ReturnType<FindViewer>;
  forgery(req: Request, visit: Visit): ForgeryProblem | null;
  show(res: Response, visit: Visit, framing: Framing, page: (frame: Frame) => Page): void;
  showError(res: Response, visit: Visit, status: ErrorStatus, id?: string): void;
  /** The page that says that the store is away. What a form held is on it, to be sent again. */
  showAway(req: Request, res: Response, visit: Visit): void;
  /** To another page, by whichever way the browser asked. */
  goTo(res: Response, visit: Visit, to: string): void;
  /** To another page, which says once what was done. */
  done(res: Response, code: Done, to: string): void;
  /** What the page before left to be said. */
  takeDone(req: Request, res: Response, visit: Visit): Notice | null;
  /** A session begins, under a new id; an earlier one of this browser ends. */
  begin(req: Request, res: Response, account: StaffAccount): Promise<void>;
  /** The session of this browser ends. */
  end(req: Request, res: Response): Promise<void>;
}

export function createPageContext(parts: PageContextParts): PageContext {
  const { words, sessions, cookies, assets, live, publicOrigin, localPasswords, timeZone, clock } = parts;

  function unsigned(req: Request, res: Response): Visit {
    const known = cookies.read(req, 'visit');
    const visit = known ?? randomBytes(32).toString('base64url');
    if (known === null) cookies.write(res, 'visit', visit, null);
    const language = languageOf(cookies.read(req, 'language'));
    return {
      language,
      say: sayIn(words, language),
      now: clock().now,
      staff: null,
      formToken: visitToken(visit),
      isFragment: req.get('hx-request') === 'true' && req.get('hx-history-restore-request') !== 'true',
      isLive: req.get(liveHeader) !== undefined,
    };
  }

  async function visit(req: Request, res: Response): Promise<Visit> {
    const base = unsigned(req, res);
    const cookie = cookies.read(req, 'session');
    const staff = cookie === null ? null : await sessions.find(cookie, !base.isLive);
    return staff ? { ...base, staff, formToken: staff.session.csrf } : base;
  }

  function frameOf(visit: Visit, framing: Framing): Frame {
    const { language, say, formToken, staff } = visit;
    const since = new URLSearchParams({ since: live.position() });
    if (framing.live !== undefined && framing.live !== 'queue') since.set('ref', framing.live.ref);
    return {
      language,
      say,
      formToken,
      here: framing.here,
      staff: staff && {
        email: staff.account.email,
        role: say(`console:role.${staff.account.role}`),
        mayReview: mayActForOthers(staff.account),
      },
      live: framing.live === undefined ? null : `${paths.live}?${since.toString()}`,
      // The page about it says so itself.
      storeAway: framing.status !== 503 && live.storeAway(),
      asset: assets.address,
    };
  }

  function show(res: Response, visit: Visit, framing: Framing, page: (frame: Frame) => Page): void {
    const frame = frameOf(visit, framing);
    const shape = visit.isFragment ? fragment : layout;
    res.status(framing.status ?? 200).vary('HX-Request');
    res.type('html').send(String(shape(frame, page(frame))));
  }

  return {
    visit,
    visitWithoutStore: unsigned,
    show,
    goTo,

    requireStaff(req, res, found) {
      const { staff } = found;
      if (!staff) {
        askToSignIn(req, res, found, cookies.read(req, 'session') !== null);
        return null;
      }
      if (localPasswords && staff.account.mustChangePassword) {
        goTo(res, found, `${paths.password}?${new URLSearchParams({ next: returnTo(req) }).toString()}`);
        return null;
      }
      const dates = createDates(found.language, found.say, timeZone, found.now);
      return {
        ...found,
        staff,
        viewContext: { viewer: staff.account, say: found.say, dates, now: found.now },
      };
    },

    async findViewer(req) {
      const cookie = cookies.read(req, 'session');
      const found = cookie === null ? null : await sessions.find(cookie, false);
      if (!found || (localPasswords && found.account.mustChangePassword)) return null;
      return { actor: found.account, session: found.session.idHash };
    },

    forgery: (req, visit) =>
      forgeryProblem(
        req,
        (req.body as { [field: string]: unknown } | undefined)?.[tokenField],
        visit.formToken,
        publicOrigin,
      ),

    showError(res, visit, status, id) {
      show(res, visit, { here: paths.queue, status }, (frame) => errorPage(frame, status, id));
    },

    showAway(req, res, visit) {
      const isPost = req.method === 'POST';
      const here = isPost ? paths.queue : ownPath(req.originalUrl);
      show(res, visit, { here, status: 503 }, (frame) =>
        awayPage(frame, isPost ? { action: ownPath(req.originalUrl), fields: fieldsOf(req.body) } : null),
      );
    },

    done(res, code, to) {
      cookies.write(res, 'done', code, null);
      res.redirect(303, to);
    },

    takeDone(req, res, visit) {
      if (visit.isLive) return null;
      const code = doneCodes.find((one) => one === cookies.read(req, 'done'));
      if (!code) return null;
      cookies.clear(res, 'done');
      return { tone: 'done', text: visit.say(`console:done.${code}`) };
    },

    async begin(req, res, account) {
      const earlier = cookies.read(req, 'session');
      const { cookie } = await sessions.start(account);
      if (earlier !== null) await sessions.end(earlier);
      cookies.write(res, 'session', cookie, null);
    },

    async end(req, res) {
      const cookie = cookies.read(req, 'session');
      if (cookie !== null) live.endSession(await sessions.end(cookie));
      cookies.clear(res, 'session');
    },
  };
}

/** The page that somebody was on, to come back to after sign-in; of a post, the page its form stands on. */
function returnTo(req: Request): string {
  if (req.method === 'GET') return ownPath(req.originalUrl);
  const { ref } = req.params;
  return typeof ref === 'string' ? ownPath(paths.request(ref)) : paths.queue;
}

function askToSignIn(req: Request, res: Response, visit: Visit, hadSession: boolean): void {
  if (visit.isFragment) {
    // The page says so itself, and keeps what was typed.
    res.status(401).set('HX-Trigger', 'signed-out').end();
    return;
  }
  const query = new URLSearchParams({ next: returnTo(req) });
  if (hadSession) query.set('because', req.method === 'POST' ? 'unsent' : 'ended');
  res.redirect(303, `${paths.signIn}?${query.toString()}`);
}

function goTo(res: Response, visit: Visit, to: string): void {
  if (visit.isFragment) res.status(204).set('HX-Redirect', to).end();
  else res.redirect(303, to);
}

/** Secrets are typed again rather than sent back to the browser. */
function fieldsOf(body: unknown): [string, string][] {
  return Object.entries((body ?? {}) as { [name: string]: unknown }).flatMap(([name, value]) =>
    typeof value === 'string' && !secretFields.has(name) ? [[name, value] as [string, string]] : [],
  );
}
const secretFields = new Set(['password', 'current', 'again']);

function languageOf(cookie: string | null): Language {
  return languages.find((one) => one === cookie) ?? 'th';
}
