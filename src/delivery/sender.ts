/** What delivery hands to a channel: one outbox entry, opened. */
export interface OutgoingMessage {
  /** UUID of the outbox entry; the retry key of a push. */
  readonly id: string;
  /** LINE user, group or room id. */
  readonly to: string;
  /** A reply costs nothing, a push counts against the channel's plan. */
  readonly replyToken: string | null;
  /** When the webhook that carried the token arrived, epoch ms. */
  readonly replyTokenAt: number | null;
  /** LINE message objects, 1 to 5. */
  readonly messages: readonly object[];
  /** Calls begun before this one, by this or a process that died. */
  readonly attempts: number;
  /**
   * When the first attempt began, epoch ms, that ended without an answer (time-out, 5xx, crash) and may have been
   * accepted; null where there was none.
   */
  readonly inDoubtSince: number | null;
}

export type SendResult =
  /** `via` says how; `presumed` when LINE's answer only lets one conclude that an earlier try got through. */
  | {
      outcome: 'sent';
      via: 'reply' | 'push';
      presumed: boolean;
      lineRequestId: string | null;
      /** The channel's ids of the messages, in their order, as far as it told them. */
      messageIds?: readonly string[];
    }
  /**
   * `retryAt` epoch ms from the sender when it knows (rate limit), else null: back-off decides. `inDoubt`: the message
   * may have been accepted, and sending it again would not tell.
   */
  | { outcome: 'retry'; code: SendFailure; retryAt: number | null; inDoubt: boolean }
  | { outcome: 'dead'; code: SendFailure };

/** Stable codes of what went wrong; they end up in dead letters, metrics and logs. */
export const sendFailures = [
  'line-unreachable',
  'line-timeout',
  'line-server-error',
  'rate-limited',
  'quota-exhausted',
  'rejected',
  'unauthorized',
  'blocked',
  'attempts-exhausted',
  'outcome-unknown',
  'unreadable',
] as const;
export type SendFailure = (typeof sendFailures)[number];

/** Whether a reply or a push is sent is the channel's business: only LINE has reply tokens. */
export interface Sender {
  send(message: OutgoingMessage): Promise<SendResult>;
  close(): Promise<void>;
}
