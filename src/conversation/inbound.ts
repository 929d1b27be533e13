import type { MediaKind } from '../../flows/events.ts';

/** What an officer did in the one-to-one chat, free of any channel. */
export type Inbound =
  | { readonly kind: 'text'; readonly text: string; readonly messageId: string }
  /** A button: the action string of `flows/actions.ts`. */
  | { readonly kind: 'button'; readonly action: string }
  | { readonly kind: 'media'; readonly media: MediaKind }
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
