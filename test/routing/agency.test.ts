import { assert, constantFrom, property, string, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgencyType } from '../../flows/domain.ts';
import { createAgencyReader } from '../../src/routing/agency.ts';
import { readAgency } from '../support/agency-readers.ts';
import { issuerOf } from '../../src/routing/issuer.ts';
import { readKnown } from '../../src/routing/known.ts';

const { vocabulary, entries: known } = readKnown();

function typeOf(text: string): AgencyType | 'asked' | null {
  const reading = readAgency(text);
  return reading && (reading.type ?? 'asked');
}

describe.each<[rule: string, type: AgencyType, texts: string[]]>([
  [
    'local bodies by prefix and abbreviation, with or without dots and spaces',
    'local',
    [
      'องค์การบริหารส่วนตำบลท่าข้าม',
      'อบต.ท่าข้าม',
      'อบต ท่าข้าม',
      'อบตท่าข้าม',
      'อ.บ.ต. ท่าข้าม',
      'องค์การบริหารส่วนจังหวัดสงขลา',
      'อบจ.สงขลา',
      'เทศบาลนครสงขลา',
      'ทน.สงขลา',
      'เทศบาลตำบล ท่าข้าม',
      'ทต.ท่าข้าม',
      'เมืองพัทยา จังหวัดชลบุรี',
      'กทม.',
      'สำนักงานเขตดุสิต',
      'เขตดุสิต',
    ],
  ],
  [
    'what belongs to a local body',
    'local',
    [
      'กองช่าง อบต.ท่าข้าม',
      'โรงเรียนเทศบาล 3',
      'โรงเรียนวัดใหม่ สังกัด กทม.',
      'รพ.สต.ท่าข้าม (อบจ.สงขลา)',
      'สำนักการคลัง กรุงเทพมหานคร',
      'ศูนย์พัฒนาเด็กเล็กบ้านท่าข้าม',
    ],
  ],
  [
    'the province itself, against ministries in it',
    'province',
    [
      'จังหวัดสงขลา',
      'จ.สงขลา',
      'สำนักงานจังหวัดสงขลา',
      'สนจ.สงขลา',
      'ศาลากลางจังหวัดสงขลา',
      'กลุ่มจังหวัดภาคใต้ฝั่งอ่าวไทย',
    ],
  ],
  [
    "a ministry's office in a province or district",
    'regional',
    [
      'สำนักงานเกษตรจังหวัดสงขลา',
      'สนง.เกษตรจ.สงขลา',
      'เกษตรจังหวัด',
      'สำนักงานเกษตรอำเภอรัตภูมิ',
      'สสจ.สงขลา',
      'สสอ.รัตภูมิ',
      'ที่ว่าการอำเภอรัตภูมิ',
      'อำเภอรัตภูมิ จังหวัดสงขลา',
      'ท้องถิ่นจังหวัดสงขลา',
      'พาณิชย์สงขลา',
      'สำนักงานกิจการใหม่จังหวัดสงขลา',
      'โรงพยาบาลรัตภูมิ',
    ],
  ],
  [
    'units of central departments, wherever they stand',
    'central-government',
    [
      'สพป.สงขลา เขต 1',
      'สำนักงานสรรพากรพื้นที่สงขลา 1',
      'แขวงทางหลวงสงขลาที่ 1',
      'สภ.รัตภูมิ',
      'ตำรวจภูธรจังหวัดสงขลา',
      'สำนักงานคุมประพฤติจังหวัดสงขลา',
      'สำนักงานปศุสัตว์เขต 9',
      'วิทยาลัยเทคนิคหาดใหญ่',
      'โรงพยาบาลจิตเวชสงขลาราชนครินทร์',
    ],
  ],
  [
    'departments and ministries, in full, cut with ฯ and in short',
    'central-government',
    ['กรมที่ดิน', 'กรมอุทยานฯ', 'กระทรวงทรัพยากรฯ', 'สป.มท.', 'กรมที่ไม่มีในรายชื่อ', 'ก.ศึกษาธิการ', 'สำนักงาน ก.พ.'],
  ],
  [
    'state enterprises',
    'state-enterprise',
    [
      'การไฟฟ้าส่วนภูมิภาค',
      'กฟภ.สงขลา',
      'การไฟฟ้ารัตภูมิ',
      'ธ.ก.ส. สาขารัตภูมิ',
      'บริษัท กิจการใหม่ จำกัด (มหาชน)',
      'การเคหะฯ',
    ],
  ],
  [
    'public organizations by name and by ending',
    'public-organization',
    ['GISTDA', 'สดร.', 'สำนักงานที่ตั้งใหม่ (องค์การมหาชน)', 'โรงพยาบาลบ้านแพ้ว', 'ศูนย์มานุษย์ฯ'],
  ],
  [
    'state universities and their parts',
    'state-university',
    [
      'มหาวิทยาลัยทักษิณ',
      'ม.ทักษิณ',
      'มรภ.สงขลา',
      'ราชมงคลศรีวิชัย',
      'คณะวิทยาศาสตร์ ม.อ.',
      'โรงพยาบาลมหาวิทยาลัยพะเยา',
      'จุฬาฯ',
    ],
  ],
  ['new-form agencies', 'new-form-agency', ['ธปท.', 'กสทช.', 'กองทุนที่ตั้งใหม่', 'แบงก์ชาติ']],
  [
    'courts, constitutional bodies and professional councils',
    'other-state-agency',
    ['ศาลจังหวัดสงขลา', 'ป.ป.ช.', 'สำนักงาน กกต. ประจำจังหวัดสงขลา', 'สภาวิศวกร', 'สภากาชาดไทย'],
  ],
  ['a kind alone', 'local', ['เทศบาล', 'อปท.', 'องค์กรปกครองส่วนท้องถิ่น', 'ท้องถิ่น', 'our municipality']],
])('%s', (_rule, type, texts) => {
  test.each(texts)('%s', (text) => {
    expect(typeOf(text)).toBe(type);
  });
});

describe('in English', () => {
  test.each<[text: string, type: AgencyType]>([
    ['Department of Fisheries', 'central-government'],
    ['Mae Rim District Office', 'regional'],
    ['Lampang Provincial Public Health Office', 'regional'],
    ['Nan Provincial Office', 'province'],
    ['Nonthaburi Provincial Administrative Organization', 'local'],
    ['Provincial Electricity Authority', 'state-enterprise'],
    ['Naresuan University', 'state-university'],
    ['I work at a provincial livestock office, whom do we ask?', 'regional'],
  ])('%s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });
});

describe('an office outside the capital, in English, is of its kind and not of what it belongs to', () => {
  test.each<[text: string, type: AgencyType | null]>([
    ['I work in a regional branch of the Comptroller Department', 'regional'],
    ['branch office of a department, who gives the token', 'regional'],
    ['we are a field office', 'regional'],
    ['local unit of the Department of Labour Protection', 'regional'],
    ["Parent ministry's regional office", 'regional'],
    // A bank's is the bank's.
    ['GSB branch office in Khon Kaen', 'state-enterprise'],
    // Whose it is says nothing of what it is, and who asks which one belongs to none.
    ['our parent agency gives the token, right?', null],
    ['we belong to a parent ministry', null],
    ['which department gives the token', null],
  ])('%s → %s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });
});

describe('of several agencies in a sentence the one that the officer belongs to counts', () => {
  test.each<[text: string, type: AgencyType]>([
    ['กรมป่าไม้ต้องไปขอรหัสที่ DGA หรือกระทรวงทรัพย์ครับ', 'central-government'],
    ['สำนักงานจังหวัดต้องขอโทเคนกับสพร.หรือมหาดไทยครับ', 'province'],
    ['เทศบาลเมืองน่านขอกับท้องถิ่นจังหวัดหรือกรมส่งเสริม', 'local'],
    ['ไม่ใช่สรรพสามิตนะ หนูอยู่คลังจังหวัด ขอโทเคนใคร', 'regional'],
    ['เกษตรอำเภอต้องขอ token จากกรมใช่ปะ', 'regional'],
    ['อยู่ อบต.บ้านใหม่ อ.ปากเกร็ด จ.นนทบุรี', 'local'],
    ['รัฐวิสาหกิจสังกัดกระทรวงคมนาคม ขอโทเคนที่ไหน', 'state-enterprise'],
    ['ทำงานที่ สพร. เอง ต้องขอโทเคนไหม', 'public-organization'],
  ])('%s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });

  test.each([
    'ขอเบอร์ dga',
    'โทรหา สพร. ยังไง',
    'ติดต่อกรมส่งเสริมการปกครองท้องถิ่นเบอร์อะไร',
    'จะส่งหนังสือถึงสำนักงาน ก.พ.ร. ทางไหน',
    'ขอ token ที่อำเภอได้ไหม',
    'somchai@dopa.go.th',
  ])('whom one only writes to or calls is not it: %s', (text) => {
    expect(readAgency(text)).toBeNull();
  });
});

describe('a word within another is not it', () => {
  test.each([
    'โปรแกรมขึ้น error',
    'กรมธรรม์หมดอายุ',
    'ภูมิปัญญาท้องถิ่น',
    'ศาลเจ้าแม่กวนอิม',
    'ตาม ม.20 ต้องทำอะไร',
    'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์',
    'ข้าราชการต้องใช้ digital id ไหม',
    'OTP ไม่เข้า',
    '',
    '555',
  ])('%s', (text) => {
    expect(readAgency(text)).toBeNull();
  });

  test('a private university or bank is no state agency', () => {
    expect(readAgency('มหาวิทยาลัยรังสิต')).toBeNull();
    expect(readAgency('ธนาคารกสิกรไทย')).toBeNull();
  });
});

describe('one question where two issuers are possible', () => {
  test.each<[text: string, candidates: AgencyType[], why: string]>([
    ['รพ.สต.บ้านใหม่', ['regional', 'local'], 'health-centre'],
    ['โรงเรียนบ้านใหม่', ['central-government', 'local'], 'school'],
    ['อยู่จังหวัดน่าน ขอโทเคนที่ไหน', ['province', 'regional', 'local'], 'place'],
    ['เชียงใหม่', ['province', 'regional', 'local'], 'place'],
    ['อยู่ปศุสัตว์ค่ะ', ['regional', 'central-government'], 'subject'],
    ['กรมที่ดิน จังหวัดตรัง', ['regional', 'central-government'], 'subject'],
    ['หน่วยงานในจังหวัด', ['province', 'regional', 'local'], 'in-province'],
    ['Bang Phli sub-district office', ['local', 'regional'], 'form'],
  ])('%s', (text, candidates, why) => {
    const reading = readAgency(text);
    expect(reading?.type).toBeNull();
    expect(reading?.issuer).toBeNull();
    expect(reading?.candidates).toEqual(candidates);
    expect(reading?.reason.code).toBe(why);
  });
});

describe('a department in a province, in English, is asked which of the two it is', () => {
  test.each([
    'Department of Lands, Nan Provincial Land Office',
    'Department of Agriculture in Chiang Rai province',
    'Ministry of Culture, Trang province',
    'Department of Fisheries office in Trat province, where do we get the token',
  ])('%s', (text) => {
    expect(readAgency(text)?.candidates).toEqual(['regional', 'central-government']);
  });

  test.each(['Department of Provincial Administration', 'Department of Lands in Bangkok'])(
    'but not by its name: %s',
    (text) => {
      expect(typeOf(text)).toBe('central-government');
    },
  );
});

describe('typing errors', () => {
  test.each<[text: string, type: AgencyType]>([
    ['เทดบาลตำบลท่าข้าม', 'local'],
    ['องการบริหารส่วนตำบลท่าข้าม', 'local'],
    ['มหาวิทยลัยราชภัฎสงขลา', 'state-university'],
    ['สำหนักงานประกันสังคม', 'central-government'],
    ['สำนักงานคณะกรรรมการอาหารและยา', 'central-government'],
    ['ธนาคารเพื้อการส่งออกและนำเข้าแห่งประเทศไทย', 'state-enterprise'],
  ])('%s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });
});

describe('the name for the form', () => {
  test.each<[text: string, name: string | null]>([
    ['อยู่อบต.บางพลีใหญ่ขอโทเคนยังไงคะ', 'อบต.บางพลีใหญ่'],
    ['อยู่ อบต.อ่าวนาง จ.กระบี่ ขอโทเคนยังไงคะ', 'อบต.อ่าวนาง จ.กระบี่'],
    ['อบต.จะนะ', 'อบต.จะนะ'],
    ['องค์การบริหารส่วนตำบลราชาเทวะ', 'องค์การบริหารส่วนตำบลราชาเทวะ'],
    ['อบต.บางจาก', 'อบต.บางจาก'],
    ['ทำงานที่ GISTDA ครับ ขอ token', 'GISTDA'],
    ['หนูอยู่ธอส.ค่ะ', 'ธอส.'],
    ['สพป.น่าน เขต 2 ต้องขอโทเคนจาก สพฐ.', 'สพป.น่าน เขต 2'],
    ['งานพัสดุ อบจ.น่าน ขอรหัสที่ไหน', 'อบจ.น่าน'],
    ['อบต. ขอโทเคนที่ไหนครับ', null],
    ['เทศบาลของผมยังไม่มี token', null],
    ['เป็นรัฐวิสาหกิจ ขอโทเคนที่ไหน', null],
    ['รัฐวิสาหกิจอย่าง ขสมก. ต้องติดต่อใคร', 'ขสมก.'],
    ['We are from Hua Hin Municipality', 'Hua Hin Municipality'],
    ['บริษัท ปตท. จำกัด (มหาชน) ขอ token ที่ไหน', 'บริษัท ปตท. จำกัด (มหาชน)'],
    ['สถาบันเทคโนโลยีนิวเคลียร์แห่งชาติ (องค์การมหาชน) ต้องขอที่ไหน', 'สถาบันเทคโนโลยีนิวเคลียร์แห่งชาติ (องค์การมหาชน)'],
  ])('%s', (text, name) => {
    expect(readAgency(text)?.name).toBe(name);
  });
});

describe('the reason tells what matched', () => {
  test.each<[text: string, code: string, matched: string]>([
    ['อบต.ท่าข้าม', 'prefix', 'อบต.'],
    ['มธ.', 'listed', 'มหาวิทยาลัยธรรมศาสตร์'],
    ['สำนักงานกิจการใหม่ (องค์การมหาชน)', 'ending', '(องค์การมหาชน)'],
    ['รัฐวิสาหกิจ', 'kind', 'รัฐวิสาหกิจ'],
    ['สำนักงานเกษตรจังหวัดตรัง', 'regional-office', 'เกษตร'],
    ['เทดบาลตำบลท่าข้าม', 'similar', 'เทศบาลตำบล'],
    ['รพ.สต.บ้านกลาง สังกัด อบจ.ลำพูน', 'part', 'อบจ.ลำพูน'],
  ])('%s', (text, code, matched) => {
    expect(readAgency(text)?.reason).toEqual({ code, matched });
  });
});

describe('every listed agency', () => {
  const entries = known.filter(({ type }) => type !== 'none');

  test.each(entries.map(({ name, type }) => [name, type] as const))('%s is %s', (name, type) => {
    expect(readAgency(name)?.type).toBe(type);
  });

  test('is known by each of its abbreviations too, unless another has it first', () => {
    const taken = new Set<string>();
    const wrong: string[] = [];
    for (const { abbreviations, type } of entries)
      for (const abbreviation of abbreviations) {
        const key = abbreviation.replaceAll('.', '');
        if (!taken.has(key) && readAgency(abbreviation)?.type !== type) wrong.push(abbreviation);
        taken.add(key);
      }
    expect(wrong).toEqual([]);
  });
});

describe('whatever the name', () => {
  const place = stringMatching(/^[ก-ฮ]{1,2}า[ก-ฮ]{1,2}[ะาิ]$/);
  const prefixes = ['อบต.', 'องค์การบริหารส่วนตำบล', 'เทศบาลตำบล', 'เทศบาลเมือง', 'อบจ.', 'ทต.'] as const;

  test('what begins with the word for a local body is local', () => {
    assert(
      property(constantFrom(...prefixes), place, (prefix, name) => {
        expect(typeOf(`${prefix}${name}`)).toBe('local');
      }),
    );
  });

  test('every province is itself, with จังหวัด and with จ.', () => {
    for (const [name = ''] of vocabulary.provinces)
      for (const text of [`จังหวัด${name}`, `จ.${name}`, `สำนักงานจังหวัด${name}`])
        expect([text, typeOf(text)]).toEqual([text, 'province']);
  });

  test('every ministry in every province is regional', () => {
    const offices = vocabulary.offices.filter(({ type }) => type === 'regional');
    const subjects = offices.flatMap((office) => office.subjects);
    const provinces = vocabulary.provinces.map(([name = '']) => name);
    assert(
      property(constantFrom(...subjects), constantFrom(...provinces), (subject, province) => {
        expect(typeOf(`สำนักงาน${subject}จังหวัด${province}`)).toBe('regional');
      }),
    );
  });

  test('a district of Bangkok is of the capital', () => {
    for (const name of vocabulary.bangkok)
      expect([name, typeOf(`สำนักงานเขต${name}`)]).toEqual([name, 'local']);
  });
});

describe('whatever the text', () => {
  test('a settled type has its issuer and is the only candidate; otherwise there are two or three', () => {
    const words = constantFrom('', 'อบต.', 'รพ.สต.', 'กรม', 'จ.');
    assert(
      property(words, string({ unit: 'grapheme', maxLength: 80 }), (word, text) => {
        const { type, issuer, candidates } = readAgency(word + text) ??
          readAgency('อบต.') ?? { candidates: [] };
        const [first] = candidates;
        const isSettled = candidates.length === 1 && first !== undefined;
        expect({ type, issuer }).toEqual({
          type: isSettled ? first : null,
          issuer: isSettled ? issuerOf(first) : null,
        });
        expect(candidates.length).toBeLessThanOrEqual(3);
        expect(new Set(candidates).size).toBe(candidates.length);
      }),
    );
  });

  test('words said over and over are read to the end', () => {
    const words = [
      'อยู่',
      'กับ',
      'ถ่ายโอน',
      'ครับ',
      'ที่',
      'ขอ',
      'ถาม',
      'สวัสดี',
      '.',
      ' ',
      'อบต.',
      'รพ.สต.',
      'office of ',
      'a ',
    ];
    assert(
      property(constantFrom(...words), constantFrom(...words), (one, two) => {
        const text = `รพ.สต.บ้านใหม่ ${`${one}${two}`.repeat(200)} อบต.ท่าข้าม`;
        expect(readAgency(text)).toEqual(readAgency(text));
      }),
    );
  });

  test('the same text is read the same, by another reader too', () => {
    const other = createAgencyReader();
    for (const text of ['อบต.ท่าข้าม', 'อยู่ปศุสัตว์ค่ะ', 'เทดบาลเมือง', ''])
      expect(other(text)).toEqual(readAgency(text));
  });
});
