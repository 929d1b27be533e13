import { newReplyToken } from './ids.ts';
import { REPLY_TOKEN_LIFE_MS, REPLY_TOKEN_REDELIVERY_MS, RETRY_KEY_LIFE_MS } from './limits.ts';

interface ReplyToken {
  readonly chatId: string;
  /** When the event took place, epoch ms. */
  readonly eventAt: number;
  /** Epoch ms; 0 until the webhook with the token has gone out. */
  expiresAt: number;
  used: boolean;
}

/** https://developers.line.biz/en/reference/messaging-api/#send-reply-message */
export class ReplyTokens {
  readonly #tokens = new Map<string, ReplyToken>();

  create(chatId: string, eventAt: number): string {
    const token = newReplyToken();
    this.#tokens.set(token, { chatId, eventAt, expiresAt: 0, used: false });
    return token;
  }

  /** The webhook goes out, for the first time or again: a minute from now, unless used or the event too old. */
  sentOut(token: string, now: number): void {
    const found = this.#tokens.get(token);
    if (!found || found.used) return;
    if (found.expiresAt === 0 || now - found.eventAt < REPLY_TOKEN_REDELIVERY_MS)
      found.expiresAt = now + REPLY_TOKEN_LIFE_MS;
  }

  /** @returns the chat that the token answers, or null when it is unknown, used or too old. */
  chatOf(token: unknown, now: number): string | null {
    const found = this.#tokens.get(String(token));
    return found && !found.used && now <= found.expiresAt ? found.chatId : null;
  }

  use(token: string): void {
    const found = this.#tokens.get(token);
    if (found) found.used = true;
  }
}

export interface AcceptedKey {
  readonly requestId: string;
  readonly sentMessages: readonly SentMessage[] | null;
  readonly at: number;
}

export interface SentMessage {
  readonly id: string;
  readonly quoteToken?: string;
}

/** https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ */
export class RetryKeys {
  readonly #accepted = new Map<string, AcceptedKey>();

  accepted(key: string, now: number): AcceptedKey | null {
    const found = this.#accepted.get(key.toLowerCase());
    return found && now - found.at < RETRY_KEY_LIFE_MS ? found : null;
  }

  accept(key: string, accepted: AcceptedKey): void {
    this.#accepted.set(key.toLowerCase(), accepted);
  }
}
