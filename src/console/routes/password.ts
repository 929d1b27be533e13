import type { Response } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../staff/accounts.ts';
import { maxPasswordLength, minPasswordLength } from '../../staff/password.ts';
import type { PageContext, Visit } from '../page-context.ts';
import type { PageRouter } from '../page-router.ts';
import type { Guesses } from '../guesses.ts';
import { ownPath, paths } from '../paths.ts';
import type { Notice } from '../view-models/common.ts';
import { passwordPage } from '../views/password.ts';
import { addressOf, waitUntil } from './sign-in.ts';

const form = z.object({
  current: z.string().catch(''),
  password: z.string().catch(''),
  again: z.string().catch(''),
  next: z.string().catch('').transform(ownPath),
});

interface PasswordParts {
  readonly accounts: Pick<Accounts, 'changePassword'>;
  readonly guesses: Guesses;
}

/** `GET`, `POST /password`: a one-time password is exchanged before anything else can be done. */
export function passwordRoutes(
  pages: PageRouter,
  context: PageContext,
  { accounts, guesses }: PasswordParts,
): void {
  pages.page('/password', 'anyone', ({ req, res, visit }) => {
    const next = ownPath(req.query['next']);
    if (!visit.staff?.account.mustChangePassword) return context.goTo(res, visit, next);
    const { email } = visit.staff.account;
    context.show(res, visit, { here: hereOf(next) }, (frame) =>
      passwordPage(frame, { notice: null, email, next }),
    );
  });

  pages.form('/password', 'anyone', {
    async act({ req, res, visit }) {
      const { current, password, again, next } = form.parse(req.body ?? {});
      if (!visit.staff?.account.mustChangePassword) return context.goTo(res, visit, next);
      const { email } = visit.staff.account;
      if (password !== again) return refuse(res, visit, next, 422, 'differs');

      const begun = guesses.begin(email, addressOf(req), true);
      if ('until' in begun) return refuse(res, visit, next, 429, 'too-often', waitUntil(begun.until, visit));
      const changed = await accounts.changePassword(email, current, password).catch((error: unknown) => {
        begun.guess.void();
        throw error;
      });
      if (!changed.ok && changed.problem === 'wrong-password')
        return refuse(res, visit, next, 403, changed.problem);
      begun.guess.right();
      if (!changed.ok) return refuse(res, visit, next, 422, changed.problem);
      await context.begin(req, res, changed.account);
      context.done(res, 'password', next);
    },
    expired({ req, res, visit }) {
      const { next } = form.parse(req.body ?? {});
      refuse(res, visit, next, 403, 'form-expired');
    },
  });

  function refuse(
    res: Response,
    visit: Visit,
    next: string,
    status: number,
    problem: string,
    wait = '',
  ): void {
    if (!visit.staff?.account.mustChangePassword) return context.goTo(res, visit, next);
    const { email } = visit.staff.account;
    const params = { least: minPasswordLength, most: maxPasswordLength, wait };
    const notice: Notice = {
      tone: 'problem',
      text: visit.say(`console:password.problem.${problem}`, params),
    };
    context.show(res, visit, { here: hereOf(next), status }, (frame) =>
      passwordPage(frame, { notice, email, next }),
    );
  }
}

function hereOf(next: string): string {
  return `${paths.password}?${new URLSearchParams({ next }).toString()}`;
}
