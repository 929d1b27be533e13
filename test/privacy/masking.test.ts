import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask } from '../../src/privacy/masking.ts';

function checkDigit(twelve: string): string {
  const sum = Array.from(twelve).reduce((total, digit, at) => total + Number(digit) * (13 - at), 0);
  return String((11 - (sum % 11)) % 10);
}

/** In Thai or full-width digits. */
const thai = (text: string): string => text.replaceAll(/\d/g, (d) => String.fromCharCode(0x0e50 + Number(d)));
const wide = (text: string): string => text.replaceAll(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)));

describe('a national id', () => {
  const masked = '3-xxxx-xxxxx-xx-5';
  test.each([
    ['3100600445635'],
    ['3-1006-00445-63-5'],
    ['3 1006 00445 63 5'],
    ['3–1006–00445–63–5'],
    ['3 - 1006 - 00445 - 63 - 5'],
    ['310 0600 445 635'],
    ['3 1 0 0 6 0 0 4 4 5 6 3 5'],
    ['3.1006.00445.63.5'],
    ['3\u00a01006\u00a000445\u00a063\u00a05'],
    ['310060\u200b0445635'],
    [thai('3100600445635')],
    [thai('3-1006-00445-63-5')],
    [wide('3100600445635')],
    [`31006${thai('00445')}635`],
  ])('%s is masked but for its first and last digit', (id) => {
    expect(mask(`บัตร ${id} ค่ะ`)).toEqual({ text: `บัตร ${masked} ค่ะ`, found: ['national-id'] });
    expect(mask(`เลข${id}ของผม`)).toEqual({ text: `เลข${masked}ของผม`, found: ['national-id'] });
    expect(mask(id)).toEqual({ text: masked, found: ['national-id'] });
  });

  test.each([
    ['beside a phone number', '3100600445635 0812345678', `${masked} 0812345678`],
    ['after a phone number', '0 2612 6060 3100600445635', `0 2612 6060 ${masked}`],
    ['oddly parted before a phone number', '310 0600 445 635 081 234 5678', `${masked} 081 234 5678`],
    ['with dashes beside numbers with spaces', '12 310-0600-445-635 5', `12 ${masked} 5`],
    ['as a point of a list', '1. 310 0600 445 635', `1. ${masked}`],
    ['beside a date', '30-11-2566 310 0600 445 635', `30-11-2566 ${masked}`],
    ['in two copies', '3100600445635 3-1006-00445-63-5', `${masked} ${masked}`],
    ['on a line of its own', 'ชื่อ\n3100600445635\n10150', `ชื่อ\n${masked}\n10150`],
    ['in brackets', '(3-1006-00445-63-5)', `(${masked})`],
  ])('%s is still found', (_, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });

  test('that begins with 0 or 9 is one too', () => {
    for (const first of ['0', '9']) {
      const id = `${first}11320042033`;
      expect(mask(id + checkDigit(id)).found).toEqual(['national-id']);
    }
  });

  test('with a wrong check digit is none', () => {
    for (const last of '012346789') {
      const text = `เลข 310060044563${last}`;
      expect(mask(text)).toEqual({ text, found: [] });
    }
  });

  test('however parted, in whatever digits, is found', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{12}$/),
        fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 12 }),
        fc.constantFrom('', ' ', '-', ' - ', '.', '  ', '\u2013', '\u00a0', '\u200b'),
        fc.constantFrom((text: string) => text, thai, wide),
        fc.constantFrom('', 'เลขบัตร ', 'id:', '(', '\n'),
        (twelve, cuts, gap, script, before) => {
          const id = twelve + checkDigit(twelve);
          const parts = [0, ...cuts.sort((a, b) => a - b), 13]
            .map((cut, at, all) => id.slice(cut, all[at + 1]))
            .filter((part) => part.length > 0);
          // A part that begins with 0 may be a phone number; then the number is not one of those promised.
          fc.pre(parts.length === 1 || parts.every((part) => !part.startsWith('0')));
          fc.pre(!id.startsWith('099'));
          const { text, found } = mask(`${before}${script(parts.join(gap))} ค่ะ`);
          expect(found).toEqual(['national-id']);
          expect(text).toBe(`${before}${id.slice(0, 1)}-xxxx-xxxxx-xx-${id.slice(-1)} ค่ะ`);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a token', () => {
  const masked = 'xxxxxxxxxxxxxxx';
  test.each([
    ['123456789012345'],
    ['12345 67890 12345'],
    ['123-456-789-012-345'],
    ['1234 5678 9012 345'],
    [thai('123456789012345')],
    [wide('12345-67890-12345')],
  ])('%s is masked wholly', (token) => {
    expect(mask(`Token${token}`)).toEqual({ text: `Token${masked}`, found: ['token'] });
    expect(mask(`รหัส ${token} ใช้ไม่ได้`)).toEqual({ text: `รหัส ${masked} ใช้ไม่ได้`, found: ['token'] });
  });

  test('beside an id and a phone number is found, and both findings are told in the order of the text', () => {
    expect(mask('token 123456789012345 3100600445635 โทร 0 2612 6060')).toEqual({
      text: `token ${masked} 3-xxxx-xxxxx-xx-5 โทร 0 2612 6060`,
      found: ['token', 'national-id'],
    });
  });

  test.each([['12345678901234'], ['1234567890123456'], ['1234 5678 9012 3456'], ['31006004456350']])(
    'is not %s',
    (text) => {
      expect(mask(text)).toEqual({ text, found: [] });
    },
  );

  test('however grouped is masked', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]{15}$/),
        fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 6 }),
        fc.constantFrom(' ', '-', '.'),
        (token, cuts, gap) => {
          // A group with the shape and the check digit of an id would be taken for one first.
          const [hasFirst, hasLast] = [cuts.includes(1), cuts.includes(14)];
          fc.pre(!cuts.includes(13) && !cuts.includes(2) && !(hasFirst && hasLast));
          const ordered = [0, ...cuts.sort((a, b) => a - b), 15];
          const parts = ordered.slice(0, -1).map((cut, at) => token.slice(cut, ordered[at + 1]));
          expect(mask(parts.join(gap))).toEqual({ text: masked, found: ['token'] });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('other numbers stay as they are', () => {
  test.each([
    ['0 2612 6060 ต่อ 2311'],
    ['0 2241 9000 ต่อ 2311 หรือ 2322'],
    ['02-612-6060, 0-2241-9000'],
    ['0 2612 6060 0 2241 9000'],
    ['026126060 022419000'],
    ['081 234 5678 089 123 4567'],
    ['0812345678 0891234567'],
    ['081-234-5678 10150'],
    ['10150 0812345678'],
    ['0 2612 6060 2311'],
    ['+66 81 234 5678 1234'],
    ['+66812345678 12'],
    ['30 พ.ย. 2566'],
    ['30/11/2566 09:30'],
    ['1-11-2566 30-11-2566'],
    ['2023-11-30 2023-12-01'],
    ['123456782'],
    ['123-456-782'],
    ['123 456 782 987 654 324'],
    ['1932'],
    ['1-9-3-2'],
    ['นร 1200/ว63'],
    ['1,234,567,890,123 บาท'],
    ['ไม่มีตัวเลข'],
    [''],
  ])('%s', (text) => {
    expect(mask(text)).toEqual({ text, found: [] });
  });

  test('phone numbers and references, alone or several with words between, are never touched', () => {
    const landline = fc
      .tuple(fc.stringMatching(/^[2-7]$/), fc.stringMatching(/^\d{7}$/), fc.constantFrom(' ', '-', ''))
      .map(([area, rest, gap]) => `0${area}${gap}${rest.slice(0, 3)}${gap}${rest.slice(3)}`);
    const mobile = fc
      .tuple(fc.stringMatching(/^[689]\d$/), fc.stringMatching(/^\d{7}$/), fc.constantFrom(' ', '-', ''))
      .map(([lead, rest, gap]) => `0${lead}${gap}${rest.slice(0, 3)}${gap}${rest.slice(3)}`);
    const reference = fc
      .tuple(fc.stringMatching(/^[1-7]\d{8}$/), fc.constantFrom('', '-'))
      .map(([digits, gap]) => [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].join(gap));
    const date = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((day) => `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear() + 543}`);
    const number = fc.oneof(landline, mobile, reference, date);
    const between = fc.constantFrom(' ต่อ 12 ', ' หรือ ', ', ', '\n', ' / ', ' โทร. ');
    fc.assert(
      fc.property(number, fc.array(fc.tuple(between, number), { maxLength: 3 }), (first, more) => {
        const text = first + more.flat().join('');
        expect(mask(text)).toEqual({ text, found: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  test('two phone numbers side by side are never taken for one number', () => {
    const phone = fc
      .tuple(fc.constantFrom('026126060', '0812345678', '043202222'), fc.constantFrom(' ', '-', ''))
      .map(([digits, gap]) => [digits.slice(0, -7), digits.slice(-7, -4), digits.slice(-4)].join(gap));
    fc.assert(
      fc.property(
        fc.array(phone, { minLength: 2, maxLength: 4 }),
        fc.constantFrom(' ', '  ', ' - '),
        (all, gap) => {
          const text = all.join(gap);
          expect(mask(text)).toEqual({ text, found: [] });
        },
      ),
    );
  });

  test('whatever the text, what is not masked stays, and nothing of 13 or 15 digits in a row is left', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789 -.x๑๓กข\n'.split('')), maxLength: 60 }),
        (text) => {
          const result = mask(text);
          expect(result.text.replaceAll(/[\dx๐-๙\s.-]/g, '')).toBe(text.replaceAll(/[\dx๐-๙\s.-]/g, ''));
          expect(result.text).not.toMatch(/(?<![0-9๐-๙])[0-9๐-๙]{15}(?![0-9๐-๙])/);
          expect(result.text === text).toBe(result.found.length === 0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('takes time in proportion to the text, whatever is repeated in it', () => {
  const sign = fc.constantFrom('0', '1', '6', '9', '๑', ' ', '-', '.', '  ', '+', '(', '\u200b');
  const unit = fc.array(sign, { minLength: 1, maxLength: 8 }).map((signs) => signs.join(''));
  const worst = ['1.1.66 ', '1 ', '1-2345-67890-12-1 ', '02 2221 0151 ', '1 2-3  '];
  const startedAt = performance.now();
  fc.assert(
    fc.property(unit, (text) => {
      mask(text.repeat(100_000 / text.length));
    }),
    { numRuns: 30, examples: worst.map((text): [string] => [text]) },
  );
  // Quadratic, one of them alone took longer.
  expect(performance.now() - startedAt).toBeLessThan(90_000);
});
