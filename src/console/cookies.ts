import type { CookieOptions, Request, Response } from 'express';

/** The console's cookies. None holds anything personal. */
const cookieNames = {
  /** The session of somebody signed in: 32 random bytes. */
  session: 'console_session',
  /** A visitor before sign-in, so that the sign-in form too can carry a token. */
  visit: 'console_visit',
  /** `th` or `en`. */
  language: 'console_language',
  /** A sign-in that is under way at the organization's provider. */
  provider: 'console_provider',
  /** The account that signed in with this browser before, by a mark that only the server can read. */
  known: 'console_known',
  /** What the next page says was done, once: a code. */
  done: 'console_done',
} as const;
type CookieName = keyof typeof cookieNames;

export interface Cookies {
  read(req: Request, name: CookieName): string | null;
  /** @param maxAgeMs how long the browser keeps it; null: until it is closed. */
  write(res: Response, name: CookieName, value: string, maxAgeMs: number | null): void;
  clear(res: Response, name: CookieName): void;
}

/**
 * Cookies that only the server reads. Over https they are `Secure` and carry the `__Host-` prefix, which keeps
 * other hosts of the domain from setting them (RFC 6265bis, 4.1.3.2).
 */
export function createCookies(secure: boolean): Cookies {
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  const fullName = (name: CookieName): string => (secure ? '__Host-' : '') + cookieNames[name];
  return {
    read: (req, name) => valueOf(req.headers.cookie ?? '', fullName(name)),
    write: (res, name, value, maxAgeMs) => {
      res.cookie(fullName(name), value, maxAgeMs === null ? options : { ...options, maxAge: maxAgeMs });
    },
    clear: (res, name) => {
      res.clearCookie(fullName(name), options);
    },
  };
}

/** What the console writes needs no decoding: base64url and codes. */
function valueOf(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}
