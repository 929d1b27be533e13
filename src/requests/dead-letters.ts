/** Messages that LINE did not take, whoever they were for: what officers were answered as well as what staff wrote. */
import { issuers } from '../../flows/domain.ts';
import type { DeadLetter } from '../store/port.ts';
import type { DeadLetters, DeadLetterSummary, Queue, QueueParts, QueueResult } from './queue.ts';
import type { Actor } from './scope.ts';

/** Older ones are listed once newer ones are gone. */
const mostListed = 1_000;

const forbidden = { ok: false, problem: { code: 'forbidden', reason: 'scope' } } as const;
const notFound = { ok: false, problem: { code: 'not-found' } } as const;

export function createDeadLetters(
  { store, clock, commit, deliver, again }: QueueParts,
  moves: Pick<Queue, 'resend' | 'drop'>,
): DeadLetters {
  const newest = async () => store.deadLetters({ limit: mostListed });

  async function settle(
    viewer: Actor,
    id: string,
    how: 'resend' | 'drop',
  ): Promise<QueueResult<DeadLetterSummary>> {
    if (!seesAll(viewer)) return forbidden;
    const letter = (await newest()).find((each) => each.id === id);
    if (!letter) return notFound;
    if (letter.ref !== null) {
      const moved = await moves[how](viewer, letter.ref, id);
      return moved.ok ? { ok: true, value: summaryOf(letter) } : moved;
    }
    const entry = how === 'resend' ? again(letter) : null;
    if (how === 'resend' && entry === null) return { ok: false, problem: { code: 'unreadable' } };
    const result = await commit({
      officer: letter.lane,
      at: clock().now,
      // Consumed like an event, so that of two people who settle it at once one succeeds.
      eventIds: [`dead-letter:${id}`],
      conversation: null,
      requests: [],
      consents: [],
      outbox: entry === null ? [] : [entry],
      lettersGone: [id],
    });
    if (!result.ok) return { ok: false, problem: { code: 'not-undelivered' } };
    if (result.leased.length > 0) deliver(result.leased);
    return { ok: true, value: summaryOf(letter) };
  }

  return {
    async list(viewer, { limit, after }) {
      if (!seesAll(viewer)) return forbidden;
      const letters = await newest();
      const from = after === undefined ? 0 : letters.findIndex(({ id }) => id === after) + 1;
      const items = letters.slice(from, from + limit).map(summaryOf);
      const isLast = from + limit >= letters.length;
      return { ok: true, value: { items, next: isLast ? null : (items.at(-1)?.id ?? null) } };
    },
    retry: async (viewer, id) => settle(viewer, id, 'resend'),
    drop: async (viewer, id) => settle(viewer, id, 'drop'),
  };
}

const seesAll = (viewer: Actor): boolean => issuers.every((issuer) => viewer.issuers.includes(issuer));

const summaryOf = ({ id, ref, createdAt, deadAt, attempts, cause }: DeadLetter): DeadLetterSummary => ({
  id,
  ref,
  createdAt,
  deadAt,
  attempts,
  cause,
});
