import type { Store } from '../store/port.ts';
import type { ServiceRequest } from './request.ts';

/** Up to when a person has read the officers' messages: reference to epoch ms. */
export type ReadMarks = ReadonlyMap<string, number>;

type MarkStore = Pick<Store, 'getMeta' | 'putMeta'>;

/** Marks kept for each person, the newest; an older request counts as unread once more. */
const marksAtMost = 500;

const keyOf = (email: string): string => `read-marks:${email}`;

/** @param email of the member of staff. */
export async function readMarksOf(store: MarkStore, email: string): Promise<ReadMarks> {
  const kept = await store.getMeta(keyOf(email));
  return new Map(kept === null ? [] : (JSON.parse(kept) as [string, number][]));
}

/**
 * What the officer wrote last has been read by this person. Of two pages that mark at the same moment one mark may
 * be lost: that request is then shown as unread once too often.
 */
export async function markAsRead(store: MarkStore, email: string, request: ServiceRequest): Promise<void> {
  const marks = new Map(await readMarksOf(store, email));
  marks.delete(request.ref);
  marks.set(request.ref, request.officerWroteAt ?? 0);
  await store.putMeta(keyOf(email), JSON.stringify([...marks].slice(-marksAtMost)));
}

/** Whether the officer of an open request wrote after staff did, and this person has not seen it. */
export function isUnread(request: ServiceRequest, marks: ReadMarks): boolean {
  const { ref, status, officerWroteAt = null, staffWroteAt = null } = request;
  if (status === 'resolved' || officerWroteAt === null) return false;
  return officerWroteAt > Math.max(staffWroteAt ?? 0, marks.get(ref) ?? 0);
}
