import { hash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** The hidden field of every form. */
export const tokenField = 'csrf';

/** Why a post is not from a page of ours. */
export type ForgeryProblem = 'foreign-origin' | 'wrong-token';

/**
 * Whether a post comes from a page of this console: the browser says so (`Sec-Fetch-Site`, `Origin`), and it
 * carries the token of the session that the page was made for.
 * @param expected the session's token, or the visit's before sign-in. @param publicOrigin of `PUBLIC_URL`.
 * @returns null when it does.
 */
export function forgeryProblem(
  req: Request,
  given: unknown,
  expected: string,
  publicOrigin: string,
): ForgeryProblem | null {
  if (!isSameOrigin(req, publicOrigin)) return 'foreign-origin';
  return typeof given === 'string' && equal(given, expected) ? null : 'wrong-token';
}

/** The token of the sign-in form, bound to the visit's cookie without showing it. */
export function visitToken(visit: string): string {
  return hash('sha256', `visit:${visit}`, 'base64url');
}

function isSameOrigin(req: Request, publicOrigin: string): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = req.get('origin');
  if (origin === undefined) return site === 'same-origin';
  // A console opened by another name of this machine is its own origin: a browser cannot forge `Host`.
  return origin === publicOrigin || hostOf(origin) === req.get('host');
}

function hostOf(origin: string): string | null {
  return URL.parse(origin)?.host ?? null;
}

function equal(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
