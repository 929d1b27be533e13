import { normalise } from '../text/normalise.ts';

/** More digits than this are no keys but a number; the longest path of the menu has four. */
const mostKeys = 6;

/**
 * The keys in a text, in every form officers type them: `1`, `๑`, `１`, `กด 1`, `1.`, and ahead: `1932`,
 * `1-9-3-2`, `1 9 3 2`, `๑๙๓๒`.
 * @returns null when the text is anything else. `555`, laughter in Thai, is no key.
 */
export function readKeys(text: string): string[] | null {
  const plain = normalise(text).trim();
  const match = /^(?:กด|press|เบอร์|หมายเลข|เลข|ปุ่ม)?\s*([0-9*#](?:[\s.,\->/]*[0-9*#])*)\s*\.?$/.exec(plain);
  if (!match?.[1]) return null;
  const keys = match[1].replaceAll(/[^0-9*#]/g, '');
  if (keys.length > mostKeys || /^5{3,}$/.test(keys)) return null;
  return keys.split('');
}
