import { describe, expect, test } from 'vitest';
import { menu } from '../../flows/menu.ts';
import { commandOf } from '../../src/text/commands.ts';

test('every word of the table is its command', () => {
  for (const [action, words] of Object.entries(menu.commands))
    for (const word of words) expect([word, commandOf(word)]).toEqual([word, action]);
});

describe('a command, as courteous and hurried people give it', () => {
  test.each([
    ['ขอเมนูหน่อยค่ะ', 'menu'],
    ['เมนู เมนู', 'menu'],
    ['สวัสดีค่ะ ขอเมนูหน่อย', 'menu'],
    ['กลับเมนูหลักครับ', 'menu'],
    ['go back', 'back'],
    ['กลับหน้าแรกค่ะ', 'menu'],
    ['ขอสายเจ้าหน้าที่ค่ะ', 'human'],
    ['ช่วยยกเลิกด้วยครับ', 'cancel'],
    ['เลิกค่ะ', 'cancel'],
    ['ยกเลิกเลยค่ะ', 'cancel'],
    ['ผมขอยกเลิกครับ', 'cancel'],
    ['ยกลเิก', 'cancel'],
    ['cancel please', 'cancel'],
    ['รบกวนทวนอีกครั้งค่ะ', 'repeat'],
    ['ขอดูสถานะคำขอหน่อยครับ', 'status'],
    ['ขอคุยกับเจ้าหน้าที่ได้ไหมคะ', 'human'],
    ['ต้องการติดต่อเจ้าหน้าที่ครับ', 'human'],
    ['I want to talk to a human', 'human'],
    ['กรอกต่อค่ะ', 'resume'],
    ['ขอภาษาอังกฤษค่ะ', 'language:en'],
    ['English please', 'language:en'],
    ['ยินยอมม', 'consent:give'],
    ['ยนิยอม', 'consent:give'],
    ['เจา\u0e49หนา\u0e49ที่ค่ะ', 'human'],
    ['ไม่ยินยอมค่ะ', 'consent:refuse'],
    ['ขอถอนความยินยอมค่ะ', 'consent:withdraw'],
    ['สวัสดีค่าาา', 'greeting'],
    ['ดีครับ', 'greeting'],
    ['ขอบคุณมากๆค่ะ 🙏', 'thanks'],
  ])('%s', (text, action) => {
    expect(commandOf(text)).toBe(action);
  });
});

describe('a sentence that merely has the word in it is none', () => {
  test.each([
    'ผมเป็นเจ้าหน้าที่ไอทีครับ',
    'เจ้าหน้าที่ของเราลาออก',
    'IT officer',
    'ผมเจ้าหน้าที่ครับ',
    'human resources',

    'ยกเลิกคำขอเดิมได้ไหม',
    'ยกเลิกได้ไหม',
    'ขอยกเลิกได้ไหมคะ',
    'ยกเลิก?',
    'ไม่ยกเลิก',
    'ใครยกเลิก',
    'stop it there',
    'ยังไม่ยินยอม',
    'ยินยอมไหม',
    'ต้องยินยอมหรือ',
    'เมนูอาหาร',
    'กลับบ้าน',
    'ดีใจ',
    'ไทย เมนู',
    'ขอ',
    'ค่ะ',
    '',
    '1',
    'ขอบคุณ ใจงาม',
    'สวัสดิ์ สวัสดี',
    'เมนู ยกเลิก',
    'สถานะของ อบต. บางปู',
    'ภาษาอังกฤษเขียนว่าอย่างไร',
  ])('%s', (text) => {
    expect(commandOf(text)).toBeNull();
  });
});

test('a text of any length is read in a moment', () => {
  const begun = performance.now();
  for (const part of ['เมนู', 'ขอ ', 'ย', 'menu ', '่'])
    expect(commandOf(part.repeat(5000 / part.length))).toBeNull();
  expect(performance.now() - begun).toBeLessThan(2000);
});
