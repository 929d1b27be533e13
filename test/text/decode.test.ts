import { describe, expect, test } from 'vitest';
import { decodeText, decodeThaiText } from '../../src/text/decode.ts';

const text = 'name,type\nกรมที่ดิน (DOL),central-government\n';
/** Windows-874 puts U+0E01 at 0xA1, and so on in order. */
const windows874 = Buffer.from(
  Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code < 0x80 ? code : code - 0x0e01 + 0xa1;
  }),
);

describe('a file that a person wrote', () => {
  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, the high byte first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['Windows-874', windows874],
  ])('is read from %s', (_, bytes) => {
    expect(decodeThaiText(bytes)).toBe(text);
  });

  test('is not taken for Thai where it is Western European', () => {
    expect(decodeThaiText(Buffer.from('name,type\nCafé Université,local\n', 'latin1'))).toBeNull();
  });

  test('is not guessed at where Thai is not expected', () => {
    expect(decodeText(windows874)).toBeNull();
  });
});
