import type { Request, Response } from 'express';
import { Router } from 'express';
import { z } from 'zod';
import type { Review } from '../../learning/review.ts';
import { asPhrase } from '../../learning/teaching.ts';
import { mayActForOthers } from '../../requests/scope.ts';
import { wallClock } from '../../calendar/wall-clock.ts';
import type { Desk, StaffVisit } from '../desk.ts';
import { paths } from '../paths.ts';
import type { Notice } from '../present.ts';
import {
  presentFigures,
  presentGroup,
  presentLesson,
  presentPreview,
  teachable,
  titleOf,
} from '../present-answers.ts';
import type { LessonDraft } from '../views/answers.ts';
import { answersPage, previewPage } from '../views/answers.ts';

/** How far back the figures go. */
const figureDays = 30;
const dayMs = 24 * 60 * 60 * 1000;

const lessonForm = z.object({
  phrase: z.string().catch('').transform(asPhrase),
  entry: z.enum(teachable).nullable().catch(null),
});
const undoForm = z.object({ version: z.coerce.number().int().positive().nullable().catch(null) });

interface AnswersParts {
  readonly review: Review;
  /** IANA name. */
  readonly timeZone: string;
}

/** `GET /answers`, `POST /answers/preview`, `/answers/teach`, `/answers/undo`: for supervisors and admins. */
export function answersRoutes(desk: Desk, { review, timeZone }: AnswersParts): Router {
  const router = Router();

  router.get('/answers', async (req, res) => {
    const visit = await supervisor(req, res);
    if (visit) await showAnswers(res, visit, { notice: desk.takeDone(req, res, visit) });
  });

  router.post('/answers/preview', async (req, res) => {
    const visit = await ownForm(req, res);
    if (!visit) return;
    const draft = lessonForm.parse(req.body ?? {});
    if (draft.entry === null) return refuse(res, visit, 'no-entry', draft);
    const preview = await review.preview(draft.entry, draft.phrase);
    if (!preview.ok) return refuse(res, visit, preview.problem, draft);
    const view = presentPreview(draft.phrase, draft.entry, preview.value, visit.looking);
    desk.show(res, visit, { here: paths.answers }, (frame) => previewPage(frame, view));
  });

  router.post('/answers/teach', async (req, res) => {
    const visit = await ownForm(req, res);
    if (!visit) return;
    const draft = lessonForm.parse(req.body ?? {});
    if (draft.entry === null) return refuse(res, visit, 'no-entry', draft);
    const taken = await review.teach(visit.looking.viewer.email, draft.entry, draft.phrase);
    if (!taken.ok) return refuse(res, visit, taken.problem, draft);
    desk.done(res, 'teach', paths.answers);
  });

  router.post('/answers/undo', async (req, res) => {
    const visit = await ownForm(req, res);
    if (!visit) return;
    const { version } = undoForm.parse(req.body ?? {});
    const taken = await review.undo(visit.looking.viewer.email, version ?? 0);
    if (!taken.ok) return refuse(res, visit, taken.problem, null);
    desk.done(res, 'undo', paths.answers);
  });

  /** Who may see this page. Others are told that there is none. */
  async function supervisor(req: Request, res: Response): Promise<StaffVisit | null> {
    const visit = await desk.signedIn(req, res);
    if (!visit || mayActForOthers(visit.looking.viewer)) return visit;
    desk.showError(res, visit, 404);
    return null;
  }

  async function ownForm(req: Request, res: Response): Promise<StaffVisit | null> {
    const visit = await supervisor(req, res);
    const forgery = visit && desk.forgery(req, visit);
    if (!visit || !forgery) return visit;
    if (forgery === 'foreign-origin') desk.showError(res, visit, 403);
    else await refuse(res, visit, 'form-expired', lessonForm.parse(req.body ?? {}));
    return null;
  }

  function refuse(
    res: Response,
    visit: StaffVisit,
    problem: string,
    draft: LessonDraft | null,
  ): Promise<void> {
    const notice: Notice = { tone: 'problem', text: visit.say(`console:answers.problem.${problem}`) };
    const status = problem === 'form-expired' ? 403 : 422;
    return showAnswers(res, visit, { notice, draft, status });
  }

  async function showAnswers(
    res: Response,
    { looking, ...visit }: StaffVisit,
    page: {
      readonly notice: Notice | null;
      readonly draft?: LessonDraft | null;
      readonly status?: number;
    },
  ): Promise<void> {
    const dayOf = (at: number): string => wallClock(at, timeZone).date;
    const [figures, { groups, more }, lessons] = await Promise.all([
      review.figures(dayOf(visit.now - (figureDays - 1) * dayMs), dayOf(visit.now)),
      review.unclear(),
      review.lessons(),
    ]);
    const framing = { here: paths.answers, ...(page.status !== undefined && { status: page.status }) };
    desk.show(res, { ...visit }, framing, (frame) =>
      answersPage(frame, {
        notice: page.notice,
        draft: page.draft ?? null,
        days: figureDays,
        figures: presentFigures(figures, looking),
        groups: groups.map((group) => presentGroup(group, looking)),
        more,
        lessons: lessons.map((lesson) => presentLesson(lesson, looking)),
        entries: teachable.map((entry) => ({ value: entry, label: titleOf(entry, visit.say) })),
      }),
    );
  }

  return router;
}
