import { isIP } from 'node:net';
import { z } from 'zod';

/** How values are written. Every schema takes `undefined` too, for a variable that is unset. */

export const text = z.string().optional();

export const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).optional();

/** What goes into an HTTP header or a signature, as it was given out. */
export const secret = z
  .string()
  .regex(/^[!-~]+$/, { error: 'has characters that cannot be part of it, such as spaces' })
  .optional();

/** A text that `isRight` accepts. */
export function textThat(isRight: (value: string) => boolean, error: string) {
  return text.refine((value) => value === undefined || isRight(value), { error });
}

export function wholeNumber(from: number, to: number) {
  return z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to, {
      error: `must be a whole number from ${from} to ${to}`,
    })
    .transform(Number)
    .optional();
}

/** A text that `parse` makes a value of, or says in words what is wrong with it. */
export function parsedBy<Value extends object>(parse: (value: string) => Value | string) {
  return z
    .string()
    .transform((value, context) => {
      const read = parse(value);
      if (typeof read !== 'string') return read;
      context.addIssue(read);
      return z.NEVER;
    })
    .optional();
}

/** An address without path, query or user; given back as its origin. */
export const origin = z
  .string()
  .refine((value) => isOrigin(value), {
    error: 'must be an address that starts with http:// or https:// and has nothing behind the host and port',
  })
  .transform((value) => new URL(value).origin)
  .optional();

/** An address that paths are put behind; given back without a slash at its end. */
export const baseUrl = z
  .string()
  .refine((value) => isHttpUrl(value), { error: 'must be an address that starts with http:// or https://' })
  .transform((value) => value.replace(/(?<!\/)\/+$/, ''))
  .optional();

function isHttpUrl(value: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? '');
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && isHttpUrl(value) && url.href === `${url.origin}/`;
}

const hostName = /^(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*$/;

export function isHost(value: string): boolean {
  return isIP(value) !== 0 || hostName.test(value);
}

/** Offsets such as `+07:00` are no names, although `Intl` takes them. */
export function isTimeZone(value: string): boolean {
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value }).format();
    return true;
  } catch {
    return false;
  }
}
