import type { messagingApi } from '@line/bot-sdk';
import * as z from 'zod';
import type { OutgoingMessage, Sender, SendFailure, SendResult } from '../delivery/sender.ts';
import type { Log } from '../base/log.ts';
import { silentLog } from '../base/log.ts';
import type { Answer, ApiClientOptions, NoAnswer } from './api-client.ts';
import { openApiClient } from './api-client.ts';
import { watchQuota } from './quota.ts';

// https://developers.line.biz/en/reference/messaging-api/#send-reply-message
const replyPath = '/v2/bot/message/reply';
/** A reply token is good for a minute after its webhook; LINE neither promises more nor excludes it. */
export const REPLY_TOKEN_LIFE_MS = 60_000;
/** LINE's minute begins when it sends the webhook, ours when it is read here: a refusal near the end proves nothing. */
const refusalTellsMs = REPLY_TOKEN_LIFE_MS - 5_000;
/** A reply costs nothing, so it is tried for as long as LINE has been seen to take one. */
const replyTriedMs = 2 * REPLY_TOKEN_LIFE_MS;

// https://developers.line.biz/en/reference/messaging-api/#send-push-message
const pushPath = '/v2/bot/message/push';

/** Messages whose token turned out to be spent; more than ever wait at one time. */
const rememberedTokens = 10_000;

export interface LineSenderOptions extends Omit<ApiClientOptions, 'timeoutMs'> {
  /** How long a call of LINE may take; 6 s unless told. Well below the time a stop may take. */
  readonly timeoutMs?: number;
  /** Epoch ms. */
  readonly now?: () => number;
  readonly log?: Log;
}

/**
 * LINE as a channel. A reply while there is a token, else a push with the entry's id as retry key. What LINE
 * answers decides, never the wording of its messages, which it does not promise to keep:
 *
 * | answer | reply | push |
 * |---|---|---|
 * | 200 | sent | sent |
 * | 400 | the token is gone: pushed; or in doubt (below); about the messages: `rejected` | `rejected` |
 * | 401, 403 | `unauthorized`, tried again: an operator mends the token | the same |
 * | 409 | `rejected` | sent before |
 * | 429 | `rate-limited`, tried again | the same, or `quota-exhausted` when the plan is used up |
 * | 5xx, none | tried again with the same token | tried again with the same key |
 *
 * A reply has no retry key. While its outcome is in doubt it is tried again with the same token: taken, it was not sent
 * before; refused while the token must still be good, it was this very message that used it: presumed sent. Once the
 * token's minute is over nothing can tell: `outcome-unknown`, a dead letter for staff to see, and never a push.
 */
export function createLineSender(options: LineSenderOptions): Sender {
  const { now = Date.now, log = silentLog, timeoutMs = 6_000 } = options;
  const client = openApiClient({ ...options, timeoutMs });
  const quota = watchQuota(client, now);
  const spentTokens = new Set<string>();
  const underWay = new Set<Promise<SendResult>>();

  async function replyOrPush(message: OutgoingMessage): Promise<SendResult> {
    const result = (await reply(message)) ?? (await push(message));
    if (result.outcome !== 'retry') spentTokens.delete(message.id);
    return result;
  }

  /** Null when there is no token any more. */
  async function reply(message: OutgoingMessage): Promise<SendResult | null> {
    const { replyToken, replyTokenAt } = message;
    if (replyToken === null) return null;
    const age = now() - (replyTokenAt ?? 0);
    const isInDoubt = mayHaveReplied(message);
    if (isInDoubt && age >= REPLY_TOKEN_LIFE_MS) return unknown(message);
    if (age >= replyTriedMs || spentTokens.has(message.id)) return null;
    const body = { replyToken, messages: [...message.messages] } as messagingApi.ReplyMessageRequest;
    const answer = await client.post(replyPath, body);
    if (answer.status === 200) return sent('reply', answer);
    if (answer.status !== 400 || isAboutMessages(answer.body)) return failed(message, 'reply', answer);
    if (isInDoubt && age < refusalTellsMs)
      return { outcome: 'sent', via: 'reply', presumed: true, lineRequestId: answer.requestId };
    if (isInDoubt) return unknown(message);
    rememberSpent(message.id);
    return null;
  }

  function unknown({ id, attempts }: OutgoingMessage): SendResult {
    const code = 'outcome-unknown';
    log.error('LINE may or may not have taken a reply', { outboxId: id, code, outcome: 'dead', attempts });
    return { outcome: 'dead', code };
  }

  async function push(message: OutgoingMessage): Promise<SendResult> {
    const body = { to: message.to, messages: [...message.messages] } as messagingApi.PushMessageRequest;
    const answer = await client.post(pushPath, body, message.id);
    // 409: accepted under this key before. https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
    if (answer.status === 200 || answer.status === 409) return sent('push', answer);
    return failed(message, 'push', answer);
  }

  async function failed(
    message: OutgoingMessage,
    via: 'reply' | 'push',
    answer: Answer | NoAnswer,
  ): Promise<SendResult> {
    const isQuota = answer.status === 429 && via === 'push' && (await quota.isUsedUp());
    const code = isQuota ? 'quota-exhausted' : failureOf(answer);
    const outcome = code === 'rejected' || code === 'quota-exhausted' ? 'dead' : 'retry';
    log[code === 'unauthorized' || outcome === 'dead' ? 'error' : 'warn']('LINE did not take a message', {
      outboxId: message.id,
      via,
      code,
      outcome,
      attempts: message.attempts + 1,
      ...(answer.status === null
        ? { error: answer.cause }
        : { status: answer.status, lineRequestId: answer.requestId, ...told(answer.retryAfter) }),
    });
    if (outcome === 'dead') return { outcome, code };
    const retryAt = answer.status === 429 ? retryAtOf(answer.retryAfter, now()) : null;
    // A push has its retry key: LINE itself knows.
    return { outcome, code, retryAt, inDoubt: via === 'reply' && uncertain.has(code) };
  }

  /** A later attempt must not take the refusal of a token known to be spent for its own success. */
  function rememberSpent(id: string): void {
    spentTokens.add(id);
    const [oldest] = spentTokens;
    if (spentTokens.size > rememberedTokens && oldest !== undefined) spentTokens.delete(oldest);
  }

  return {
    send: async (message) => {
      const sending = replyOrPush(message).finally(() => underWay.delete(sending));
      underWay.add(sending);
      return sending;
    },
    close: async () => {
      await Promise.allSettled(underWay);
      await client.close();
    },
  };
}

/** The attempt in doubt was a reply: it began while one was tried. */
const mayHaveReplied = ({ inDoubtSince, replyTokenAt }: OutgoingMessage): boolean =>
  inDoubtSince !== null && inDoubtSince < (replyTokenAt ?? 0) + replyTriedMs;

/** After these LINE may have done what was asked. */
const uncertain: ReadonlySet<SendFailure> = new Set(['line-timeout', 'line-server-error']);

// https://developers.line.biz/en/reference/messaging-api/#status-codes
function failureOf(answer: Answer | NoAnswer): SendFailure {
  if (answer.status === null) return answer.reason === 'unreachable' ? 'line-unreachable' : 'line-timeout';
  if (answer.status === 401 || answer.status === 403) return 'unauthorized';
  if (answer.status === 429) return 'rate-limited';
  return answer.status >= 500 ? 'line-server-error' : 'rejected';
}

// https://developers.line.biz/en/reference/messaging-api/#send-push-message-response
const sentBody = z.object({ sentMessages: z.array(z.object({ id: z.string().regex(/^[\w-]{1,64}$/) })) });

function sent(via: 'reply' | 'push', { requestId, body }: Answer): SendResult {
  const messages = sentBody.safeParse(body).data?.sentMessages ?? [];
  const messageIds = messages.map(({ id }) => id);
  return { outcome: 'sent', via, presumed: false, lineRequestId: requestId, messageIds };
}

// https://developers.line.biz/en/reference/messaging-api/#error-responses
const errorBody = z.object({ details: z.array(z.object({ property: z.string() })) });

/** `details` names what is wrong with a body; a refused token has none, or names `replyToken`. */
function isAboutMessages(body: unknown): boolean {
  const details = errorBody.safeParse(body).data?.details ?? [];
  return details.some(({ property }) => property.startsWith('messages'));
}

/** What the server asked for, as it wrote it: it may be more than is waited. */
const told = (retryAfter: string | null) => (retryAfter === null ? {} : { retryAfter });

/** No answer of a server keeps an officer waiting for longer: the next attempt asks again. */
const longestWaitMs = 5 * 60_000;

/** LINE documents no Retry-After; a proxy before it may send one, in seconds. @returns epoch ms. */
function retryAtOf(retryAfter: string | null, now: number): number | null {
  const seconds = Number(retryAfter ?? Number.NaN);
  return seconds > 0 ? now + Math.min(seconds * 1_000, longestWaitMs) : null;
}
