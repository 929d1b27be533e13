import { describe, expect, test } from 'vitest';
import { readKeys, readNumber } from '../../src/text/spoken-number.ts';

describe('a choice by its number', () => {
  const written: Readonly<Record<number, readonly string[]>> = {
    1: [
      '1',
      '1.',
      '(1)',
      '๑',
      '１',
      '①',
      '1️⃣',
      'ข้อ 1',
      'ข้อ1ค่ะ',
      'ข้อแรก',
      'อันแรกค่ะ',
      'หนึ่ง',
      'one',
      'the first',
      'No. 1',
    ],
    2: [
      '2)',
      '(2)',
      'เลือก 2',
      'อันที่สอง',
      'สองค่ะ',
      'เอาข้อ 2 ครับ',
      'option 2',
      'the second one',
      'Two please',
      '[2]',
      '❷',
      '➁',
    ],
    3: ['หมายเลข 3 ค่ะ', 'ขอเลือกข้อสามครับ', 'ข้อ ๓ ค่ะ ขอบคุณค่ะ', 'number three', 'third option', '"3"'],
    9: ['⑨', 'เก้า', '9️⃣ ค่ะ', 'ข้อที่ ๙'],
    10: ['10', '🔟', 'สิบ', 'ข้อ 10'],
    11: ['สิบเอ็ด', '11', 'ตัวเลือกที่ 11'],
  };
  test.each(
    Object.entries(written).flatMap(([number, texts]) =>
      texts.map((text) => [text, Number(number)] as const),
    ),
  )('%s', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });
});

describe('a number that is something else is no choice', () => {
  test.each([
    '0',
    '100',
    '1111',
    '1932',
    '0812345678',
    '081-234-5678',
    '0 2612 6060',
    '2569',
    '1,000',
    '10.30',
    '10:30',

    '1/1/66',
    '555',
    '5 บาท',
    '5%',
    '-1',
    '+66',
    '1 2',
    '1-2',
    '1.5',
    '#1',
    '1*',
    'ข้อ 1 กับ 2',
    'ข้อ 1 ไหม',

    'ข้อ 1?',
    'ปี 66',
    '15 หลัก',
    'สองคน',
    'เก้าอี้',
    'หกล้ม',
    'ห้าม',
    'สองสาม',
    'no one',
    'one moment',
    'a second',
    'ข้อ',
    'ค่ะ',
    'the',
    '',
    ' ',
    '*',
    'เลือก',
    'มาตรา 9',
    'ว63',
  ])('%s', (text) => {
    expect(readNumber(text)).toBeNull();
  });
});

describe('keys in words', () => {
  test.each([
    ['หนึ่ง เก้า สาม สอง', '1932'],
    ['หนึ่งเก้าสามสอง', '1932'],
    ['one nine three two', '1932'],
    ['กด 1 9 3 2', '1932'],
    ['1 แล้ว 9 แล้ว 3 แล้ว 2', '1932'],
    ['กด 1 แล้วกด 9', '19'],
    ['๑ แล้ว ๙', '19'],
    ['เก้า', '9'],
    ['⑨', '9'],
    ['กดหนึ่งครับ', '1'],
    ['ศูนย์', '0'],
    ['กดดอกจันค่ะ', '*'],
    ['press star', '*'],
    ['สี่เหลี่ยม', '#'],
    ['#️⃣', '#'],
  ])('%s', (text, keys) => {
    expect(readKeys(text)?.join('')).toBe(keys);
  });

  test.each([
    'ศูนย์ สอง หก หนึ่ง สอง หก ศูนย์ หก ศูนย์',
    'สองคน',
    'เก้าอี้',
    'ศูนย์บริการ',
    'กดแล้ว',
    'หนึ่งในนั้น',
    'แล้ว',
    '10 แล้ว 30',
    'one moment',
    'one?',
    'star wars',
    'ห้า ห้า ห้า',
    'เจ็ดสิบ',
    'สองสามวัน',
    'ปี 66',
    'เลขที่ 1 2',
  ])('none in %s', (text) => {
    expect(readKeys(text)).toBeNull();
  });
});

test('a text of any length is read in a moment', () => {
  const begun = performance.now();
  for (const part of ['1', '1 ', '1.', '- ', '*', 'หนึ่ง', 'ข้อ ', 'one ', '(', '⑨']) {
    const text = part.repeat(5000 / part.length);
    expect([readNumber(text), readKeys(text)]).toEqual([null, null]);
  }
  expect(performance.now() - begun).toBeLessThan(2000);
});
