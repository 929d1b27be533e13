import type { Request, Response } from 'express';
import { Router } from 'express';
import { mayActForOthers } from '../requests/scope.ts';
import type { FindViewer } from './live.ts';
import type { PageContext, StaffVisit, Visit } from './page-context.ts';
import type { Throttle } from '../base/throttle.ts';

/** Who may use a route. `supervisor`: supervisors and admins; others are told that there is no such page. */
type Audience = 'anyone' | 'staff' | 'supervisor';
type VisitOf<Who extends Audience> = Who extends 'anyone' ? Visit : StaffVisit;

/** One call that passed every check of its route. */
interface Call<Who extends Audience> {
  readonly req: Request<{ readonly [name: string]: string }>;
  readonly res: Response;
  readonly visit: VisitOf<Who>;
}
type Handler<Who extends Audience> = (call: Call<Who>) => Promise<void> | void;

interface FormHandlers<Who extends Audience> {
  /** The form is of a page of this console, and of this session. */
  readonly act: Handler<Who>;
  /** The form is of another session: nothing may be done. Shows the page again with what was typed. */
  readonly expired: Handler<Who>;
}

/**
 * The console's routes. Each is registered with its audience; rate limit, sign-in, role and, for a form, the check
 * that it is of our own page run before its handler, so that no route can leave one of them out.
 */
export interface PageRouter {
  readonly router: Router;
  page<Who extends Audience>(path: string, who: Who, show: Handler<Who>): void;
  form<Who extends Audience>(path: string, who: Who, handlers: FormHandlers<Who>): void;
  /** Server-sent events: someone who is not signed in gets a stream that says so and ends. */
  stream(path: string, connect: (req: Request, res: Response, findViewer: FindViewer) => Promise<void>): void;
  /** Every other address: there is no such page. */
  otherwise(): void;
}

/** How many calls of an account, or of an address before sign-in, are taken. */
export interface CallLimits {
  readonly reads: Throttle;
  readonly writes: Throttle;
}

export function createPageRouter(context: PageContext, limits: CallLimits): PageRouter {
  const router = Router();

  /** Null when the call was answered here already. */
  async function admit<Who extends Audience>(
    req: Request,
    res: Response,
    who: Who,
    limit: Throttle,
  ): Promise<VisitOf<Who> | null> {
    const visit = await context.visit(req, res);
    if (isLimited(req, res, visit, limit)) return null;
    if (who === 'anyone') return visit as VisitOf<Who>;
    const staff = context.requireStaff(req, res, visit);
    if (!staff) return null;
    if (who === 'supervisor' && !mayActForOthers(staff.viewContext.viewer)) {
      context.showError(res, visit, 404);
      return null;
    }
    return staff;
  }

  /** Answers a call that is one too many. */
  function isLimited(req: Request, res: Response, visit: Visit, limit: Throttle): boolean {
    const key = visit.staff ? `account:${visit.staff.account.email}` : `address:${req.ip ?? ''}`;
    const until = limit.attempt(key);
    if (until === null) return false;
    res.set('Retry-After', String(Math.max(1, Math.ceil((until - visit.now) / 1000))));
    context.showError(res, visit, 429);
    return true;
  }

  return {
    router,

    page(path, who, show) {
      router.get(path, async (req, res) => {
        const visit = await admit(req, res, who, limits.reads);
        if (visit) await show({ req: withTextParams(req), res, visit });
      });
    },

    form(path, who, { act, expired }) {
      router.post(path, async (req, res) => {
        const visit = await admit(req, res, who, limits.writes);
        if (!visit) return;
        const forgery = context.forgery(req, visit);
        if (forgery === 'foreign-origin') return context.showError(res, visit, 403);
        await (forgery ? expired : act)({ req: withTextParams(req), res, visit });
      });
    },

    stream(path, connect) {
      router.get(path, async (req, res) => {
        if (isLimited(req, res, context.visitWithoutStore(req, res), limits.reads)) return;
        await connect(req, res, () => context.findViewer(req));
      });
    },

    otherwise() {
      router.use(async (req, res) => {
        const visit = await context.visit(req, res);
        if (!isLimited(req, res, visit, limits.reads)) context.showError(res, visit, 404);
      });
    },
  };
}

/** No path of the console has a wildcard, the only parameter that Express gives as a list. */
function withTextParams(req: Request): Request<{ readonly [name: string]: string }> {
  return req as Request<{ readonly [name: string]: string }>;
}
