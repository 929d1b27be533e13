/** What an endpoint is given of a call whose bearer token, rate and body's form have been checked. */
export interface Call {
  readonly requestId: string;
  readonly params: { readonly [name: string]: string };
  readonly body: unknown;
  readonly contentType: string;
  readonly retryKey: string | null;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  /** In place of `body`. */
  readonly file?: { readonly data: Buffer; readonly contentType: string };
}

export interface Endpoint {
  /** The name that faults and the log know it by. */
  readonly name: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly takesBody?: 'json' | 'image';
  readonly takesRetryKey?: boolean;
  readonly rateLimit?: { readonly calls: number; readonly perMs: number };
  answer(call: Call): Answer | Promise<Answer>;
}

/** An error answer, thrown from inside an endpoint. */
export class LineError extends Error {
  readonly answer: Answer;

  constructor(status: number, body: { readonly message: string }, headers: { [name: string]: string } = {}) {
    super(body.message);
    this.answer = { status, body, headers };
  }
}

export const refuse = (status: number, message: string): never => {
  throw new LineError(status, { message });
};

/** A property of a JSON body; undefined when the body is no object. */
export const property = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as { [key: string]: unknown })[name] : undefined;
