import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { json, Router } from 'express';
import type { z } from 'zod';
import { languages } from '../../flows/domain.ts';
import type { Language } from '../../flows/domain.ts';
import type { Log } from '../base/log.ts';
import type { Queue, QueueResult } from '../requests/queue.ts';
import { parseReference } from '../requests/reference.ts';
import type { ServiceRequest } from '../requests/request.ts';
import type { Accounts } from '../staff/accounts.ts';
import type { StaffAccount } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import type { Words } from '../base/words.ts';
import { authenticate } from './authenticate.ts';
import { describeApi } from './openapi.ts';
import type { Operation } from './operations.ts';
import { operations } from './operations.ts';
import type { Problem } from './problems.ts';
import { problem, problemOf, problems } from './problems.ts';
import type { Read } from './read-request.ts';
import { invalid, readBody, readIfMatch, readQuery } from './read-request.ts';
import {
  cursorFromWire,
  cursorToWire,
  etagOf,
  historyToWire,
  letterToWire,
  momentFromWire,
  requestToWire,
  threadToWire,
  timeToWire,
} from './wire.ts';

export interface ApiParts {
  readonly queue: Queue;
  readonly accounts: Pick<Accounts, 'findByToken'>;
  readonly words: Words;
  readonly log: Log;
  /** IANA name; where a date of `stats` begins. */
  readonly timeZone: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The longest message, every letter escaped, is half of this. */
const bodyLimit = '64kb';
const retryAfterSeconds = 5;
const statsDays = 30;
const dayMs = 86_400_000;

/** A call with everything about it checked. */
interface Call<Query, Body> {
  readonly viewer: StaffAccount;
  /** The reference of the path; empty where the path has none. */
  readonly ref: string;
  /** The message or the dead letter of the path; empty where the path has none. */
  readonly message: string;
  readonly query: Query;
  readonly body: Body;
  /** The versions of `If-Match`. */
  readonly expected: readonly number[] | undefined;
  readonly language: Language;
}

type Reply =
  | { readonly ok: true; readonly json: unknown; readonly etag?: string }
  | { readonly ok: false; readonly problem: Problem };

/**
 * The staff API, to be mounted at `/api`. Requests outside the issuers of the token's account do not exist for
 * it. Every error is `application/problem+json`, see `problems.ts`.
 */
export function createApi({ queue, accounts, words, log, timeZone, now }: ApiParts): Router {
  const v1 = Router({ caseSensitive: true });
  const parseJson = json({ limit: bodyLimit, type: 'application/json' });

  function serve<Query extends z.ZodObject, Body extends z.ZodType>(
    operation: Operation<Query, Body>,
    answer: (call: Call<z.infer<Query>, z.infer<Body>>) => Promise<Reply>,
  ): void {
    const handle: RequestHandler = async (req, res) => {
      const query = readQuery(req, operation.query);
      if (!query.ok) return sendProblem(res, query.problem);
      const body = operation.body ? readBody(req, operation.body) : nothing<z.infer<Body>>();
      if (!body.ok) return sendProblem(res, body.problem);
      const expected = readIfMatch(req, operation.ifMatch);
      if (!expected.ok) return sendProblem(res, expected.problem);
      const ref = operation.path.includes('{ref}') ? parseReference(String(req.params['ref'])) : '';
      if (ref === null) return sendProblem(res, problem('not-found'));

      const reply = await answer({
        viewer: viewerOf(res),
        ref,
        message: String(req.params['message'] ?? req.params['letter'] ?? ''),
        query: query.value,
        body: body.value,
        expected: expected.value,
        language: req.acceptsLanguages(...languages) === 'en' ? 'en' : 'th',
      });
      if (!reply.ok) return sendProblem(res, reply.problem);
      if (reply.etag) res.set('ETag', reply.etag);
      if (reply.etag && isKnown(req, reply.etag)) res.status(304).end();
      else sendJson(res, reply.json);
    };
    const parsers = operation.body ? [parseJson] : [];
    v1[operation.method](pathOf(operation), ...parsers, handle);
  }

  async function replyRequest(viewer: StaffAccount, result: QueueResult<ServiceRequest>): Promise<Reply> {
    if (!result.ok) return { ok: false, problem: problemOf(result.problem) };
    const { value: request } = result;
    const unread = await queue.unread(viewer, [request]);
    return { ok: true, json: requestToWire(request, unread.has(request.ref)), etag: etagOf(request) };
  }

  v1.use(authenticate(accounts, now, sendProblem));

  serve(operations.list, async ({ viewer, query }) => {
    const { status, kind, issuer, agencyType, assignee, q, limit, cursor } = query;
    const after = cursor === undefined ? undefined : cursorFromWire(cursor);
    if (after === null) return invalid({ in: 'query', field: 'cursor', reason: 'is not one of ours' });
    const page = await queue.list(viewer, {
      limit,
      ...(status && { statuses: status }),
      ...(kind && { kind }),
      ...(issuer && { issuer }),
      ...(agencyType && { agencyType }),
      ...(assignee && { assignee: assigneeOf(assignee, viewer) }),
      ...(q?.trim() && { search: q }),
      ...(after && { after }),
    });
    const next = page.next ? cursorToWire(page.next) : null;
    const unread = await queue.unread(viewer, page.items);
    const items = page.items.map((request) => requestToWire(request, unread.has(request.ref)));
    return { ok: true, json: { items, next, total: page.total } };
  });

  serve(operations.get, async ({ viewer, ref }) => replyRequest(viewer, await queue.get(viewer, ref)));

  serve(operations.thread, async ({ viewer, ref, language }) => {
    const opened = await queue.open(viewer, ref);
    if (opened.ok) await queue.markRead(viewer, opened.value.request);
    return reply(opened, (value) => threadToWire(value, words, language, now()));
  });

  serve(operations.history, async ({ viewer, ref }) =>
    reply(await queue.history(viewer, ref), historyToWire),
  );

  serve(operations.claim, async ({ viewer, ref, expected }) =>
    replyRequest(viewer, await queue.claim(viewer, ref, expected)),
  );

  serve(operations.release, async ({ viewer, ref, expected }) =>
    replyRequest(viewer, await queue.release(viewer, ref, expected)),
  );

  serve(operations.assign, async ({ viewer, ref, body, expected }) =>
    replyRequest(viewer, await queue.assign(viewer, ref, body, expected)),
  );

  serve(operations.message, async ({ viewer, ref, body, expected }) =>
    replyRequest(viewer, await queue.message(viewer, ref, body, expected)),
  );

  serve(operations.resend, async ({ viewer, ref, message, expected }) =>
    replyRequest(viewer, await queue.resend(viewer, ref, message, expected)),
  );

  serve(operations.drop, async ({ viewer, ref, message, expected }) =>
    replyRequest(viewer, await queue.drop(viewer, ref, message, expected)),
  );

  serve(operations.resolve, async ({ viewer, ref, body, expected }) =>
    replyRequest(viewer, await queue.resolve(viewer, ref, body, expected)),
  );

  serve(operations.reopen, async ({ viewer, ref, expected }) =>
    replyRequest(viewer, await queue.reopen(viewer, ref, expected)),
  );

  serve(operations.deadLetters, async ({ viewer, query: { limit, cursor } }) =>
    reply(
      await queue.deadLetters.list(viewer, { limit, ...(cursor && { after: cursor }) }),
      ({ items, next }) => ({
        items: items.map(letterToWire),
        next,
      }),
    ),
  );

  serve(operations.retryLetter, async ({ viewer, message }) =>
    reply(await queue.deadLetters.retry(viewer, message), letterToWire),
  );

  serve(operations.dropLetter, async ({ viewer, message }) =>
    reply(await queue.deadLetters.drop(viewer, message), letterToWire),
  );

  serve(operations.stats, async ({ viewer, query }) => {
    const to = query.to === undefined ? now() : momentFromWire(query.to, timeZone);
    const from = query.from === undefined ? to - statsDays * dayMs : momentFromWire(query.from, timeZone);
    if (from >= to) return invalid({ in: 'query', field: 'from', reason: 'must be before to' });
    const stats = await queue.stats(viewer, { from, to });
    return { ok: true, json: { from: timeToWire(from), to: timeToWire(to), ...stats } };
  });

  refuseOtherMethods(v1);

  const api = Router({ caseSensitive: true });
  const description = describeApi();
  api.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  api.get('/openapi.json', (_req, res) => {
    sendJson(res, description);
  });
  api.get('/problems/:code', (req, res) => {
    const known = Object.entries(problems).find(([code]) => code === req.params.code);
    if (!known) return sendProblem(res, problem('not-found'));
    const [code, { status, title, meaning }] = known;
    sendJson(res, { code, status, title, meaning });
  });
  api.use('/v1', v1);
  api.use((_req, res) => sendProblem(res, problem('not-found')));
  api.use(handleError(log));
  return api;
}

function viewerOf(res: Response): StaffAccount {
  return res.locals['viewer'] as StaffAccount;
}

function refuseOtherMethods(router: Router): void {
  const methods = new Map<string, string[]>();
  for (const operation of Object.values(operations)) {
    const names = operation.method === 'get' ? ['GET', 'HEAD'] : [operation.method.toUpperCase()];
    methods.set(pathOf(operation), [...(methods.get(pathOf(operation)) ?? []), ...names]);
  }
  for (const [path, names] of methods)
    router.all(path, (_req, res) => {
      res.set('Allow', names.join(', '));
      sendProblem(res, problem('method-not-allowed'));
    });
}

/** `/requests/{ref}` as Express writes it. */
function pathOf({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function assigneeOf(given: string, viewer: StaffAccount): string | null {
  if (given === 'none') return null;
  return given === 'me' ? viewer.email : given.toLowerCase();
}

/**
 * Whether the caller has this version of what it asks for. Not `req.fresh`: `fetch` sends `Cache-Control: no-cache`
 * along with every `If-None-Match`, and that is a word to caches.
 */
function isKnown(req: Request, etag: string): boolean {
  const tags = (req.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return ['GET', 'HEAD'].includes(req.method) && (tags.includes(etag) || tags.includes('*'));
}

function reply<Value>(result: QueueResult<Value>, toWire: (value: Value) => unknown): Reply {
  return result.ok
    ? { ok: true, json: toWire(result.value) }
    : { ok: false, problem: problemOf(result.problem) };
}

function nothing<Value>(): Read<Value> {
  return { ok: true, value: undefined as Value };
}

function sendJson(res: Response, value: unknown): void {
  res.type('application/json').end(JSON.stringify(value));
}

function sendProblem(res: Response, made: Problem): void {
  res.status(made.status).type('application/problem+json').end(JSON.stringify(made));
}

/** What `express.json()` throws: an Error with a stable `type`, https://www.npmjs.com/package/body-parser#errors */
const bodyErrors: { readonly [type: string]: Parameters<typeof problem>[0] } = {
  'entity.too.large': 'payload-too-large',
  'encoding.unsupported': 'unsupported-media-type',
  'charset.unsupported': 'unsupported-media-type',
  'entity.parse.failed': 'malformed-json',
  'request.size.invalid': 'malformed-json',
  'request.aborted': 'malformed-json',
};

function handleError(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const type = error instanceof Error && 'type' in error ? String(error.type) : '';
    const code = bodyErrors[type];
    if (code) return sendProblem(res, problem(code));
    // A path that is not well-formed (`/requests/%`) names nothing.
    if (error instanceof URIError) return sendProblem(res, problem('not-found'));
    if (error instanceof StoreUnavailable) {
      log.warn('the store is away', { part: 'api', error });
      res.set('Retry-After', String(retryAfterSeconds));
      return sendProblem(res, problem('unavailable'));
    }
    log.error('a call of the API failed', { part: 'api', method: req.method, error });
    sendProblem(res, problem('internal'));
  };
}
