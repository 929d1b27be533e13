import type { IncomingMessage, ServerResponse } from 'node:http';
import { validateSignature } from '@line/bot-sdk';
import type { Engine } from '../conversation/engine.ts';
import type { OfficerEvent } from '../conversation/inbound.ts';
import type { Stage } from '../base/stage.ts';
import { createStage } from '../base/stage.ts';
import { StoreUnavailable } from '../store/port.ts';
import { TimedOut, within } from '../base/within.ts';
import type { Bodies, BodyLimits, Unread } from './bodies.ts';
import { createBodies } from './bodies.ts';
import type { LeftBecause } from './inbound.ts';
import { isBody, readEvent } from './inbound.ts';

/**
 * Before the signature is known. LINE's own bodies are far smaller than 1 MiB and come at once, so that these bounds
 * hold only for somebody else.
 */
const bodyLimits: BodyLimits = {
  maxBytes: 1024 * 1024,
  maxHeldBytes: 16 * 1024 * 1024,
  maxUnfinished: 1_000,
  withinMs: 10_000,
};

/**
 * LINE expects an answer within two seconds. Rather a 503 in time than a 200 that it no longer waits for: what
 * is committed later counts once all the same.
 * @see https://developers.line.biz/en/docs/partner-docs/development-guidelines/
 */
const answerWithinMs = 1_800;

const retryAfterSeconds = 5;

export const webhookOutcomes = [
  'accepted',
  'bad-signature',
  'malformed',
  'too-large',
  'too-slow',
  'displaced',
  'store-unavailable',
  'failed',
] as const;
export type WebhookOutcome = (typeof webhookOutcomes)[number];

export interface WebhookParts {
  /** A signature by any of these is right: while one secret replaces another, LINE signs with either. */
  readonly channelSecrets: readonly string[];
  readonly engine: Engine;
  /** Epoch ms. */
  readonly clock: () => number;
  /** What reads the bodies; one with `bodyLimits` where it is left out. */
  readonly bodies?: Bodies;
  readonly observe: {
    webhook(outcome: WebhookOutcome, seconds: number, cause?: unknown): void;
    /** @param type as LINE calls it. */
    event(type: string, outcome: 'committed' | 'duplicate' | 'ignored', left?: LeftBecause): void;
  };
}

/** However it was typed into LINE's console. */
const webhookPath = /^\/webhook\/?(?:\?|$)/i;

/** Takes what is for it and leaves the rest to `next`: for `node:http` and, as middleware, for Express. */
export type WebhookListener = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * `POST /webhook`: 200 only when every event of the body is durably committed, or was before. 401 without a
 * right signature, 400 for a signed body that is no webhook, 408 for a body that takes longer than 10 s, 413 over
 * 1 MiB, 503 with `Retry-After` while nothing can be committed or unfinished bodies take too much memory, so that
 * LINE delivers again.
 *
 * It reads its requests itself, since every message of every officer comes through here: Express and its body
 * parser cost as much as the rest of taking a webhook, and do nothing that is wanted. The signature is over the bytes
 * as they came, so that nothing may parse or decompress them before.
 */
export function createWebhook(parts: WebhookParts): WebhookListener {
  const shared: Shared = {
    ...parts,
    bodies: parts.bodies ?? createBodies(bodyLimits),
    stages: { verify: createStage(), read: createStage() },
  };
  return (request, response, next) => {
    const { method, url = '' } = request;
    if (method === 'POST' && webhookPath.test(url)) take(request, response, shared);
    else next();
  };
}

/** What the requests share. */
interface Shared extends WebhookParts {
  readonly bodies: Bodies;
  /** What is done for all webhooks of a round, before the next is done for all of them. */
  readonly stages: { readonly verify: Stage; readonly read: Stage };
}

function take(request: IncomingMessage, response: ServerResponse, parts: Shared): void {
  const startedAt = performance.now();
  const end = (outcome: WebhookOutcome, cause?: unknown) =>
    parts.observe.webhook(outcome, (performance.now() - startedAt) / 1000, cause);

  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    end('malformed');
    return refuseUnread(response, 400, 'the body is compressed');
  }
  parts.bodies.read(request, {
    complete: (bytes) => void answer(bytes, request.headers['x-line-signature'], response, end, parts),
    unread: (why) => {
      end(why === 'broken-off' ? 'malformed' : why);
      refuseBody(response, why);
    },
  });
}

/** Never rejects: whatever happens is answered. */
async function answer(
  bytes: Buffer,
  signature: string | string[] | undefined,
  response: ServerResponse,
  end: (outcome: WebhookOutcome, cause?: unknown) => void,
  { channelSecrets, engine, clock, observe, stages }: Shared,
): Promise<void> {
  await stages.verify();
  const isSigned =
    typeof signature === 'string' &&
    channelSecrets.some((secret) => validateSignature(bytes, secret, signature));
  if (!isSigned) {
    end('bad-signature');
    return problem(response, 401, 'wrong or missing x-line-signature');
  }
  await stages.read();
  const body = parseJson(bytes);
  if (!isBody(body)) {
    end('malformed');
    return problem(response, 400, 'not the body of a LINE webhook');
  }

  const taken: { type: string; event: OfficerEvent }[] = [];
  const receivedAt = clock();
  for (const line of body.events) {
    const read = readEvent(line, receivedAt);
    if ('event' in read) taken.push({ type: read.type, event: read.event });
    else observe.event(read.type, 'ignored', read.left);
  }
  try {
    const duplicates = await within(engine.handle(taken.map(({ event }) => event)), answerWithinMs);
    for (const { type, event } of taken)
      observe.event(type, duplicates.has(event.id) ? 'duplicate' : 'committed');
  } catch (cause) {
    if (!(cause instanceof StoreUnavailable || cause instanceof TimedOut)) {
      end('failed', cause);
      return problem(response, 500, 'the events could not be handled');
    }
    end('store-unavailable', cause);
    response.setHeader('Retry-After', String(retryAfterSeconds));
    return problem(response, 503, 'nothing can be stored now; deliver again');
  }
  end('accepted');
  response.writeHead(200, { 'content-length': '0' }).end();
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function refuseBody(response: ServerResponse, why: Unread): void {
  switch (why) {
    case 'too-large':
      return refuseUnread(response, 413, 'the body is larger than 1 MiB');
    case 'too-slow':
      return refuseUnread(response, 408, 'the body took too long');
    case 'displaced':
      response.setHeader('Retry-After', String(retryAfterSeconds));
      return refuseUnread(response, 503, 'too many unfinished bodies; deliver again');
    case 'broken-off': // Nobody is left to answer. LINE sends it again.
  }
}

/** What is still to come of the body is not waited for. */
function refuseUnread(response: ServerResponse, status: number, detail: string): void {
  response.setHeader('Connection', 'close');
  problem(response, status, detail);
}

function problem(response: ServerResponse, status: number, detail: string): void {
  const body = JSON.stringify({ status, detail });
  response
    .writeHead(status, {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}
