import { audit, next } from './changes.ts';
import type { Clock, RequestChange, RequestField, ServiceRequest, ThreadEntry } from './request.ts';
import { requestFields } from './request.ts';

/**
 * A later message completed a number that this one began: its text is masked, as is every field taken from it. Null
 * when nothing came from that message.
 * @param thread the whole thread as it is.
 */
export function maskMessage(
  request: ServiceRequest,
  thread: readonly ThreadEntry[],
  messageId: string,
  masked: (text: string) => string,
  clock: Clock,
): RequestChange | null {
  const fields = requestFields.filter((field) => request.sources[field] === messageId);
  const entries = thread.filter((entry) => entry.messageId === messageId);
  if (fields.length === 0 && entries.length === 0) return null;
  const again = (field: RequestField, value: string | null): string | null =>
    value !== null && fields.includes(field) ? masked(value) : value;
  const { contact } = request;
  return {
    before: request,
    after: next(
      request,
      {
        agencyName: again('agencyName', request.agencyName),
        parentAgency: again('parentAgency', request.parentAgency),
        contact: {
          ...contact,
          name: again('name', contact.name),
          position: again('position', contact.position),
        },
        subject: again('subject', request.subject),
      },
      clock,
    ),
    thread: entries.map((entry) => ({ ...entry, text: entry.text === null ? null : masked(entry.text) })),
    audit: [audit('officer', 'mask', { fields: fields.join(','), entries: entries.length }, clock)],
  };
}
