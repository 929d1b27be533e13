import { describe, expect, test } from 'vitest';
import { at, meaning, reads } from '../officer.ts';

const service = reads('service');

describe('another service of the contact center', () => {
  test.each([
    ['Biz Portal เข้าไม่ได้', 'biz-portal'],
    ['ขอเบอร์บิซพอร์ทัลหน่อยค่ะ', 'biz-portal'],
    ['data.go.th โหลดไฟล์ไม่ขึ้น', 'data-go-th'],
    ['ระบบกลางทางกฎหมาย ล็อกอินไม่ได้', 'law-portal'],
  ])('%j: whom to ask is told', (text, id) => {
    expect(meaning(text, at('menu.usage'))).toEqual([{ type: 'service', id }]);
  });

  test.each(['เข้าระบบไม่ได้', 'portal เปิดไม่ขึ้น', 'Digital ID สมัครอย่างไร'])('%j names none', (text) => {
    expect(service(text, at('menu.usage'))).toBeNull();
  });

  test.each(['issuer.pick', 'form.agency.pick'])('is no matter where an agency is asked for: %s', (path) => {
    expect(service('biz portal', at(path))).toBeNull();
  });
});
