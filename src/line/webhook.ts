import { validateSignature } from '@line/bot-sdk';
import express, { Router } from 'express';
import type { ErrorRequestHandler, Response } from 'express';
import type { Engine } from '../conversation/engine.ts';
import type { OfficerEvent } from '../conversation/inbound.ts';
import { StoreUnavailable } from '../store/port.ts';
import { TimedOut, within } from '../within.ts';
import type { LeftBecause } from './inbound.ts';
import { bodySchema, readEvent } from './inbound.ts';

/** LINE's own bodies are far smaller; beyond this it is not LINE. */
const maxBodyBytes = 1024 * 1024;

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
  'store-unavailable',
  'failed',
] as const;
export type WebhookOutcome = (typeof webhookOutcomes)[number];

export interface WebhookParts {
  readonly channelSecret: string;
  readonly engine: Engine;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly observe: {
    webhook(outcome: WebhookOutcome, seconds: number, cause?: unknown): void;
    /** @param type as LINE calls it. */
    event(type: string, outcome: 'committed' | 'duplicate' | 'ignored', left?: LeftBecause): void;
  };
}

/**
 * `POST /webhook`: 200 only when every event of the body is durably committed, or was before. 401 without a
 * right signature, 400 for a signed body that is no webhook, 413 over 1 MiB, 503 with `Retry-After` while
 * nothing can be committed, so that LINE delivers again.
 */
export function createWebhook(parts: WebhookParts): Router {
  const router = Router();
  // The signature is over the bytes as they came: nothing may parse or decompress them before.
  const raw = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false });

  router.post('/webhook', raw, async (request, response) => {
    const startedAt = performance.now();
    const end = (outcome: WebhookOutcome, cause?: unknown) =>
      parts.observe.webhook(outcome, (performance.now() - startedAt) / 1000, cause);

    const body: unknown = request.body;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const signature = request.get('x-line-signature');
    if (!signature || !validateSignature(bytes, parts.channelSecret, signature)) {
      end('bad-signature');
      return problem(response, 401, 'wrong or missing x-line-signature');
    }
    const parsed = bodySchema.safeParse(parseJson(bytes));
    if (!parsed.success) {
      end('malformed');
      return problem(response, 400, 'not the body of a LINE webhook');
    }

    const taken: { type: string; event: OfficerEvent }[] = [];
    const receivedAt = parts.clock();
    for (const line of parsed.data.events) {
      const read = readEvent(line, receivedAt);
      if ('event' in read) taken.push({ type: line.type, event: read.event });
      else parts.observe.event(line.type, 'ignored', read.left);
    }
    try {
      const duplicates = await within(parts.engine.handle(taken.map(({ event }) => event)), answerWithinMs);
      for (const { type, event } of taken)
        parts.observe.event(type, duplicates.has(event.id) ? 'duplicate' : 'committed');
    } catch (cause) {
      if (!(cause instanceof StoreUnavailable || cause instanceof TimedOut)) {
        end('failed', cause);
        return problem(response, 500, 'the events could not be handled');
      }
      end('store-unavailable', cause);
      response.set('Retry-After', String(retryAfterSeconds));
      return problem(response, 503, 'nothing can be stored now; deliver again');
    }
    end('accepted');
    response.status(200).end();
  });

  const tooLarge: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    const status = (error as { status?: unknown }).status;
    if (status === 413) {
      parts.observe.webhook('too-large', 0);
      return problem(response, 413, `more than ${maxBodyBytes} bytes`);
    }
    if (status === 400 || status === 415) {
      parts.observe.webhook('malformed', 0);
      return problem(response, 400, 'the body could not be read');
    }
    next(error);
  };
  router.use('/webhook', tooLarge);
  return router;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function problem(response: Response, status: number, detail: string): void {
  response.status(status).type('application/problem+json').send(JSON.stringify({ status, detail }));
}
