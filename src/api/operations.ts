import type { z } from 'zod';
import type { ProblemCode } from './problems.ts';
import {
  assignBody,
  deadLetterSchema,
  deadLettersQuery,
  deadLettersSchema,
  emptyBody,
  emptyQuery,
  historySchema,
  listQuery,
  messageBody,
  pageSchema,
  requestSchema,
  resolveBody,
  statsQuery,
  statsSchema,
  threadSchema,
} from './schemas.ts';

/** A call of the API: what the router serves and the description describes. */
export interface Operation<Query extends z.ZodObject = z.ZodObject, Body extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete';
  /** Below `/api/v1`, as OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly query: Query;
  /** Null: no body is read. */
  readonly body: Body | null;
  readonly ifMatch: 'required' | 'optional' | null;
  readonly reply: z.ZodType;
  /** Whether the reply is one Request, with its ETag. */
  readonly hasEtag: boolean;
  /** Besides those that every call may answer with; see `commonProblems`. */
  readonly problems: readonly ProblemCode[];
}

/** What any call may answer with. */
export const commonProblems: readonly ProblemCode[] = [
  'invalid-request',
  'unauthorized',
  'too-many-guesses',
  'unavailable',
];

const bodyProblems: readonly ProblemCode[] = [
  'malformed-json',
  'payload-too-large',
  'unsupported-media-type',
];

function read<Query extends z.ZodObject>(
  id: string,
  path: string,
  summary: string,
  query: Query,
  reply: z.ZodType,
  more: Partial<Pick<Operation, 'hasEtag' | 'description' | 'problems'>> = {},
): Operation<Query, z.ZodNever> {
  const problems: ProblemCode[] = path.includes('{ref}') ? ['not-found'] : [];
  return {
    id,
    method: 'get',
    path,
    summary,
    query,
    body: null,
    ifMatch: null,
    reply,
    hasEtag: false,
    problems,
    ...more,
  };
}

function move<Body extends z.ZodType>(
  id: string,
  summary: string,
  body: Body,
  problems: readonly ProblemCode[],
  more: { readonly ifMatch?: 'optional'; readonly description?: string } = {},
): Operation<typeof emptyQuery, Body> {
  const ifMatch = more.ifMatch ?? 'required';
  return {
    id,
    method: 'post',
    path: `/requests/{ref}/${id}`,
    summary,
    query: emptyQuery,
    body,
    reply: requestSchema,
    hasEtag: true,
    problems: [
      'not-found',
      'not-allowed',
      'unreadable',
      'stale',
      ...bodyProblems,
      ...(ifMatch === 'required' ? (['precondition-required'] as const) : []),
      ...problems,
    ],
    ...more,
    ifMatch,
  };
}

/** What is done about a message that LINE did not take. */
function onMessage(
  id: string,
  method: 'post' | 'delete',
  path: string,
  summary: string,
  problems: readonly ProblemCode[],
  description: string,
): Operation<typeof emptyQuery, z.ZodNever> {
  return {
    id,
    method,
    path,
    summary,
    description,
    query: emptyQuery,
    body: null,
    ifMatch: 'optional',
    reply: requestSchema,
    hasEtag: true,
    problems: ['not-found', 'not-undelivered', 'held-by-other', 'unreadable', 'stale', ...problems],
  };
}

/** What is done about a message that LINE did not take, by those whose scope is all issuers. */
function onLetter(
  id: string,
  method: 'post' | 'delete',
  path: string,
  summary: string,
  problems: readonly ProblemCode[],
): Operation<typeof emptyQuery, z.ZodNever> {
  return {
    id,
    method,
    path,
    summary,
    description: 'Of two who do so at once one succeeds.',
    query: emptyQuery,
    body: null,
    ifMatch: null,
    reply: deadLetterSchema,
    hasEtag: false,
    problems: ['forbidden', 'not-found', 'held-by-other', 'not-undelivered', ...problems],
  };
}

/** Every call below `/api/v1`. */
export const operations = {
  list: read('list', '/requests', 'A page of the queue, oldest due first', listQuery, pageSchema),
  get: read('get', '/requests/{ref}', 'One request', emptyQuery, requestSchema, { hasEtag: true }),
  thread: read(
    'thread',
    '/requests/{ref}/thread',
    'What officer and staff wrote to each other',
    emptyQuery,
    threadSchema,
    { description: 'What the system notes is said in the language of `Accept-Language`, Thai by default.' },
  ),
  history: read('history', '/requests/{ref}/history', 'Who did what, and when', emptyQuery, historySchema),
  claim: move('claim', 'Take it', emptyBody, ['held-by-other'], {
    ifMatch: 'optional',
    description:
      'Of several who claim at once exactly one succeeds; the others get 409 with who has it, with `If-Match` or without. Claiming what one holds already gives it as it is.',
  }),
  release: move('release', 'Give it back to the queue', emptyBody, ['held-by-other']),
  assign: move('assign', 'Give it to somebody', assignBody, ['forbidden'], {
    description: 'For supervisors and admins.',
  }),
  message: move('message', 'Write to the officer in LINE', messageBody, ['held-by-other', 'blocked'], {
    description:
      'From then on the request waits for the officer, unless LINE refuses the message. `delivery` in the thread tells what became of it.',
  }),
  resend: onMessage(
    'resend',
    'post',
    '/requests/{ref}/messages/{message}/resend',
    'Send a message again that LINE did not take',
    ['blocked'],
    'Of two who send it again at once one succeeds.',
  ),
  drop: onMessage(
    'drop',
    'delete',
    '/requests/{ref}/messages/{message}',
    'Give up a message that LINE did not take',
    [],
    'It stays in the thread as `dropped`.',
  ),
  resolve: move('resolve', 'Close it', resolveBody, ['held-by-other'], {
    description: 'The officer is told in LINE.',
  }),
  reopen: move('reopen', 'Put it back to the queue', emptyBody, [], {
    description: 'With a due time of its own. The officer is told in LINE.',
  }),
  deadLetters: read(
    'deadLetters',
    '/dead-letters',
    'Messages that LINE did not take',
    deadLettersQuery,
    deadLettersSchema,
    {
      description: "All of them, the assistant's own answers too. For those whose scope is all issuers.",
      problems: ['forbidden'],
    },
  ),
  retryLetter: onLetter('retryLetter', 'post', '/dead-letters/{letter}/retry', 'Send it again', [
    'blocked',
    'unreadable',
  ]),
  dropLetter: onLetter('dropLetter', 'delete', '/dead-letters/{letter}', 'Give it up', []),
  stats: read('stats', '/stats', 'Counts and times', statsQuery, statsSchema),
};
