/**
 * What staff do to requests: pure decisions. `change: null` is a move that succeeds and changes nothing, such as
 * claiming one's own again.
 *
 * Agents act on what they hold; supervisors and admins on anything in their scope. Nobody holds a resolved
 * request, so anybody in scope may reopen it.
 */
import type { Disposition } from '../../flows/domain.ts';
import { maskAcross } from '../privacy/masking.ts';
import { audit, next } from './changes.ts';
import { dispositionsOf, needsReason } from './dispositions.ts';
import { staffEntry, systemEntry } from './entries.ts';
import type { StaffMove } from './lifecycle.machine.ts';
import { statusAfter } from './lifecycle.machine.ts';
import type { Decision, Refusal } from './refusals.ts';
import {
  allowedStaffMoves,
  refuse,
  refuseMove,
  refuseOthersHold,
  refuseText,
  refuseUnheld,
  unchanged,
} from './refusals.ts';
import { reopened } from './reopening.ts';
import type { AuditEntry, Clock, ServiceRequest, ThreadEntry } from './request.ts';
import type { Actor } from './scope.ts';
import { inScope, mayActForOthers } from './scope.ts';

/** Longest text to an officer, UTF-16 units: LINE's 5000 a message, less what the message says around it. */
export const maxMessageLength = 4500;
/** Longest note that closes a request, UTF-16 units. */
export const maxNoteLength = 2000;

/** Longest reason that the officer reads, UTF-16 units. */
export const maxReasonLength = 1000;

/** Takes a request that nobody holds. */
export function claimRequest(request: ServiceRequest, actor: Actor, _args: object, clock: Clock): Decision {
  const refused = refuseMove(request, actor, 'claim') ?? refuseOthersHold(request, actor);
  if (refused) return refused;
  if (request.assignee === actor.email) return unchanged;
  return moved(request, actor, 'claim', handedTo(request, actor.email, clock), clock, {
    assignee: actor.email,
  });
}

/** @param args.to the account it goes to; null when there is none of that name, or it is disabled. */
export function assignRequest(
  request: ServiceRequest,
  actor: Actor,
  args: { readonly to: Actor | null },
  clock: Clock,
): Decision {
  if (!mayActForOthers(actor)) return refuse({ code: 'forbidden', reason: 'role' });
  const refused = refuseMove(request, actor, 'assign');
  if (refused) return refused;
  if (!args.to) return refuse({ code: 'invalid', field: 'to', reason: 'unknown-staff' });
  if (!inScope(args.to, request.issuer))
    return refuse({ code: 'invalid', field: 'to', reason: 'out-of-scope' });
  const to = args.to.email;
  if (request.assignee === to) return unchanged;
  return moved(request, actor, 'assign', handedTo(request, to, clock), clock, {
    assignee: to,
    previous: request.assignee,
  });
}

/** Gives it back to the queue. */
export function releaseRequest(request: ServiceRequest, actor: Actor, _args: object, clock: Clock): Decision {
  const refused = refuseMove(request, actor, 'release') ?? refuseUnheld(request, actor);
  if (refused) return refused;
  return moved(request, actor, 'release', { assignee: null }, clock, { previous: request.assignee });
}

/**
 * Writes to the officer; from then on the request waits for them.
 * @param args.before the message that staff wrote last, where the text could go on with a number that it begins.
 */
export function messageOfficer(
  request: ServiceRequest,
  actor: Actor,
  args: { readonly text: string; readonly before?: string | null },
  clock: Clock,
): Decision {
  const refused = refuseMove(request, actor, 'message') ?? refuseUnheld(request, actor);
  if (refused) return refused;
  if (request.blocked) return refuse({ code: 'blocked' });
  const text = args.text.trim().toWellFormed();
  if (text === '') return refuse({ code: 'invalid', field: 'text', reason: 'empty' });
  const fault = refuseText('text', text, maxMessageLength);
  if (fault) return fault;
  if (args.before && maskAcross(args.before, text))
    return refuse({ code: 'invalid', field: 'text', reason: 'secret-number' });
  const entry = staffEntry(actor.email, text, clock);
  return moved(request, actor, 'message', { staffWroteAt: clock.now }, clock, { thread: entry.id }, [entry]);
}

export interface Resolution {
  /** One of `dispositionsOf(request.kind)`. */
  readonly disposition: Disposition;
  /** For staff. */
  readonly note?: string | null;
  /** The officer reads it; some outcomes need one. */
  readonly reason?: string | null;
}

/** Closes it. */
export function resolveRequest(
  request: ServiceRequest,
  actor: Actor,
  { disposition, ...args }: Resolution,
  clock: Clock,
): Decision {
  const refused = refuseMove(request, actor, 'resolve') ?? refuseUnheld(request, actor);
  if (refused) return refused;
  const note = typedText(args.note);
  const reason = typedText(args.reason);
  const fault =
    refuseDisposition(request, disposition, reason) ??
    refuseText('reason', reason ?? '', maxReasonLength) ??
    refuseText('note', note ?? '', maxNoteLength);
  if (fault) return fault;
  const closed = { resolvedAt: clock.now, disposition, note, reason };
  return moved(request, actor, 'resolve', closed, clock, { disposition });
}

const typedText = (text: string | null | undefined): string | null => text?.trim().toWellFormed() || null;

function refuseDisposition(
  { kind }: ServiceRequest,
  disposition: Disposition,
  reason: string | null,
): Refusal | null {
  if (!dispositionsOf(kind).includes(disposition))
    return refuse({ code: 'invalid', field: 'disposition', reason: 'wrong-kind' });
  if (reason === null && needsReason(disposition))
    return refuse({ code: 'invalid', field: 'reason', reason: 'reason-missing' });
  return null;
}

/**
 * Back to the queue, with a due time of its own; the thread, the note and the time of the
 * first claim stay. What was erased stays closed: there is nobody left to answer.
 * @param args.dueAt epoch ms; `dueTime(clock.now, policy)`.
 */
export function reopenRequest(
  request: ServiceRequest,
  actor: Actor,
  args: { readonly dueAt: number },
  clock: Clock,
): Decision {
  const refused = refuseMove(request, actor, 'reopen');
  if (refused) return refused;
  return moved(request, actor, 'reopen', reopened(args.dueAt), clock, {
    disposition: request.disposition,
    previous: request.assignee,
  });
}

/** The moves that this person could make on this request now: what a page offers. */
export function movesFor(
  request: Pick<ServiceRequest, 'status' | 'lineUserId' | 'assignee' | 'issuer' | 'unreadable' | 'blocked'>,
  actor: Actor,
): StaffMove[] {
  if (request.unreadable || !inScope(actor, request.issuer)) return [];
  const holds = request.assignee === actor.email;
  return allowedStaffMoves(request).filter((move) => {
    switch (move) {
      case 'claim':
        return request.assignee === null;
      case 'assign':
        return mayActForOthers(actor);
      case 'message':
        return !request.blocked && (holds || mayActForOthers(actor));
      case 'release':
      case 'resolve':
        return holds || mayActForOthers(actor);
      case 'reopen':
        return true;
    }
  });
}

/** `claimedAt` is when somebody first took it, and stays. */
function handedTo(request: ServiceRequest, assignee: string, clock: Clock): Partial<ServiceRequest> {
  return { assignee, claimedAt: request.claimedAt ?? clock.now };
}

function moved(
  request: ServiceRequest,
  actor: Actor,
  move: StaffMove,
  changed: Partial<ServiceRequest>,
  clock: Clock,
  detail: AuditEntry['detail'],
  thread: readonly ThreadEntry[] = [],
): Decision {
  const status = statusAfter(request.status, move);
  if (status === null) throw new Error(`${move} is allowed on ${request.status} but leads nowhere`);
  const untold = request.blocked && tellsOfficer(request, move) ? [systemEntry('not-told', clock)] : [];
  return {
    ok: true,
    change: {
      before: request,
      after: next(request, { ...changed, status }, clock),
      thread: [...thread, ...untold],
      audit: [audit(actor.email, move, { from: request.status, to: status, ...detail }, clock)],
    },
  };
}

/** Whether the officer is to be told of a move: the first time somebody takes it, what staff write, how it ends, and that it goes on. */
export function tellsOfficer(request: Pick<ServiceRequest, 'claimedAt'>, move: StaffMove): boolean {
  switch (move) {
    case 'claim':
    case 'assign':
      return request.claimedAt === null;
    case 'message':
    case 'resolve':
    case 'reopen':
      return true;
    case 'release':
      return false;
  }
}
