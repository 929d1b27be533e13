import { z } from 'zod';
import { languages } from '../../../flows/domain.ts';
import type { Cookies } from '../cookies.ts';
import type { PageContext } from '../page-context.ts';
import type { PageRouter } from '../page-router.ts';
import { ownPath } from '../paths.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;
const form = z.object({ language: z.enum(languages), next: z.string().catch('') });

/** `POST /language`: the switch of languages, for this browser. */
export function languageRoutes(pages: PageRouter, context: PageContext, cookies: Cookies): void {
  pages.form('/language', 'anyone', {
    act({ req, res, visit }) {
      const asked = form.safeParse(req.body);
      if (!asked.success) return context.showError(res, visit, 400);
      cookies.write(res, 'language', asked.data.language, yearMs);
      res.redirect(303, ownPath(asked.data.next));
    },
    expired: ({ res, visit }) => context.showError(res, visit, 403),
  });
}
