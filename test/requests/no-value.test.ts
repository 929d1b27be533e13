import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TypedField } from '../../src/requests/fields.ts';
import { checkField } from '../../src/requests/fields.ts';
import type { Why } from '../../src/requests/no-value.ts';
import { loadAgencyList } from '../../src/routing/agency-list.ts';

const asked = { isQuestion: true };

describe('what is no value is told for what it is', () => {
  test.each<[field: TypedField, why: Why, texts: string[], slot?: string]>([
    [
      'name',
      'question',
      [
        'ทำไมต้องขอชื่อด้วยคะ',
        'ต้องใช้ชื่อจริงไหม',
        'ใช้ชื่อหัวหน้าได้ไหมคะ',
        'ชื่ออะไร',
        'ชื่อใคร?',
        'why do you need it',
        'ขอทราบเหตุผล',
      ],
    ],
    [
      'name',
      'courtesy',
      ['ค่ะ', 'ต่อค่ะ', 'ขอบคุณค่ะ', 'สวัสดีครับ', 'โอเคค่ะ', 'ไปต่อเลย', 'ได้ครับ', '👍', 'next', 'ok'],
    ],
    [
      'name',
      'agency',
      ['เทศบาลตำบลบางปู', 'อบต.สระใคร', 'กรมที่ดิน', 'สำนักงานปลัดกระทรวงมหาดไทย', 'โรงพยาบาลราชวิถี'],
      'agencyName',
    ],
    ['name', 'other-slot', ['มีแล้ว', 'มีแล้วค่ะ', 'ส่งไปแล้วค่ะ', 'เหมือนเดิมค่ะ']],
    ['name', 'other-slot', ['0812345678', '02-612-6060 ต่อ 12'], 'phone'],
    ['name', 'other-slot', ['somchai@dga.or.th'], 'email'],
    ['name', 'other-slot', ['นักวิชาการคอมพิวเตอร์', 'ตำแหน่ง นิติกร'], 'position'],
    [
      'name',
      'refusal',
      ['ไม่บอก', 'ไม่อยากบอกค่ะ', 'ขอไม่ระบุชื่อ', 'ไม่สะดวกให้ครับ', 'ไม่มี', 'ข้าม', 'prefer not to say'],
    ],
    [
      'name',
      'correction',
      ['ขอแก้ชื่อหน่วยงาน', 'ขอเปลี่ยนหน่วยงานค่ะ', 'ชื่อหน่วยงานผิดค่ะ', 'change my agency'],
      'agencyName',
    ],
    ['name', 'correction', ['ขอแก้เบอร์โทร', 'เบอร์ผิดครับ'], 'phone'],
    ['name', 'correction', ['ขอแก้ค่ะ', 'พิมพ์ผิดค่ะ']],
    ['name', 'unknown', ['ไม่ทราบ', 'ไม่แน่ใจค่ะ', 'ยังไม่รู้เลยครับ', 'จำไม่ได้ค่ะ', "I don't know", 'not sure']],
    ['name', 'courtesy', ['เดี๋ยวมาใหม่', 'ขอคิดดูก่อน', 'ยังไม่พร้อมค่ะ', 'ไม่ใช่คนนี้']],
    ['name', 'question', ['ขอ token', 'จะขอ token เทศบาลตำบลบางปู', 'ใส่ชื่อใครดีคะ']],
    ['name', 'agency', ['กองช่าง เทศบาลเมืองบางพลี', 'ศูนย์เทคโนโลยีสารสนเทศ'], 'agencyName'],
    ['name', 'question', ['ใช้ชื่อจริงหรือชื่อเล่นคะ']],
    [
      'name',
      'question',
      [
        'ลงทะเบียนตรงไหน',
        'ขอเบอร์โทรหน่อย',
        'ระบบเข้าไม่ได้',
        'ต้องเลือกเมนูหมายเลขใด',
        'token หมดอายุ',
        'ครบกำหนดเมื่อไหร่',
      ],
    ],
    ['name', 'courtesy', ['รับทราบค่ะ', 'เข้าใจแล้วครับ']],
    ['phone', 'other-slot', ['เบอร์เดิมค่ะ']],
    ['phone', 'question', ['ใช้เบอร์ไหนดีคะ']],
    ['parentAgency', 'unknown', ['ไม่มี', 'ไม่มีสังกัดค่ะ']],
    ['agencyName', 'other-slot', ['0 2612 6060'], 'phone'],
    ['email', 'skip', ['ขอเว้นไว้', 'ไม่มี email']],
    ['name', 'invalid', ['ก', '1234', '...', '(heart)']],
    ['position', 'question', ['ทำไมต้องขอตำแหน่งด้วยคะ', 'ตำแหน่งอะไรดีคะ']],
    ['position', 'courtesy', ['ค่ะ', 'ครับผม', 'ขอบคุณครับ']],
    ['position', 'skip', ['ไม่มี', 'ไม่มีค่ะ', 'ข้าม', '-', 'ไม่ระบุ', 'skip', 'ไม่มีตำแหน่งครับ']],
    ['position', 'other-slot', ['นางสาวสมศรี ใจดี', 'ชื่อ สมศรี ใจดี'], 'name'],
    ['position', 'unknown', ['ไม่ทราบค่ะ']],
    ['email', 'skip', ['ไม่มี', 'ข้าม', '-', 'ไม่มีอีเมลค่ะ', 'ข้ามไปก่อนค่ะ', 'no email', 'none']],
    ['email', 'question', ['ต้องใช้อีเมลหน่วยงานไหมคะ', 'อีเมลอะไร']],
    ['email', 'unknown', ['จำไม่ได้ค่ะ']],
    ['email', 'invalid', ['dga.or.th', 'somchai@dga']],
    ['phone', 'refusal', ['ไม่มี', 'ไม่บอก', 'ไม่สะดวกค่ะ']],
    ['phone', 'question', ['ต้องเป็นเบอร์หน่วยงานไหมคะ']],
    ['phone', 'invalid', ['02612606', '1111']],
    ['agencyName', 'unknown', ['ไม่แน่ใจ', 'ไม่ทราบค่ะ']],
    ['agencyName', 'courtesy', ['ค่ะ', 'ขอบคุณค่ะ', 'ต่อค่ะ']],
    ['agencyName', 'refusal', ['ไม่บอก', 'ไม่มี']],
    ['agencyName', 'question', ['ต้องใช้ชื่อเต็มไหมคะ', 'เทศบาลตำบลบางปูขอที่ไหน', 'หน่วยงานอะไรคะ']],
    ['parentAgency', 'unknown', ['ไม่ทราบ', 'ไม่รู้ว่าสังกัดอะไรค่ะ']],
  ])('%s: %s', (field, why, texts, slot) => {
    for (const text of texts) {
      const checked = checkField(field, text);
      expect([text, checked]).toEqual([
        text,
        expect.objectContaining(slot ? { ok: false, why, slot } : { ok: false, why }),
      ]);
    }
  });
});

const givenNames =
  'สมชาย สมศรี มีโชค ดี ขอบคุณ สวัสดิ์ ไทย แก้ว แก้วตา เปลี่ยน ไหม ใบไหม ณัฐฐ์ชุดา อับดุลเลาะฮ์ มูฮัมหมัด ฟาตีเมาะ กมลชนก ธนาคาร กรมพล การันต์ ปลัด โชคดี ยินดี ยืนยง ส่งศรี ถูกใจ หนู แดง เอก ทราย ต่อศักดิ์ ต่อ เมย์ ไอริณ'.split(
    ' ',
  );
const familyNames =
  'ใจดี ใจงาม ต่อพัฒนนันท์ ชื่อลือชา บิน-อาแว สวัสดี เมนู มีสุข ทองไหม ไหมทอง ขอสุข ไม่ลืม รักไทย ตกลงธรรม ถูกต้อง แก้วมณี ไปรษณีย์วงศ์ ณ อยุธยา ดีมาก ยิ้มแย้ม ศรีสุวรรณ์ กรมวังก้อน เทศบาลวงศ์'
    .replace('ณ อยุธยา', 'ณ_อยุธยา')
    .split(' ')
    .map((name) => name.replace('_', ' '));
const titles = ['', 'นาย', 'นางสาว', 'น.ส. ', 'ว่าที่ ร.ต.หญิง ', 'ดร.', 'คุณ', 'พ.ต.อ. '];

test('real names are taken, though words of an answer or a question are in them', () => {
  const names = givenNames.flatMap((given, row) =>
    Array.from({ length: 10 }, (_, column) => {
      const family = familyNames[(row * 7 + column * 3) % familyNames.length] ?? '';
      return `${titles[(row + column) % titles.length] ?? ''}${given} ${family}`;
    }),
  );
  expect(new Set(names).size).toBeGreaterThan(300);
  expect(names.filter((name) => !checkField('name', name, asked).ok)).toEqual([]);
  for (const name of names) expect(checkField('name', name)).toMatchObject({ value: name });
});

test.each([
  'มีโชค ต่อพัฒนนันท์',
  'ว่าที่ ร.ต.หญิง ณัฐฐ์ชุดา ชื่อลือชา',
  'อับดุลเลาะฮ์ บิน-อาแว',
  'ไทย เมนู',
  'ดี ใจดี',
  'ขอบคุณ ใจงาม',
  'สวัสดิ์ สวัสดี',
  'John Howe',
  "Siobhán O'Neil",
  'นายกิตติ ทำดี',
  'สมชาย',
  'จะอือ จะแล',
  'ศูนย์ ดีจริง',
  'จังหวัด ใจกล้า',
  'รอมฎอน ต่วนลือบา',
  'มึดา นาวานาถ',
  'แก้ม ขอนแก่น',
  'ขอบฟ้า ยังยืน',
  'Anna Why',
])('the name %s is taken', (name) => {
  expect(checkField('name', name, asked)).toEqual({ ok: true, value: name, flags: [] });
});

test.each([
  'นักวิชาการคอมพิวเตอร์ชำนาญการ',
  'ผอ.กอง',
  'นายก อบต.',
  'นายกเทศมนตรี',
  'นายทะเบียน',
  'นายช่างโยธา',
  'เจ้าหน้าที่',
  'ปลัดเทศบาล',
  'Director',
  'ผู้อำนวยการสำนักงานเขต',
  'รองปลัดกระทรวง',
  'IT',
])('the position %s is taken', (position) => {
  expect(checkField('position', position, asked)).toMatchObject({ ok: true, value: position });
});

test('an agency that understanding found on a list is no name', () => {
  const agency = {
    type: 'central-government',
    issuer: 'dga',
    candidates: ['central-government'],
    reason: { code: 'listed', matched: 'สถ.' },
    name: 'สถ.',
  } as const;
  expect(checkField('name', 'สถ.', { isQuestion: false, agency })).toMatchObject({ why: 'agency' });
  expect(checkField('agencyName', 'สถ.', { isQuestion: false, agency })).toMatchObject({ ok: true });
});

test('LINE’s pictures in a name are left out of it', () => {
  expect(checkField('name', 'สมศรี ใจดี(heart)')).toMatchObject({ value: 'สมศรี ใจดี' });
  expect(checkField('name', 'สมศรี ใจดี 😊')).toMatchObject({ value: 'สมศรี ใจดี' });
});

describe('where an agency is asked, a name wins', () => {
  const { entries } = loadAgencyList(
    readFileSync(new URL('../../flows/agencies.csv', import.meta.url), 'utf8'),
  );
  const places =
    'สระใคร บ้านขอ พูดไทย บางปู ไหนหนัง ท่าไหม ทำนบ ขอนแก่น ใครนุ่น หนองไม่แก่น ลืมบอง ต้องการ แก้งไก่ มีชัย ถูกทาง'.split(
      ' ',
    );
  const kinds = [
    'อบต.',
    'ทต.',
    'เทศบาลตำบล',
    'องค์การบริหารส่วนตำบล',
    'เทศบาลเมือง',
    'โรงเรียนบ้าน',
    'รพ.สต.',
    'ที่ว่าการอำเภอ',
  ];

  test.each(['agencyName', 'parentAgency'] as const)('%s', (field) => {
    const names = [
      ...entries.map(({ name }) => name),
      ...kinds.flatMap((kind) => places.map((place) => `${kind}${place}`)),
      'กรมที่ดิน กระทรวงมหาดไทย',
      'กองช่าง อบต.บ้านขอ อำเภอเมือง จังหวัดลำปาง',
      'ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร',
    ];
    expect(names.filter((name) => !checkField(field, name, asked).ok)).toEqual([]);
  });
});

test('a text of any length is judged in a moment', () => {
  const begun = performance.now();
  const fields = ['name', 'position', 'agencyName', 'phone', 'email'] as const;
  for (const part of [
    'ไม่',
    'ขอ ',
    'ได้',
    'แก้',
    'ผม ',
    '-',
    ' ',
    'ค่ะ ',
    '(heart)',
    'ต่อ',
    'a',
    '0 ',
    'ข้าม',
    'ยัง',
  ])
    for (const length of [1000, 5000])
      for (const field of fields) checkField(field, part.repeat(length / part.length));
  expect(performance.now() - begun).toBeLessThan(5000);
});
