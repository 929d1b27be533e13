import { describe, expect, test } from 'vitest';
import { readKeys } from '../../src/text/spoken-number.ts';

describe('a key is read', () => {
  test.each([
    ['as it stands on the phone', '1', '1'],
    ['in Thai digits', '๑', '1'],
    ['in full-width digits', '１', '1'],
    ['as a circled digit', '①', '1'],
    ['as the emoji of a key', '1️⃣', '1'],
    ['with a full stop', '1.', '1'],
    ['with a bracket', '1)', '1'],
    ['with spaces around it', '  1 ', '1'],
    ['with กด before it', 'กด 1', '1'],
    ['with กด and no space', 'กด1', '1'],
    ['with กด and a Thai digit', 'กด ๑', '1'],
    ['with กดหมายเลข before it', 'กดหมายเลข 1', '1'],
    ['with กดปุ่ม before it', 'กดปุ่ม 1', '1'],
    ['with เบอร์ before it', 'เบอร์ 9', '9'],
    ['with หมายเลข before it', 'หมายเลข 9', '9'],
    ['with เลือก before it', 'เลือก 2', '2'],
    ['with press before it', 'Press 1', '1'],
    ['with a man’s particle', 'กด 1 ครับ', '1'],
    ['with a woman’s particle', '1 ค่ะ', '1'],
    ['with a particle and no space', '1ค่ะ', '1'],
    ['as the star', '*', '*'],
    ['as the hash', '#', '#'],
    ['as zero', '0', '0'],
    ['as a Thai zero', '๐', '0'],
    ['as the full-width star', '＊', '*'],
    ['as the full-width hash', '＃', '#'],
    ['as the emoji of the star', '*️⃣', '*'],
    ['with กด before the hash', 'กด #', '#'],
  ])('%s: %j', (_how, text, key) => {
    expect(readKeys(text)).toEqual([key]);
  });
});

describe('keys typed ahead are read', () => {
  test.each([
    ['in one run', '1932'],
    ['in Thai digits', '๑๙๓๒'],
    ['in full-width digits', '１９３２'],
    ['as emoji', '1️⃣9️⃣3️⃣2️⃣'],
    ['with dashes', '1-9-3-2'],
    ['with long dashes', '1–9–3–2'],
    ['with spaces', '1 9 3 2'],
    ['with commas', '1,9,3,2'],
    ['with commas and spaces', '1, 9, 3, 2'],
    ['with dots', '1.9.3.2'],
    ['with slashes', '1/9/3/2'],
    ['with arrows of the keyboard', '1>9>3>2'],
    ['with arrows as the card shows them', '1 → 9 → 3 → 2'],
    ['with กด before them', 'กด 1932'],
    ['with กด and dashes', 'กด 1-9-3-2 ครับ'],
    ['on lines of their own', '1\n9\n3\n2'],
  ])('%s: %j', (_how, text) => {
    expect(readKeys(text)).toEqual(['1', '9', '3', '2']);
  });

  test('with the chat’s own keys among them', () => {
    expect(readKeys('19*')).toEqual(['1', '9', '*']);
    expect(readKeys('# 0')).toEqual(['#', '0']);
  });
});

describe('no key is read', () => {
  test.each([
    ['in laughter', '555'],
    ['in longer laughter', '5555'],
    ['in short laughter', '55'],
    ['in Thai laughter', '๕๕๕'],
    ['in laughter with a plus', '555+'],
    ['in a landline', '0 2612 6060'],
    ['in a landline without spaces', '026126060'],
    ['in a mobile number', '081-234-5678'],
    ['in a mobile number, digit by digit', '0 8 1 2 3 4 5 6 7 8'],
    ['in a number with the country', '+66 2612 6060'],
    ['in a reference', '123456782'],
    ['in a reference as it is written', '123-456-782'],
    ['in a national id', '1101700230708'],
    ['in a national id as it is written', '1-1017-00230-70-8'],
    ['in a token', '123456789012345'],
    ['in a date in words', '1 เมษายน'],
    ['in a date with slashes', '1/1/66'],
    ['in a date with dashes', '30-11-2566'],
    ['in a date with dots', '30.11.66'],
    ['in a time', '10.30'],
    ['in a time with a colon', '10:30'],
    ['in an amount', '1,000'],
    ['in a house number', '99/12'],
    ['in a key with a question', '1 คืออะไร'],
    ['in a question about a key', 'กด 1 แล้วเงียบ'],
    ['in กด alone', 'กด'],
    ['in punctuation', '...'],
    ['in a dash', '-'],
    ['in words', 'ขอ token'],
    ['in spaces', '   '],
    ['in nothing', ''],
  ])('%s: %j', (_where, text) => {
    expect(readKeys(text)).toBeNull();
  });
});
