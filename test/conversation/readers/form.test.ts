import { describe, expect, test } from 'vitest';
import { slots } from '../../../flows/events.ts';
import { longPauseMs } from '../../../src/conversation/readers/form.ts';
import { createAgencyCompletion } from '../../../src/routing/completion.ts';
import { loadAgencyList } from '../../../src/routing/agency-list.ts';
import { agenciesIn } from '../../support/agency-readers.ts';
import { at, consented, filling, meaning, reads, whole } from '../officer.ts';

const form = reads('form answer');

describe('the answer to a question of the form', () => {
  test.each([
    ['agencyName', 'กรมการปกครอง', 'กรมการปกครอง'],
    ['parentAgency', 'กรมส่งเสริมการเกษตร', 'กรมส่งเสริมการเกษตร'],
    ['name', 'สมหญิง ใจดี', 'สมหญิง ใจดี'],
    ['position', 'ผู้อำนวยการศูนย์เทคโนโลยีสารสนเทศ', 'ผู้อำนวยการศูนย์เทคโนโลยีสารสนเทศ'],
    ['position', 'เจ้าหน้าที่บริหารงานทั่วไป', 'เจ้าหน้าที่บริหารงานทั่วไป'],
    ['phone', '๐ ๒๒๒๑ ๐๑๕๑ ต่อ ๑๒', '0 2221 0151 ต่อ 12'],
    ['email', 'Somying@DOPA.go.th', 'Somying@dopa.go.th'],
    ['hasDigitalId', 'มีแล้วครับ', true],
    ['hasDigitalId', 'ยังไม่ได้สมัครค่ะ', false],
  ] as const)('%s: %j is a value', (slot, text, value) => {
    expect(meaning(text, at(`form.${slot}`))).toEqual([
      { type: `fill.${slot}`, slot, value, flags: [], messageId: 'm1' },
    ]);
  });

  test.each([
    ['agencyName', 'Digital ID สมัครอย่างไร', 'digital-id'],
    ['name', 'Token มีไว้ทำอะไร', 'token-purpose'],
    ['position', 'ขอ token ที่ไหน', 'token-request'],
    ['phone', 'ต้องกดอะไรบ้าง', 'phone-keys'],
    ['email', 'มีคู่มือไหม', 'manual'],
    ['hasDigitalId', 'Digital ID คืออะไร', 'digital-id'],
  ] as const)('%s: %j is a question, and answered', (slot, text, intent) => {
    expect(meaning(text, at(`form.${slot}`))).toContainEqual({ reply: 'answer', intent });
  });

  test.each([
    ['phone', '1932', 'requests:problem.phone-short-code'],
    ['email', 'somchai.rid', 'requests:problem.email-no-at'],
    ['name', '10.30 น.', 'requests:problem.name-unclear'],
    ['name', '(081', 'requests:problem.name-unclear'],
  ] as const)('%s: %j can be neither taken nor answered, and why is told', (slot, text, problem) => {
    expect(form(text, at(`form.${slot}`))).toEqual([{ reply: 'misfill', slot, problem }]);
  });

  test('an e-mail outside the government is taken with a remark', () => {
    expect(meaning('vichai@gmail.com', at('form.email'))).toMatchObject([
      { type: 'fill.email', value: 'vichai@gmail.com', flags: ['requests:flag.email-not-government'] },
    ]);
  });

  test('an agency of another type than the form’s is taken with a remark', () => {
    expect(form('เทศบาลเมืองแสนสุข', at('form.agencyName'))).toMatchObject([
      { type: 'fill.agencyName', flags: ['requests:flag.agencyType-differs'] },
    ]);
  });

  test.each(['เทศบาล', 'อบต.'])('the kind of an agency alone is not its name: %j', (text) => {
    expect(form(text, at('form.agencyName'))).toEqual([
      { reply: 'misfill', slot: 'agencyName', problem: 'requests:problem.agencyName-unclear' },
    ]);
  });

  test('asking for a person in a sentence is no value', () => {
    expect(meaning('ขอคุยกับเจ้าหน้าที่หน่อย', at('form.name'))).toContainEqual({ type: 'human' });
  });

  test.each([
    'form.agency.pick',
    'form.contact',
    'form.assist',
    'form.review',
    'form.cancel',
    'menu.usage',
    'person.subject',
  ])('is asked for nowhere in %s', (path) => {
    expect(form('สมหญิง ใจดี', at(path))).toBeNull();
  });
});

describe('what belongs to another question of the form', () => {
  test('a telephone number or an address fills its own', () => {
    expect(form('081-234-5678', at('form.name'))).toEqual([
      { type: 'fill-contact', values: { phone: '08 1234 5678' }, messageId: 'm1' },
    ]);
    expect(form('a@dopa.go.th', at('form.position'))).toMatchObject([
      { type: 'fill-contact', values: { email: 'a@dopa.go.th' } },
    ]);
  });

  test('several details in one message fill theirs', () => {
    expect(form('สมหญิง ใจดี นักวิชาการคอมพิวเตอร์ 081-234-5678 a@dopa.go.th', at('form.name'))).toMatchObject([
      { type: 'fill-contact', values: { phone: '08 1234 5678', email: 'a@dopa.go.th' } },
    ]);
  });

  test.each([
    ['ขอแก้เบอร์โทรค่ะ', 'edit.phone'],
    ['อีเมลผิดครับ', 'edit.email'],
    ['แก้ชื่อหน่วยงาน', 'edit.agencyName'],
  ])('%j goes back to that answer', (text, type) => {
    expect(form(text, at('form.position'))).toEqual([{ type }]);
  });

  test.each([
    ['position', 'ไม่มีตำแหน่งค่ะ'],
    ['position', 'ข้ามไปก่อน'],
    ['email', 'ไม่มีอีเมลครับ'],
    ['email', 'skip'],
  ])('%s may be left out: %j', (slot, text) => {
    expect(form(text, at(`form.${slot}`))).toEqual([{ type: 'skip' }]);
  });

  test.each(['ไม่มี', 'ข้าม'])('a name may not: %j', (text) => {
    expect(form(text, at('form.name'))).toMatchObject([{ reply: 'misfill', slot: 'name' }]);
  });
});

describe('with the operator’s list of agencies', () => {
  const complete = createAgencyCompletion(
    loadAgencyList(
      'name,abbreviations,type,parent\nกรมทดสอบระบบกลาง,ทรก.,central-government,\nกรมทดสอบระบบชายฝั่ง,,central-government,\n',
    ).entries,
  );
  const withList = (text: string, path: string) => whole(text, at(path), { complete }).happenings;

  test('a name of it, or its short form, is taken as it is written there', () => {
    for (const text of ['กรมทดสอบระบบกลาง', 'ทรก.'])
      expect(withList(text, 'form.agencyName')).toMatchObject([
        { type: 'listed', agency: { name: 'กรมทดสอบระบบกลาง', type: 'central-government' } },
      ]);
  });

  test('a name like some of it is asked about', () => {
    for (const path of ['form.agencyName', 'form.agency.pick'])
      expect(withList('ทดสอบระบบ', path)).toMatchObject([
        { type: 'suggest', offer: { typed: 'ทดสอบระบบ', names: ['กรมทดสอบระบบกลาง', 'กรมทดสอบระบบชายฝั่ง'] } },
      ]);
  });

  test('a name that is not in it stands as it was typed', () => {
    expect(withList('กรมการปกครอง', 'form.agencyName')).toMatchObject([
      { type: 'fill.agencyName', value: 'กรมการปกครอง' },
    ]);
  });

  test('of several agencies in one text the officer chooses one', () => {
    for (const path of ['form.agencyName', 'form.agency.pick'])
      expect(whole('กรมชลประทานและกรมที่ดิน', at(path), { agenciesIn }).happenings).toMatchObject([
        { type: 'suggest', offer: { names: ['กรมชลประทาน', 'กรมที่ดิน'] } },
      ]);
  });

  test('a name typed where names are offered is looked up anew', () => {
    const offer = {
      slot: 'agencyName' as const,
      typed: 'x',
      names: [],
      several: false,
      flags: [],
      reading: null,
      messageId: null,
    };
    const situation = at('form.suggest', { context: { ...filling, offer } });
    expect(form('กรมการปกครอง', situation)).toMatchObject([{ type: 'fill.agencyName' }]);
    expect(form('กรมการปกครอง', { ...situation, context: consented })).toBeNull();
  });
});

describe('after a long pause', () => {
  const later = { pauseMs: longPauseMs };
  const words = ['agencyName', 'parentAgency', 'name', 'position'] as const;

  test.each(slots)('%s: a greeting goes on where the form was left', (slot) => {
    expect(meaning('อยู่ไหมเอ่ย', at(`form.${slot}`, later))).toEqual([{ reply: 'returned' }]);
  });

  test.each(words)('%s: so does what would be taken without the pause', (slot) => {
    expect(form('สมหญิง ใจดี', at(`form.${slot}`, later))).toEqual([{ reply: 'returned' }]);
  });

  test.each([
    ['phone', '081-234-5678'],
    ['email', 'a@dopa.go.th'],
    ['hasDigitalId', 'มี'],
  ])('%s: what can be nothing else is taken: %j', (slot, text) => {
    expect(meaning(text, at(`form.${slot}`, later))).toMatchObject([{ type: `fill.${slot}` }]);
  });

  test('a question is answered all the same', () => {
    expect(meaning('Digital ID สมัครอย่างไร', at('form.name', later))).toContainEqual({
      reply: 'answer',
      intent: 'digital-id',
    });
  });

  test('shortly before it a text still is the answer', () => {
    const sooner = { pauseMs: longPauseMs - 1 };
    expect(meaning('สมหญิง ใจดี', at('form.name', sooner))).toMatchObject([{ type: 'fill.name' }]);
  });
});
