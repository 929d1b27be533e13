import { Router } from 'express';
import { z } from 'zod';
import type { Accounts } from '../../staff/accounts.ts';
import { maxPasswordLength, minPasswordLength } from '../../staff/password.ts';
import type { Desk } from '../desk.ts';
import type { Guesses } from '../guesses.ts';
import { ownPath, paths } from '../paths.ts';
import type { Notice } from '../present.ts';
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
export function passwordRoutes(desk: Desk, { accounts, guesses }: PasswordParts): Router {
  const router = Router();

  router.get('/password', async (req, res) => {
    const visit = await desk.visit(req, res);
    const next = ownPath(req.query.next);
    if (!visit.staff?.account.mustChangePassword) return desk.goTo(res, visit, next);
    const { email } = visit.staff.account;
    desk.show(res, visit, { here: hereOf(next) }, (frame) =>
      passwordPage(frame, { notice: null, email, next }),
    );
  });

  router.post('/password', async (req, res) => {
    const visit = await desk.visit(req, res);
    const forgery = desk.forgery(req, visit);
    if (forgery === 'foreign-origin') return desk.showError(res, visit, 403);
    const { current, password, again, next } = form.parse(req.body ?? {});
    if (!visit.staff?.account.mustChangePassword) return desk.goTo(res, visit, next);
    const { email } = visit.staff.account;
    const refuse = (status: number, problem: string, wait = ''): void => {
      const params = { least: minPasswordLength, most: maxPasswordLength, wait };
      const notice: Notice = {
        tone: 'problem',
        text: visit.say(`console:password.problem.${problem}`, params),
      };
      desk.show(res, visit, { here: hereOf(next), status }, (frame) =>
        passwordPage(frame, { notice, email, next }),
      );
    };
    if (forgery) return refuse(403, 'form-expired');
    if (password !== again) return refuse(422, 'differs');

    const begun = guesses.begin(email, addressOf(req), true);
    if ('until' in begun) return refuse(429, 'too-often', waitUntil(begun.until, visit));
    const changed = await accounts.changePassword(email, current, password).catch((error: unknown) => {
      begun.guess.void();
      throw error;
    });
    if (!changed.ok && changed.problem === 'wrong-password') return refuse(403, changed.problem);
    begun.guess.right();
    if (!changed.ok) return refuse(422, changed.problem);
    await desk.begin(req, res, changed.account);
    desk.done(res, 'password', next);
  });

  return router;
}

function hereOf(next: string): string {
  return `${paths.password}?${new URLSearchParams({ next }).toString()}`;
}
