import { describe, expect, test } from 'vitest';
import { createLexicon } from '../../src/faq/lexicon.ts';
import { loadFaq } from '../../src/faq/table.ts';
import { normalise } from '../../src/text/normalise.ts';

const lexicon = createLexicon(loadFaq().concepts);

function conceptsIn(text: string): string[] {
  return lexicon(normalise(text)).words.flatMap(({ concepts }) => concepts);
}

describe.each<[concept: string, spellings: string[]]>([
  [
    'token',
    [
      'token',
      'Tokens',
      'โทเคน',
      'โทเค็น',
      'โทเค่น',
      'โทเก้น',
      'โทเคนน์',
      'tokan',
      'รหัส 15 หลัก',
      'รหัส๑๕หลัก',
      '15-digit',
    ],
  ],
  [
    'digital-id',
    ['Digital ID', 'digitalid', 'ดิจิทัลไอดี', 'ดิจิตอลไอดี', 'ดิจิทัล ไอดี', 'ดิจิตอล ID', 'digital ไอดี', 'Digitel ID'],
  ],
  [
    'site',
    [
      'info.go.th',
      'infogoth',
      'info go th',
      'อินโฟ',
      'www.info.go.th',
      'ศูนย์รวมข้อมูลเพื่อติดต่อราชการ',
      'ศุนย์รวมข้อมูลเพื่อติดต่อราชการ',
    ],
  ],
  ['dga', ['DGA', 'สพร.', 'สพร', 'สวส.', 'สำนักงานพัฒนารัฐบาลดิจิทัล', 'สำนักงานพัฒนารัฐบาลดิจิตอล']],
  ['opdc', ['OPDC', 'ก.พ.ร.', 'กพร', 'สำนักงาน ก.พ.ร.']],
  ['manual', ['คู่มือ', 'คุ่มือ', 'คูมือ', 'คู่มือการใช้งาน', 'manual', 'user manaul']],
  ['call-center', ['0 2612 6060', '02-612-6060', '026126060', 'Contact Center', 'คอลเซ็นเตอร์', 'คอลเซนเตอ']],
  ['section', ['มาตรา 10', 'มาตรา๒๐', 'ม.16', 'section 16']],
  ['register', ['สมัคร', 'สมัค', 'ลงทะเบียน', 'ลงทะเบีน', 'sign up']],
])('%s', (concept, spellings) => {
  test.each(spellings)('%s', (spelling) => {
    expect(conceptsIn(spelling)).toContain(concept);
  });
});

test.each([
  ['ขอ in ข้อมูล', 'ข้อมูล', 'ask'],
  ['ขอ in ของ', 'ของหน่วยงาน', 'ask'],
  ['the section of another law', 'มาตรา 112', 'section'],
  ['ก.พ. for ก.พ.ร.', 'สอบ ก.พ.', 'opdc'],
])('is not taken: %s', (_why, text, concept) => {
  expect(conceptsIn(text)).not.toContain(concept);
});

test('what no word explains is reported where it stands', () => {
  const text = 'ขอ zyxw โทเคน';
  expect(lexicon(text).unknown.map(({ start, end }) => text.slice(start, end))).toEqual(['zyxw']);
});
