import { Router } from 'express';
import { staffMoves } from '../../requests/lifecycle.machine.ts';
import type { Queue } from '../../requests/queue.ts';
import type { Actor } from '../../requests/scope.ts';
import type { Store } from '../../store/port.ts';
import type { Words } from '../../base/words.ts';
import type { Desk } from '../desk.ts';
import { makeMove, presentRefusal, readMoveForm, refusalStatus } from '../moves.ts';
import { paths } from '../paths.ts';
import type { Case } from '../present.ts';
import { mayAssign, presentCase } from '../present.ts';
import { emptyDraft, requestPage } from '../views/request.ts';

/** Messages that did not arrive, shown at most. */
const deadLettersShown = 20;

interface RequestParts {
  readonly queue: Queue;
  readonly store: Pick<Store, 'deadLetters' | 'listStaff'>;
  readonly words: Words;
}

/** `GET /requests/:ref`, and `POST /requests/:ref/:move` for each move of staff. */
export function requestRoutes(desk: Desk, { queue, store, words }: RequestParts): Router {
  const router = Router();

  router.get('/requests/:ref', async (req, res) => {
    const visit = await desk.signedIn(req, res);
    if (!visit) return;
    const { ref } = req.params;
    const found = await readCase(visit.looking.viewer, ref);
    if (!found) return desk.showError(res, visit, 404);
    const shown = presentCase(found, visit.looking, words);
    const notice = desk.takeDone(req, res, visit);
    desk.show(res, visit, { here: paths.request(ref), live: { ref } }, (frame) =>
      requestPage(frame, { shown, notice, draft: emptyDraft }),
    );
  });

  router.post('/requests/:ref/:move', async (req, res) => {
    const visit = await desk.signedIn(req, res);
    if (!visit) return;
    const { ref } = req.params;
    const { viewer } = visit.looking;
    const move = staffMoves.find((one) => one === req.params.move);
    if (!move) return desk.showError(res, visit, 404);
    const forgery = desk.forgery(req, visit);
    if (forgery === 'foreign-origin') return desk.showError(res, visit, 403);
    const form = readMoveForm(req.body);
    const refusal = forgery
      ? ({ code: 'form-expired' } as const)
      : await makeMove(queue, viewer, ref, move, form);
    if (!refusal) return desk.done(res, move, paths.request(ref));

    const found = refusal.code === 'not-found' ? null : await readCase(viewer, ref);
    if (!found) return desk.showError(res, visit, 404);
    const shown = presentCase(found, visit.looking, words);
    const notice = presentRefusal(refusal, form, shown, visit.say);
    const status = refusalStatus[refusal.code];
    desk.show(res, visit, { here: paths.request(ref), live: { ref }, status }, (frame) =>
      requestPage(frame, { shown, notice, draft: form }),
    );
  });

  /** Null when there is none in the viewer's scope. */
  async function readCase(viewer: Actor, ref: string): Promise<Case | null> {
    const [request, thread, history] = await Promise.all([
      queue.get(viewer, ref),
      queue.thread(viewer, ref),
      queue.history(viewer, ref),
    ]);
    if (!request.ok || !thread.ok || !history.ok) return null;
    const [deadLetters, staff] = await Promise.all([
      store.deadLetters({ ref, limit: deadLettersShown }),
      mayAssign(viewer) ? store.listStaff() : null,
    ]);
    return { request: request.value, thread: thread.value, history: history.value, deadLetters, staff };
  }

  return router;
}
