import type { MediaKind } from '../../flows/events.ts';
import { mask } from '../privacy/masking.ts';
import type { OfficerMessage } from '../requests/entries.ts';
import type { ImageSet } from '../requests/request.ts';

export interface Sticker {
  readonly packageId: string;
  readonly stickerId: string;
  /** LINE's English words for what it shows, where LINE gives any. */
  readonly keywords: readonly string[];
  /** What the officer wrote on it, where it is one to write on. */
  readonly text: string | null;
}

/** A text, well formed, of at most `limits.text` UTF-16 units, without the placeholders of LINE's own emoji. */
export interface InboundText {
  readonly kind: 'text';
  readonly text: string;
  readonly messageId: string;
  /** LINE's id of the message that it quotes; null or left out where it quotes none. */
  readonly quotes?: string | null;
}

/** Anything else that is sent. Emoji without a word count as a sticker. What is null may be left out. */
export interface InboundMedia {
  readonly kind: 'media';
  readonly media: MediaKind;
  readonly messageId?: string;
  /** What LINE hands the bytes out under, by whatever way they were sent; null for stickers and places. */
  readonly contentId?: string | null;
  readonly fileName?: string | null;
  /** Bytes. */
  readonly size?: number | null;
  readonly set?: ImageSet | null;
  readonly sticker?: Sticker | null;
  /** Name and address of a place. */
  readonly place?: string | null;
  /** As of a text. */
  readonly quotes?: string | null;
}

/** What an officer did in the one-to-one chat, free of any channel. */
export type Inbound =
  | InboundText
  /** A button: the action string of `flows/actions.ts`. */
  | { readonly kind: 'button'; readonly action: string }
  | InboundMedia
  | { readonly kind: 'unsend'; readonly messageId: string }
  | { readonly kind: 'follow' }
  | { readonly kind: 'unfollow' }
  /** In a group or room: joined it, was mentioned, or heard a text there. */
  | { readonly kind: 'group'; readonly addressed: boolean };

/** One webhook event that has a meaning here. Times in epoch ms. */
export interface OfficerEvent {
  /** LINE's `webhookEventId`. */
  readonly id: string;
  /** When it happened, by LINE's clock. */
  readonly at: number;
  /** When the webhook arrived here: a reply token's minute starts then. */
  readonly receivedAt: number;
  /** LINE user, group or room id: whom an answer goes to. */
  readonly from: string;
  readonly replyToken: string | null;
  readonly inbound: Inbound;
}

/** What was sent besides texts, as the thread of a request takes it: its words, the name of a file too, are masked. */
export function messageOf(inbound: InboundMedia): OfficerMessage {
  const { media, messageId = null, contentId = null, size = null, set = null, quotes = null } = inbound;
  const fileName = inbound.fileName ? mask(inbound.fileName).text : null;
  return {
    kind: media,
    text: mask(inbound.sticker?.text ?? inbound.place ?? '').text,
    messageId,
    media: contentId === null ? null : { contentId, fileName, size, set },
    quotes,
  };
}
