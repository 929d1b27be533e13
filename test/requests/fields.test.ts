import { assert, constantFrom, integer, property, stringMatching, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../../flows/domain.ts';
import type { TypedField } from '../../src/requests/fields.ts';
import { checkField, maxFieldLength } from '../../src/requests/fields.ts';
import { loadWords } from '../../src/base/words.ts';

type Taken = [typed: string, value: string | boolean, flag?: string];
type Refused = [typed: string, problem: string];

const tables: readonly { field: TypedField; rule: string; taken?: Taken[]; refused?: Refused[] }[] = [
  {
    field: 'phone',
    rule: 'a landline, with what offices write around it',
    taken: [
      ['0 2612 6060', '0 2612 6060'],
      ['02-612-6060', '0 2612 6060'],
      ['(02) 612-6060', '0 2612 6060'],
      ['02.612.6060', '0 2612 6060'],
      ['โทร. 02-6126060 ค่ะ', '0 2612 6060'],
      ['๐ ๒๖๑๒ ๖๐๖๐', '0 2612 6060'],
      ['053-112708', '0 5311 2708'],
      ['26126060', '0 2612 6060'],
    ],
  },
  {
    field: 'phone',
    rule: 'a mobile number',
    taken: [
      ['0812345678', '08 1234 5678'],
      ['081-234-5678 ครับ', '08 1234 5678'],
      ['๐๘๑ ๒๓๔ ๕๖๗๘', '08 1234 5678'],
      ['０８１２３４５６７８', '08 1234 5678'],
      ['เบอร์มือถือ 081 234 5678', '08 1234 5678'],
      ['0661234567', '06 6123 4567'],
    ],
  },
  {
    field: 'phone',
    rule: 'the international form',
    taken: [
      ['+66 81 234 5678', '08 1234 5678'],
      ['+66 (0) 2 612 6060', '0 2612 6060'],
      ['66812345678', '08 1234 5678'],
      ['0066 2 612 6060', '0 2612 6060'],
    ],
    refused: [['+1 202 555 0123', 'phone-foreign']],
  },
  {
    field: 'phone',
    rule: 'extensions, one or several',
    taken: [
      ['0 2612 6060 ต่อ 12', '0 2612 6060 ต่อ 12'],
      ['0 2241 9000 ต่อ 2311 หรือ 2322', '0 2241 9000 ต่อ 2311 หรือ 2322'],
      ['๐ ๒๓๕๖ ๙๙๙๙ ต่อ ๘๘๑๐', '0 2356 9999 ต่อ 8810'],
      ['0 2241 9000 ต่อ 2311,2322', '0 2241 9000 ต่อ 2311 หรือ 2322'],
      ['0-2241-9000 ต่อ 2311-13', '0 2241 9000 ต่อ 2311-13'],
      ['02-612-6060 ext. 12', '0 2612 6060 ต่อ 12'],
      ['02-612-6060 x12', '0 2612 6060 ต่อ 12'],
      ['02-612-6060#12', '0 2612 6060 ต่อ 12'],
      ['02-612-6060 กด 12', '0 2612 6060 ต่อ 12'],
      ['02-612-6060 เบอร์ภายใน 12', '0 2612 6060 ต่อ 12'],
    ],
    refused: [
      ['02-612-6060 ต่อ', 'phone-extension'],
      ['02-612-6060 ต่อ สมชาย', 'phone-extension'],
    ],
  },
  {
    field: 'phone',
    rule: 'a range of numbers',
    taken: [
      ['02-612-6060-5', '0 2612 6060-5'],
      ['0 2612 6060 - 69 ต่อ 5', '0 2612 6060-69 ต่อ 5'],
      ['0-5324-1273 ถึง 5', '0 5324 1273-5'],
      ['0-2218-5746-9', '0 2218 5746-9'],
      ['๐-๕๓๒๔-๑๒๗๓ ถึง ๕ ค่ะ', '0 5324 1273-5'],
      ['0-3931-9111 ต่อ 8401-5', '0 3931 9111 ต่อ 8401-5'],
    ],
  },
  {
    field: 'phone',
    rule: 'two numbers, each with its own extension',
    taken: [
      ['0 2612 6060, 0 2612 6061', '0 2612 6060, 0 2612 6061'],
      ['081 234 5678 หรือ 089 999 9999', '08 1234 5678, 08 9999 9999'],
      ['02-612-6060\n081-234-5678', '0 2612 6060, 08 1234 5678'],
      ['ที่ทำงาน 056-123456 ต่อ 11 หรือมือถือ 081-234-5678 ค่ะ', '0 5612 3456 ต่อ 11, 08 1234 5678'],
      ['081 234 5678 หรือ 0812345678', '08 1234 5678'],
    ],
  },
  {
    field: 'phone',
    rule: 'whatever copied text has between and around the digits',
    taken: [
      ['\u202a081-234-5678\u202c', '08 1234 5678'],
      ['081\u2011234\u20115678', '08 1234 5678'],
      ['+66 02 685 3220', '0 2685 3220'],
      ['(+66) 2 685 3220', '0 2685 3220'],
      ['02-612-6060 (ต่อ 12)', '0 2612 6060 ต่อ 12'],
    ],
  },
  {
    field: 'phone',
    rule: 'what nobody could be called back at',
    refused: [
      ['1111', 'phone-short-code'],
      ['๑๑๑๑', 'phone-short-code'],
      ['191', 'phone-short-code'],
      ['1900 123 456', 'phone-unknown'],
      ['ไม่มี', 'instead.refusal'],
      ['', 'phone-unclear'],
      ['somchai@dga.or.th', 'phone-unclear'],
      ['02612606', 'phone-too-short'],
      ['081234567', 'phone-unknown'],
      ['026126060123', 'phone-too-long'],
      ['0912345678901', 'phone-too-long'],
      ['0112345678', 'phone-unknown'],
      ['0 2612 6060/08 1234 5678/08 9999 9999', 'phone-several'],
      ['0 2612 6060 โทรสาร 0 2281 8049', 'phone-several'],
    ],
  },
  {
    field: 'email',
    rule: 'an address of the state',
    taken: [
      ['somchai@dga.or.th', 'somchai@dga.or.th'],
      ['Somchai.J@DGA.OR.TH', 'Somchai.J@dga.or.th'],
      ['saraban@opdc.go.th', 'saraban@opdc.go.th'],
      ['a@eng.chula.ac.th', 'a@eng.chula.ac.th'],
      ['a@rta.mi.th', 'a@rta.mi.th'],
    ],
  },
  {
    field: 'email',
    rule: 'another address is taken and flagged',
    taken: [
      ['obt.bangphli@gmail.com', 'obt.bangphli@gmail.com', 'email-not-government'],
      ['a@dga.or.th.example.com', 'a@dga.or.th.example.com', 'email-not-government'],
      ['a@fakego.th', 'a@fakego.th', 'email-not-government'],
    ],
  },
  {
    field: 'email',
    rule: 'slips of the hand are mended',
    taken: [
      ['somchai@dga.or.th.', 'somchai@dga.or.th'],
      ['somchai ＠ dga.or.th', 'somchai@dga.or.th'],
      ['ｓｏｍｃｈａｉ@dga.or.th', 'somchai@dga.or.th'],
      ['somchai๑@dga.or.th', 'somchai1@dga.or.th'],
      ['<somchai@dga.or.th>', 'somchai@dga.or.th'],
      ['mailto:somchai@dga.or.th', 'somchai@dga.or.th'],
      ['อีเมล: somchai@dga.or.th ค่ะ', 'somchai@dga.or.th'],
      ['somchai@dga .or. th', 'somchai@dga.or.th'],
      ['som\u200bchai@dga.or.th', 'somchai@dga.or.th'],
      ['"somchai@dga.or.th".', 'somchai@dga.or.th'],
      ['(somchai@dga.or.th)', 'somchai@dga.or.th'],
      ['Somchai <somchai@dga.or.th>', 'somchai@dga.or.th'],
      ["j.o'brien@mfa.go.th", "j.o'brien@mfa.go.th"],
      ['j.o’brien@mfa.go.th', "j.o'brien@mfa.go.th"],
    ],
  },
  {
    field: 'email',
    rule: 'what is no address says what is missing',
    refused: [
      ['ไม่มี', 'instead.skip'],
      ['dga.or.th', 'email-no-at'],
      ['somchai@dga', 'email-incomplete'],
      ['@dga.or.th', 'email-incomplete'],
      ['สมชาย@dga.or.th', 'email-characters'],
      ['somchai@dga,or,th', 'email-characters'],
      ['som chai@dga.or.th', 'email-characters'],
      ['a..b@dga.or.th', 'email-characters'],
      ['a<b@dga.or.th', 'email-characters'],
      ['x>y@dga.or.th', 'email-characters'],
      ['a"b@dga.or.th', 'email-characters'],
      ['a@dga.or.th, b@dga.or.th', 'email-several'],
    ],
  },
  {
    field: 'hasDigitalId',
    rule: 'yes',
    taken: [
      'มี',
      'มีแล้วค่ะ',
      'มีแล้วค่ะ แต่ลืมรหัสผ่าน',
      'มี Digital ID แล้ว',
      'ใช่ครับ',
      'สมัครแล้ว',
      'ครับ',
      'Yes',
      'I do',
      'y',
    ].map((typed): Taken => [typed, true]),
  },
  {
    field: 'hasDigitalId',
    rule: 'no',
    taken: [
      'ไม่มี',
      'ยัง',
      'ยังไม่มีค่ะ ต้องทำยังไงคะ',
      'ยังไม่ได้สมัครเลย ลืม',
      'ยังไม่มีครับ',
      'ยังไม่ได้สมัคร',
      'ยังเลยค่ะ',
      'No',
      'Not yet',
      "I don't have",
    ].map((typed): Taken => [typed, false]),
  },
  {
    field: 'hasDigitalId',
    rule: 'anything else is asked again',
    refused: ['', 'ไม่แน่ใจ', 'มีไหม', 'มีหรือยัง', 'Digital ID', '5'].map((typed): Refused => [
      typed,
      'hasDigitalId-unclear',
    ]),
  },
  {
    field: 'name',
    rule: 'a name in letters, tidied',
    taken: [
      ['สมชาย ใจดี', 'สมชาย ใจดี'],
      ['  นาย สมชาย \n ใจดี ', 'นาย สมชาย ใจดี'],
      ['น.ส. นํ้าฝน เเก้ว', 'น.ส. น้ำฝน แก้ว'],
      ['เจา้ฟา้ นำ้ใส', 'เจ้าฟ้า น้ำใส'],
      ['Somchai\u200b Jaidee', 'Somchai Jaidee'],
      ['ดร.อา', 'ดร.อา'],
    ],
    refused: [
      ['ก', 'name-unclear'],
      ['1234', 'name-unclear'],
      ['...', 'name-unclear'],
      ['👍👍', 'instead.courtesy'],
      ['a@dga.or.th', 'instead.other-slot'],
      ['ก'.repeat(maxFieldLength + 1), 'too-long'],
    ],
  },
  {
    field: 'name',
    rule: 'without what is said around it',
    taken: [
      ['ดิฉันชื่อ นางสาวกมลชนก ใจงาม ค่ะ', 'นางสาวกมลชนก ใจงาม'],
      ['ผมชื่อสมชาย ใจดีครับ', 'สมชาย ใจดี'],
      ['สวัสดีค่ะ ดิฉัน สมศรี ใจดี ค่ะ', 'สมศรี ใจดี'],
      ['สวัสดีครับ สมชาย ใจดี', 'สมชาย ใจดี'],
      ['ชื่อ-สกุล: มาลี รักงาน', 'มาลี รักงาน'],
      ['My name is John Smith', 'John Smith'],
      ['ชื่นจิต ดีครับ', 'ชื่นจิต ดี'],
      ['อาคะ ทานากะ', 'อาคะ ทานากะ'],
    ],
  },
  {
    field: 'agencyName',
    rule: 'the name of an agency, its figures as typed',
    taken: [
      ['อบต.บางพลี ๒', 'อบต.บางพลี ๒'],
      ['สำนักงานปลัดกระทรวงมหาดไทย', 'สำนักงานปลัดกระทรวงมหาดไทย'],
      ['ชื่อหน่วยงานคือ เทศบาลตำบลบางปู ค่ะ', 'เทศบาลตำบลบางปู'],
      ['เทศบาลเมืองราชาเทวะ', 'เทศบาลเมืองราชาเทวะ'],
    ],
    refused: [['1932', 'agencyName-unclear']],
  },
  {
    field: 'parentAgency',
    rule: 'the name of a parent agency',
    taken: [['กรมการปกครอง', 'กรมการปกครอง']],
    refused: [['-', 'parentAgency-unclear']],
  },
  {
    field: 'position',
    rule: 'a position',
    taken: [
      ['ผอ.', 'ผอ.'],
      ['ตำแหน่งนักวิชาการคอมพิวเตอร์ครับ', 'นักวิชาการคอมพิวเตอร์'],
      ['เป็นปลัดเทศบาลค่ะ', 'ปลัดเทศบาล'],
    ],
    refused: [['?', 'position-unclear']],
  },
];

describe.each(tables)('$field: $rule', ({ field, taken = [], refused = [] }) => {
  test.each(taken)('%j is %j', (typed, value, flag) => {
    const flags = flag ? [`requests:flag.${flag}`] : [];
    expect(checkField(field, typed)).toEqual({ ok: true, value, flags });
  });

  test.each(refused)('%j: %s', (typed, problem) => {
    expect(checkField(field, typed)).toMatchObject({ ok: false, problem: `requests:problem.${problem}` });
  });
});

test('what is taken is taken again as it is, so that a value can be edited from what is shown', () => {
  const values = tables.flatMap(({ field, taken = [] }) =>
    taken.flatMap(([, value]) => (typeof value === 'string' ? [{ field, value }] : [])),
  );
  for (const { field, value } of values) expect(checkField(field, value)).toMatchObject({ ok: true, value });
});

const landlines = stringMatching(/^02[1-9]\d{6}$/);
const mobiles = stringMatching(/^08[1-9]\d{7}$/);

test('a number is the same however it is spaced, dashed and in whichever digits it is typed', () => {
  const separators = constantFrom(' ', '-', '', '.');
  const spelt = tuple(
    constantFrom('th', 'wide', 'plain'),
    separators,
    separators,
    integer({ min: 1, max: 9999 }),
  );
  for (const numbers of [landlines, mobiles])
    assert(
      property(numbers, spelt, (number, [digits, first, second, extension]) => {
        const plain = checkField('phone', number);
        if (!plain.ok) return;
        const spaced = `${number.slice(0, 2)}${first}${number.slice(2, 5)}${second}${number.slice(5)}`;
        const base = { th: 0x0e50, wide: 0xff10, plain: 0x30 }[digits];
        const typed = `${spaced} ต่อ ${extension}`.replaceAll(/\d/g, (digit) =>
          String.fromCharCode(base + Number(digit)),
        );
        expect(checkField('phone', typed)).toEqual({
          ok: true,
          value: `${plain.value} ต่อ ${extension}`,
          flags: [],
        });
      }),
    );
});

test('every number that is taken holds the very digits that were typed', () => {
  assert(
    property(mobiles, (number) => {
      const checked = checkField('phone', number);
      expect(checked.ok ? checked.value.replaceAll(' ', '') : number).toBe(number);
    }),
  );
});

test('whatever is typed is taken or explained in both languages', () => {
  const words = loadWords();
  const anything = stringMatching(/^[ก-๙a-z0-9@. ,+#()x-]{0,30}$/);
  const fields = constantFrom<TypedField>(
    'name',
    'position',
    'agencyName',
    'parentAgency',
    'phone',
    'email',
    'hasDigitalId',
  );
  assert(
    property(fields, anything, (field, typed) => {
      const checked = checkField(field, typed);
      const keys = checked.ok ? checked.flags : [checked.problem];
      for (const key of keys) for (const language of languages) expect(words.has(language, key)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
