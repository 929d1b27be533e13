import { setup, transition } from 'xstate';
import type { RequestStatus } from '../../flows/domain.ts';

/** What staff can do to a request. */
export const staffMoves = ['claim', 'assign', 'release', 'message', 'resolve', 'reopen'] as const;
export type StaffMove = (typeof staffMoves)[number];

/** What an officer can do to their own. */
const officerMoves = ['officer-message', 'withdraw'] as const;

/** What happens to a request by itself: LINE did not take what staff wrote, so nobody is waited for. */
const systemMoves = ['undelivered'] as const;

export const moves = [...staffMoves, ...officerMoves, ...systemMoves] as const;
export type Move = (typeof moves)[number];

/**
 * The life of a request: new → claimed ⇄ waiting → resolved → new. It waits (for the officer) from the moment
 * staff write until the officer does, or LINE refuses what they wrote. Every status answers every move it allows with a target, its own too, so
 * that what is not listed is not allowed.
 */
const lifecycle = setup({ types: { events: {} as { type: Move } } }).createMachine({
  id: 'request',
  initial: 'new',
  states: {
    new: {
      on: { claim: 'claimed', assign: 'claimed', 'officer-message': 'new', withdraw: 'resolved' },
    },
    claimed: {
      on: {
        claim: 'claimed',
        assign: 'claimed',
        release: 'new',
        message: 'waiting',
        'officer-message': 'claimed',
        resolve: 'resolved',
        withdraw: 'resolved',
      },
    },
    waiting: {
      on: {
        claim: 'waiting',
        assign: 'waiting',
        release: 'new',
        message: 'waiting',
        'officer-message': 'claimed',
        undelivered: 'claimed',
        resolve: 'resolved',
        withdraw: 'resolved',
      },
    },
    resolved: {
      on: { reopen: 'new' },
    },
  },
});

/** The moves that a status allows, in the order of `moves`; who may make them is another question. */
export function allowedMoves(status: RequestStatus): Move[] {
  const snapshot = lifecycle.resolveState({ value: status });
  return moves.filter((move) => snapshot.can({ type: move }));
}

/** Where a move leads; null when the lifecycle does not allow it. */
export function statusAfter(status: RequestStatus, move: Move): RequestStatus | null {
  const snapshot = lifecycle.resolveState({ value: status });
  if (!snapshot.can({ type: move })) return null;
  const [next] = transition(lifecycle, snapshot, { type: move });
  return next.value;
}
