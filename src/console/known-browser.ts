import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StaffAccount } from '../store/port.ts';

/** How long a browser counts as its owner's after a sign-in. */
export const knownBrowserMs = 90 * 24 * 60 * 60 * 1000;

/**
 * What a browser keeps of a sign-in, so that the account's owner does not wait for what others guess. It lets nobody
 * in, tells nothing of the account, and ends with its password. Null for accounts that have none here.
 */
export function browserMark({ email, passwordHash }: StaffAccount): string | null {
  if (passwordHash === null) return null;
  return createHmac('sha256', passwordHash).update(`known-browser:${email}`).digest('base64url');
}

/** Whether the account was signed in with the browser that brings this mark. */
export function isKnownBrowser(account: StaffAccount | null, mark: string | null): boolean {
  const expected = account && browserMark(account);
  if (!expected || mark === null || mark.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(mark), Buffer.from(expected));
}
