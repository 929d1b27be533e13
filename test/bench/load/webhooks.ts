import { createHmac } from 'node:crypto';
import { textOf, userIdOf } from './officers.ts';

/** A webhook as it goes over the wire, signed, and the reply tokens of its events. */
export interface Webhook {
  readonly body: string;
  readonly signature: string;
  readonly tokens: readonly string[];
}

/** An event as LINE sends it, and its reply token. */
export interface TextEvent {
  readonly event: object;
  readonly token: string;
}

/** https://developers.line.biz/en/reference/messaging-api/#wh-text. @param of `at` in epoch ms. */
export function textEvent(of: { id: string; userId: string; text: string; at: number }): TextEvent {
  const { id, userId, text, at } = of;
  const token = `${id}token`.padEnd(32, '0');
  return {
    token,
    event: {
      type: 'message',
      message: { type: 'text', id: `m${id}`, quoteToken: `q${id}`, markAsReadToken: `r${id}`, text },
      webhookEventId: id,
      deliveryContext: { isRedelivery: false },
      timestamp: at,
      source: { type: 'user', userId },
      replyToken: token,
      mode: 'active',
    },
  };
}

export function signed(events: readonly TextEvent[], channelSecret: string): Webhook {
  const body = JSON.stringify({
    destination: `U${'d'.repeat(32)}`,
    events: events.map(({ event }) => event),
  });
  return {
    body,
    signature: createHmac('sha256', channelSecret).update(body).digest('base64'),
    tokens: events.map(({ token }) => token),
  };
}

/** Writes the webhooks of many officers, each of whom goes on where they stood. */
export interface WebhookWriter {
  /** @param events events in one webhook, each of another officer. */
  next(events: number): Webhook;
}

/** @param officers how many, taking turns. @param run tells the events of one run from those of another. */
export function createWebhookWriter(channelSecret: string, officers: number, run: string): WebhookWriter {
  const said = new Uint32Array(officers);
  let turn = 0;
  let written = 0;

  function event(): TextEvent {
    const officer = turn;
    turn = (turn + 1) % officers;
    const nth = said[officer] ?? 0;
    said[officer] = nth + 1;
    written += 1;
    const id = `${run}${written.toString(36).padStart(12, '0')}`;
    return textEvent({ id, userId: userIdOf(officer), text: textOf(officer, nth), at: Date.now() });
  }

  return { next: (events) => signed(Array.from({ length: events }, event), channelSecret) };
}
