import { Router } from 'express';
import { z } from 'zod';
import { languages } from '../../../flows/domain.ts';
import type { Cookies } from '../cookies.ts';
import type { Desk } from '../desk.ts';
import { ownPath } from '../paths.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;
const form = z.object({ language: z.enum(languages), next: z.string().catch('') });

/** `POST /language`: the switch of languages, for this browser. */
export function languageRoutes(desk: Desk, cookies: Cookies): Router {
  const router = Router();
  router.post('/language', async (req, res) => {
    const visit = await desk.visit(req, res);
    if (desk.forgery(req, visit)) return desk.showError(res, visit, 403);
    const asked = form.safeParse(req.body);
    if (!asked.success) return desk.showError(res, visit, 400);
    cookies.write(res, 'language', asked.data.language, yearMs);
    res.redirect(303, ownPath(asked.data.next));
  });
  return router;
}
