import type { AuditRecord, DeadLetter } from '../store/port.ts';
import type { ThreadEntry } from './request.ts';

export const deliveryStates = ['pending', 'accepted', 'retrying', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What became of a message to the officer. LINE tells that it took one, never that it was read. */
export interface MessageDelivery {
  /**
   * `pending`: not tried yet; `accepted`: LINE took it; `retrying`: it did not yet; `failed`: it was given up, and
   * can be sent again; `dropped`: staff gave it up.
   */
  readonly state: DeliveryState;
  /** How LINE took it: a push counts against the month's quota, a reply does not. Null while it did not. */
  readonly via: 'reply' | 'push' | null;
  /** Stable code of what went wrong, see `sendFailures`; null where nothing did. */
  readonly code: string | null;
  /** Epoch ms; of `retrying`, when it was tried first. */
  readonly since: number;
}

/** What delivery is told from: the whole of each. */
interface Sources {
  readonly thread: readonly ThreadEntry[];
  readonly history: readonly AuditRecord[];
  readonly deadLetters: readonly DeadLetter[];
}

/** No message is tried for longer: as long as LINE remembers its retry key. */
const longestTryMs = 25 * 60 * 60 * 1000;

/**
 * What became of an entry of the thread.
 * @param now epoch ms. @returns null for what is no message of staff to the officer, or was unsent or erased.
 */
export function deliveryOf(entry: ThreadEntry, sources: Sources, now: number): MessageDelivery | null {
  if (entry.from !== 'staff' || entry.kind === 'note' || entry.text === null) return null;
  const { delivery: note } = entry;
  const letter = letterOf(entry, sources.deadLetters);
  const last = sources.history.findLast(
    ({ action, detail }) => (action === 'resend' || action === 'drop') && detail['thread'] === entry.id,
  );
  if (last?.action === 'drop') return { state: 'dropped', via: null, code: codeOf(last), since: last.at };
  if (last && note?.message !== last.detail['message'])
    return { state: 'pending', via: null, code: null, since: last.at };
  if (note) return { state: note.state, via: note.via, code: note.code, since: note.since };
  if (letter) return { state: 'failed', via: null, code: letter.cause, since: letter.deadAt };
  return withoutNote(entry, sources.thread, now);
}

/** The dead letter that this entry became, where it did. */
export function letterOf(entry: ThreadEntry, letters: readonly DeadLetter[]): DeadLetter | null {
  const { delivery } = entry;
  // Before deliveries were noted, what one commit wrote was told by its time.
  return (
    letters.find(({ id, createdAt }) =>
      delivery ? id === delivery.message : entry.from === 'staff' && createdAt === entry.at,
    ) ?? null
  );
}

/** Just written, or written by a version that kept no notes. */
function withoutNote(entry: ThreadEntry, thread: readonly ThreadEntry[], now: number): MessageDelivery {
  const wasBlocked = thread.some(
    ({ from, text, at }) => from === 'system' && text === 'not-told' && at === entry.at,
  );
  if (wasBlocked) return { state: 'failed', via: null, code: 'blocked', since: entry.at };
  if (entry.lineId !== null || now - entry.at > longestTryMs)
    return { state: 'accepted', via: 'push', code: null, since: entry.at };
  return { state: 'pending', via: null, code: null, since: entry.at };
}

function codeOf({ detail }: AuditRecord): string | null {
  return typeof detail['code'] === 'string' ? detail['code'] : null;
}
