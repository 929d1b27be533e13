import { damm } from 'cdigit';
import type { OfficerKey } from '../store/port.ts';
import { firstShardDigits, isReference, shardOf } from '../store/shards.ts';
import { normalise } from '../text/normalise.ts';

const randomDigits = 6;

/**
 * A reference for a new request: two digits of the shard, six at random, one check digit by Damm. Damm rather
 * than Luhn because people read references out and type them again: Damm finds every wrong digit and every swap
 * of neighbours, Luhn takes 09 for 90.
 * @param random gives an integer, 0 ≤ n < max, that cannot be guessed (`crypto.randomInt`).
 */
export function newReference(officer: OfficerKey, random: (max: number) => number): string {
  const shard = shardOf(officer) + firstShardDigits;
  const middle = String(random(10 ** randomDigits)).padStart(randomDigits, '0');
  return damm.generate(`${shard}${middle}`);
}

/** As people write and read it out: `123-456-789`. */
export function formatReference(ref: string): string {
  return `${ref.slice(0, 3)}-${ref.slice(3, 6)}-${ref.slice(6)}`;
}

/**
 * The reference in a text, with or without words around it: `๑๒๓-๔๕๖-๗๘๙`, `#123 456 789`, `คำขอเลขที่ 123456789`.
 * Null when there is none, when its check digit is wrong, or when there are several different ones.
 */
export function parseReference(text: string): string | null {
  const found = new Set(digitRuns(text).filter(isReference));
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 ? only : null;
}

/**
 * Whether a text is meant as a reference though `parseReference` may not take it: it calls itself one, or it is
 * nothing but nine digits that are no phone number. Says nothing of whether the check digit is right.
 */
export function looksLikeReference(text: string): boolean {
  const plain = normalise(text);
  const runs = digitRuns(plain);
  if (runs.length === 0) return false;
  if (runs.some(isReference)) return true;
  const named = /#|เลข(?:ที่)?(?:คำขอ|อ้างอิง)|คำขอ(?:เลข)?(?:ที่)?|\bref(?:erence)?(?![a-z])|\brequest\b/.test(
    plain,
  );
  if (named) return runs.some((run) => run.length >= 7 && run.length <= 11 && !run.startsWith('0'));
  const bare = /^[\d\s.-]+$/.test(plain);
  return bare && runs.length === 1 && runs.every((run) => run.length === 9 && !run.startsWith('0'));
}

/** Runs of digits, those parted by a single dash, dot or space taken as one. */
function digitRuns(text: string): string[] {
  const runs = normalise(text).match(/\d(?:\s?[-.]?\s?\d)*/g) ?? [];
  return runs.map((run) => run.replaceAll(/\D/g, ''));
}
