import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { ScryptOptions } from 'node:crypto';

/**
 * Cost of a hash: 32 MiB and three passes, the setting of equal strength that fits a small server.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
const cost = { N: 2 ** 15, r: 8, p: 3 };
const saltBytes = 16;
const hashBytes = 32;

/** Shortest and longest password that somebody may choose, UTF-16 units. */
export const minPasswordLength = 8;
export const maxPasswordLength = 256;

const passwordFaults = ['password-too-short', 'password-too-long'] as const;
export type PasswordFault = (typeof passwordFaults)[number];

/** Why it cannot be chosen, or null. */
export function passwordFault(password: string): PasswordFault | null {
  if (password.length < minPasswordLength) return 'password-too-short';
  return password.length > maxPasswordLength ? 'password-too-long' : null;
}

/** `scrypt$N$r$p$salt$hash`, the last two in base64url: the parameters travel along, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, hashBytes, cost);
  const { N, r, p } = cost;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * Whether a password is the one that was hashed, in the same time whether it is or not.
 * @param kept null where there is no account or no password: the work is done all the same, so that the time
 * taken does not tell who has an account.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt = '', hash = ''] = (kept ?? '').split('$');
  if (scheme !== 'scrypt' || password.length > maxPasswordLength) {
    await derive('', Buffer.alloc(saltBytes), hashBytes, cost);
    return false;
  }
  const expected = Buffer.from(hash, 'base64url');
  const parameters = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt, 'base64url'), expected.length, parameters);
  return timingSafeEqual(given, expected);
}

/** Letters and digits that are not taken for one another when read out. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password for the first sign-in, `xxxxx-xxxxx-xxxxx`: 74 bits. */
export function newPassword(): string {
  const letters = Array.from({ length: 15 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return [letters.slice(0, 5), letters.slice(5, 10), letters.slice(10)].join('-');
}

function derive(
  password: string,
  salt: Buffer,
  length: number,
  parameters: { N: number; r: number; p: number },
): Promise<Buffer> {
  const options: ScryptOptions = { ...parameters, maxmem: 256 * parameters.N * parameters.r };
  return new Promise((resolve, reject) => {
    // One spelling of accented and Thai letters, whichever keyboard typed them.
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
