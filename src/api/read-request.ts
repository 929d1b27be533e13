/** What a caller sent, checked: each gives the value, or the problem that says what is wrong with it. */
import type { Request } from 'express';
import type { z } from 'zod';
import type { Operation } from './operations.ts';
import type { Problem, RequestFault } from './problems.ts';
import { problem } from './problems.ts';

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

/** A parameter given twice is an array, as it comes. */
export function readQuery<Query extends z.ZodObject>(req: Request, schema: Query): Read<z.infer<Query>> {
  const given: { [name: string]: string | string[] } = {};
  const { searchParams } = new URL(req.originalUrl, 'http://localhost');
  for (const name of new Set(searchParams.keys())) {
    const [only = '', ...others] = searchParams.getAll(name);
    given[name] = others.length > 0 ? [only, ...others] : only;
  }
  return check('query', schema, given);
}

/** Expects what `express.json()` left; a body of another type is refused. */
export function readBody<Body extends z.ZodType>(req: Request, schema: Body): Read<z.infer<Body>> {
  const isEmpty = req.get('content-length') === '0';
  if (!isEmpty && req.is('application/json') === false)
    return { ok: false, problem: problem('unsupported-media-type') };
  return check('body', schema, req.body as unknown);
}

/** One tag of a list, with its comma; RFC 9110, 5.6.1 lets elements be empty. */
const listedTag = /\s*(?:(?:W\/)?"([^"]*)"\s*)?(?:,|$)/y;

/**
 * The versions that a write may be decided on, from `If-Match`. Unlike RFC 9110, 13.1.1 a weak tag counts: a proxy that
 * compresses makes every tag weak, and what it stands for is a version number.
 * @returns undefined where the header is `*`, or left out and not required; no version where no tag is one of ours.
 */
export function readIfMatch(
  req: Request,
  ifMatch: Operation['ifMatch'],
): Read<readonly number[] | undefined> {
  const header = req.get('if-match')?.trim();
  if (ifMatch === null || header === '*') return { ok: true, value: undefined };
  if (header === undefined)
    return ifMatch === 'optional'
      ? { ok: true, value: undefined }
      : { ok: false, problem: problem('precondition-required') };
  const tags = tagsOf(header);
  if (tags === null)
    return invalid({ in: 'header', field: 'If-Match', reason: 'must be *, one ETag or several' });
  return { ok: true, value: tags.filter((tag) => /^[1-9]\d{0,9}$/.test(tag)).map(Number) };
}

/** What stands in the quotes; null where it is no list of tags, or an empty one. */
function tagsOf(header: string): string[] | null {
  const tags: string[] = [];
  listedTag.lastIndex = 0;
  while (listedTag.lastIndex < header.length) {
    const found = listedTag.exec(header);
    if (!found) return null;
    if (found[1] !== undefined) tags.push(found[1]);
  }
  return tags.length > 0 ? tags : null;
}

export function invalid(...errors: RequestFault[]): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: problem('invalid-request', { errors }) };
}

function check<Schema extends z.ZodType>(
  place: RequestFault['in'],
  schema: Schema,
  given: unknown,
): Read<z.infer<Schema>> {
  const checked = schema.safeParse(given);
  if (checked.success) return { ok: true, value: checked.data };
  return invalid(...checked.error.issues.flatMap((issue) => faultsOf(place, issue)));
}

/** Names of what was sent are repeated, values never. */
function faultsOf(place: RequestFault['in'], issue: z.core.$ZodIssue): RequestFault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ in: place, field: key, reason: 'is not known here' }));
  return [{ in: place, field: issue.path.join('.'), reason: issue.message }];
}
