/**
 * How records are written as values. Scripts read the fields in front, which are parted by `|`; what is sealed
 * comes last. See the head of each script for which fields it reads.
 */
import type { RequestStatus } from '../../../flows/domain.ts';
import type {
  AuditRecord,
  ConsentRecord,
  ConversationRecord,
  DeadLetter,
  DeliveryNote,
  NewOutboxEntry,
  OfficerKey,
  OutboxEntry,
  RequestRecord,
  Tally,
  ThreadRecord,
  UnclearRecord,
} from '../port.ts';
import { leasedTogether } from '../port.ts';

/** Cuts a value at its first `count` bars; the rest is the last part. */
function cut(value: string, count: number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let n = 0; n < count; n += 1) {
    const bar = value.indexOf('|', from);
    if (bar < 0) throw new RangeError(`a value has ${n} of its ${count} bars`);
    parts.push(value.slice(from, bar));
    from = bar + 1;
  }
  parts.push(value.slice(from));
  return parts;
}

type Parts<Count extends number, Found extends string[] = []> = Found['length'] extends Count
  ? Found
  : Parts<Count, [...Found, string]>;

/** As many parts as asked for, one more than there are bars. */
function partsOf<Count extends number>(value: string, count: Count): Parts<Count> {
  return cut(value, count - 1) as Parts<Count>;
}

export function writeConversation({ version, updatedAt, sealed }: ConversationRecord): string {
  return `${version}|${updatedAt}|${sealed}`;
}

export function readConversation(value: string): ConversationRecord {
  const [version, updatedAt, sealed] = partsOf(value, 3);
  return { version: Number(version), updatedAt: Number(updatedAt), sealed };
}

/** What the queue is filtered by: `REF~KIND~ISSUER~AGENCYTYPE~ASSIGNEE`, empty where there is none. */
export function memberOf(record: RequestRecord): string {
  const { ref, kind, issuer, agencyType, assignee } = record;
  return [ref, kind, issuer ?? '', agencyType ?? '', assigneeOf(assignee)].join('~');
}

/** An address may have any sign; in a member it has no bar. */
export function assigneeOf(assignee: string | null): string {
  return encodeURIComponent(assignee ?? '');
}

export function writeRequest(record: RequestRecord): string {
  const { officer, claimedAt, resolvedAt, disposition, updatedAt } = record;
  const rest = JSON.stringify([officer, claimedAt, resolvedAt, disposition, updatedAt]);
  const { version, status, dueAt, createdAt, terms, sealed } = record;
  return [version, status, dueAt, createdAt, terms.join(','), memberOf(record), rest, sealed].join('|');
}

export function readRequest(value: string): RequestRecord {
  const [version, status, dueAt, createdAt, terms, member, rest, sealed] = partsOf(value, 8);
  const [officer, claimedAt, resolvedAt, disposition, updatedAt] = JSON.parse(rest) as [
    OfficerKey,
    number | null,
    number | null,
    RequestRecord['disposition'],
    number,
  ];
  const [ref = '', kind, issuer, agencyType, ...assignee] = member.split('~');
  return {
    ref,
    officer,
    kind: kind as RequestRecord['kind'],
    status: status as RequestStatus,
    issuer: orNull(issuer) as RequestRecord['issuer'],
    agencyType: orNull(agencyType) as RequestRecord['agencyType'],
    assignee: orNull(decodeURIComponent(assignee.join('~'))),
    createdAt: Number(createdAt),
    dueAt: Number(dueAt),
    claimedAt,
    resolvedAt,
    disposition,
    updatedAt,
    version: Number(version),
    terms: terms === '' ? [] : terms.split(','),
    sealed,
  };
}

/** The script puts time and number before it, and LINE's id behind it: a sealed value has no bar. */
export function writeThread({ sealed, lineId }: ThreadRecord): string {
  return lineId === undefined ? sealed : `${sealed}|${lineId}`;
}

/** In the hash of a thread: the field of an entry's delivery note. No entry's id begins so. */
export function deliveryField(entry: string): string {
  return `${deliveryMark}${entry}`;
}
const deliveryMark = 'delivery:';

/** By time, then by the order in which they came. */
export function readThread(fields: Readonly<Record<string, string>>): ThreadRecord[] {
  const entries = Object.entries(fields).filter(([field]) => !field.startsWith(deliveryMark));
  return inOrder(Object.fromEntries(entries)).map(({ id, at, rest }) => {
    const [sealed = '', lineId] = rest.split('|');
    const note = fields[deliveryField(id)];
    return {
      id,
      at,
      sealed,
      ...(lineId !== undefined && { lineId }),
      ...(note !== undefined && { delivery: JSON.parse(note) as DeliveryNote }),
    };
  });
}

/** The script puts time and number before it. */
export function writeAudit({ by, action, detail }: AuditRecord): string {
  return JSON.stringify([by, action, detail]);
}

/** By time, then by the order in which they came. */
export function readAudit(entries: Readonly<Record<string, string>>): AuditRecord[] {
  return inOrder(entries).map(({ id, at, rest }) => {
    const [by, action, detail] = JSON.parse(rest) as [string, string, AuditRecord['detail']];
    return { id, at, by, action, detail };
  });
}

function inOrder(entries: Readonly<Record<string, string>>): { id: string; at: number; rest: string }[] {
  return Object.entries(entries)
    .map(([id, value]) => {
      const [at, number, rest] = partsOf(value, 3);
      return { id, at: Number(at), number: Number(number), rest };
    })
    .sort((a, b) => a.at - b.at || a.number - b.number);
}

export function writeConsent({ at, action, notice }: ConsentRecord): string {
  return JSON.stringify([at, action, notice]);
}

export function readConsent(value: string): ConsentRecord {
  const [at, action, notice] = JSON.parse(value) as [number, ConsentRecord['action'], string];
  return { at, action, notice };
}

/** What `writeOutbox` writes, as it is read again. */
export function newOutbox(lane: OfficerKey, at: number, entry: NewOutboxEntry): OutboxEntry {
  return { ...entry, lane, createdAt: at, notBefore: at, attempts: 0, inDoubtSince: null };
}

/** A new entry: due at once, not tried. */
export function writeOutbox(at: number, { ref, sealed }: NewOutboxEntry): string {
  return `${at}|${at}|0|0|${ref ?? ''}|${sealed}`;
}

export function writeOldOutbox(entry: OutboxEntry): string {
  const { ref, createdAt, notBefore, attempts, inDoubtSince, sealed } = entry;
  return [createdAt, notBefore, attempts, inDoubtSince ?? 0, ref ?? '', sealed].join('|');
}

export function readOutbox(lane: OfficerKey, id: string, value: string): OutboxEntry {
  const [createdAt, notBefore, attempts, inDoubtSince, ref, sealed] = partsOf(value, 6);
  return {
    id,
    lane,
    ref: orNull(ref),
    createdAt: Number(createdAt),
    notBefore: Number(notBefore),
    attempts: Number(attempts),
    // 1 in what was written before the time was kept.
    inDoubtSince: inDoubtSince === '0' ? null : Number(inDoubtSince),
    sealed,
  };
}

type Listed = Pick<OutboxEntry, 'id' | 'createdAt'>;

/** A lane that nobody has: its own field, and a page for each further `leasedTogether` entries, counted from 1. */
export function writeFreeLane(entries: readonly Listed[]): { lane: string; pages: string[] } {
  const listed = entries.map(({ id, createdAt }) => `${createdAt}:${id}`);
  const pages: string[] = [];
  for (let at = leasedTogether; at < listed.length; at += leasedTogether)
    pages.push(listed.slice(at, at + leasedTogether).join(','));
  const inLast = listed.length - pages.length * leasedTogether;
  const numbers = pages.length > 0 ? `1-${pages.length}-${inLast}` : '';
  return { lane: `0|${listed.slice(0, leasedTogether).join(',')}|||${numbers}`, pages };
}

/** As lanes.lua describes it. `begunAt`: when the worker that has the lane began with the first entry. */
export function readLane(value: string): { begunAt: number | null; ids: string[]; pages: number[] } {
  const [, entries = '', worker, begun = worker === '' ? '' : '1', numbers = ''] = value.split('|');
  const [first = 0, last = -1] = numbers === '' ? [] : numbers.split('-').map(Number);
  const pages = Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
  return { begunAt: begun === '' ? null : Number(begun), ids: readPage(entries), pages };
}

/** The ids of a page. */
export function readPage(entries: string): string[] {
  return entries.split(',').map((entry) => entry.slice(entry.indexOf(':') + 1));
}

/** As commit.lua does. */
export function writeLetter({ lane, ref, createdAt, deadAt, attempts, cause, sealed }: DeadLetter): string {
  return [lane, ref ?? '', createdAt, deadAt, attempts, cause, sealed].join('|');
}

/** By which the letters of a request are found, in their order. As commit.lua does. */
export function deadOfMember(ref: string, { id, deadAt }: Pick<DeadLetter, 'id' | 'deadAt'>): string {
  return `${ref}:${String(deadAt).padStart(16, '0')}:${id}`;
}

/** commit.lua writes it. */
export function readLetter(id: string, value: string): DeadLetter {
  const [lane, ref, createdAt, deadAt, attempts, cause, sealed] = partsOf(value, 7);
  return {
    id,
    lane,
    ref: orNull(ref),
    createdAt: Number(createdAt),
    deadAt: Number(deadAt),
    attempts: Number(attempts),
    cause,
    sealed,
  };
}

export function writeUnclear({ day, sealed }: UnclearRecord): string {
  return `${day}|${sealed}`;
}

export function readUnclear(id: string, value: string): UnclearRecord {
  const [day, sealed] = partsOf(value, 2);
  return { id, day, sealed };
}

/** Under which answers and judgements are counted. */
export function writeTally({ day, entry, what }: Tally): string {
  return JSON.stringify([day, entry, what]);
}

export function readTally(field: string): Tally {
  const [day, entry, what] = JSON.parse(field) as [string, string, Tally['what']];
  return { day, entry, what };
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
