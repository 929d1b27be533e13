import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import type { Fault } from './faults.ts';
import * as limits from './limits.ts';
import { chatEndpoints } from './line-api/chat.ts';
import type { Answer, Call, Endpoint } from './line-api/endpoint.ts';
import { LineError } from './line-api/endpoint.ts';
import { messageEndpoints } from './line-api/messages.ts';
import { richMenuEndpoints } from './line-api/rich-menus.ts';
import { webhookEndpoints } from './line-api/webhook.ts';
import type { LinePlatform } from './platform.ts';

/**
 * The Messaging API of `platform` as far as the assistant needs it: both of LINE's hosts below one address.
 * Each call gets an `x-line-request-id`, is checked as LINE checks it, and is kept in `platform.calls`.
 */
export function createLineApi(platform: LinePlatform): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.locals['requestId'] = randomUUID();
    response.locals['started'] = performance.now();
    response.setHeader('x-line-request-id', String(response.locals['requestId']));
    next();
  });
  router.use(express.json({ limit: limits.BODY_BYTES, type: 'application/json', strict: false }));
  router.use(express.raw({ limit: limits.BODY_BYTES, type: ['image/*'] }));
  const endpoints = [
    ...messageEndpoints(platform),
    ...chatEndpoints(platform),
    ...richMenuEndpoints(platform),
    ...webhookEndpoints(platform),
  ];
  for (const endpoint of endpoints)
    router[endpoint.method](endpoint.path, (request, response) =>
      serve(platform, endpoint, request, response),
    );
  router.use((request, response) => {
    finish(platform, 'unknown', request, response, failure(404, 'Not found'));
  });
  router.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    finish(platform, 'unknown', request, response, bodyFailure(error));
  });
  return router;
}

async function serve(
  platform: LinePlatform,
  endpoint: Endpoint,
  request: Request,
  response: Response,
): Promise<void> {
  const fault = platform.faults.take(endpoint.name);
  if (fault && !(await happenBefore(fault, platform, endpoint, request, response))) return;
  const answer = await answerTo(platform, endpoint, request, response);
  if (fault && !happenAfter(fault, platform, endpoint, request, response, answer)) return;
  finish(platform, endpoint.name, request, response, answer);
}

/** @returns false when the fault has dealt with the call. */
async function happenBefore(
  fault: Fault,
  platform: LinePlatform,
  endpoint: Endpoint,
  request: Request,
  response: Response,
): Promise<boolean> {
  const answers: { readonly [kind in Fault['kind']]?: Answer } = {
    'server-error': failure(500, 'Internal server error'),
    'rate-limited': rateLimited,
    'quota-exhausted': monthlyLimit,
    unauthorized,
    'invalid-reply-token': failure(400, 'Invalid reply token'),
  };
  const answer = answers[fault.kind];
  if (answer) finish(platform, endpoint.name, request, response, answer);
  else if (fault.kind === 'reset') cut(platform, endpoint, request, response);
  else if (fault.kind === 'no-answer') hang(platform, endpoint, request, response);
  else {
    if (fault.kind === 'slow') await sleep(fault.delayMs ?? 1000, undefined, { signal: platform.closing });
    return true;
  }
  return false;
}

/** @returns false when the fault has dealt with the call. */
function happenAfter(
  fault: Fault,
  platform: LinePlatform,
  endpoint: Endpoint,
  request: Request,
  response: Response,
  answer: Answer,
): boolean {
  if (answer.status >= 300) return true;
  if (fault.kind === 'server-error-after')
    finish(platform, endpoint.name, request, response, failure(500, 'Internal server error'));
  else if (fault.kind === 'reset-after') cut(platform, endpoint, request, response);
  else if (fault.kind === 'no-answer-after') hang(platform, endpoint, request, response);
  else return true;
  return false;
}

const failure = (status: number, message: string): Answer => ({ status, body: { message } });
// https://developers.line.biz/en/reference/messaging-api/#error-messages
const rateLimited = failure(429, 'The API rate limit has been exceeded. Try again later.');
const monthlyLimit = failure(429, 'You have reached your monthly limit.');
const unauthorized = failure(
  401,
  'Authentication failed. Confirm that the access token in the authorization header is valid.',
);

async function answerTo(
  platform: LinePlatform,
  endpoint: Endpoint,
  request: Request,
  response: Response,
): Promise<Answer> {
  const token = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined || !platform.isAccessToken(token)) return unauthorized;
  const limit = endpoint.rateLimit ?? limits.RATE_LIMITS.default;
  if (!platform.rateLimits.allows(`${endpoint.method} ${endpoint.path}`, limit, platform.now()))
    return rateLimited;
  const retryKey = request.get('x-line-retry-key') ?? null;
  if (retryKey !== null && !endpoint.takesRetryKey)
    return failure(400, 'The retry key is not supported by this API');
  if (endpoint.takesBody === 'json' && !request.is('application/json'))
    return failure(415, 'Unsupported Media Type');
  const call: Call = {
    requestId: String(response.locals['requestId']),
    params: request.params as Call['params'],
    body: request.body,
    contentType: (request.get('content-type') ?? '').split(';')[0] ?? '',
    retryKey,
  };
  try {
    return await endpoint.answer(call);
  } catch (error) {
    if (error instanceof LineError) return error.answer;
    throw error;
  }
}

/** The request never reached an endpoint: what `express.json` found wrong with the body. */
function bodyFailure(error: unknown): Answer {
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'entity.too.large') return failure(413, 'Request Entity Too Large');
  if (type === 'entity.parse.failed')
    return failure(400, 'The request body could not be parsed as JSON (line: 1, column: 1)');
  return failure(500, 'Internal server error');
}

function cut(platform: LinePlatform, endpoint: Endpoint, request: Request, response: Response): void {
  keep(platform, endpoint.name, request, response, 0, 'connection reset');
  request.socket.resetAndDestroy();
}

function hang(platform: LinePlatform, endpoint: Endpoint, request: Request, response: Response): void {
  keep(platform, endpoint.name, request, response, 0, 'no answer');
  const letGo = (): void => void request.socket.destroy();
  platform.closing.addEventListener('abort', letGo, { once: true });
  request.socket.once('close', () => platform.closing.removeEventListener('abort', letGo));
}

function finish(
  platform: LinePlatform,
  endpoint: string,
  request: Request,
  response: Response,
  answer: Answer,
): void {
  const error = answer.status >= 400 ? messageOf(answer.body) : null;
  keep(platform, endpoint, request, response, answer.status, error);
  response.status(answer.status).set(answer.headers ?? {});
  if (answer.file) response.type(answer.file.contentType).send(answer.file.data);
  else response.json(answer.body ?? {});
}

const messageOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : null;

function keep(
  platform: LinePlatform,
  endpoint: string,
  request: Request,
  response: Response,
  status: number,
  error: string | null,
): void {
  platform.calls.push({
    requestId: String(response.locals['requestId']),
    at: platform.now(),
    ms: Math.round(performance.now() - Number(response.locals['started'])),
    method: request.method,
    path: request.path,
    endpoint,
    body: Buffer.isBuffer(request.body) ? null : (request.body ?? null),
    retryKey: request.get('x-line-retry-key') ?? null,
    status,
    error,
  });
  platform.changed();
}
