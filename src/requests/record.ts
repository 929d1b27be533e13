/**
 * Between a request as people work on it and as the store keeps it: what is personal is sealed at its place, what
 * the queue filters and sorts by stands open, the agency's words become keyed hashes.
 */
import type { Language } from '../../flows/domain.ts';
import type { Vault } from '../privacy/vault.ts';
import { Unreadable } from '../privacy/vault.ts';
import type { RequestRecord, RequestWrite, ThreadRecord } from '../store/port.ts';
import { normalise } from '../text/normalise.ts';
import { segment } from '../text/segment.ts';
import type { RequestChange, ServiceRequest, ThreadEntry } from './request.ts';

/** The part of a request that is sealed. */
interface SealedPart {
  readonly agencyName: string | null;
  readonly parentAgency: string | null;
  readonly contact: ServiceRequest['contact'];
  readonly hasDigitalId: boolean | null;
  readonly subject: string | null;
  readonly note: string | null;
  readonly reason: string | null;
  readonly language: Language;
  readonly lineUserId: string | null;
  readonly blocked: boolean;
  readonly sources: ServiceRequest['sources'];
  readonly staffWroteAt?: number | null;
  readonly officerWroteAt?: number | null;
}

/** Ends an abbreviation (อบต.บางพลี), which is a word of its own. */
const dotAfterThai = /(?<=\p{Script=Thai})\./gu;

/** What is sealed of a thread's entry. Who wrote only texts had but the first four of these. */
type SealedEntry = Pick<ThreadEntry, 'from' | 'by' | 'text' | 'messageId'> &
  Partial<Pick<ThreadEntry, 'kind' | 'media' | 'quotes'>>;

/** The store's write of a change. */
export function sealChange(vault: Vault, change: RequestChange): RequestWrite {
  const { before, after } = change;
  return {
    expected: before?.version ?? 0,
    record: sealRequest(vault, after),
    thread: change.thread.map((entry) => sealEntry(vault, after.ref, entry)),
    audit: change.audit,
  };
}

/** @throws {Unreadable} when `DATA_KEYS` lacks the key it was sealed with. */
export function openRequest(vault: Vault, record: RequestRecord): ServiceRequest {
  const { terms: _terms, sealed, ...open } = record;
  return { ...open, ...laterFields, ...(vault.open(sealed, requestPlace(record.ref)) as SealedPart) };
}

/** For those who look at many: what no data key opens does not keep the others from being seen. */
export function openReadable(vault: Vault, record: RequestRecord): ServiceRequest {
  const { terms: _terms, sealed: _sealed, ...open } = record;
  return orUnreadable(
    () => openRequest(vault, record),
    () => ({ ...open, ...nothingSealed, unreadable: true }),
  );
}

/** The same of a thread: an entry that cannot be read says so. */
export function openReadableThread(
  vault: Vault,
  ref: string,
  records: readonly ThreadRecord[],
): ThreadEntry[] {
  return records.flatMap((record) =>
    orUnreadable(
      () => openThread(vault, ref, [record]),
      () => [entryOf(record, { from: 'system', by: null, text: 'unreadable', messageId: null })],
    ),
  );
}

/** What earlier versions did not seal. */
const laterFields: Pick<SealedPart, 'subject' | 'reason'> = { subject: null, reason: null };

const nothingSealed: SealedPart = {
  ...laterFields,
  agencyName: null,
  parentAgency: null,
  contact: { name: null, position: null, phone: null, email: null },
  hasDigitalId: null,
  note: null,
  language: 'th',
  lineUserId: null,
  blocked: false,
  sources: {},
};

function orUnreadable<T>(open: () => T, instead: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof Unreadable) return instead();
    throw error;
  }
}

/** @throws {Unreadable} when `DATA_KEYS` lacks the key an entry was sealed with. */
export function openThread(vault: Vault, ref: string, records: readonly ThreadRecord[]): ThreadEntry[] {
  return records.map((record) =>
    entryOf(record, vault.open(record.sealed, entryPlace(ref, record.id)) as SealedEntry),
  );
}

function entryOf({ id, at, lineId, delivery }: ThreadRecord, sealed: SealedEntry): ThreadEntry {
  const { from, by, text, messageId, media = null, quotes = null } = sealed;
  const { kind = from === 'system' ? 'event' : 'text' } = sealed;
  const entry = { id, at, from, by, kind, text, media, messageId, lineId: lineId ?? messageId, quotes };
  return delivery ? { ...entry, delivery } : entry;
}

/** The hashes that a request is found by whose agency's name has all these words; empty for a text without words. */
export function searchTerms(vault: Vault, query: string): string[] {
  const words = new Set(segment(normalise(query).replaceAll(dotAfterThai, ' ')));
  return [...words].map((word) => vault.termHash(word));
}

function sealRequest(vault: Vault, request: ServiceRequest): RequestRecord {
  const { ref, officer, kind, status, issuer, agencyType, assignee, createdAt, dueAt } = request;
  const { claimedAt, resolvedAt, disposition, updatedAt, version } = request;
  const { agencyName, parentAgency, contact, hasDigitalId, subject, note, reason } = request;
  const { language, lineUserId, blocked, sources, staffWroteAt = null, officerWroteAt = null } = request;
  const part: SealedPart = {
    agencyName,
    parentAgency,
    contact,
    hasDigitalId,
    subject,
    note,
    reason,
    language,
    lineUserId,
    blocked,
    sources,
    ...(staffWroteAt === null ? {} : { staffWroteAt }),
    ...(officerWroteAt === null ? {} : { officerWroteAt }),
  };
  return {
    ref,
    officer,
    kind,
    status,
    issuer,
    agencyType,
    assignee,
    createdAt,
    dueAt,
    claimedAt,
    resolvedAt,
    disposition,
    updatedAt,
    version,
    terms: searchTerms(vault, `${agencyName ?? ''} ${parentAgency ?? ''}`),
    sealed: vault.seal(part, requestPlace(ref)),
  };
}

function sealEntry(vault: Vault, ref: string, entry: ThreadEntry): ThreadRecord {
  // The store keeps beside it LINE's id of what staff sent, and its delivery: both are known later than the text.
  const { id, at, lineId: _lineId, delivery: _delivery, ...rest } = entry;
  return { id, at, sealed: vault.seal(rest satisfies SealedEntry, entryPlace(ref, id)) };
}

/** What is sealed opens only at its place; see `Vault.seal`. */
function requestPlace(ref: string): string {
  return `request:${ref}`;
}

function entryPlace(ref: string, id: string): string {
  return `thread:${ref}:${id}`;
}
