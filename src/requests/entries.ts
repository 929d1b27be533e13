/** What the threads of requests are made of. */
import { mediaKinds } from '../../flows/events.ts';
import type { Clock, EntryMedia, ThreadEntry } from './request.ts';

/** What a system entry of a thread says: keys below `requests:system`. */
export const systemTexts = [
  'joined',
  'corrected',
  'withdrawn',
  'reopened',
  'erased',
  'blocked',
  'unblocked',
  'not-told',
] as const;
export type SystemText = (typeof systemTexts)[number];

/** A text of the officer's; `messageId` is LINE's, null when it did not come as a message of theirs. */
interface OfficerText {
  readonly text: string;
  readonly messageId: string | null;
}

/** Anything an officer sent: a text where `kind` is left out, or is none of `mediaKinds`. */
export interface OfficerMessage extends OfficerText {
  readonly kind?: string;
  readonly media?: EntryMedia | null;
  /** LINE's id of the message that it quotes. */
  readonly quotes?: string | null;
}

export function systemEntry(text: SystemText, clock: Clock): ThreadEntry {
  return { ...newEntry(clock), from: 'system', by: null, kind: 'event', text };
}

/** An entry of staff's; LINE's id of it comes when LINE has taken it. */
export function staffEntry(by: string, text: string, clock: Clock): ThreadEntry {
  return { ...newEntry(clock), from: 'staff', by, kind: 'text', text };
}

/** Takes nothing else of what it is given, whatever that holds. */
export function officerEntry(
  { text, messageId, kind, media = null, quotes = null }: OfficerMessage,
  clock: Clock,
): ThreadEntry {
  const said = { text, media, messageId, lineId: messageId, quotes };
  return {
    ...newEntry(clock),
    from: 'officer',
    by: null,
    kind: mediaKinds.find((one) => one === kind) ?? 'text',
    ...said,
  };
}

function newEntry({
  now,
  newId,
}: Clock): Pick<ThreadEntry, 'id' | 'at' | 'media' | 'messageId' | 'lineId' | 'quotes'> {
  return { id: newId(), at: now, media: null, messageId: null, lineId: null, quotes: null };
}

/** The entry without anything that was said in it. */
export function gone(entry: ThreadEntry): ThreadEntry {
  const { delivery: _delivery, ...rest } = entry;
  return { ...rest, text: null, media: null, messageId: null, lineId: null, quotes: null };
}
