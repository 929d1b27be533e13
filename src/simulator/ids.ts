import { randomBytes, randomInt } from 'node:crypto';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID, as LINE's `webhookEventId` is. @param at epoch ms. */
export function ulid(at: number): string {
  let time = '';
  for (let rest = at, digit = 0; digit < 10; digit += 1) {
    time = crockford.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  return time + Array.from(randomBytes(16), (byte) => crockford.charAt(byte % 32)).join('');
}

const hex32 = (): string => randomBytes(16).toString('hex');

export const newUserId = (): string => `U${hex32()}`;
export const newGroupId = (): string => `C${hex32()}`;
export const newReplyToken = hex32;
export const newRichMenuId = (): string => `richmenu-${hex32()}`;
/** Quote and mark-as-read tokens: opaque. */
export const newOpaqueToken = (): string => randomBytes(36).toString('base64url');

let lastMessageId = 0n;
/** Decimal, beyond 2^53, and growing: in the order in which messages came to be. */
export function newMessageId(at: number): string {
  const candidate = BigInt(at) * 350_000n + BigInt(randomInt(1000));
  lastMessageId = candidate > lastMessageId ? candidate : lastMessageId + 1n;
  return String(lastMessageId);
}

export const isUserId = (id: unknown): id is string => typeof id === 'string' && /^U[0-9a-f]{32}$/.test(id);
export const isChatId = (id: unknown): id is string =>
  typeof id === 'string' && /^[UCR][0-9a-f]{32}$/.test(id);
