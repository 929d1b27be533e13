import type { Response } from 'express';
import { staffMoves } from '../../requests/lifecycle.machine.ts';
import type { Queue } from '../../requests/queue.ts';
import type { ServiceRequest } from '../../requests/request.ts';
import type { Actor } from '../../requests/scope.ts';
import { mayActForOthers } from '../../requests/scope.ts';
import type { Store } from '../../store/port.ts';
import { StoreUnavailable } from '../../store/port.ts';
import type { Words } from '../../base/words.ts';
import type { MoveForm, Refusal } from '../moves.ts';
import { makeMove, presentRefusal, readMoveForm, refusalStatus } from '../moves.ts';
import type { PageContext, StaffVisit } from '../page-context.ts';
import type { PageRouter } from '../page-router.ts';
import { paths } from '../paths.ts';
import type { RequestView } from '../view-models/request.ts';
import { presentRequest } from '../view-models/request.ts';
import { emptyDraft } from '../views/request-forms.ts';
import { requestPage } from '../views/request.ts';

interface RequestParts {
  readonly queue: Queue;
  readonly store: Pick<Store, 'listStaff'>;
  readonly words: Words;
}

/** `GET /requests/:ref`, `POST /requests/:ref/MOVE` for each move of staff, and `…/messages/:message/resend`, `…/drop`. */
export function requestRoutes(
  pages: PageRouter,
  context: PageContext,
  { queue, store, words }: RequestParts,
): void {
  pages.page('/requests/:ref', 'staff', async ({ req, res, visit }) => {
    const { ref = '' } = req.params;
    const shown = await readRequest(visit, ref);
    if (!shown) return context.showError(res, visit, 404);
    const notice = context.takeDone(req, res, visit);
    context.show(res, visit, { here: paths.request(ref), live: { ref } }, (frame) =>
      requestPage(frame, { shown, notice, draft: emptyDraft }),
    );
  });

  for (const move of staffMoves)
    pages.form(`/requests/:ref/${move}`, 'staff', {
      async act({ req, res, visit }) {
        const { ref = '' } = req.params;
        const form = readMoveForm(req.body);
        const refusal = await makeMove(queue, visit.viewContext.viewer, ref, move, form);
        if (refusal) return refuse(res, visit, ref, form, refusal);
        context.done(res, move, paths.request(ref));
      },
      expired: async ({ req, res, visit }) =>
        refuse(res, visit, req.params['ref'] ?? '', readMoveForm(req.body), { code: 'form-expired' }),
    });

  for (const action of ['resend', 'drop'] as const)
    pages.form(`/requests/:ref/messages/:message/${action}`, 'staff', {
      async act({ req, res, visit }) {
        const { ref = '', message = '' } = req.params;
        const made = await queue[action](visit.viewContext.viewer, ref, message);
        if (!made.ok) return refuse(res, visit, ref, readMoveForm({}), made.problem);
        context.done(res, action, paths.request(ref));
      },
      expired: async ({ req, res, visit }) =>
        refuse(res, visit, req.params['ref'] ?? '', readMoveForm({}), { code: 'form-expired' }),
    });

  /** The page as it is now, with why nothing was done and what was typed. */
  async function refuse(
    res: Response,
    visit: StaffVisit,
    ref: string,
    form: MoveForm,
    refusal: Refusal,
  ): Promise<void> {
    const shown = refusal.code === 'not-found' ? null : await readRequest(visit, ref);
    if (!shown) return context.showError(res, visit, 404);
    const notice = presentRefusal(refusal, form, shown, visit.say);
    const status = refusalStatus[refusal.code];
    context.show(res, visit, { here: paths.request(ref), live: { ref }, status }, (frame) =>
      requestPage(frame, { shown, notice, draft: form }),
    );
  }

  /** A page that can be read is shown, also while nothing can be written. */
  async function markRead(viewer: Actor, request: ServiceRequest): Promise<void> {
    await queue.markRead(viewer, request).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
  }

  /** Null when there is none in the viewer's scope. */
  async function readRequest({ viewContext }: StaffVisit, ref: string): Promise<RequestView | null> {
    const { viewer } = viewContext;
    const [opened, staff] = await Promise.all([
      queue.open(viewer, ref),
      mayActForOthers(viewer) ? store.listStaff() : null,
    ]);
    if (!opened.ok) return null;
    await markRead(viewer, opened.value.request);
    return presentRequest(opened.value, staff, viewContext, words);
  }
}
