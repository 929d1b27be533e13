export interface PlatformOptions {
  /** Where webhooks go; can be changed later, here or through the API. */
  readonly webhookUrl: string;
  readonly channelSecret: string;
  readonly channelAccessToken: string;
  readonly accountName: string;
  /** Epoch ms. Lives of tokens and keys, quota and times of messages go by it. */
  readonly clock?: () => number;
  /** How long a webhook may stay unanswered. */
  readonly webhookTimeoutMs?: number;
  /** Where an address is answered on this machine that only the world outside reaches: what a proxy does there. */
  readonly reach?: (url: string) => string;
  /** When a failed webhook is tried again, if `redelivers` is on. LINE does not say when it does. */
  readonly redeliveryDelaysMs?: readonly number[];
}
