import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import express from 'express';
import { expect } from 'vitest';
import type { ApiParts } from '../../src/api/router.ts';
import { createApi } from '../../src/api/router.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed; null where there is none. */
  readonly body: { readonly [field: string]: unknown } | null;
  readonly etag: string;
}

interface Ask {
  readonly token?: string | null;
  readonly json?: unknown;
  /** A body as it is, with its type. */
  readonly raw?: { readonly body: string; readonly type: string | null };
  readonly ifMatch?: string;
  readonly headers?: { readonly [name: string]: string };
}

/** Speaks to the API over HTTP and holds every answer against the API's own description. */
export interface Client {
  call(method: string, path: string, ask?: Ask): Promise<Answer>;
  /** The described answers that were seen: `claim 409`. */
  readonly seen: ReadonlySet<string>;
  readonly described: ReadonlySet<string>;
  readonly origin: string;
  close(): Promise<void>;
}

interface Description {
  readonly paths: { readonly [path: string]: { readonly [method: string]: DescribedOperation } };
}
interface DescribedOperation {
  readonly operationId: string;
  readonly responses: { readonly [status: string]: DescribedResponse };
}
interface DescribedResponse {
  readonly headers?: { readonly [name: string]: { readonly required?: boolean } };
  readonly content?: { readonly [type: string]: { readonly schema: object } };
}

const methods = ['get', 'post', 'delete'];

/** @param token sent unless a call says otherwise. */
export async function openClient(parts: ApiParts, token: string): Promise<Client> {
  const app = express().use('/api', createApi(parts));
  const server: Server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const description = (await (await fetch(`${origin}/api/openapi.json`)).json()) as Description;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(description, 'openapi.json');
  const operations = Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({
        method,
        operation,
        pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      })),
  );
  const seen = new Set<string>();

  function check(schema: object, body: unknown): void {
    const resolved = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/'),
    ) as object;
    const validate = ajv.compile(resolved);
    validate(body);
    expect(validate.errors ?? []).toEqual([]);
  }

  function checkAnswer(method: string, path: string, answer: Answer): void {
    const found = operations.find((one) => one.method === method.toLowerCase() && one.pattern.test(path));
    if (!found) return check({ $ref: '#/components/schemas/Problem' }, answer.body);
    const { operationId, responses } = found.operation;
    const response = responses[answer.status] ?? responses['default'];
    seen.add(`${operationId} ${answer.status in responses ? answer.status : 'default'}`);
    for (const [name, { required }] of Object.entries(response?.headers ?? {}))
      expect([name, required && !answer.headers.has(name)]).toEqual([name, false]);
    const [[type, content] = []] = Object.entries(response?.content ?? {});
    const given = answer.headers.get('content-type')?.replace(/;.*/, '');
    expect([operationId, answer.status, given]).toEqual([operationId, answer.status, type]);
    if (content) check(content.schema, answer.body);
  }

  return {
    seen,
    origin,
    described: new Set(
      operations.flatMap(({ operation }) =>
        Object.keys(operation.responses).map((status) => `${operation.operationId} ${status}`),
      ),
    ),
    async call(method, path, ask = {}) {
      const bearer = ask.token === undefined ? token : ask.token;
      const type = ask.raw ? ask.raw.type : 'application/json';
      const body = ask.raw?.body ?? (ask.json === undefined ? null : JSON.stringify(ask.json));
      const response = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: {
          ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
          ...(body !== null && type !== null && { 'content-type': type }),
          ...(ask.ifMatch !== undefined && { 'if-match': ask.ifMatch }),
          ...ask.headers,
        },
        ...(body !== null && { body: new TextEncoder().encode(body) }),
      });
      const text = await response.text();
      const answer: Answer = {
        status: response.status,
        headers: response.headers,
        body: text === '' ? null : (JSON.parse(text) as Answer['body']),
        etag: response.headers.get('etag') ?? '',
      };
      checkAnswer(method, `/api/v1${path.replace(/\?.*/, '')}`, answer);
      return answer;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
