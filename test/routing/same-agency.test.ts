import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadAgencyList } from '../../src/routing/agency-list.ts';
import { agencyKey, sameAgencyName } from '../../src/routing/same-agency.ts';

describe('the same agency', () => {
  test.each([
    ['กรมทรัพยากรน้ำ', 'กรมทรัพยากรนำ้'],
    ['กรมทรัพยากรน้ำ', 'กรมทรัพยากรนํ้า'],
    ['กรมทรัพยากรน้ำ', 'กรม ทรัพยากรน้ํา'],
    ['อบต.บางพลีใหญ่', 'องค์การบริหารส่วนตำบลบางพลีใหญ่'],
    ['อ.บ.ต. บางพลีใหญ่', 'องค์การบริหารส่วนตำบล บางพลีใหญ่'],
    ['อบต บางพลีใหญ่', 'อบต.บางพลีใหญ่'],
    ['ทต.บางปู', 'เทศบาลตำบลบางปู'],
    ['รพ.สต.บ้านใหม่', 'โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านใหม่'],
    ['เทศบาลตำบลบางปู จ.สมุทรปราการ', 'เทศบาลตำบลบางปู จังหวัดสมุทรปราการ'],
    ['อบต.บางพลี ๒', 'อบต.บางพลี 2'],
    ['เเขวงทางหลวงเชียงใหม่ที่ 1', 'แขวงทางหลวงเชียงใหม่ที่ ๑'],
    ['สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)', 'สำนักงานพัฒนารัฐบาลดิจิทัล(องค์การมหาชน)'],
    ['สำนักงาน ก.พ.ร.', 'สำนักงาน กพร'],
    ['Department of Lands', 'DEPARTMENT  OF LANDS'],
  ])('%s = %s', (one, other) => {
    expect(sameAgencyName(one, other)).toBe(true);
  });
});

describe('another agency', () => {
  test.each([
    ['เทศบาลตำบลบางปู', 'เทศบาลเมืองบางปู'],
    ['อบต.บางพลี', 'อบต.บางพลีใหญ่'],
    ['อบต.ป่าตาล', 'อบต.ปาตาล'],
    ['อบต.บางพลี 1', 'อบต.บางพลี 2'],
    ['', ''],
    ['...', ''],
  ])('%s ≠ %s', (one, other) => {
    expect(sameAgencyName(one, other)).toBe(false);
  });
});

test('no two agencies of our list have one key', () => {
  const { entries } = loadAgencyList(
    readFileSync(new URL('../../flows/agencies.csv', import.meta.url), 'utf8'),
  );
  const keys = entries.map(({ name }) => agencyKey(name));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});
