import type { MessageContent, SentVia } from './chats.ts';

/** One call of the emulated API, whatever became of it. */
export interface ApiCall {
  /** `x-line-request-id`. */
  readonly requestId: string;
  readonly at: number;
  readonly ms: number;
  readonly method: string;
  readonly path: string;
  /** The name faults and rate limits know it by: `reply`, `push`, … */
  readonly endpoint: string;
  readonly body: unknown;
  readonly retryKey: string | null;
  /** What went back; 0 when the connection was cut or nothing went back. */
  readonly status: number;
  /** `message` of an error answer. */
  readonly error: string | null;
}

/** Messages that LINE took, whether or not they reached anyone. */
export interface AcceptedSend {
  readonly requestId: string;
  readonly at: number;
  readonly via: SentVia;
  /** User or group id. */
  readonly to: string;
  readonly messages: readonly MessageContent[];
  readonly retryKey: string | null;
  /** False when the officer had blocked the account: LINE says 200 all the same. */
  readonly delivered: boolean;
}
