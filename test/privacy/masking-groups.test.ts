import { randomInt } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask, maskAcross } from '../../src/privacy/masking.ts';
import { formatReference, newReference } from '../../src/requests/reference.ts';

/** What a person may put between the digits of one number. */
const gaps = fc.constantFrom(' ', '-', '.', '/', ',', '·', '_', '–', '\u00a0', '\u200b', '\n', ' / ', ')(');
const zeros = fc.constantFrom(0x30, 0x0e50, 0xff10, 0x0966, 0x0660, 0x17e0);
const inScript = (text: string, zero: number) =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const around = fc.constantFrom('', 'เลขบัตร ', 'รหัส:', '[', 'ค่ะ\n');

function withCheckDigit(twelve: string): string {
  const sum = Array.from(twelve).reduce((total, digit, at) => total + Number(digit) * (13 - at), 0);
  return twelve + String((11 - (sum % 11)) % 10);
}

function inGroups(digits: string, sizes: readonly number[]): string[] {
  let at = 0;
  return sizes.map((size) => digits.slice(at, (at += size)));
}

const id = fc.stringMatching(/^[1-8]\d{11}$/).map(withCheckDigit);
const token = fc.stringMatching(/^\d{15}$/);
const idSizes = fc.constantFrom(
  [13],
  [1, 4, 5, 2, 1],
  [4, 4, 4, 1],
  [5, 5, 3],
  [3, 3, 3, 3, 1],
  [7, 6],
  [2, 11],
);
const tokenSizes = fc.constantFrom(
  [15],
  [3, 3, 3, 3, 3],
  [5, 5, 5],
  [4, 4, 4, 3],
  [3, 4, 4, 4],
  Array(15).fill(1),
);

describe('one number, however it is grouped', () => {
  test('a national id is masked', () => {
    fc.assert(
      fc.property(id, idSizes, gaps, zeros, around, (digits, sizes, gap, zero, before) => {
        const groups = inGroups(digits, sizes);
        // A group in the middle that a phone number could begin with is left to the test of phone numbers.
        fc.pre(!groups.some((group) => group.startsWith('0')));
        const { text, found } = mask(`${before}${inScript(groups.join(gap), zero)} ครับ`);
        expect(found).toEqual(['national-id']);
        expect(text).toBe(`${before}${digits.slice(0, 1)}-xxxx-xxxxx-xx-${digits.slice(-1)} ครับ`);
      }),
      { numRuns: 3_000 },
    );
  });

  test('a token in groups of one size is masked, those too that look like the beginning of a phone number', () => {
    fc.assert(
      fc.property(token, tokenSizes, gaps, zeros, around, (digits, sizes, gap, zero, before) => {
        const written = inScript(inGroups(digits, sizes).join(gap), zero);
        expect(mask(`${before}${written} ครับ`).text).toBe(`${before}${'x'.repeat(15)} ครับ`);
      }),
      { numRuns: 3_000, examples: [['012345678901234', [3, 3, 3, 3, 3], ' ', 0x30, '']] },
    );
  });

  test.each([
    ['1/1017/00230/70/8', '1-xxxx-xxxxx-xx-8'],
    ['310 070 0716215', '3-xxxx-xxxxx-xx-5'],
    ['12345/67890/12345', 'xxxxxxxxxxxxxxx'],
    ['(310)(0600)(445635)', '(3-xxxx-xxxxx-xx-5)'],
    ['[12345] [67890] [12345]', '[xxxxxxxxxxxxxxx]'],
    ['1️⃣2️⃣3️⃣4️⃣5️⃣ 67890 12345', 'xxxxxxxxxxxxxxx'],
    ['12345\n67890\n12345', 'xxxxxxxxxxxxxxx'],
    ['โทร 081 234 5678\nบัตร 3 1006 00445 63 5', 'โทร 081 234 5678\nบัตร 3-xxxx-xxxxx-xx-5'],
  ])('%j becomes %j', (text, expected) => {
    expect(mask(text).text).toBe(expected);
  });
});

/** A telephone number as people write it: how it begins, and the groups of all its digits. */
const phoneForms: readonly { readonly lead: string; readonly groups: readonly number[] }[] = [
  { lead: '02', groups: [1, 4, 4] },
  { lead: '02', groups: [2, 3, 4] },
  { lead: '053', groups: [3, 3, 3] },
  { lead: '044', groups: [3, 6] },
  { lead: '038', groups: [9] },
  { lead: '081', groups: [3, 3, 4] },
  { lead: '096', groups: [3, 7] },
  { lead: '062', groups: [2, 4, 4] },
  { lead: '089', groups: [10] },
  { lead: '1800', groups: [4, 3, 3] },
  { lead: '662', groups: [2, 1, 3, 4] },
  { lead: '6681', groups: [2, 2, 3, 4] },
  { lead: '6698', groups: [11] },
];
const phone = fc
  .tuple(fc.constantFrom(...phoneForms), fc.stringMatching(/^\d{9}$/), fc.constantFrom(' ', '-', '.'))
  .map(([{ lead, groups }, rest, gap]) => {
    const length = groups.reduce((sum, size) => sum + size, 0);
    const written = inGroups((lead + rest).slice(0, length), groups).join(gap);
    return lead.startsWith('66') ? `+${written}` : written;
  });
const extension = fc.stringMatching(/^\d{2,4}$/).map((digits) => ` ต่อ ${digits}`);
const postcode = fc.stringMatching(/^[1-8][0-6]\d{3}$/).map((digits) => ` ${digits}`);
const reference = fc
  .string({ minLength: 1 })
  .map((officer) => newReference(officer, randomInt))
  .chain((ref) => fc.constantFrom(ref, formatReference(ref), `#${ref}`));
const date = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .chain((day) => {
    const [d, m, y] = [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()];
    return fc.constantFrom(`${d}/${m}/${y + 543}`, `${d}-${m}-${y}`, `${d}.${m}.${(y + 543) % 100}`);
  });
const time = fc.constantFrom(' 09:30', ' 8.30-16.30', ' 16:45 น.', '');
const letter = fc
  .tuple(fc.stringMatching(/^0\d{3}$/), fc.integer({ min: 1, max: 9 }), fc.stringMatching(/^[1-9]\d{0,4}$/))
  .map(([office, part, number]) => `นร ${office}.${part}/${number}`);
const taxId = fc
  .stringMatching(/^099\d{9}$/)
  .map(withCheckDigit)
  .chain((digits) => fc.constantFrom(digits, inGroups(digits, [3, 1, 8, 1]).join('-')));

describe('other numbers stay as they are', () => {
  const whole = fc.oneof(
    phone,
    fc.tuple(phone, extension).map((parts) => parts.join('')),
    fc.tuple(phone, postcode).map((parts) => parts.join('')),
    reference,
    fc.tuple(date, time).map((parts) => parts.join('')),
    fc.tuple(letter, date).map(([number, day]) => `${number} ลงวันที่ ${day}`),
    taxId,
  );

  test('phone numbers, extensions, postcodes, references, dates, letters, tax ids: one to a line or a sentence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(whole, fc.constantFrom(' หรือ ', ', ', ' โทร. ')), { maxLength: 4 }),
        (all) => {
          const text = all.flat().join('');
          expect(mask(text)).toEqual({ text, found: [] });
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['099-4-00016542-1'],
    ['0994000165421'],
    ['ต่อ 101 102 103 104 105'],
    ['ต่อ 101, 102, 103, 104, 105'],
    ['99/1234 (02) 612-6060'],
    ['0816.3/1234 12/3/2567'],
    ['1,234,567,890,123,456 บาท'],
    ['081-234-5678/10150'],
    ['+66 (0) 81 234 5678 1234'],
    ['31/12/2566 08.30-16.30'],
    ['123 081 234 5678'],
    ['1. 081-234-5678\n2. 02-612-6060'],
    ['ข้อ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12'],
  ])('%j', (text) => {
    expect(mask(text)).toEqual({ text, found: [] });
  });
});

describe('a number in two messages', () => {
  test('is crossed out in both', () => {
    expect(maskAcross('บัตร 310060', '0445635 ครับ')).toEqual({
      before: 'บัตร xxxxxx',
      text: 'xxxxxxx ครับ',
      found: ['national-id'],
    });
    expect(maskAcross('12345', '67890 12345')?.text).toBe('xxxxx xxxxx');
  });

  test('wherever it is cut', () => {
    fc.assert(
      fc.property(fc.oneof(id, token), fc.integer({ min: 1, max: 12 }), (digits, cut) => {
        const [first, second] = [digits.slice(0, cut), digits.slice(cut)];
        fc.pre(!first.startsWith('0') && !second.startsWith('0'));
        fc.pre(mask(second).found.length === 0);
        const split = maskAcross(`เลข ${first}`, `${second} ค่ะ`);
        expect(split?.before).toBe(`เลข ${'x'.repeat(first.length)}`);
        expect(split?.text).toBe(`${'x'.repeat(second.length)} ค่ะ`);
      }),
    );
  });

  test.each([
    ['0812345678', '10150'],
    ['0 2612 6060', '2311'],
    ['1', '9'],
    ['บัตร 310060 ครับ', '0445635'],
    ['3100600445635', '10150'],
  ])('but %j and %j are none', (before, text) => {
    expect(maskAcross(before, text)).toBeNull();
  });
});
