import { describe, expect, test } from 'vitest';
import { createUnderstanding } from '../../src/understanding/understand.ts';
import { readAgency } from '../support/agency-readers.ts';

const understand = createUnderstanding({ readAgency });

describe('the agency that asks decides who issues the token', () => {
  test.each([
    ['อบต.บางพลี ขอโทเคนที่ไหน', 'token-local'],
    ['สำนักงานเกษตรจังหวัดเชียงใหม่ ขอ token กับใคร', 'token-regional'],
    ['กรมสรรพากรต้องขอรหัส 15 หลักจากที่ไหน', 'token-central'],
    ['Our municipality needs a token. Who do we contact?', 'token-local'],
    ['ขอโทเคนที่ไหน', 'token-request'],
  ])('%s → %s', (text, intent) => {
    expect(understand(text)).toMatchObject({ outcome: 'answer', intent });
  });

  test('with the reason', () => {
    expect(understand('อบต.บางพลี ขอโทเคนที่ไหน').agency).toMatchObject({
      type: 'local',
      issuer: 'dla',
      name: 'อบต.บางพลี',
      reason: { code: 'prefix' },
    });
  });

  test('where its type may lead to several issuers, their answers are offered', () => {
    const torn = createUnderstanding({
      readAgency: () => ({
        type: null,
        issuer: null,
        candidates: ['regional', 'local'],
        reason: { code: 'health-centre', matched: 'รพ.สต.' },
        name: 'รพ.สต.บ้านกลาง',
      }),
    });
    expect(torn('รพ.สต.บ้านกลาง ขอโทเคนที่ไหน')).toMatchObject({
      outcome: 'choices',
      choices: ['token-regional', 'token-local'],
    });
  });

  test('what else it asks is answered as for anybody', () => {
    expect(understand('อบต.บางพลี สมัคร digital id ยังไง').intent).toBe('digital-id');
  });
});

test.each([
  'กรมสรรพากร',
  'อบต.บางพลี',
  'สพร.',
  'มหาวิทยาลัยเชียงใหม่',
  'สำนักงานเกษตรจังหวัดเชียงใหม่',
  'กรมส่งเสริมการปกครองท้องถิ่น',
])('a bare name asks nothing: %s', (name) => {
  const { outcome, agency, isQuestion } = understand(name);
  expect({ outcome, isQuestion }).toEqual({ outcome: 'none', isQuestion: false });
  expect(agency).not.toBeNull();
});

test.each(['กรมการค้าภายใน', 'สำนักงานส่งเสริมเศรษฐกิจดิจิทัล', 'ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร', 'NT', 'อย'])(
  'a listed name is one, whatever it sounds like: %s',
  (name) => {
    expect(understand(name).agency?.reason.code).toBe('listed');
  },
);

describe('what a question names is told apart from what it asks', () => {
  test.each([
    ['กด 9 แล้วไปไหน', 'phone-keys'],
    ['กด ๑ แล้วกดอะไรต่อ', 'phone-keys'],
    ['Which key is after 9?', 'phone-keys'],
    ['คำขอเลขที่ 10234 อนุมัติยัง', 'request-status'],
    ['เลข 10234 ถึงไหนแล้ว', 'request-status'],
    ['What is the status of request 10234?', 'request-status'],
    ['เทศบาลขอโทเคนที่ไหน', 'token-local'],
    ['รัฐวิสาหกิจขอโทเคนที่ไหน', 'token-central'],
    ['ส่วนราชการประจำจังหวัดขอโทเคนที่ไหน', 'token-regional'],
    ['ขอ token กับกรมส่งเสริมการปกครองท้องถิ่นใช่ไหม', 'token-local'],
    [
      'I work for a provincial commerce office. Do we ask the Ministry or DGA for the token?',
      'token-regional',
    ],
    ['มาตรา 10 ว่าไง', 'legal-basis'],
    ['ถามกี่ทีก็ได้แต่คำตอบเดิม ขอคุยกับเจ้าหน้าที่ดีกว่าค่ะ', 'human'],
    ['ผมอยู่มหาวิทยาลัยของรัฐ อธิการให้กองกลางทำ ต้องขอโทเคนจากใครครับ', 'token-central'],
  ])('%s → %s', (text, intent) => {
    expect(understand(text).intent).toBe(intent);
  });
});

describe('what the letter does not answer gets no answer, however near it sounds', () => {
  test.each([
    'ขอ token ของ LINE Notify',
    'ขอ access token ของ facebook page',
    'GitHub token หมดอายุ',
    'Digital ID ของแบงก์',
    'สมัคร Digital ID ของกรุงไทยยังไง',
    'ThaID สมัครยังไง',
    'ต่ออายุใบขับขี่ออนไลน์',
    'เบอร์กรมสรรพากร',
    'เบอร์กรมที่ดิน',
    'สายด่วนประกันสังคมเบอร์อะไร',
    'ลบประกาศใน info.go.th ยังไง',
    'แก้ประกาศที่ลงผิดยังไง',
    'ลืมรหัสผ่าน',
    'ลืมรหัสผ่านเข้า info.go.th',
    'ขอรหัส OTP',
    'Phone number of the immigration bureau',
  ])('%s', (text) => {
    expect(understand(text).outcome).not.toBe('answer');
  });
});

describe('in the middle of a form', () => {
  test.each([
    'ขอโทเคนที่ไหน',
    'โทเคนคืออะไร',
    'ต้องกรอกอะไรบ้าง',
    'ขอเบอร์ dga หน่อย',
    'เบอร์ สพร.',
    'ขอคุยกับเจ้าหน้าที่',
    'ใครเป็นคนออก token',
    'หมดเขตเมื่อไหร่',
    'what is a digital id',
    'Digital ID?',
    'สมัครยังไง',
    'ขอคู่มือหน่อยค่ะ',
  ])('a question is one: %s', (text) => {
    expect(understand(text).isQuestion).toBe(true);
  });

  test.each([
    'สมหญิง ใจดี',
    'นายขจร ขอบคุณธรรม',
    'น.ส. มานี มีนา',
    'Somchai Jaidee',
    'เจ้าหน้าที่บริหารงานทั่วไป',
    'เจ้าหน้าที่',
    'นักวิชาการคอมพิวเตอร์ปฏิบัติการ',
    'ผู้อำนวยการกองคลัง',
    'เจ้าพนักงานธุรการชำนาญงาน',
    'ผู้ประสานงาน',
    'ผู้ดูแลระบบ',
    'อบต.บางพลี',
    'กรมส่งเสริมการปกครองท้องถิ่น',
    'สำนักงานสาธารณสุขจังหวัดน่าน',
    'somchai@dopa.go.th',
    'contact@dga.or.th',
    '0 2241 9000 ต่อ 2311',
    'เบอร์ 081-234-5678',
    '๐๒-๖๑๒-๖๐๖๐',
    'มี',
    'มีแล้ว',
    'ยังไม่มี',
    'ไม่มีค่ะ',
    'สมัครแล้ว',
    'ยังไม่ได้สมัคร',
    'ใช่',
    'ไม่',
  ])('a value is none: %s', (text) => {
    expect(understand(text).isQuestion).toBe(false);
  });
});

describe('the language of a question', () => {
  test.each([
    ['ขอโทเคนที่ไหน', 'th'],
    ['ขอ token ที่ info.go.th ยังไง', 'th'],
    ['Where do I get the token?', 'en'],
    ['ขอ token how can we get it please', null],
    ['token', null],
    ['๑๕', null],
  ])('%s → %s', (text, language) => {
    expect(understand(text).language).toBe(language);
  });
});

describe('typed on the wrong keyboard layout', () => {
  test.each([
    ['ขอ ะนาำื ที่ไหน', 'token-request'],
    ['กรเระฟส รก คืออะไร', 'digital-id'],
    ['8^j,nv', 'manual'],
    ["-v8^j,nvdki.=h'ko", 'manual'],
  ])('%s → %s', (text, intent) => {
    expect(understand(text).intent).toBe(intent);
  });
});

describe('whatever is typed gets a result', () => {
  test.each(['', ' ', '.', '\u0000\ufffd', '🙏', 'ก'.repeat(5000), 'ขอโทเคนที่ไหน '.repeat(400), '๑๒๓๔๕'])(
    '%j',
    (text) => {
      const result = understand(text);
      expect(['answer', 'choices', 'none']).toContain(result.outcome);
      expect(result.score).toBeGreaterThanOrEqual(0);
      expect(result.score).toBeLessThanOrEqual(1);
    },
  );
});

test('the same text is always understood the same', () => {
  const again = createUnderstanding({ readAgency });
  for (const text of ['ขอโทเคนที่ไหน', 'มาตรา 10 คืออะไร', 'token?'])
    expect(again(text)).toEqual(understand(text));
});

test('it says why: the nearest example, the strongest features and the runner-up', () => {
  expect(understand('โทเคนขอที่ไหน').why).toMatch(
    /^token-request [01]\.\d\d near ".*โทเคน.*"; for [^,]+ \d\.\d\d, [^,]+ \d\.\d\d, [^,]+ \d\.\d\d; next [a-z-]+$/,
  );
});

describe('what the letter does not answer is named where it is sure', () => {
  test.each([
    ['ขอ token แล้วใช้เวลากี่วันครับ', 'how-long'],
    ['สพร. เปิดกี่โมงคะ', 'opening-hours'],
    ['ทำ token หายค่ะ', 'token-lost'],
    ['ลืมรหัสผ่าน Digital ID ครับ', 'digital-id-password'],
    ['ขอบคุณมากค่ะ', 'courtesy'],
  ])('%s → %s', (text, gap) => {
    expect(understand(text)).toMatchObject({ outcome: 'none', intent: null, choices: [], gap });
  });

  test.each(['พรุ่งนี้ฝนจะตกไหม', 'ขอโทเคนที่ไหน', 'กรมสรรพากร'])('and of others there is none: %s', (text) => {
    expect(understand(text).gap).toBeNull();
  });
});
