import type { Context, Draft, Held, Offer } from './context.ts';
import { slots } from './context.ts';
import type {
  AgencyType,
  AnswerIntent,
  Disposition,
  Gap,
  Intent,
  Issuer,
  Language,
  RequestKind,
  RequestStatus,
} from './domain.ts';

import type { AgencyReading } from './understanding.ts';

/** What the flow may know of a request of this officer. Times in epoch ms. */
export interface RequestSummary {
  readonly ref: string;
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  readonly issuer: Issuer | null;
  readonly agencyType: AgencyType | null;
  readonly agencyName: string | null;
  /** What a question is about, in the officer's words; null where nothing was said. */
  readonly subject: string | null;
  readonly createdAt: number;
  readonly dueAt: number;
  /** When the one who holds it claimed it; null while nobody does. */
  readonly claimedAt: number | null;
  readonly resolvedAt: number | null;
  /** When staff last wrote to the officer about it; null where they never did. */
  readonly staffWroteAt: number | null;
  readonly disposition: Disposition | null;
}

/** Whom a request reaches, as it was given last. */
export type KnownContact = Pick<Draft, 'name' | 'position' | 'phone' | 'email'>;

/** What is known from outside when an event is decided. Guards compare it; nothing in a flow looks things up. */
export interface Facts {
  /** Epoch ms. */
  readonly now: number;
  /** Version of the consent notice in force. */
  readonly notice: string;
  /** Open requests and the newest closed ones, newest first. */
  readonly requests: readonly RequestSummary[];
  /** Contact details of the officer's newest request that has some, and whether that person has a Digital ID. */
  readonly contact: (KnownContact & Pick<Draft, 'hasDigitalId'>) | null;
  /** The reference a request filed by this event would get. */
  readonly newRef: string;
  /** When a request filed now is due, epoch ms; null unless the operator set a time that officers may be told. */
  readonly toldDueAt: number | null;
  /** Answers that speak of a date which has passed, with that day, epoch ms. */
  readonly lapsed?: { readonly [intent in AnswerIntent]?: number };
  /** When the contact center answers, in the officer's words; null unless the operator set it. */
  readonly contactHours: string | null;
  /** Working days until an answer may be expected; null unless the operator set a time that officers may be told. */
  readonly workingDays: number | null;
  /** Whether two names are of one agency, however they are written. */
  readonly sameAgency: (one: string, other: string) => boolean;
  /** For how long the officer can reopen a closed request, ms. */
  readonly reopenMs: number;
}

export { slots };
export type Slot = (typeof slots)[number];
/** What the form asks: the agency's type comes before the slots. */
export type AskedSlot = Slot | 'agencyType';

interface ListedAgency {
  readonly name: string;
  readonly type: AgencyType | null;
  readonly parent: string | null;
}

export const mediaKinds = ['sticker', 'image', 'video', 'audio', 'file', 'location'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** What a question of yes or no is about: an answer counts only where that is asked. */
export const confirmed = ['type', 'assist', 'contact', 'discard', 'withdraw', 'erase', 'consent'] as const;
export type Confirmed = (typeof confirmed)[number];

/** An answer to one question of the form. `flags`: locale keys of what to remark on the value. */
export interface Fill<Of extends Slot = Slot> {
  readonly type: `fill.${Of}`;
  readonly slot: Of;
  readonly value: string | boolean;
  readonly flags: readonly string[];
  readonly messageId: string | null;
}

const keyNames = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
export type KeyName = (typeof keyNames)[number];
export const isKeyName = (key: string): key is KeyName => keyNames.some((known) => known === key);

/** What moves the conversation: the events of the machine. Texts in it are masked already. */
export type Move =
  | { type: 'follow' | 'menu' | 'back' | 'repeat' | 'cancel' }
  | { type: `key.${KeyName}`; key: KeyName }
  | { type: `node.${string}` }
  | { type: 'language'; language: Language }
  | { type: 'consent.give' | 'consent.refuse' | 'consent.withdraw' }
  | { type: 'human' | 'status' | 'request-new' | 'route' }
  /** What a person is asked about, before the request is filed. */
  | { type: 'subject'; text: string | null; messageId: string | null }
  | { type: 'service'; id: string }
  /** An agency type, picked from the list or a question. */
  | { type: 'pick'; agencyType: AgencyType }
  /** An agency's name or kind, typed. */
  | { type: 'agency'; reading: AgencyReading; messageId: string | null }
  /** "Which issuer for this agency?", the agency being certain. */
  | { type: 'issuer'; reading: AgencyReading; messageId: string | null }
  | { type: `confirm.${Confirmed}.${'yes' | 'no'}` }
  | Fill
  /** Contact details that came together in one message. */
  | { type: 'fill-contact'; values: Partial<KnownContact>; messageId: string | null }
  | { type: 'skip' }
  | { type: `edit.${Slot | 'agencyType'}` }
  /** The officer's agency, as the operator's list has it; without a type where that is not looked up yet. */
  | { type: 'listed'; agency: ListedAgency; messageId: string | null }
  /** Agencies that may be meant by what was typed. */
  | { type: 'suggest'; offer: Offer }
  /** None of the names that were offered: what was typed stands. */
  | { type: 'keep-typed' }
  | { type: 'keep' | 'submit' | 'resume' | 'discard' }
  /** Without a reference: the one there is, or the list. */
  | { type: 'request.show' | 'request.reply' | 'request.withdraw'; ref: string | null }
  /** A message that may be for staff or for the form: held until the officer says. */
  | { type: 'hold'; held: Held }
  | { type: 'for-staff' | 'for-form' }
  /** A message for a request that is closed by now. */
  | { type: 'note.closed'; held: Held }
  /** A message for the request that is being written to. */
  | { type: 'note.written' }
  | { type: 'reopen'; ref: string }
  | { type: 'new-matter' }
  | { type: 'data.show' | 'data.copy' | 'data.erase' }
  /** Something that was filed is wrong; without a slot it is asked what. */
  | { type: 'data.correct'; slot: Slot | null }
  | { type: 'agency.unknown' };

/** What a message of the officer's brings to the thread of a request. */
export interface Note {
  readonly ref: string;
  readonly text: string;
  readonly messageId: string | null;
  /** LINE's id of the message that it quotes. */
  readonly quotes: string | null;
  readonly kind: 'text' | MediaKind;
  readonly media: NoteMedia | null;
}

/** What came besides words, as a channel hands it out. */
interface NoteMedia {
  readonly contentId: string | null;
  readonly fileName: string | null;
  /** Bytes. */
  readonly size: number | null;
  readonly set: { readonly id: string; readonly index: number; readonly total: number } | null;
}

/** What was typed for a name and reads like something else: `เทศบาล วงศ์ทอง`, `ทำดี ได้ดี`. */
export interface PossibleName {
  readonly value: string;
  /** Of the message it was typed in. */
  readonly messageId: string;
  /** From which try on the officer is asked whether it is one. */
  readonly offeredAt: 1 | 2;
}

/** What is answered where the conversation stands, without moving it. */
export type Reply =
  /** `later`: the form is gone on with another time. */
  | { reply: 'greeting' | 'thanks' | 'later' }
  | { reply: 'answer'; intent: AnswerIntent; toStaffToo?: boolean }
  | { reply: 'gap'; gap: Gap }
  | { reply: 'choices'; intents: readonly Intent[] }
  | { reply: 'unknown' }
  /** One text that names several agencies: one is asked for. */
  | { reply: 'several-agencies'; names: readonly string[] }
  /** Whether an answer was what the officer wanted to know. */
  | { reply: 'helped'; intent: AnswerIntent; yes: boolean }
  /** `problem` is the locale key of why the value is not taken. `name`: it may be a person's name all the same. */
  | { reply: 'misfill'; slot: AskedSlot; problem: string; name?: PossibleName }
  /** A question about what the form asks. */
  | { reply: 'slot-help'; slot: AskedSlot }
  /** After a long pause, a text that is no clear answer to the form's question. */
  | { reply: 'returned' }
  /** A choice or key that does not exist; `key` is what was typed. */
  | { reply: 'no-such-key'; key: string }
  /** `receipt`: what the officer learns of it; null where the last bubble's receipt still stands. */
  | { reply: 'note'; note: Note; receipt: 'sent' | 'queued' | null }
  /** "Is anybody there?" while a question is open. */
  | { reply: 'presence'; ref: string }
  | { reply: 'media'; kind: MediaKind }
  | { reply: 'masked'; found: readonly ('national-id' | 'token')[] };

/** What an officer did, interpreted. */
export type Happening = Move | Reply;
export const isReply = (happening: Happening): happening is Reply => 'reply' in happening;

/** An event as the machine gets it. */
export type FlowEvent = Move & { readonly facts: Facts };

/** What guards, and what puts named actions into effects and sentences, are given. */
export interface Args {
  readonly context: Context;
  readonly event: FlowEvent;
}

/** What has to be done besides answering. Data only; `src/conversation/effects.ts` carries it out. */
export type Effect =
  | { kind: 'consent'; action: 'given' | 'refused' | 'withdrawn' }
  | { kind: 'file-token'; draft: Draft }
  | { kind: 'file-question'; subject: string | null; messageId: string | null }
  | { kind: 'join'; ref: string; draft: Draft }
  /** `receipt`: what the officer learns of it; null where the receipt of the bubble before still stands. */
  | { kind: 'note'; note: Note; receipt: 'sent' | 'queued' | null }
  | { kind: 'withdraw'; ref: string }
  | { kind: 'correct'; ref: string; slot: Slot; value: string | boolean }
  | { kind: 'reopen'; ref: string; note: Note | null }
  | { kind: 'erase' }
  /** An answer was given, or judged. */
  | { kind: 'tally'; entry: AnswerIntent; what: 'answered' | 'helped' | 'not-helped' };

/** What became of an effect: the sentence that follows is chosen by it. */
export type Outcome =
  | { readonly effect: Effect; readonly done: true }
  | { readonly effect: Effect; readonly done: false; readonly why: 'closed' | 'unknown' | 'too-late' };
