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
    let response: Dispatcher.ResponseData;
    try {
      response = await pool.request({
        method,
        path: prefix + path,
        headers: { authorization, ...headers },
        body,
        signal: AbortSignal.timeout(options.timeoutMs),
      });
    } catch (cause) {
      return { status: null, reason: isUnconnected(cause) ? 'unreachable' : 'no-answer', cause };
    }
    return {
      status: response.statusCode,
      requestId: headerOf(response, 'x-line-request-id'),
      retryAfter: headerOf(response, 'retry-after'),
      body: await readJson(response),
    };
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

/** The status counts, whatever comes after it: a body that breaks off changes nothing. */
async function readJson(response: Dispatcher.ResponseData): Promise<unknown> {
  try {
    return JSON.parse(await response.body.text());
  } catch {
    return null;
  }
}

function headerOf(response: Dispatcher.ResponseData, name: string): string | null {
  const value = response.headers[name];
  return typeof value === 'string' ? value : null;
}

function isUnconnected(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  // Several addresses were tried: https://nodejs.org/api/net.html#netgetdefaultautoselectfamily
  if (cause instanceof AggregateError) return cause.errors.every(isUnconnected);
  const code = 'code' in cause ? cause.code : null;
  return typeof code === 'string' && (notConnected.has(code) || code.startsWith('ERR_TLS_CERT'));
}
