import { assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '../../src/text/normalise.ts';

describe.each<[rule: string, cases: [typed: string, comparable: string][]]>([
  [
    'ำ is one letter, whether typed whole or as ํ and า, with its tone mark anywhere',
    [
      ['นำ', 'น\u0e33'],
      ['น\u0e4d\u0e32', 'น\u0e33'],
      ['น\u0e49\u0e4d\u0e32', 'น\u0e49\u0e33'],
      ['น\u0e4d\u0e49\u0e32', 'น\u0e49\u0e33'],
      ['น\u0e49\u0e33', 'น\u0e49\u0e33'],
      ['น\u0e33\u0e49', 'น\u0e49\u0e33'],
      ['น\u0e4d\u0e32\u0e49', 'น\u0e49\u0e33'],
      ['น\u0e4d\u0e4d\u0e49\u0e49\u0e32', 'น\u0e49\u0e33'],
    ],
  ],
  ['two เ are one แ', [['เเก้ไข', 'แก้ไข']]],
  [
    'a tone mark stands after its vowel, once',
    [
      ['ท\u0e48\u0e35', 'ท\u0e35\u0e48'],
      ['ที่่', 'ที่'],
      ['เจา\u0e49หนา\u0e49ที่', 'เจ\u0e49าหน\u0e49าที่'],
      ['เคา\u0e49\u0e49', 'เค\u0e49า'],
      ['จะ\u0e48', 'จ\u0e48ะ'],
      ['ผ\u0e34\u0e4d\u0e48ง', 'ผ\u0e36\u0e48ง'],
      ['สิทธ\u0e4c\u0e34', 'สิทธ\u0e34\u0e4c'],
    ],
  ],
  [
    'ๅ beside no ฤ is the key next to า',
    [
      ['อะไร\u0e45', 'อะไรา'],
      ['ฤๅษี', 'ฤๅษี'],
    ],
  ],
  [
    'what is not seen does not count',
    [
      ['ขอ\u200bโท\u200cเคน\ufeff', 'ขอโทเคน'],
      ['สมัคร\u00a0Digital\u2003ID', 'สมัคร digital id'],
      ['ขอโทเคน🙏🏽❤️', 'ขอโทเคน'],
      ['ขอ\ufffd\ufffdโทเคน\u0000', 'ขอ โทเคน'],
    ],
  ],
  [
    'digits are ASCII digits',
    [
      ['รหัส ๑๕ หลัก', 'รหัส 15 หลัก'],
      ['１９３２', '1932'],
    ],
  ],
  [
    'letters are lower case and of usual width',
    [
      ['TOKEN', 'token'],
      ['Ｄｉｇｉｔａｌ　ＩＤ', 'digital id'],
    ],
  ],
  [
    'a letter drawn out is one letter; doubled letters, www and digits stay',
    [
      ['มากกกกก', 'มาก'],
      ['helloooo', 'hello'],
      ['กรรมการ', 'กรรมการ'],
      ['ลงระบบบ้าง', 'ลงระบบบ้าง'],
      ['มากกกครับบบ', 'มาก'],
      ['www.info.go.th', 'www.info.go.th'],
      ['555555', '555555'],
      ['ไหมมมมม', 'ไหม'],
      ['มากมาาย', 'มากมาย'],
    ],
  ],
  [
    'polite particles go',
    [
      ['ขอโทเคนครับ', 'ขอโทเคน'],
      ['ขอโทเคนค่ะ', 'ขอโทเคน'],
      ['ขอโทเคนคะ', 'ขอโทเคน'],
      ['ที่ไหนนะคะ?', 'ที่ไหน ?'],
      ['ได้ไหมค่า', 'ได้ไหม'],
      ['ขอหน่อยจ้า', 'ขอหน่อย'],
      ['ทำอะไรอ่ะ', 'ทำอะไร'],
      ['ได้ป่ะคับ', 'ได้ป่ะ'],
      ['สวัสดีครับ ขอถามหน่อย', 'สวัสดี ขอถามหน่อย'],
    ],
  ],
  [
    'words that only look like particles stay',
    [
      ['กฎหมายบังคับ', 'กฎหมายบังคับ'],
      ['อบต.บางชนะ', 'อบต.บางชนะ'],
      ['คะแนน', 'คะแนน'],
      ['ไม่เสียค่า', 'ไม่เสียค่า'],
      ['ถูกระงับ', 'ถูกระงับ'],
      ['เยอะ', 'เยอะ'],
      ['ข้าพเจ้า', 'ข้าพเจ้า'],
      ['ตรวจสอบสถานะ', 'ตรวจสอบสถานะ'],
      ['สถานะครับ', 'สถานะ'],
      ['เลขหน้า', 'เลขหน้า'],
      ['ขอรับรหัส', 'ขอรับรหัส'],
      ['ค่าธรรมเนียม', 'ค่าธรรมเนียม'],
      ['จ้างเหมา', 'จ้างเหมา'],
      ['เขตคันนายาว', 'เขตคันนายาว'],
      ['ค่ะ', 'ค่ะ'],
    ],
  ],
  [
    'curly quotes and long dashes are plain ones',
    [
      ['“info.go.th”', '"info.go.th"'],
      ['1–9—3-2', '1-9-3-2'],
      ['officer’s', "officer's"],
    ],
  ],
  ['spaces are single and none at the ends', [['  ขอ \n\t โทเคน  ', 'ขอ โทเคน']]],
])('%s', (_rule, cases) => {
  test.each(cases)('%j → %j', (typed, comparable) => {
    expect(normalise(typed)).toBe(comparable);
  });
});

test('a comparable text stays as it is', () => {
  const thaiText = string({ unit: constantFrom(...Array.from('กขนำําเแ่้็ีครับคะนะ ๑a.A\u200b')), maxLength: 40 });
  assert(
    property(oneof(thaiText, string({ unit: 'binary' })), (text) => {
      const once = normalise(text);
      expect(normalise(once)).toBe(once);
    }),
  );
});
