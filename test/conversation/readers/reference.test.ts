import { describe, expect, test } from 'vitest';
import { at, meaning, reads } from '../officer.ts';

const reference = reads('reference');

describe('a request’s number', () => {
  test.each(['123456782', '123-456-782', '๑๒๓ ๔๕๖ ๗๘๒', 'คำขอเลขที่ 123456782', '#123456782'])(
    '%j shows the request',
    (text) => {
      expect(meaning(text, at('menu.usage'))).toEqual([{ type: 'request.show', ref: '123456782' }]);
    },
  );

  test.each([
    ['123456789', '123456789'],
    ['คำขอเลขที่ 12345678', '12345678'],
  ])(
    '%j with a slip is looked for as it stands, so that the officer is told it is not theirs',
    (text, ref) => {
      expect(reference(text, at('menu.usage'))).toEqual([{ type: 'request.show', ref }]);
    },
  );

  test.each(['0 2221 0151', '081-234-5678', '2566', 'ว63', '10250', 'มาตรา 12'])('%j is none', (text) => {
    expect(reference(text, at('menu.usage'))).toBeNull();
  });

  test('is what the form asks for where it asks for digits', () => {
    expect(meaning('123456782', at('form.phone'))).toMatchObject([{ reply: 'misfill', slot: 'phone' }]);
  });
});
