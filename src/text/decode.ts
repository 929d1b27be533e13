/** Text of files that people write with whatever editor they have. */

/**
 * The text of UTF-8, or of UTF-16 with or without a byte-order mark, which is left out.
 * @returns null where the bytes are neither.
 */
export function decodeText(bytes: Uint8Array): string | null {
  return decodeAs(utf16Of(bytes) ?? 'utf-8', bytes);
}

/**
 * The same, or the text of Windows-874, as spreadsheets in Thailand save it.
 * @returns null also where the bytes make no Thai: an accent of Latin letters reads as a Thai mark without its letter.
 */
export function decodeThaiText(bytes: Uint8Array): string | null {
  const text = decodeText(bytes);
  if (text !== null) return text;
  const thai = decodeAs('windows-874', bytes);
  return thai === null || strayMark.test(thai) ? null : thai;
}

/** A Thai vowel or tone above or below nothing that carries it. */
const strayMark = /(?<![\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/u;

/** By its byte-order mark, or by zero bytes, which text in UTF-8 has none of. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (!bytes.includes(0)) return null;
  return first === 0 ? 'utf-16be' : 'utf-16le';
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
