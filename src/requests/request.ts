/** A request as people work on it: opened, nothing sealed. Times are epoch ms, UTC. */
import type {
  AgencyType,
  Disposition,
  Issuer,
  Language,
  RequestKind,
  RequestStatus,
} from '../../flows/domain.ts';
import { slots } from '../../flows/events.ts';
import type { OfficerKey } from '../store/port.ts';

export interface Contact {
  readonly name: string | null;
  readonly position: string | null;
  /** As people write it: `0 2123 4567 ต่อ 12`. */
  readonly phone: string | null;
  readonly email: string | null;
}

/** What the officer filled in; the form's slots. */
export const requestFields = ['agencyType', ...slots] as const;
export type RequestField = (typeof requestFields)[number];

export interface ServiceRequest {
  readonly ref: string;
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  readonly issuer: Issuer | null;
  readonly agencyType: AgencyType | null;
  readonly agencyName: string | null;
  readonly parentAgency: string | null;
  readonly contact: Contact;
  readonly hasDigitalId: boolean | null;
  readonly assignee: string | null;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly claimedAt: number | null;
  readonly resolvedAt: number | null;
  readonly disposition: Disposition | null;
  readonly note: string | null;
  readonly language: Language;
  readonly version: number;
  readonly updatedAt: number;
  readonly officer: OfficerKey;
  /** Where a push goes; null after the officer withdrew consent. */
  readonly lineUserId: string | null;
  /** The officer blocked the account: nothing can be pushed. */
  readonly blocked: boolean;
  /** No data key opens what is personal: it is null here, and nothing can be done to the request. */
  readonly unreadable?: true;
  /** LINE message id each field came from, so that an unsent message takes its text along. */
  readonly sources: { readonly [field in RequestField]?: string };
}

export interface ThreadEntry {
  readonly id: string;
  readonly at: number;
  readonly from: 'officer' | 'staff' | 'system';
  /** Staff e-mail; null for officer and system. */
  readonly by: string | null;
  /** Null once the officer unsent it or consent was withdrawn. For `system`, a locale key below `requests.system`. */
  readonly text: string | null;
  /** LINE message id of an officer's text. */
  readonly messageId: string | null;
}

/** A line of the history before it gets an id; see `AuditRecord`. */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly action: string;
  readonly detail: { readonly [name: string]: string | number | boolean | null };
}

/** One change to one request, decided but not yet committed. `sealChange` makes the store's write of it. */
export interface RequestChange {
  /** Null for a new request. */
  readonly before: ServiceRequest | null;
  /** `version` is already the next one. */
  readonly after: ServiceRequest;
  readonly thread: readonly ThreadEntry[];
  readonly audit: readonly AuditEntry[];
}

/** What a pure decision needs from outside. */
export interface Clock {
  /** Epoch ms. */
  readonly now: number;
  /** A new UUID each call, ordered by time. */
  readonly newId: () => string;
}
