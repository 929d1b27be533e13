import { randomInt } from 'node:crypto';
import { assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatReference,
  looksLikeReference,
  newReference,
  parseReference,
} from '../../src/requests/reference.ts';
import { shardCount, shardOf, shardOfReference } from '../../src/store/shards.ts';

const officers = string({ minLength: 1 });
const references = officers.map((officer) => newReference(officer, randomInt));

test('a reference is nine digits that name the shard and never start like a phone number', () => {
  assert(
    property(officers, integer({ min: 0, max: 999_999 }), (officer, number) => {
      const ref = newReference(officer, () => number);
      expect(ref).toMatch(/^[1-7]\d{8}$/);
      expect(ref.slice(2, 8)).toBe(String(number).padStart(6, '0'));
      expect(shardOfReference(ref)).toBe(shardOf(officer));
    }),
  );
});

test('officers are spread over all shards', () => {
  const shards = new Set(Array.from({ length: 2000 }, (_, number) => shardOf(`officer ${number}`)));
  expect([...shards].toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: shardCount }, (_, shard) => shard),
  );
});

test('it asks for six random digits', () => {
  const asked: number[] = [];
  newReference('officer', (max) => {
    asked.push(max);
    return 0;
  });
  expect(asked).toEqual([1_000_000]);
});

test('what is written out is read again', () => {
  assert(
    property(references, (ref) => {
      expect(parseReference(formatReference(ref))).toBe(ref);
    }),
  );
  expect(formatReference('123456786')).toBe('123-456-786');
});

test('any one wrong digit is found', () => {
  assert(
    property(references, integer({ min: 0, max: 8 }), integer({ min: 1, max: 9 }), (ref, at, by) => {
      const wrong = ref.slice(0, at) + ((Number(ref[at]) + by) % 10) + ref.slice(at + 1);
      expect(parseReference(wrong)).toBeNull();
    }),
  );
});

test('any swap of neighbours is found', () => {
  assert(
    property(references, integer({ min: 0, max: 7 }), (ref, at) => {
      const swapped = ref.slice(0, at) + ref[at + 1] + ref[at] + ref.slice(at + 2);
      expect(parseReference(swapped)).toBe(swapped === ref ? ref : null);
    }),
  );
});

test('Thai and full-width digits, spaces and dashes are the same reference', () => {
  const spellings = constantFrom<(ref: string) => string>(
    (ref) => ref.replaceAll(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit))),
    (ref) => ref.replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    (ref) => ref.replaceAll(/(\d{3})/g, '$1 '),
    (ref) => `#${formatReference(ref)}`,
    (ref) => `คำขอเลขที่ ${formatReference(ref)}`,
    (ref) => `คําขอเลขที่${ref}ค่ะ`,
    (ref) => `ขอทราบสถานะคำขอเลขที่ ${formatReference(ref)} ครับ`,
    (ref) => `Ref. ${formatReference(ref).replaceAll('-', '–')}`,
    (ref) => `${ref} หรือ ${ref}`,
  );
  assert(
    property(references, spellings, (ref, spell) => {
      expect(parseReference(spell(ref))).toBe(ref);
      expect(looksLikeReference(spell(ref))).toBe(true);
    }),
  );
});

describe('what is no reference', () => {
  test.each([
    '',
    'สวัสดี',
    '1932',
    '12345678',
    '1234567860',
    '023456789',
    '943456789',
    '0 2612 6060',
    '0812345678',
  ])('%j', (text) => expect(parseReference(text)).toBeNull());

  test('two different ones: which is meant is not guessed', () => {
    const [one, other] = [newReference('a', () => 1), newReference('a', () => 2)];
    expect(parseReference(`${one} และ ${other}`)).toBeNull();
  });
});

describe('a mistyped reference is told from other texts', () => {
  test.each([
    '123-456-780',
    '๑๒๓๔๕๖๗๘๐',
    'คำขอเลขที่ 12345678',
    '#1234567',
    'เลขที่คำขอ 1234567861',
    'ref 943456789',
  ])('%j is one', (text) => {
    expect(looksLikeReference(text)).toBe(true);
    expect(parseReference(text)).toBeNull();
  });

  test.each([
    '1932',
    '0 2612 6060',
    '0812345678',
    '1234567890123',
    'มี 941 หน่วยงาน',
    'คำขอ',
    'โทร 0 2241 9000 ต่อ 2311',
  ])('%j is not', (text) => expect(looksLikeReference(text)).toBe(false));
});
