import { describe, expect, test } from 'vitest';
import type { ContactDetails } from '../../src/requests/contact-details.ts';
import { readContact } from '../../src/requests/contact-details.ts';

const name = 'สมศรี ใจดี';
const phone = '08 1234 5678';

describe('several things in one message', () => {
  test.each<[text: string, details: ContactDetails]>([
    ['สมศรี ใจดี ตำแหน่ง นักวิชาการ โทร 0812345678', { name, position: 'นักวิชาการ', phone }],
    [
      'ชื่อ สมศรี ใจดี\nตำแหน่ง นักวิชาการ\nเบอร์ 081-234-5678\nอีเมล somsri@dga.or.th',
      { name, position: 'นักวิชาการ', phone, email: 'somsri@dga.or.th' },
    ],
    [
      'สมศรี ใจดี\nนักวิชาการคอมพิวเตอร์\n๐๘๑๒๓๔๕๖๗๘\nsomsri@dga.or.th',
      { name, position: 'นักวิชาการคอมพิวเตอร์', phone, email: 'somsri@dga.or.th' },
    ],
    [
      'สมศรี ใจดี, นิติกร, 02-612-6060 ต่อ 12, somsri@dga.or.th',
      { name, position: 'นิติกร', phone: '0 2612 6060 ต่อ 12', email: 'somsri@dga.or.th' },
    ],
    [
      'Name: Somsri Jaidee, Position: IT Officer, Tel: 081 234 5678',
      { name: 'Somsri Jaidee', position: 'IT Officer', phone },
    ],
    ['Somsri Jaidee, IT officer, 0812345678', { name: 'Somsri Jaidee', position: 'IT officer', phone }],
    [
      'ผมชื่อสมชาย ใจดี ตำแหน่งปลัดเทศบาล เบอร์ 0812345678 ครับ',
      { name: 'สมชาย ใจดี', position: 'ปลัดเทศบาล', phone },
    ],
    [
      'ชื่อ-สกุล: สมศรี ใจดี ตำแหน่ง: นิติกร โทรศัพท์: 0-5324-1273 ถึง 5',
      { name, position: 'นิติกร', phone: '0 5324 1273-5' },
    ],
    [
      'ว่าที่ ร.ต.หญิง ณัฐฐ์ชุดา ชื่อลือชา ตำแหน่ง ปลัด อบต. โทร 0812345678',
      { name: 'ว่าที่ ร.ต.หญิง ณัฐฐ์ชุดา ชื่อลือชา', position: 'ปลัด อบต.', phone },
    ],
    ['สวัสดีค่ะ ดิฉัน สมศรี ใจดี โทร.081-234-5678 ค่ะ', { name, phone }],
    ['สมศรี ใจดี / นิติกร / 081 234 5678', { name, position: 'นิติกร', phone }],
    ['นางสาวสมศรี ใจดี นักวิชาการพัสดุ', { name: 'นางสาวสมศรี ใจดี', position: 'นักวิชาการพัสดุ' }],
    ['ตำแหน่งนิติกรค่ะ ชื่อสมศรี ใจดีค่ะ', { name, position: 'นิติกร' }],
    ['โทร 0 2612 6060 อีเมล a@b.go.th', { phone: '0 2612 6060', email: 'a@b.go.th' }],
  ])('%j', (text, details) => {
    expect(readContact(text)).toEqual(details);
  });
});

describe('one thing, or another matter', () => {
  test.each([
    'สมศรี ใจดี',
    '0812345678',
    'ตำแหน่ง นักวิชาการ',
    'somsri@dga.or.th',
    'ขอ token โทร 0812345678 ได้ไหมคะ',
    'ติดต่อ 0812345678 หรือ a@b.go.th ได้ที่ไหน',
    'เทศบาลตำบลบางปู 0812345678',
    'ขอเปลี่ยนเบอร์เป็น 0812345678',
    '1101700230708 สมศรี ใจดี',
    'โทร 0 2612 6060 แล้วต้องกดหมายเลขใดเพื่อติดต่อเรื่อง info.go.th',
    'หนูอยู่ อบต. ค่ะ เพิ่งบรรจุ ปลัดให้มาทำเรื่อง info.go.th รบกวนสอบถามหน่อยค่ะ',
    '',
  ])('%j', (text) => {
    expect(readContact(text)).toBeNull();
  });
});

test('a text of any length is read in a moment', () => {
  const begun = performance.now();
  for (const part of ['0', '0 ', 'a', '@', 'a@', 'ชื่อ ', 'ก ', 'ตำแหน่ง', '\n', ', ', '(0', '. '])
    for (const length of [590, 5000]) expect(readContact(part.repeat(length / part.length))).toBeNull();
  expect(performance.now() - begun).toBeLessThan(2000);
});
