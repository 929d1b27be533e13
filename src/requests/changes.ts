/**
 * What officers do to their requests, and what happens to them: pure, each from the request as it is to a
 * `RequestChange`. What staff do stands in `staff-moves.ts`. Null means that there is nothing to change.
 */
import type { AgencyType, Issuer, Language, RequestKind } from '../../flows/domain.ts';
import type { OfficerKey } from '../store/port.ts';
import type { OfficerMessage } from './entries.ts';
import { gone, officerEntry, systemEntry } from './entries.ts';
import { statusAfter } from './lifecycle.machine.ts';
import type {
  AuditEntry,
  Clock,
  Contact,
  RequestChange,
  RequestField,
  ServiceRequest,
  ThreadEntry,
} from './request.ts';
import { requestFields } from './request.ts';

/** What the form holds when it is filed. For a question everything of the agency and contact may be null. */
export interface FilledForm {
  readonly issuer: Issuer | null;
  readonly agencyType: AgencyType | null;
  readonly agencyName: string | null;
  readonly parentAgency: string | null;
  readonly contact: Contact;
  readonly hasDigitalId: boolean | null;
  readonly subject?: string | null;
  readonly sources: ServiceRequest['sources'];
}

export interface Filing extends FilledForm {
  readonly ref: string;
  readonly kind: RequestKind;
  readonly officer: OfficerKey;
  readonly lineUserId: string;
  readonly language: Language;
  /** Epoch ms; `dueTime(clock.now, policy)`. */
  readonly dueAt: number;
  /** The thread's first entries: what the officer said before asking for a person. */
  readonly said: readonly OfficerMessage[];
}

/** A form with nothing in it, for a question. */
export const emptyForm: FilledForm = {
  issuer: null,
  agencyType: null,
  agencyName: null,
  parentAgency: null,
  contact: { name: null, position: null, phone: null, email: null },
  hasDigitalId: null,
  sources: {},
};

export function fileRequest(filing: Filing, clock: Clock): RequestChange {
  const { said, ...filled } = filing;
  return {
    before: null,
    after: {
      ...filled,
      subject: filled.subject ?? null,
      status: 'new',
      assignee: null,
      createdAt: clock.now,
      claimedAt: null,
      resolvedAt: null,
      disposition: null,
      note: null,
      reason: null,
      version: 1,
      updatedAt: clock.now,
      blocked: false,
    },
    thread: said.map((one) => officerEntry(one, clock)),
    audit: [audit('officer', 'file', { to: 'new', kind: filing.kind }, clock)],
  };
}

/**
 * The officer filed again for the same agency: what the new form holds replaces what the open request holds
 * (nothing is emptied), and staff see it in the thread. Null when the request is resolved.
 * @param form null when the officer only asked again and filled in nothing new.
 */
export function joinRequest(
  request: ServiceRequest,
  form: FilledForm | null,
  clock: Clock,
  why: 'joined' | 'corrected' = 'joined',
): RequestChange | null {
  const status = statusAfter(request.status, 'officer-message');
  if (status === null) return null;
  const filled = form ? fillIn(request, form) : request;
  const changed = requestFields.filter((field) => fieldOf(filled, field) !== fieldOf(request, field));
  return {
    before: request,
    after: next(request, { ...filled, status, officerWroteAt: clock.now }, clock),
    thread: [systemEntry(why, clock)],
    audit: [
      audit('officer', 'join', { from: request.status, to: status, changed: changed.join(',') }, clock),
    ],
  };
}

/** The officer writes: a request that waited for them goes back to who holds it. Null when it is resolved. */
export function addOfficerMessage(
  request: ServiceRequest,
  said: OfficerMessage,
  clock: Clock,
): RequestChange | null {
  const status = statusAfter(request.status, 'officer-message');
  if (status === null) return null;
  const entry = officerEntry(said, clock);
  return {
    before: request,
    after: next(request, { status, officerWroteAt: clock.now }, clock),
    thread: [entry],
    audit: [
      audit('officer', 'officer-message', { from: request.status, to: status, thread: entry.id }, clock),
    ],
  };
}

/** The officer takes the request back. Null when it is resolved already. */
export function withdrawRequest(request: ServiceRequest, clock: Clock): RequestChange | null {
  const status = statusAfter(request.status, 'withdraw');
  if (status === null) return null;
  return {
    before: request,
    after: next(request, { status, resolvedAt: clock.now, disposition: 'withdrawn' }, clock),
    thread: [systemEntry('withdrawn', clock)],
    audit: [
      audit('officer', 'withdraw', { from: request.status, to: status, disposition: 'withdrawn' }, clock),
    ],
  };
}

/**
 * Consent was withdrawn: contact, agency, texts, note and LINE id go; reference, kind, type, issuer and dates
 * stay. An open request becomes resolved, withdrawn. Null when it was erased before.
 * @param thread the whole thread as it is. What does not open in it may be the officer's, and goes, too.
 */
export function eraseRequest(
  request: ServiceRequest,
  thread: readonly ThreadEntry[],
  clock: Clock,
): RequestChange | null {
  // Of what no key opens it cannot be told. What is put in its place can be read.
  const { unreadable, ...known } = request;
  if (isErased(request) && !unreadable) return null;
  const status = statusAfter(request.status, 'withdraw');
  const resolution: Partial<ServiceRequest> =
    status === null ? {} : { status, resolvedAt: clock.now, disposition: 'withdrawn' };
  return {
    before: request,
    after: next(
      known,
      {
        ...resolution,
        agencyName: null,
        parentAgency: null,
        contact: emptyForm.contact,
        subject: null,
        note: null,
        reason: null,
        lineUserId: null,
        sources: {},
      },
      clock,
    ),
    thread: [
      ...thread.filter((entry) => entry.from !== 'system' || entry.text === 'unreadable').map(gone),
      systemEntry('erased', clock),
    ],
    audit: [audit('officer', 'erase', { from: request.status, to: status ?? request.status }, clock)],
  };
}

/** Nothing of the officer is left in it, so nobody can be written to any more. */
export function isErased(request: Pick<ServiceRequest, 'lineUserId'>): boolean {
  return request.lineUserId === null;
}

/**
 * The officer unsent a message: its text leaves the thread, and every field that was taken from it is emptied.
 * Null when nothing came from that message.
 * @param thread the whole thread as it is.
 */
export function unsendMessage(
  request: ServiceRequest,
  thread: readonly ThreadEntry[],
  messageId: string,
  clock: Clock,
): RequestChange | null {
  const fields = requestFields.filter((field) => request.sources[field] === messageId);
  const entries = thread.filter((entry) => entry.messageId === messageId);
  if (fields.length === 0 && entries.length === 0) return null;
  return {
    before: request,
    after: next(request, emptied(request, fields), clock),
    thread: entries.map(gone),
    audit: [audit('officer', 'unsend', { fields: fields.join(','), entries: entries.length }, clock)],
  };
}

/** The officer blocked the account (nothing reaches them) or is back. Null when that was known. */
export function setBlocked(request: ServiceRequest, blocked: boolean, clock: Clock): RequestChange | null {
  if (request.blocked === blocked) return null;
  const action = blocked ? 'block' : 'unblock';
  return {
    before: request,
    after: next(request, { blocked }, clock),
    thread: [systemEntry(blocked ? 'blocked' : 'unblocked', clock)],
    audit: [audit('officer', action, {}, clock)],
  };
}

/** The request with some of it changed, as the next version. */
export function next(
  request: ServiceRequest,
  changed: Partial<ServiceRequest>,
  clock: Clock,
): ServiceRequest {
  return { ...request, ...changed, version: request.version + 1, updatedAt: clock.now };
}

export function audit(by: string, action: string, detail: AuditEntry['detail'], clock: Clock): AuditEntry {
  return { id: clock.newId(), at: clock.now, by, action, detail };
}

/** Where a request keeps the form's field. */
function fieldOf(
  request: Pick<FilledForm, Exclude<RequestField, keyof Contact>> & { readonly contact: Contact },
  field: RequestField,
): string | boolean | null {
  switch (field) {
    case 'name':
    case 'position':
    case 'phone':
    case 'email':
      return request.contact[field];
    case 'agencyType':
    case 'agencyName':
    case 'parentAgency':
    case 'hasDigitalId':
    case 'subject':
      return request[field] ?? null;
  }
}

function fillIn(request: ServiceRequest, form: FilledForm): ServiceRequest {
  const filled = requestFields.filter((field) => fieldOf(form, field) !== null);
  const sources = Object.fromEntries(
    requestFields.flatMap((field) => {
      const source = filled.includes(field) ? form.sources[field] : request.sources[field];
      return source === undefined ? [] : [[field, source]];
    }),
  );
  return {
    ...request,
    issuer: form.issuer ?? request.issuer,
    agencyType: form.agencyType ?? request.agencyType,
    agencyName: form.agencyName ?? request.agencyName,
    parentAgency: form.parentAgency ?? request.parentAgency,
    contact: {
      name: form.contact.name ?? request.contact.name,
      position: form.contact.position ?? request.contact.position,
      phone: form.contact.phone ?? request.contact.phone,
      email: form.contact.email ?? request.contact.email,
    },
    hasDigitalId: form.hasDigitalId ?? request.hasDigitalId,
    subject: form.subject ?? request.subject,
    sources,
  };
}

function emptied(request: ServiceRequest, fields: readonly RequestField[]): Partial<ServiceRequest> {
  const keep = <Value>(field: RequestField, value: Value): Value | null =>
    fields.includes(field) ? null : value;
  return {
    agencyType: keep('agencyType', request.agencyType),
    agencyName: keep('agencyName', request.agencyName),
    parentAgency: keep('parentAgency', request.parentAgency),
    contact: {
      name: keep('name', request.contact.name),
      position: keep('position', request.contact.position),
      phone: keep('phone', request.contact.phone),
      email: keep('email', request.contact.email),
    },
    hasDigitalId: keep('hasDigitalId', request.hasDigitalId),
    subject: keep('subject', request.subject),
    sources: Object.fromEntries(
      Object.entries(request.sources).filter(([field]) => !fields.some((gone) => gone === field)),
    ),
  };
}
