/** A request as people work on it: opened, nothing sealed. Times are epoch ms, UTC. */
import type {
  AgencyType,
  Disposition,
  Issuer,
  Language,
  RequestKind,
  RequestStatus,
} from '../../flows/domain.ts';
import { mediaKinds, slots } from '../../flows/events.ts';
import type { DeliveryNote, OfficerKey } from '../store/port.ts';

export interface Contact {
  readonly name: string | null;
  readonly position: string | null;
  /** As people write it: `0 2123 4567 ต่อ 12`. */
  readonly phone: string | null;
  readonly email: string | null;
}

/** What the officer filled in: the form's slots; of a question, what it is about. */
export const requestFields = ['agencyType', ...slots, 'subject'] as const;
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
  /** What the officer said a question is about. */
  readonly subject: string | null;
  readonly assignee: string | null;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly claimedAt: number | null;
  readonly resolvedAt: number | null;
  readonly disposition: Disposition | null;
  /** Among staff. */
  readonly note: string | null;
  /** Why it ended so, as the officer read it. */
  readonly reason: string | null;
  /** When staff last wrote to the officer about it, epoch ms; null, or left out, where they never did. */
  readonly staffWroteAt?: number | null;
  /** When the officer last wrote about it after filing, epoch ms; null, or left out, where they never did. */
  readonly officerWroteAt?: number | null;
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

/** What an entry of a thread is. `note`: among staff; `event`: what happened to the request. */
export const entryKinds = ['text', ...mediaKinds, 'note', 'event'] as const;
type EntryKind = (typeof entryKinds)[number];

/** Which of several pictures sent together one is. */
export interface ImageSet {
  readonly id: string;
  /** Counts from 1. */
  readonly index: number;
  readonly total: number;
}

/** What came besides words. */
export interface EntryMedia {
  /** What LINE hands the bytes out under; null for stickers and places. */
  readonly contentId: string | null;
  readonly fileName: string | null;
  /** Bytes. */
  readonly size: number | null;
  readonly set: ImageSet | null;
}

export interface ThreadEntry {
  readonly id: string;
  readonly at: number;
  readonly from: 'officer' | 'staff' | 'system';
  /** Staff e-mail; null for officer and system. */
  readonly by: string | null;
  readonly kind: EntryKind;
  /**
   * Empty where it came without words. Null once the officer unsent it or consent was withdrawn. For `event`, a locale
   * key below `requests.system`.
   */
  readonly text: string | null;
  readonly media: EntryMedia | null;
  /** LINE message id of an officer's message, while it is not gone. */
  readonly messageId: string | null;
  /** LINE's id of the message, whoever sent it; null while LINE has not taken it. */
  readonly lineId: string | null;
  /** LINE's id of the message that it quotes. */
  readonly quotes: string | null;
  /** Of a message to the officer: what a worker learned of sending it. */
  readonly delivery?: DeliveryNote;
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
