/** Why a move of staff is refused, and the rules that several moves share. */
import type { RequestStatus } from '../../flows/domain.ts';
import { mask } from '../privacy/masking.ts';
import { isErased } from './changes.ts';
import type { Move, StaffMove } from './lifecycle.machine.ts';
import { allowedMoves, staffMoves } from './lifecycle.machine.ts';
import type { RequestChange, ServiceRequest } from './request.ts';
import type { Actor } from './scope.ts';
import { inScope, mayActForOthers } from './scope.ts';

/** Why an argument is refused; said by `requests:refusal.invalid-<reason>`. */
export const invalidReasons = [
  'empty',
  'too-long',
  /** A national id or a token: neither is kept here, nor sent in a chat. */
  'secret-number',
  'unknown-staff',
  'out-of-scope',
  /** An outcome that the other kind of request has. */
  'wrong-kind',
  /** An outcome that the officer is told the reason of. */
  'reason-missing',
] as const;
type InvalidReason = (typeof invalidReasons)[number];

export type MoveProblem =
  /** The lifecycle does not have it; `allowed` are the moves there are. */
  | {
      readonly code: 'not-allowed';
      readonly status: RequestStatus;
      readonly move: StaffMove;
      readonly allowed: readonly StaffMove[];
    }
  /** Somebody else has it: `by`, their e-mail. */
  | { readonly code: 'held-by-other'; readonly by: string }
  | { readonly code: 'forbidden'; readonly reason: 'role' | 'scope' }
  /** The officer blocks the account: nothing can be sent. */
  | { readonly code: 'blocked' }
  /** There is no message of this id that LINE did not take. */
  | { readonly code: 'not-undelivered' }
  | { readonly code: 'invalid'; readonly field: string; readonly reason: InvalidReason };

export type Decision =
  | { readonly ok: true; readonly change: RequestChange | null }
  | { readonly ok: false; readonly problem: MoveProblem };

/** The staff moves that this request's lifecycle allows now, whoever makes them. */
export function allowedStaffMoves(request: Pick<ServiceRequest, 'status' | 'lineUserId'>): StaffMove[] {
  if (isErased(request)) return [];
  const allowed: readonly Move[] = allowedMoves(request.status);
  return staffMoves.filter((move) => allowed.includes(move));
}

export type Refusal = Extract<Decision, { ok: false }>;
export const unchanged: Decision = { ok: true, change: null };

export function refuse(problem: MoveProblem): Refusal {
  return { ok: false, problem };
}

export function refuseScope(request: ServiceRequest, actor: Actor): Refusal | null {
  return inScope(actor, request.issuer) ? null : refuse({ code: 'forbidden', reason: 'scope' });
}

export function refuseMove(request: ServiceRequest, actor: Actor, move: StaffMove): Refusal | null {
  const outside = refuseScope(request, actor);
  if (outside) return outside;
  const allowed = allowedStaffMoves(request);
  return allowed.includes(move)
    ? null
    : refuse({ code: 'not-allowed', status: request.status, move, allowed });
}

export function refuseText(field: string, text: string, maxLength: number): Refusal | null {
  if (text.length > maxLength) return refuse({ code: 'invalid', field, reason: 'too-long' });
  return mask(text).found.length > 0 ? refuse({ code: 'invalid', field, reason: 'secret-number' }) : null;
}

/** For a claim: a supervisor takes what somebody holds by assigning it, never by claiming. */
export function refuseOthersHold(request: ServiceRequest, actor: Actor): Refusal | null {
  if (request.assignee === null || request.assignee === actor.email) return null;
  return refuse({ code: 'held-by-other', by: request.assignee });
}

export function refuseUnheld(request: ServiceRequest, actor: Actor): Refusal | null {
  return mayActForOthers(actor) ? null : refuseOthersHold(request, actor);
}
