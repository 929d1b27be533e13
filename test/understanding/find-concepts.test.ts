import { expect, test } from 'vitest';
import { normalise } from '../../src/text/normalise.ts';
import { createConceptFinder, hear } from '../../src/understanding/find-concepts.ts';
import { loadFaq } from '../../src/understanding/tables.ts';

const { concepts } = loadFaq();
const finder = createConceptFinder(concepts);

function conceptsIn(text: string): string[] {
  const found = finder.find(hear(normalise(text)));
  return found.flatMap((word) => word.concepts.map((concept) => concepts[concept]?.id ?? ''));
}

test.each([
  ['a spelling that sounds the same', 'คุ่มือ', 'manual'],
  ['a word whose spaces are left out', 'digitalid', 'digital-id'],
  ['a word with spaces put in', 'ดิจิทัล ไอดี', 'digital-id'],
  ['a word between Thai ones', 'ขอtokenหน่อย', 'token'],
  ['a number with spaces', '02 612 6060', 'call-center'],
  ['a pattern', 'ม.16', 'section'],
])('is found: %s', (_why, text, concept) => {
  expect(conceptsIn(text)).toContain(concept);
});

test.each([
  ['ขอ in ข้อมูล', 'ข้อมูล', 'ask'],
  ['ขอ in ของ', 'ของหน่วยงาน', 'ask'],
  ['info in information', 'information', 'site'],
  ['a word over a space into another', 'ที่ใคร ขอบคุณ', 'ask'],
])('is not taken: %s', (_why, text, concept) => {
  expect(conceptsIn(text)).not.toContain(concept);
});

test('a word stands where it is found, with its marks', () => {
  const text = normalise('ขอคู่มือ');
  const words = finder.find(hear(text)).map(({ start, end }) => text.slice(start, end));
  expect(words).toEqual(['ขอ', 'คู่มือ']);
});
