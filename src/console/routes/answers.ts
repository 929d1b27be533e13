import type { Response } from 'express';
import { z } from 'zod';
import type { Intent } from '../../../flows/domain.ts';
import type { Review } from '../../learning/review.ts';
import { asPhrase } from '../../learning/teaching.ts';
import { wallClock } from '../../calendar/wall-clock.ts';
import type { PageContext, StaffVisit } from '../page-context.ts';
import type { PageRouter } from '../page-router.ts';
import { paths } from '../paths.ts';
import type { Notice } from '../view-models/common.ts';
import {
  presentFigures,
  presentGroup,
  presentLesson,
  presentPreview,
  teachable,
  titleOf,
} from '../view-models/answers.ts';
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
export function answersRoutes(
  pages: PageRouter,
  context: PageContext,
  { review, timeZone }: AnswersParts,
): void {
  pages.page('/answers', 'supervisor', async ({ req, res, visit }) =>
    showAnswers(res, visit, { notice: context.takeDone(req, res, visit) }),
  );

  lesson('preview', async (res, visit, draft, entry) => {
    const preview = await review.preview(entry, draft.phrase);
    if (!preview.ok) return refuse(res, visit, preview.problem, draft);
    const view = presentPreview(draft.phrase, entry, preview.value, visit.viewContext);
    context.show(res, visit, { here: paths.answers }, (frame) => previewPage(frame, view));
  });

  lesson('teach', async (res, visit, draft, entry) => {
    const taken = await review.teach(visit.viewContext.viewer.email, entry, draft.phrase);
    if (!taken.ok) return refuse(res, visit, taken.problem, draft);
    context.done(res, 'teach', paths.answers);
  });

  pages.form('/answers/undo', 'supervisor', {
    async act({ req, res, visit }) {
      const { version } = undoForm.parse(req.body ?? {});
      const taken = await review.undo(visit.viewContext.viewer.email, version ?? 0);
      if (!taken.ok) return refuse(res, visit, taken.problem, null);
      context.done(res, 'undo', paths.answers);
    },
    expired: async ({ res, visit }) => refuse(res, visit, 'form-expired', null),
  });

  /** A step that attaches a phrase to an entry. */
  function lesson(
    step: 'preview' | 'teach',
    act: (res: Response, visit: StaffVisit, draft: LessonDraft, entry: Intent) => Promise<void>,
  ): void {
    pages.form(`/answers/${step}`, 'supervisor', {
      async act({ req, res, visit }) {
        const draft = lessonForm.parse(req.body ?? {});
        if (draft.entry === null) return refuse(res, visit, 'no-entry', draft);
        await act(res, visit, draft, draft.entry);
      },
      expired: async ({ req, res, visit }) =>
        refuse(res, visit, 'form-expired', lessonForm.parse(req.body ?? {})),
    });
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
    { viewContext, ...visit }: StaffVisit,
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
    context.show(res, { ...visit }, framing, (frame) =>
      answersPage(frame, {
        notice: page.notice,
        draft: page.draft ?? null,
        days: figureDays,
        figures: presentFigures(figures, viewContext),
        groups: groups.map((group) => presentGroup(group, viewContext)),
        more,
        lessons: lessons.map((lesson) => presentLesson(lesson, viewContext)),
        entries: teachable.map((entry) => ({ value: entry, label: titleOf(entry, visit.say) })),
      }),
    );
  }
}
