import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { Pool } from 'undici';

export interface ApiClientOptions {
  /** LINE's own, or another address of it, with a path where it has one, without a slash at the end. */
  readonly apiBaseUrl: string;
  readonly channelAccessToken: string;
  /** How long a call may take, from the first byte out to the last one in. */
  readonly timeoutMs: number;
  readonly connections?: number;
  /** What is longer is not read. */
  readonly maxAnswerBytes?: number;
}

/** What LINE said. `body` is null where it was not JSON or too long to be an answer. */
export interface Answer {
  readonly status: number;
  /** `x-line-request-id`: what LINE asks for when it is asked for help. */
  readonly requestId: string | null;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

/**
 * Why there is no answer. `unreachable`: no connection was made, so LINE got nothing. `no-answer`: the
 * connection ended or the time ran out afterwards, so LINE may have done what was asked.
 */
export interface NoAnswer {
  readonly status: null;
  readonly reason: 'unreachable' | 'no-answer';
  readonly cause: unknown;
}

/** Calls of LINE's Messaging API over connections that are kept open. */
export interface ApiClient {
  get(path: string): Promise<Answer | NoAnswer>;
  /** @param retryKey for the calls that take one; see `X-Line-Retry-Key`. */
  post(path: string, body?: object, retryKey?: string): Promise<Answer | NoAnswer>;
  put(path: string, body: object): Promise<Answer | NoAnswer>;
  delete(path: string): Promise<Answer | NoAnswer>;
  /** Posts a file as it is. */
  upload(path: string, data: Buffer, contentType: string): Promise<Answer | NoAnswer>;
  /** Ends when the calls under way have ended. */
  close(): Promise<void>;
}

/** LINE's answers are a few hundred bytes, lists aside; what is longer does not come from LINE. */
const defaultMaxAnswerBytes = 64 * 1024;
const keepAliveMs = 15_000;
const defaultConnections = 64;

/** What undici and the system call a connection that was never made. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** An `undici` pool rather than `fetch`, which costs several times the CPU of a reply. */
export function openApiClient(options: ApiClientOptions): ApiClient {
  const base = new URL(options.apiBaseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  const pool = new Pool(base.origin, {
    connections: options.connections ?? defaultConnections,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    maxResponseSize: options.maxAnswerBytes ?? defaultMaxAnswerBytes,
    connectTimeout: options.timeoutMs,
  });
  const authorization = `Bearer ${options.channelAccessToken}`;

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    headers: { readonly [name: string]: string },
    body: string | Buffer | null,
  ): Promise<Answer | NoAnswer> {
    return new Promise((resolve) => {
      const call = { method, path: prefix + path, headers: { authorization, ...headers }, body };
      pool.dispatch(call, answerTo(resolve, options.timeoutMs));
    });
  }

  return {
    get: async (path) => call('GET', path, {}, null),
    post: async (path, body, retryKey) =>
      call(
        'POST',
        path,
        {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(retryKey === undefined ? {} : { 'x-line-retry-key': retryKey }),
        },
        body === undefined ? null : JSON.stringify(body),
      ),
    put: async (path, body) =>
      call('PUT', path, { 'content-type': 'application/json' }, JSON.stringify(body)),
    delete: async (path) => call('DELETE', path, {}, null),
    upload: async (path, data, contentType) => call('POST', path, { 'content-type': contentType }, data),
    close: async () => pool.close(),
  };
}

/** Gathers one answer. By hand, because undici's `request` makes a stream of each, for bodies that are not read. */
function answerTo(
  resolve: (answer: Answer | NoAnswer) => void,
  timeoutMs: number,
): Dispatcher.DispatchHandler {
  const parts: Buffer[] = [];
  let status: number | null = null;
  let headers: IncomingHttpHeaders = {};
  let timer: NodeJS.Timeout | undefined;
  /** The status counts, whatever comes after it: a body that breaks off changes nothing. */
  const end = (cause: unknown): void => {
    clearTimeout(timer);
    if (status === null)
      return resolve({ status, reason: isUnconnected(cause) ? 'unreachable' : 'no-answer', cause });
    resolve({
      status,
      requestId: textOf(headers['x-line-request-id']),
      retryAfter: textOf(headers['retry-after']),
      body: cause === null ? parseJson(Buffer.concat(parts)) : null,
    });
  };
  return {
    onRequestStart: (controller) => {
      timer = setTimeout(() => controller.abort(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    },
    onResponseStart: (_controller, statusCode, received) => {
      status = statusCode;
      headers = received;
    },
    onResponseData: (_controller, part) => void parts.push(part),
    onResponseEnd: () => end(null),
    onResponseError: (_controller, cause) => end(cause),
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

const textOf = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' ? header : null;

function isUnconnected(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  // Several addresses were tried: https://nodejs.org/api/net.html#netgetdefaultautoselectfamily
  if (cause instanceof AggregateError) return cause.errors.every(isUnconnected);
  const code = 'code' in cause ? cause.code : null;
  return typeof code === 'string' && (notConnected.has(code) || code.startsWith('ERR_TLS_CERT'));
}
