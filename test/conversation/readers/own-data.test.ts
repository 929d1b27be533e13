import { describe, expect, test } from 'vitest';
import { aRequest, at, facts, filling, meaning, queuedQuestion, reads } from '../officer.ts';

const ownData = reads('own data');
const correction = reads('correction');

describe('what an officer wants with the data that is kept of them', () => {
  test.each([
    ['ช่วยลบข้อมูลส่วนตัวของผมออกจากระบบด้วยครับ', 'data.erase'],
    ['please delete all my personal information', 'data.erase'],
    ['ขอสำเนาข้อมูลของดิฉันหน่อยค่ะ', 'data.copy'],
    ['ขอดูข้อมูลของฉันที่เก็บไว้', 'data.show'],
    ['อยากเพิกถอนคำยินยอมที่ให้ไว้', 'consent.withdraw'],
    ['I want to revoke my consent', 'consent.withdraw'],
  ])('%j: %s', (text, type) => {
    expect(meaning(text, at('menu.usage'))).toEqual([{ type }]);
  });

  test.each(['ลบไฟล์ไม่ได้', 'ข้อมูลเปิดภาครัฐดูที่ไหน', 'ความยินยอมคืออะไร', 'เครื่องของผมค้าง'])(
    '%j asks for none of it',
    (text) => {
      expect(ownData(text, at('menu.usage'))).toBeNull();
    },
  );

  test('answers the question where a question takes any text', () => {
    for (const path of ['form.name', 'person.subject', 'requests.reply'])
      expect({ path, means: ownData('ขอลบข้อมูลของผม', at(path)) }).toEqual({ path, means: null });
  });
});

describe('that an answer given before is wrong', () => {
  const filed = { facts: facts([aRequest()]) };

  test.each([
    ['ขอแก้เบอร์โทรค่ะ', 'phone'],
    ['อีเมลผิดครับ', 'email'],
    ['เปลี่ยนชื่อผู้ติดต่อ', 'name'],
    ['แก้ตำแหน่งหน่อย', 'position'],
  ] as const)('%j: the officer corrects what was filed', (text, slot) => {
    expect(correction(text, at('menu.usage', filed))).toEqual([{ type: 'data.correct', slot }]);
  });

  test('asks which, where the agency is wrong: it decides who is asked', () => {
    expect(correction('แก้ชื่อหน่วยงาน', at('menu.usage', filed))).toEqual([
      { type: 'data.correct', slot: null },
    ]);
  });

  test('goes back to its question in a form that is not filed yet', () => {
    expect(correction('ขอแก้เบอร์โทรค่ะ', at('menu.usage', { context: filling }))).toEqual([
      { type: 'edit.phone' },
    ]);
    expect(correction('ขอแก้เบอร์โทรค่ะ', at('form.review', filed))).toEqual([{ type: 'edit.phone' }]);
  });

  test('means nothing where nothing was given', () => {
    expect(correction('ขอแก้เบอร์โทรค่ะ', at('menu.usage'))).toBeNull();
    expect(correction('ขอแก้เบอร์โทรค่ะ', at('menu.usage', { facts: facts([queuedQuestion]) }))).toBeNull();
  });
});
