import { z } from 'zod';
import { dispositions } from '../../flows/domain.ts';
import type { StaffMove } from '../requests/lifecycle.machine.ts';
import type { Queue, QueueProblem } from '../requests/queue.ts';
import type { Actor } from '../requests/scope.ts';
import type { Notice } from './view-models/common.ts';
import type { RequestView } from './view-models/request.ts';
import type { Say } from './say.ts';

/** Why a move was not made. */
export type Refusal =
  | QueueProblem
  /** The form is of another session; nothing was tried. */
  | { readonly code: 'form-expired' }
  | { readonly code: 'disposition-missing' };

/** HTTP status of the page that tells of it. */
export const refusalStatus: Record<Refusal['code'], number> = {
  'not-found': 404,
  'not-allowed': 409,
  'held-by-other': 409,
  unreadable: 409,
  stale: 409,
  blocked: 409,
  'not-undelivered': 409,
  forbidden: 403,
  'form-expired': 403,
  invalid: 422,
  'disposition-missing': 422,
};

/** A browser sends line breaks as CR LF; officers get them as they were typed. */
const typed = z
  .string()
  .catch('')
  .transform((text) => text.replaceAll('\r\n', '\n'));

const moveForm = z.object({
  /** The version that the page showed. */
  version: z.coerce.number().int().positive().optional().catch(undefined),
  text: typed,
  note: typed,
  reason: typed,
  disposition: z.string().catch(''),
  to: z.string().catch(''),
});
export type MoveForm = z.infer<typeof moveForm>;

/** @param body a parsed form; fields that a move does not have are empty. */
export function readMoveForm(body: unknown): MoveForm {
  return moveForm.parse(body ?? {});
}

/** Makes the move against the version that the page showed. Throws `StoreUnavailable`. Null when it was made. */
export async function makeMove(
  queue: Queue,
  viewer: Actor,
  ref: string,
  move: StaffMove,
  form: MoveForm,
): Promise<Refusal | null> {
  const { version, text, note, reason, to } = form;
  switch (move) {
    case 'claim':
    case 'release':
    case 'reopen':
      return problemOf(await queue[move](viewer, ref, version));
    case 'assign':
      return problemOf(await queue.assign(viewer, ref, { to }, version));
    case 'message':
      return problemOf(await queue.message(viewer, ref, { text }, version));
    case 'resolve': {
      const disposition = dispositions.find((one) => one === form.disposition);
      if (!disposition) return { code: 'disposition-missing' };
      return problemOf(await queue.resolve(viewer, ref, { disposition, note, reason }, version));
    }
  }
}

/** @param shown the request as it is now, with whoever has it. */
export function presentRefusal(refusal: Refusal, form: MoveForm, shown: RequestView, say: Say): Notice {
  const kept = keptOf(form, shown, say);
  return { tone: 'problem', text: refusalText(refusal, shown, say), ...(kept && { kept }) };
}

function problemOf(result: Awaited<ReturnType<Queue['claim']>>): QueueProblem | null {
  return result.ok ? null : result.problem;
}

function refusalText(refusal: Refusal, shown: RequestView, say: Say): string {
  switch (refusal.code) {
    case 'form-expired':
    case 'disposition-missing':
      return say(`console:refusal.${refusal.code}`);
    case 'invalid':
      return say(`requests:refusal.invalid-${refusal.reason}`);
    case 'held-by-other':
      return say('requests:refusal.held-by-other', { by: refusal.by });
    case 'not-allowed':
    case 'stale': {
      const text = say(`requests:refusal.${refusal.code}`, { status: shown.statusText });
      if (shown.heldByOther === null) return text;
      return `${text} ${say('console:request.held-by-other', { by: shown.heldByOther })}`;
    }
    case 'forbidden':
    case 'blocked':
    case 'not-undelivered':
    case 'not-found':
    case 'unreadable':
      return say(`requests:refusal.${refusal.code}`);
  }
}

/** What was typed goes back into its form; where the form is no longer offered, it is shown to be copied. */
function keptOf(form: MoveForm, { moves }: RequestView, say: Say): Notice['kept'] {
  if (form.text !== '' && !moves.includes('message'))
    return { label: say('console:refusal.kept'), text: form.text };
  const closing = [form.reason, form.note].filter((text) => text !== '').join('\n\n');
  if (closing !== '' && !moves.includes('resolve'))
    return { label: say('console:refusal.kept-note'), text: closing };
  return undefined;
}
