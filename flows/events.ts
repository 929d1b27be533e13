import type {
  AgencyType,
  AnswerIntent,
  Disposition,
  Intent,
  Issuer,
  Language,
  RequestKind,
  RequestStatus,
} from './domain.ts';
import type { Draft, Offer } from './context.ts';
import type { AgencyReading } from './understanding.ts';

/** What the flow may know of a request of this officer. Times in epoch ms. */
export interface RequestSummary {
  readonly ref: string;
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  readonly issuer: Issuer | null;
  readonly agencyName: string | null;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly disposition: Disposition | null;
}

/** What is known from outside when an event is decided. Guards compare it; nothing in a flow looks things up. */
export interface Facts {
  /** Epoch ms. */
  readonly now: number;
  /** Version of the consent notice in force. */
  readonly notice: string;
  /** Open requests and the newest closed ones, newest first. */
  readonly requests: readonly RequestSummary[];
  /** The reference a request filed by this event would get. */
  readonly newRef: string;
  /** When a request filed now is due, epoch ms; null unless the operator set a time that officers may be told. */
  readonly toldDueAt: number | null;
  /** Answers that speak of a date which has passed, with that day, epoch ms. */
  readonly lapsed?: { readonly [intent in AnswerIntent]?: number };
  /** When the contact center answers, in the officer's words; null unless the operator set it. */
  readonly contactHours: string | null;
}

/** What the form asks, in this order; the state `form.SLOT` asks for each. */
export const slots = [
  'agencyName',
  'parentAgency',
  'name',
  'position',
  'phone',
  'email',
  'hasDigitalId',
] as const;
export type Slot = (typeof slots)[number];

export interface ListedAgency {
  readonly name: string;
  readonly type: AgencyType | null;
  readonly parent: string | null;
}

export const mediaKinds = ['sticker', 'image', 'video', 'audio', 'file', 'location'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** What a question of yes or no is about: an answer counts only where that is asked. */
export const confirmed = ['type', 'assist', 'discard', 'withdraw'] as const;
export type Confirmed = (typeof confirmed)[number];

/** What an officer did, interpreted. Texts in it are masked already. */
export type Happening =
  | { type: 'follow' }
  | { type: 'key'; key: string }
  | { type: 'node'; id: string }
  | { type: 'menu' | 'back' | 'repeat' | 'cancel' | 'greeting' | 'thanks' }
  | { type: 'language'; language: Language }
  /** The language the officer writes, as long as none was chosen. */
  | { type: 'speak'; language: Language }
  /** The language of a question where another one was chosen: it is answered in its own. */
  | { type: 'aside'; language: Language }
  | { type: 'consent.give' | 'consent.refuse' | 'consent.withdraw' }
  | { type: 'human' | 'status' | 'request-new' | 'route' }
  | { type: 'service'; id: string }
  /** An agency type, picked from the list or a question. */
  | { type: 'pick'; agencyType: AgencyType }
  /** An agency's name or kind, typed. */
  | { type: 'agency'; reading: AgencyReading; messageId: string | null }
  /** "Which issuer for this agency?", the agency being certain. */
  | { type: 'issuer'; reading: AgencyReading; messageId: string | null }
  | { type: 'confirm'; about: Confirmed; yes: boolean }
  | { type: 'answer'; intent: AnswerIntent }
  | { type: 'choices'; intents: readonly Intent[] }
  | { type: 'unknown' }
  /** Whether an answer was what the officer wanted to know. */
  | { type: 'helped'; intent: AnswerIntent; yes: boolean }
  /** Typed where an agency is asked for, and none that is known. */
  | { type: 'agency.unknown' }
  | {
      type: 'fill';
      slot: Slot;
      value: string | boolean;
      /** Locale keys of what to remark on the value. */
      flags: readonly string[];
      messageId: string | null;
    }
  /** `problem` is the locale key of how to mend it. */
  | { type: 'misfill'; slot: Slot; problem: string }
  | { type: 'edit'; slot: Slot | 'agencyType' }
  /** The officer's agency, as the operator's list has it; without a type where that is not looked up yet. */
  | { type: 'listed'; agency: ListedAgency; messageId: string | null }
  /** Agencies of the operator's list whose names are like what was typed. */
  | {
      type: 'suggest';
      slot: Offer['slot'];
      typed: string;
      names: readonly string[];
      flags: readonly string[];
      /** What was read in it, where the type was asked. */
      reading: AgencyReading | null;
      messageId: string | null;
    }
  /** None of the names that were offered: what was typed stands. */
  | { type: 'keep-typed' }
  | { type: 'keep' | 'submit' | 'resume' | 'discard' }
  /** After a long pause, a text that is no clear answer to the form's question. */
  | { type: 'return' }
  | { type: 'request.show' | 'request.reply' | 'request.withdraw'; ref: string }
  /** A text for the thread of a request. `silent`: staff are in the conversation, the assistant keeps quiet. */
  | { type: 'note'; ref: string; text: string; messageId: string | null; silent: boolean }
  | { type: 'media'; kind: MediaKind }
  | { type: 'masked'; found: readonly ('national-id' | 'token')[] };

export type FlowEvent = Happening & { readonly facts: Facts };

/** What has to be done besides answering. Data only; `conversation/turn.ts` turns it into changes. */
export type Effect =
  | { kind: 'consent'; action: 'given' | 'refused' | 'withdrawn' }
  | { kind: 'file-token'; draft: Draft }
  | { kind: 'file-question' }
  | { kind: 'join'; ref: string; draft: Draft }
  | { kind: 'note'; ref: string; text: string; messageId: string | null }
  | { kind: 'withdraw'; ref: string }
  | { kind: 'erase' }
  /** An answer was given, or judged. */
  | { kind: 'tally'; entry: AnswerIntent; what: 'answered' | 'helped' | 'not-helped' };
