/**
 * What the page is told: all of it, each time something changes. Types alone, so that the page's scripts can
 * name them too. Times are epoch ms.
 */

export interface View {
  readonly account: { readonly name: string };
  readonly officers: readonly OfficerView[];
  readonly chats: readonly ChatView[];
  readonly webhooks: readonly WebhookView[];
  readonly calls: readonly CallView[];
  readonly quota: { readonly limit: number | null; readonly used: number };
  readonly trouble: { readonly [name in Trouble]: boolean };
}

interface OfficerView {
  readonly userId: string;
  readonly name: string;
  readonly friend: boolean;
  readonly blocked: boolean;
}

export interface ChatView {
  /** User id of a one-to-one chat, or the group's id. */
  readonly id: string;
  readonly type: 'user' | 'group';
  readonly name: string;
  readonly members: readonly string[];
  readonly accountIsIn: boolean;
  readonly entries: readonly Entry[];
  readonly quickReplies: readonly ButtonView[];
  /** How much longer the three dots show. */
  readonly loadingForMs: number;
  readonly richMenu: RichMenuView | null;
}

export type Entry = MessageView | NoticeView;

export interface MessageView {
  readonly kind: 'message';
  readonly id: string;
  readonly at: number;
  /** `account`, or a user id. */
  readonly from: string;
  /** A LINE message object; for what officers send, what its webhook says of it. */
  readonly content: { readonly type: string; readonly [property: string]: unknown };
  readonly quoted: { readonly from: string; readonly text: string } | null;
  /** Can be taken back: the officer's own, and a message rather than a button's words. */
  readonly canUnsend: boolean;
  readonly unsent: boolean;
  readonly read: boolean;
}

interface NoticeView {
  readonly kind: 'notice';
  readonly id: string;
  readonly at: number;
  readonly notice: string;
  readonly name: string | null;
}

export interface ButtonView {
  readonly messageId: string;
  readonly pointer: string;
  readonly label: string;
  readonly action: { readonly [property: string]: unknown };
  readonly imageUrl: string | null;
}

export interface RichMenuView {
  readonly id: string;
  readonly barText: string;
  readonly openAtFirst: boolean;
  readonly size: { readonly width: number; readonly height: number };
  readonly areas: readonly {
    readonly bounds: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
    readonly action: { readonly [property: string]: unknown };
  }[];
}

export interface WebhookView {
  readonly id: number;
  readonly at: number;
  readonly events: readonly string[];
  readonly isRedelivery: boolean;
  readonly status: number | null;
  readonly error: string | null;
  readonly ms: number;
}

export interface CallView {
  readonly id: string;
  readonly at: number;
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly error: string | null;
  readonly ms: number;
}

export const troubles = ['serverError', 'replyTokenLost', 'quotaGone', 'standby', 'redelivers'] as const;
export type Trouble = (typeof troubles)[number];
