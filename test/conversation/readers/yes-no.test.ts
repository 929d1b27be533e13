import { describe, expect, test } from 'vitest';
import { newContext } from '../../../flows/context.ts';
import { at, meaning, reads } from '../officer.ts';

const confirmation = reads('yes or no');

const yes = ['ใช่', 'ใช่ค่ะ', 'ใช่แล้วครับ', 'ตกลง', 'โอเคค่ะ', 'ถูกต้อง', 'OK', 'Yes', '👍'];
const no = ['ไม่', 'ไม่ใช่', 'ไม่ใช่ครับ', 'ไม่เอาค่ะ', 'No'];

describe('yes and no', () => {
  test.each([
    ['issuer.confirm', 'type'],
    ['form.agency.confirm', 'type'],
    ['form.assist', 'assist'],
    ['form.contact', 'contact'],
    ['form.cancel', 'discard'],
    ['requests.withdraw', 'withdraw'],
    ['data.erase', 'erase'],
    ['data.withdraw', 'consent'],
  ])('in words answer the question of %s', (path, about) => {
    for (const text of yes)
      expect({ text, means: meaning(text, at(path)) }).toEqual({
        text,
        means: [{ type: `confirm.${about}.yes` }],
      });
    for (const text of no)
      expect({ text, means: meaning(text, at(path)) }).toEqual({
        text,
        means: [{ type: `confirm.${about}.no` }],
      });
  });

  test.each(['consent.first', 'consent.forPerson', 'consent.forRequest'])('give and refuse %s', (path) => {
    const context = newContext();
    for (const text of yes)
      expect(confirmation(text, at(path, { context }))).toEqual([{ type: 'consent.give' }]);
    for (const text of no)
      expect(confirmation(text, at(path, { context }))).toEqual([{ type: 'consent.refuse' }]);
  });

  test('file the form, or leave it as it stands', () => {
    expect(confirmation('ใช่ค่ะ', at('form.review'))).toEqual([{ type: 'submit' }]);
    expect(confirmation('ไม่', at('form.review'))).toEqual([{ type: 'repeat' }]);
  });

  test.each(['form.position', 'form.email', 'person.subject'])(
    'no leaves out what %s asks; yes tells nothing',
    (path) => {
      expect(confirmation('ไม่', at(path))).toEqual([{ type: 'skip' }]);
      expect(confirmation('ใช่', at(path))).toBeNull();
    },
  );

  test.each(['ค่ะ', 'ครับ', 'คับ', 'จ้า'])('%j alone agrees to nothing that has consequences', (text) => {
    for (const path of ['consent.first', 'form.review', 'data.erase', 'data.withdraw'])
      expect({ path, means: confirmation(text, at(path)) }).toEqual({ path, means: null });
    expect(confirmation(text, at('form.assist'))).toEqual([{ type: 'confirm.assist.yes' }]);
  });

  test.each([
    'ใช่ แต่ขอแก้เบอร์ก่อน',
    'ไม่แน่ใจว่าใช่ไหม',
    'ใช่หรือเปล่าคะ',
    'ไม่ทราบว่าต้องทำอย่างไร',
    'no idea what that is',
  ])('%j says more than that', (text) => {
    expect(confirmation(text, at('form.assist'))).toBeNull();
  });

  test('answer nothing where no such question is asked, nor once staff asked something after it', () => {
    expect(confirmation('ใช่', at('menu.usage'))).toBeNull();
    expect(confirmation('ใช่', at('form.name'))).toBeNull();
    expect(confirmation('ใช่', at('form.assist', { staffSpokeLast: true }))).toBeNull();
  });
});
