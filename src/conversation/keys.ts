import { normalise } from '../text/normalise.ts';

/** More keys than this are no keys but a number; the longest path of the menu has four. */
const mostKeys = 6;

/** What officers write before a key: กด 1, กดหมายเลข 1, เลือก 1, press 1. */
const before = /^(?:กด|เลือก|press|dial)?\s*(?:หมายเลข|เบอร์|เลข|ปุ่ม|key|number)?\s*/;

/** In one run, or each parted from the next. Parted otherwise it is a number: 10.30, 1/1/66, 0 2123 4567. */
const inOneRun = /^[0-9*#]+$/;
const oneByOne = /^[0-9*#](?:[\s.,/>→-]+[0-9*#])+$/u;

/** The frame of a key pictured as an emoji: 1️⃣ is a 1 with this after it. */
const keycap = /\u20e3/g;

/**
 * The keys in a text, in every form officers type them: `1`, `๑`, `１`, `กด 1`, `1.`, and ahead: `1932`,
 * `1-9-3-2`, `1 9 3 2`, `๑๙๓๒`.
 * @returns null when the text is anything else. `555`, laughter in Thai, is no key.
 */
export function readKeys(text: string): string[] | null {
  const plain = normalise(text)
    .replaceAll(keycap, '')
    .replace(before, '')
    .replace(/[\s.)]+$/, '');
  if (!inOneRun.test(plain) && !oneByOne.test(plain)) return null;
  const keys = plain.match(/[0-9*#]/g) ?? [];
  if (keys.length > mostKeys || /^55+$/.test(keys.join(''))) return null;
  return keys;
}
