import { z } from 'zod';
import type { Operation } from './operations.ts';
import { commonProblems, operations } from './operations.ts';
import type { ProblemCode } from './problems.ts';
import { problems } from './problems.ts';
import {
  contactSchema,
  deadLetterSchema,
  deadLettersSchema,
  historySchema,
  pageSchema,
  problemSchema,
  requestSchema,
  statsSchema,
  threadSchema,
} from './schemas.ts';

type JsonObject = { [key: string]: unknown };

const named = {
  Request: requestSchema,
  Contact: contactSchema,
  RequestPage: pageSchema,
  Thread: threadSchema,
  History: historySchema,
  Stats: statsSchema,
  DeadLetter: deadLetterSchema,
  DeadLetterPage: deadLettersSchema,
  Problem: problemSchema,
};

/** The description of the staff API, OpenAPI 3.1, from the schemas that the router checks with. */
export function describeApi(): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const operation of Object.values(operations)) {
    const path = (paths[`/api/v1${operation.path}`] ??= pathItem(operation));
    path[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Staff API of the DGA Contact Center assistant',
      version: '1.0.0',
      description:
        'The request queue, for other systems. A token stands for a staff account and sees the requests of its issuers; any other does not exist for it. A query parameter or field that is not described is refused.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made by `npm run --silent staff -- token EMAIL`',
        },
      },
      schemas: componentSchemas(),
    },
  };
}

function pathItem({ path }: Operation): JsonObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({
      name,
      in: 'path',
      required: true,
      description: pathParameters[name],
      schema: { type: 'string' },
    })),
  };
}

const pathParameters: { readonly [name: string]: string } = {
  ref: 'Nine digits; spaces and dashes between them do not matter',
  message: '`id` of an entry of the thread',
  letter: '`id` of a dead letter',
};

function describe(operation: Operation): JsonObject {
  const { id, summary, description, body } = operation;
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    parameters: [...queryParameters(operation), ...headerParameters(operation)],
    ...(body && { requestBody: describeBody(body) }),
    responses: { 200: describeReply(operation), ...notModified(operation), ...describeProblems(operation) },
  };
}

function queryParameters({ query }: Operation): JsonObject[] {
  const { properties = {} } = toJson(query, 'output') as { properties?: { [name: string]: JsonObject } };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description ? { description } : {}),
    schema,
  }));
}

function headerParameters({ ifMatch }: Operation): JsonObject[] {
  if (!ifMatch) return [];
  return [
    {
      name: 'If-Match',
      in: 'header',
      required: ifMatch === 'required',
      description: 'The ETag of the request as you saw it, weak or not; several, of which one counts; or `*`',
      schema: { type: 'string' },
      example: '"3"',
    },
  ];
}

function describeBody(body: z.ZodType): JsonObject {
  const required = !body.safeParse(undefined).success;
  return { required, content: { 'application/json': { schema: toJson(body, 'input') } } };
}

function describeReply({ summary, reply, hasEtag }: Operation): JsonObject {
  const name = Object.entries(named).find(([, schema]) => schema === reply)?.[0];
  return {
    description: summary,
    ...(hasEtag && {
      headers: {
        ETag: { description: '`version` in quotes', required: true, schema: { type: 'string' } },
      },
    }),
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

/** A read of one request that the caller has in its present version. */
function notModified({ method, hasEtag }: Operation): JsonObject {
  return method === 'get' && hasEtag ? { 304: { description: 'As it is in `If-None-Match`' } } : {};
}

const problemHeaders: { readonly [code in ProblemCode]?: string } = {
  unauthorized: 'WWW-Authenticate',
  'too-many-guesses': 'Retry-After',
  unavailable: 'Retry-After',
};

function describeProblems(operation: Operation): JsonObject {
  const codes = [...commonProblems, ...operation.problems];
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  };
  const responses: { [status: number]: JsonObject } = {};
  for (const status of new Set(codes.map((code) => problems[code].status))) {
    const those = codes.filter((code) => problems[code].status === status);
    const headers = those.flatMap((code) => problemHeaders[code] ?? []);
    responses[status] = {
      description: those.map((code) => `\`${code}\`: ${problems[code].meaning}`).join('\n\n'),
      ...(headers.length > 0 && {
        headers: Object.fromEntries(
          headers.map((name) => [name, { required: true, schema: { type: 'string' } }]),
        ),
      }),
      content,
    };
  }
  return { ...responses, default: { description: problems.internal.meaning, content } };
}

function componentSchemas(): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
}

function toJson(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  return json;
}

/** Leaves out what says nothing to a reader: a format's own pattern, and the bounds of any whole number. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}
