import { describe, expect, test } from 'vitest';
import { readYesNo } from '../../src/text/yes-no.ts';

describe('yes', () => {
  test.each([
    'ใช่',
    'ใช่ค่ะ',
    'ใช่ค่ะ ถูกแล้ว',
    'ใช่ๆ',
    'ใช่ใช่ใช่',
    'ใช่่่ค่าาา',
    'ไช่คับ',
    'ใช่ค่ะ ขอบคุณค่ะ',
    'ยืนยันค่ะ',
    'ขอยืนยันครับ',
    'ผมยืนยันครับ',
    'ตกลงค่ะ',
    'ตกลงตามนี้ครับ',
    'ส่งเลย',
    'ส่งได้เลยครับ',
    'โอเค ยินยอมค่ะ',
    'ยินยอมม',
    'ยนิยอมค่ะ',
    'รับทราบและยินยอมค่ะ',
    'ถูกต้องครบถ้วนค่ะ',
    'ได้เลยจ้า',
    'ข้อมูลถูกต้องแล้วครับ ส่งได้เลย',
    'ไม่ผิดค่ะ',
    'ไม่มีปัญหาครับ',
    'ไม่ต้องแก้ไขแล้วค่ะ',
    'ใช่ค่ะ 555',
    'ค่ะ',
    'ครับผม',
    'จ้า',
    'เจ้า',
    'แม่น',
    'แม่นแล้ว',
    'แม่นแล้วเด้อ',
    'แม่นเจ้า',
    'เอาค่ะ',
    'เห็นด้วยครับ',
    '👍',
    '👍🏽',
    '👌',
    '✅',
    '✔️',
    '🙆',
    '🙆‍♀️',
    '👍👍👍',
    'ใช่ครับ 🎉',
    'ได้ค่ะ🙏',

    'yes',
    'Yes please',
    'OK',
    'okay ค่ะ',
    'sure',
    "That's right!",
    'I agree',
    'go ahead',
    'Ｙｅｓ',
    'confirm',
    'โอเคร',
    'อืมใช่ค่ะ',
    'ยืนยันการส่งค่ะ',
    'ใช่สิคะ',
    'ข้าพเจ้ายินยอม',
    'ยินดีค่ะ',
  ])('%s', (text) => {
    expect(readYesNo(text)).toBe('yes');
  });
});

describe('no', () => {
  test.each([
    'ไม่',
    'ไม่ค่ะ',
    'ไม่ใช่ค่ะ',
    'ไม่เอาแล้ว',
    'ไม่ต้องค่ะ ขอบคุณค่ะ',
    'ไม่เป็นไรค่ะ',
    'ไม่ได้ค่ะ',
    'ไม่ๆๆ',
    'ไม่ถูกต้องค่ะ',
    'ไม่ยินยอมครับ',
    'ไม่ส่ง',
    'ไม่ต้องการแล้วครับ',
    'ผิดค่ะ',
    'เปล่าครับ',
    'บ่',
    'บ่แม่น',
    'บ่เอา',
    'ไม่อยากค่ะ',
    'ไม่จำเป็นครับ',
    '👎',
    '❌',
    '🙅',
    '🙅‍♂️',
    'no',
    'No, thanks',
    'nope',
    'not correct',
    'I do not agree',
    "don't send",
    'ไม่ค่ะ 👎',
  ])('%s', (text) => {
    expect(readYesNo(text)).toBe('no');
  });
});

describe('neither', () => {
  test.each([
    'ยังไม่แน่ใจ',
    'ใช่หรือเปล่า',
    'ใช่ไหมคะ',
    'ถูกไหม',
    'ใช่มั้ย',
    'ใช่แต่ชื่อผิด',
    'ยังค่ะ',
    'เดี๋ยวก่อน',
    'ใช่ค่ะ แล้วขอที่ไหน',
    'ถูกแล้วหรือ',
    'ตกลงไหม',
    'ได้ยังไง',
    'ใช่เปล่า',
    'แม่นบ่',
    'ใช่ไม่',
    'คะ?',
    'ใช่？',
    'ไม่แน่นอน',
    'ไม่ทราบค่ะ',
    'ไม่รู้',
    'ยังไม่ส่ง',
    'อย่าเพิ่งส่ง',
    'ได้แล้วค่ะ',
    'ส่งแล้วค่ะ',
    'ไม่ค่ะ ถูกแล้ว',
    'ขอบคุณค่ะ',
    'สวัสดีครับ',
    'แล้ว',
    'เลย',
    'ข้อมูล',
    '🤔',
    'ใช่ 🤔',
    '🙏',
    '',
    '   ',
    '...',
    '1',
    'ใช่ 1',

    'yes?',
    'not sure',
    'ok but the name is wrong',
    'now',
    'no one',
    'I am fine',
    'yesterday',
    'not yet',
    'know',
    'ได้รับหนังสือแล้วค่ะ',
    'ถูกใจ',
    'ใช้ค่ะ',
    'ตกลงกันไม่ได้',
    'ส่งที่ไหน',
    'เทศบาลตำบลบางปู',
    'โอเคไหม',
  ])('%s', (text) => {
    expect(readYesNo(text)).toBeNull();
  });
});

test('where a yes loses something, agreeing to send or to consent is no yes', () => {
  for (const text of ['ส่งเลย', 'ยินยอมค่ะ', 'ไม่ยินยอม', 'ใช่ ส่งเลย']) expect(readYesNo(text, 'loss')).toBeNull();
  expect(readYesNo('ใช่ค่ะ', 'loss')).toBe('yes');
  expect(readYesNo('ไม่ค่ะ', 'loss')).toBe('no');
});

test('a text of any length is read in a moment', () => {
  const begun = performance.now();
  for (const part of ['ใช่', 'ไม่ ', 'ย', 'yes ', '👍', '่', ' ', '...', 'ยินยอ'])
    expect(readYesNo(part.repeat(5000 / part.length))).toBeNull();
  expect(performance.now() - begun).toBeLessThan(2000);
});

test('help that was offered is accepted in words that are courtesies elsewhere, and refused', () => {
  for (const text of ['รบกวนด้วยครับ', 'ฝากด้วยค่ะ', 'ขอความกรุณาด้วย', 'จัดการให้เลย', 'please do']) {
    expect({ text, read: readYesNo(text, 'help') }).toEqual({ text, read: 'yes' });
    expect({ text, read: readYesNo(text) }).toEqual({ text, read: null });
  }
  expect(readYesNo('ใช่ค่ะ', 'help')).toBe('yes');
  for (const text of ['ไม่รบกวนค่ะ', 'ไม่ต้องช่วยครับ', 'ติดต่อเองได้ค่ะ'])
    expect({ text, read: readYesNo(text, 'help') }).toEqual({ text, read: 'no' });
  for (const text of ['รบกวนถามหน่อย', 'ฝากไว้ก่อน', 'ช่วยอะไรได้บ้าง', 'รบกวนรอก่อน'])
    expect({ text, read: readYesNo(text, 'help') }).toEqual({ text, read: null });
});
