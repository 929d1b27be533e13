import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadAgencyList } from '../../src/routing/agency-list.ts';
import { readAgency } from '../support/agency-readers.ts';
import { createUnderstanding } from '../../src/understanding/understand.ts';

const understand = createUnderstanding({ readAgency });
const list = readFileSync(new URL('../../flows/agencies.csv', import.meta.url), 'utf8');

test('no listed agency asks anything by its name', () => {
  const asking = loadAgencyList(list).entries.filter(({ name }) => {
    const { isQuestion, outcome } = understand(name);
    return isQuestion || outcome === 'answer';
  });
  expect(asking.map(({ name }) => name)).toEqual([]);
});

const prefixes = ['อบต.', 'องค์การบริหารส่วนตำบล', 'เทศบาลตำบล', 'ทต.', 'ที่ว่าการอำเภอ'];
/** Places whose names contain words of questions. */
const places = [
  'สระใคร',
  'บ้านขอ',
  'ขอนแก่น',
  'ห้วยใคร',
  'ไร่ขิง',
  'หัวไทร',
  'รือเสาะ',
  'มะเริง',
  'ปะทิว',
  'ไหมไทย',
  'ยังหัวลม',
];

test.each(places.flatMap((place) => prefixes.map((prefix) => `${prefix}${place}`)))(
  'a place whose name sounds like asking does not ask: %s',
  (name) => {
    const { isQuestion, outcome, agency } = understand(name);
    expect({ isQuestion, outcome }).toEqual({ isQuestion: false, outcome: 'none' });
    expect(agency).not.toBeNull();
  },
);

test('the whole of such a name goes into a form', () => {
  expect(understand('อบต.สระใคร').agency?.name).toBe('อบต.สระใคร');
});

test.each(['กรมไหนออก token', 'หน่วยงานใดเป็นผู้ออกรหัส', 'อบต.สระใครขอโทเคนที่ไหน'])(
  'what asks is still a question: %s',
  (text) => {
    expect(understand(text).isQuestion).toBe(true);
  },
);
