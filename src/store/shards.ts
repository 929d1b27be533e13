import { hash } from 'node:crypto';
import { damm } from 'cdigit';
import type { OfficerKey } from './port.ts';

/** Into how many shards officers are spread; fixed, because a reference carries its shard. */
export const shardCount = 64;
/**
 * References write shards as 10 to 73: two digits that never start with 0, as every Thai phone number does.
 */
export const firstShardDigits = 10;

/** Each turn asks for the shard of its officer several times. */
const shards = new Map<OfficerKey, number>();
const mostShards = 10_000;

/** The shard an officer's data lives on, 0 to 63. */
export function shardOf(officer: OfficerKey): number {
  const known = shards.get(officer);
  if (known !== undefined) return known;
  const shard = Number.parseInt(hash('sha256', officer).slice(0, 2), 16) % shardCount;
  if (shards.size >= mostShards) shards.clear();
  shards.set(officer, shard);
  return shard;
}

/** The shard a well-formed reference names, 0 to 63. */
export function shardOfReference(ref: string): number {
  return Number(ref.slice(0, 2)) - firstShardDigits;
}

/** Whether these ASCII digits are a request's reference: its shard in front, and a right check digit at the end. */
export function isReference(digits: string): boolean {
  if (digits.length !== 9) return false;
  const shard = shardOfReference(digits);
  return shard >= 0 && shard < shardCount && damm.validate(digits);
}
