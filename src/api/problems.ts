import type { StaffMove } from '../requests/lifecycle.machine.ts';
import type { QueueProblem } from '../requests/queue.ts';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What to do about it. */
  readonly meaning: string;
}

/** Every problem that the API answers with. The codes are stable. */
export const problems = {
  'invalid-request': {
    status: 400,
    title: 'The request is not as described',
    meaning: '`errors` lists each parameter, header or field that is wrong. Mend them and ask again.',
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'Send a JSON object in UTF-8.',
  },
  unauthorized: {
    status: 401,
    title: 'No valid token',
    meaning: 'Send `Authorization: Bearer TOKEN` with a token of an enabled staff account.',
  },
  forbidden: {
    status: 403,
    title: 'Not for this role',
    meaning: 'The call is for supervisors and admins.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    meaning: 'There is no such call or no such request, or it is not in the scope of the account.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Not with this method',
    meaning: 'The header `Allow` lists the methods that there are.',
  },
  'not-allowed': {
    status: 409,
    title: 'The lifecycle does not allow it',
    meaning: '`allowed` lists the moves that the status of the request allows.',
  },
  'held-by-other': {
    status: 409,
    title: 'Somebody else holds the request',
    meaning: '`assignee` says who.',
  },
  blocked: {
    status: 409,
    title: 'The officer blocks the account in LINE',
    meaning: 'Nothing can be sent to them there. Call them, or write an e-mail.',
  },
  'not-undelivered': {
    status: 409,
    title: 'LINE did not refuse this message',
    meaning:
      'Get the thread to see what became of it: only a message whose delivery `failed` can be sent again or dropped.',
  },
  unreadable: {
    status: 409,
    title: 'No data key opens the request',
    meaning:
      'Put the key that it was written with back into `DATA_KEYS`. Until then nothing can be done to it.',
  },
  stale: {
    status: 412,
    title: 'The request has changed',
    meaning: 'Get it again, decide on what it is now, and send its new ETag.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'Send a smaller one.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not of a type that is read here',
    meaning: 'Send `Content-Type: application/json`, in UTF-8.',
  },
  'too-many-guesses': {
    status: 429,
    title: 'Too many wrong tokens from this network',
    meaning: 'Ask again after the seconds in `Retry-After`. A token that was right before goes on working.',
  },
  'precondition-required': {
    status: 428,
    title: 'If-Match is missing',
    meaning: 'Send the ETag of the request as you saw it in `If-Match`.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    meaning: 'It is noted in the log. The call had no effect, or had it: get the request to see.',
  },
  unavailable: {
    status: 503,
    title: 'The store is away',
    meaning: 'Ask again after the seconds in `Retry-After`.',
  },
} satisfies { [code: string]: ProblemKind };

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** One thing that is wrong with what was sent. */
export interface RequestFault {
  readonly in: 'query' | 'header' | 'body';
  readonly field: string;
  readonly reason: string;
}

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly allowed?: readonly StaffMove[];
  readonly assignee?: string;
  readonly version?: number;
  readonly errors?: readonly RequestFault[];
}

export function problem(
  code: ProblemCode,
  more: Omit<Problem, 'type' | 'title' | 'status' | 'code'> = {},
): Problem {
  const { status, title } = problems[code];
  return { type: `/api/problems/${code}`, title, status, code, ...more };
}

/** How the API tells what the queue refuses. */
export function problemOf(refused: QueueProblem): Problem {
  switch (refused.code) {
    case 'not-found':
    case 'forbidden':
    case 'unreadable':
    case 'blocked':
    case 'not-undelivered':
      return problem(refused.code);
    case 'not-allowed':
      return problem('not-allowed', {
        detail: `${refused.move} is not possible on a request that is ${refused.status}`,
        allowed: refused.allowed,
      });
    case 'held-by-other':
      return problem('held-by-other', { assignee: refused.by });
    case 'stale':
      return problem('stale', { version: refused.version });
    case 'invalid':
      return problem('invalid-request', {
        errors: [{ in: 'body', field: refused.field, reason: refused.reason }],
      });
  }
}
