/** From our shapes to the wire's, and back. */
import type { z } from 'zod';
import type { Language } from '../../flows/domain.ts';
import { deliveryOf } from '../requests/delivery-state.ts';
import type { DeadLetterSummary, OpenedRequest } from '../requests/queue.ts';
import type { ServiceRequest } from '../requests/request.ts';
import { quotedBy, shownText } from '../requests/shown.ts';
import { epochOf } from '../calendar/wall-clock.ts';
import type { AuditRecord, QueueQuery } from '../store/port.ts';
import type { Words } from '../base/words.ts';
import type { deadLetterSchema, historySchema, requestSchema, threadSchema } from './schemas.ts';

/** @param unread by the account that asks. */
export function requestToWire(request: ServiceRequest, unread: boolean): z.infer<typeof requestSchema> {
  return {
    ref: request.ref,
    kind: request.kind,
    status: request.status,
    issuer: request.issuer,
    agencyType: request.agencyType,
    agencyName: request.agencyName,
    parentAgency: request.parentAgency,
    contact: request.contact,
    hasDigitalId: request.hasDigitalId,
    attachments: [],
    assignee: request.assignee,
    createdAt: timeToWire(request.createdAt),
    dueAt: timeToWire(request.dueAt),
    claimedAt: request.claimedAt === null ? null : timeToWire(request.claimedAt),
    resolvedAt: request.resolvedAt === null ? null : timeToWire(request.resolvedAt),
    disposition: request.disposition,
    note: request.note,
    reason: request.reason,
    subject: request.subject,
    unread,
    lang: request.language,
    version: request.version,
    ...(request.unreadable && { unreadable: true as const }),
  };
}

/** @param now epoch ms. */
export function threadToWire(
  opened: OpenedRequest,
  words: Words,
  language: Language,
  now: number,
): z.infer<typeof threadSchema> {
  return {
    items: opened.thread.map((entry) => {
      const { id, at, from, by, kind, text, media } = entry;
      const quoted = quotedBy(entry, opened.thread);
      const delivery = deliveryOf(entry, opened, now);
      return {
        id,
        at: timeToWire(at),
        from,
        by,
        kind,
        text: shownText(entry, (key, params) => words.say(language, key, params)),
        quotes: quoted === null || quoted === 'elsewhere' ? null : quoted.id,
        attachment: media?.contentId ? { name: media.fileName, size: media.size } : null,
        delivery: delivery && { ...delivery, since: timeToWire(delivery.since) },
        code: kind === 'event' ? text : null,
      };
    }),
  };
}

export function historyToWire(records: readonly AuditRecord[]): z.infer<typeof historySchema> {
  return {
    items: records.map(({ id, at, by, action, detail }) => ({
      id,
      at: timeToWire(at),
      by,
      action,
      detail,
    })),
  };
}

/** @param at epoch ms. @returns ISO 8601 in UTC. */
export function timeToWire(at: number): string {
  return new Date(at).toISOString();
}

/** @param moment a date (its midnight in `timeZone`) or a date and time. @returns epoch ms. */
export function momentFromWire(moment: string, timeZone: string): number {
  return moment.includes('T') ? Date.parse(moment) : epochOf({ date: moment, minutes: 0, rest: 0 }, timeZone);
}

export function etagOf(request: Pick<ServiceRequest, 'version'>): string {
  return `"${request.version}"`;
}

type Place = NonNullable<QueueQuery['after']>;

export function letterToWire({
  createdAt,
  deadAt,
  ...letter
}: DeadLetterSummary): z.infer<typeof deadLetterSchema> {
  return { ...letter, createdAt: timeToWire(createdAt), deadAt: timeToWire(deadAt) };
}

export function cursorToWire({ dueAt, ref }: Place): string {
  return Buffer.from(`${dueAt}.${ref}`).toString('base64url');
}

/** Null when it is none of ours. */
export function cursorFromWire(cursor: string): Place | null {
  const [, dueAt, ref] = /^(-?\d{1,16})\.(\d{9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return dueAt === undefined || ref === undefined ? null : { dueAt: Number(dueAt), ref };
}
