/** What becomes of messages to the officer that LINE did not take: pure decisions. */
import { audit, isErased, next } from './changes.ts';
import { statusAfter } from './lifecycle.machine.ts';
import type { Decision } from './refusals.ts';
import { refuse, refuseScope, refuseUnheld } from './refusals.ts';
import type { Clock, RequestChange, ServiceRequest } from './request.ts';
import type { Actor } from './scope.ts';

/**
 * LINE did not take what staff wrote: a request does not wait for an answer to it. Null when it was not waiting.
 * @param code of `sendFailures`.
 */
export function notDelivered(
  request: ServiceRequest,
  { entry, code }: { readonly entry: string; readonly code: string },
  clock: Clock,
): RequestChange | null {
  const status = statusAfter(request.status, 'undelivered');
  if (status === null) return null;
  const detail = { from: request.status, to: status, thread: entry, code };
  return {
    before: request,
    after: next(request, { status }, clock),
    thread: [],
    audit: [audit('system', 'undelivered', detail, clock)],
  };
}

/** Whether this person could send again what LINE did not take. */
export function mayResend(request: ServiceRequest, actor: Actor): boolean {
  if (request.unreadable || request.blocked || isErased(request)) return false;
  return (refuseScope(request, actor) ?? refuseUnheld(request, actor)) === null;
}

/** A message to the officer that LINE did not take. */
export interface UndeliveredMessage {
  /** Id of its dead letter. */
  readonly letter: string;
  /** The entry of the thread that it is; null for what the system told. */
  readonly entry: string | null;
  readonly code: string;
}

/**
 * Sends it again. From then on the request waits for the officer, if the message was one of staff's.
 * @param args.message id of the new outbox entry.
 */
export function resendMessage(
  request: ServiceRequest,
  actor: Actor,
  args: UndeliveredMessage & { readonly message: string },
  clock: Clock,
): Decision {
  const refused = refuseScope(request, actor) ?? refuseUnheld(request, actor);
  if (refused) return refused;
  if (request.blocked || isErased(request)) return refuse({ code: 'blocked' });
  const { entry, code, message } = args;
  const waits = entry === null ? null : statusAfter(request.status, 'message');
  const changed = waits === null ? {} : { status: waits, staffWroteAt: clock.now };
  const detail = { ...(entry !== null && { thread: entry }), message, code };
  return {
    ok: true,
    change: {
      before: request,
      after: next(request, changed, clock),
      thread: [],
      audit: [audit(actor.email, 'resend', detail, clock)],
    },
  };
}

/** Gives it up: it stays in the thread, and nobody is warned of it any more. */
export function dropMessage(
  request: ServiceRequest,
  actor: Actor,
  { entry, code, letter }: UndeliveredMessage,
  clock: Clock,
): Decision {
  const refused = refuseScope(request, actor) ?? refuseUnheld(request, actor);
  if (refused) return refused;
  const detail = { ...(entry !== null && { thread: entry }), message: letter, code };
  return {
    ok: true,
    change: {
      before: request,
      after: next(request, {}, clock),
      thread: [],
      audit: [audit(actor.email, 'drop', detail, clock)],
    },
  };
}
