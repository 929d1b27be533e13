import { beginsWithDigits } from '../privacy/masking.ts';
import type { NewOutboxEntry } from '../store/port.ts';
import { dueTime } from '../calendar/sla.ts';
import { letterOf } from './delivery-state.ts';
import type { StaffMove } from './lifecycle.machine.ts';
import type { UndeliveredMessage } from './message-moves.ts';
import { dropMessage, resendMessage } from './message-moves.ts';
import type { Expected, MoveResult, Queue, QueueParts, QueueProblem } from './queue.ts';
import type { createReads } from './queue-reads.ts';
import { openReadable, openReadableThread, sealChange } from './record.ts';
import type { Decision } from './refusals.ts';
import type { Clock, RequestChange, ServiceRequest } from './request.ts';
import type { Actor } from './scope.ts';
import { inScope } from './scope.ts';
import {
  assignRequest,
  claimRequest,
  messageOfficer,
  releaseRequest,
  reopenRequest,
  resolveRequest,
} from './staff-moves.ts';
import { tellOfficer } from './told.ts';

/** How often a move is decided again after somebody else's commit came first. */
const maxTries = 8;

const notFound = { ok: false, problem: { code: 'not-found' } } as const;

/** A decision, or why none could be made. */
type Decided = Decision | { readonly ok: false; readonly problem: QueueProblem };

/** What is written together with a change. */
interface Beside {
  readonly outbox: readonly NewOutboxEntry[];
  readonly lettersGone?: readonly string[];
}

/** What staff do to requests, and what happens to them while they are sent to. */
export function createMoves(
  parts: QueueParts,
): Omit<Queue, keyof ReturnType<typeof createReads> | 'deadLetters'> {
  const { store, vault, clock, notify, sla } = parts;

  async function find(viewer: Actor, ref: string): Promise<ServiceRequest | null> {
    const record = await store.findRequest(ref);
    return record && inScope(viewer, record.issuer) ? openReadable(vault, record) : null;
  }

  /**
   * Decides and commits, again while somebody else's commit comes first.
   * @param isClaim a claim of an old version names the holder rather than being stale.
   */
  async function decideAndCommit(
    viewer: Actor,
    ref: string,
    expected: Expected | undefined,
    decide: (request: ServiceRequest, clock: Clock) => Decided | Promise<Decided>,
    besideOf: (change: RequestChange) => Beside,
    isClaim = false,
  ): Promise<MoveResult> {
    let request = await find(viewer, ref);
    // A change would put nothing in the place of what cannot be read now, and may be once its key is back.
    if (request?.unreadable) return { ok: false, problem: { code: 'unreadable' } };
    for (let tries = 1; request; tries += 1) {
      const now = clock();
      const decision = await decide(request, now);
      const isStale = expected !== undefined && ![expected].flat().includes(request.version);
      if (isStale && (decision.ok || decision.problem.code !== 'held-by-other' || !isClaim))
        return { ok: false, problem: { code: 'stale', version: request.version } };
      if (!decision.ok) return decision;
      const { change } = decision;
      if (!change) return { ok: true, value: request };
      if (await commit(change, besideOf(change), now)) return { ok: true, value: change.after };
      request = await find(viewer, ref);
      if (request && tries >= maxTries)
        return { ok: false, problem: { code: 'stale', version: request.version } };
    }
    return notFound;
  }

  async function move(
    viewer: Actor,
    ref: string,
    name: StaffMove,
    expected: Expected | undefined,
    decide: (request: ServiceRequest, clock: Clock) => Decision,
  ): Promise<MoveResult> {
    const besideOf = (change: RequestChange): Beside => ({ outbox: pushesOf(change, name) });
    return decideAndCommit(viewer, ref, expected, decide, besideOf, name === 'claim');
  }

  function pushesOf(change: RequestChange, name: StaffMove): NewOutboxEntry[] {
    const { after } = change;
    const prompts = tellOfficer(change, name);
    if (after.lineUserId === null || prompts.length === 0) return [];
    const push = notify({
      to: after.lineUserId,
      ref: after.ref,
      entry: change.thread.find(({ from, kind }) => from === 'staff' && kind !== 'note')?.id,
      said: prompts.map((prompt) => ({ prompt, language: after.language })),
    });
    return [push];
  }

  /** False when somebody else's commit came first. */
  async function commit(change: RequestChange, beside: Beside, now: Clock): Promise<boolean> {
    const result = await parts.commit({
      officer: change.after.officer,
      at: now.now,
      eventIds: [],
      conversation: null,
      requests: [sealChange(vault, change)],
      consents: [],
      ...beside,
    });
    if (result.ok) {
      if (result.leased.length > 0) parts.deliver(result.leased);
      return true;
    }
    if (result.reason === 'stale') return false;
    throw new Error(`a staff move was refused as ${result.reason}, which it cannot be`);
  }

  /** The text that staff wrote to the officer last; null where there is none. */
  async function lastOfStaff(ref: string): Promise<string | null> {
    const thread = openReadableThread(vault, ref, await store.readThread(ref));
    return thread.findLast(({ from, kind }) => from === 'staff' && kind === 'text')?.text ?? null;
  }

  // --- messages that LINE did not take

  /** @param message id of an entry of the thread, or of a dead letter. */
  async function findUndelivered(
    ref: string,
    message: string,
  ): Promise<(UndeliveredMessage & { readonly again: () => NewOutboxEntry | null }) | null> {
    const letters = await store.deadLetters({ ref, limit: 100 });
    const thread = openReadableThread(vault, ref, await store.readThread(ref));
    const entry = thread.find((one) => one.id === message || letterOf(one, letters)?.id === message) ?? null;
    const letter = entry ? letterOf(entry, letters) : letters.find(({ id }) => id === message);
    if (!letter) return null;
    return {
      letter: letter.id,
      entry: entry?.id ?? null,
      code: letter.cause,
      again: () => parts.again(letter),
    };
  }

  async function onUndelivered(
    viewer: Actor,
    ref: string,
    message: string,
    expected: Expected | undefined,
    how: 'resend' | 'drop',
  ): Promise<MoveResult> {
    let beside: Beside = { outbox: [] };
    const decide = async (request: ServiceRequest, now: Clock): Promise<Decided> => {
      const found = await findUndelivered(ref, message);
      if (!found) return { ok: false, problem: { code: 'not-undelivered' } };
      if (how === 'drop') {
        beside = { outbox: [], lettersGone: [found.letter] };
        return dropMessage(request, viewer, found, now);
      }
      const again = found.again();
      if (!again) return { ok: false, problem: { code: 'unreadable' } };
      beside = { outbox: [again], lettersGone: [found.letter] };
      return resendMessage(request, viewer, { ...found, message: again.id }, now);
    };
    return decideAndCommit(viewer, ref, expected, decide, () => beside);
  }

  return {
    claim: (viewer, ref, expected) =>
      move(viewer, ref, 'claim', expected, (request, now) => claimRequest(request, viewer, {}, now)),

    async assign(viewer, ref, args, expected) {
      const account = await store.findStaff(args.to.trim().toLowerCase());
      const to = account && account.disabledAt === null ? account : null;
      return move(viewer, ref, 'assign', expected, (request, now) =>
        assignRequest(request, viewer, { to }, now),
      );
    },

    release: (viewer, ref, expected) =>
      move(viewer, ref, 'release', expected, (request, now) => releaseRequest(request, viewer, {}, now)),

    async message(viewer, ref, { text }, expected) {
      const before = beginsWithDigits(text) ? await lastOfStaff(ref) : null;
      return move(viewer, ref, 'message', expected, (request, now) =>
        messageOfficer(request, viewer, { text, before }, now),
      );
    },

    resolve: (viewer, ref, args, expected) =>
      move(viewer, ref, 'resolve', expected, (request, now) => resolveRequest(request, viewer, args, now)),

    reopen: (viewer, ref, expected) =>
      move(viewer, ref, 'reopen', expected, (request, now) =>
        reopenRequest(request, viewer, { dueAt: dueTime(now.now, sla) }, now),
      ),

    resend: async (viewer, ref, message, expected) => onUndelivered(viewer, ref, message, expected, 'resend'),
    drop: async (viewer, ref, message, expected) => onUndelivered(viewer, ref, message, expected, 'drop'),
  };
}
