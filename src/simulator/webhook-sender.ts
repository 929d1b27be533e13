import { createHmac } from 'node:crypto';
import type { webhook } from '@line/bot-sdk';

/** One webhook that went out, and what came back. */
export interface WebhookDelivery {
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  readonly events: readonly webhook.Event[];
  readonly isRedelivery: boolean;
  /** The raw body that was signed. */
  readonly body: string;
  /** HTTP status; null when none came. */
  readonly status: number | null;
  readonly ms: number;
  /** Why no status came: `timeout`, or the network's error code. */
  readonly error: string | null;
}

/** Base64 of HMAC-SHA256 over the raw body. https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/ */
export const sign = (body: string | Buffer, channelSecret: string): string =>
  createHmac('sha256', channelSecret).update(body).digest('base64');

/** The body of a webhook. @param destination user id of the account. */
export const callbackBody = (destination: string, events: webhook.Event[]): string =>
  JSON.stringify({ destination, events } satisfies webhook.CallbackRequest);

/** The chat that an event is from; the group's where it is a group. */
export function chatIdOf(event: webhook.Event): string {
  const source = event.source;
  if (source?.type === 'user') return source.userId ?? '';
  return source?.type === 'group' ? source.groupId : '';
}

export interface WebhookAnswer {
  readonly status: number | null;
  readonly ms: number;
  readonly error: string | null;
}

/** Posts one body the way LINE does. Never throws: a server that does not answer is an outcome. */
export async function postWebhook(
  url: string,
  body: string,
  signature: string,
  timeoutMs: number,
): Promise<WebhookAnswer> {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'LineBotWebhook/2.0',
        'x-line-signature': signature,
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return { status: response.status, ms: ms(), error: null };
  } catch (error) {
    return { status: null, ms: ms(), error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'timeout';
  const cause: unknown = error.cause;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name;
}
