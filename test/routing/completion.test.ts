import { describe, expect, test } from 'vitest';
import { loadAgencyList } from '../../src/routing/agency-list.ts';
import { createAgencyCompletion } from '../../src/routing/completion.ts';

const { entries, faults } = loadAgencyList(
  [
    'name,abbreviations,type,parent',
    'องค์การบริหารส่วนตำบลบางพลี,,local,',
    'องค์การบริหารส่วนตำบลบางพลีน้อย,,local,',
    'เทศบาลตำบลบางพลี,ทต.บพ.,local,',
    'สำนักงานเกษตรจังหวัดเชียงใหม่,กษจ.ชม.|Chiang Mai Agriculture Office,regional,กรมส่งเสริมการเกษตร',
    'สำนักงานเกษตรจังหวัดเชียงราย,,regional,กรมส่งเสริมการเกษตร',
    'สถาบันกาแฟแห่งชาติ,สกฟช.|NCI,public-organization,',
    'สำนักพัฒนาดิจิทัล,สพด.,central-government,',
    'ศูนย์ป่าไม้,สพด.,regional,กรมป่าไม้',
    'วิทยาลัยเอกชนสุขใจ,วสจ.,none,',
  ].join('\n'),
);
const complete = createAgencyCompletion(entries);
const found = (typed: string): string | readonly string[] => {
  const { match, near } = complete(typed);
  return match ? match.name : near.map(({ name }) => name);
};

test('the list is without faults', () => expect(faults).toEqual([]));

describe('a full match', () => {
  test.each([
    ['the name', 'องค์การบริหารส่วนตำบลบางพลี', 'องค์การบริหารส่วนตำบลบางพลี'],
    ['with another name going on from it', 'อบต.บางพลี', 'องค์การบริหารส่วนตำบลบางพลี'],
    ['spaced', 'อบต. บางพลี', 'องค์การบริหารส่วนตำบลบางพลี'],
    ['without its dot', 'อบตบางพลีน้อย', 'องค์การบริหารส่วนตำบลบางพลีน้อย'],
    ['an abbreviation of the list', 'กษจ.ชม.', 'สำนักงานเกษตรจังหวัดเชียงใหม่'],
    ['in capitals', 'nci', 'สถาบันกาแฟแห่งชาติ'],
    ['in English', 'chiang mai agriculture office', 'สำนักงานเกษตรจังหวัดเชียงใหม่'],
    ['สนง.', 'สนง.เกษตรจังหวัดเชียงราย', 'สำนักงานเกษตรจังหวัดเชียงราย'],
  ])('%s', (_, typed, name) => expect(found(typed)).toBe(name));
});

describe('near names', () => {
  test.each<[why: string, typed: string, names: readonly string[]]>([
    [
      'a part, at its end or before more',
      'บางพลี',
      ['เทศบาลตำบลบางพลี', 'องค์การบริหารส่วนตำบลบางพลี', 'องค์การบริหารส่วนตำบลบางพลีน้อย'],
    ],
    ['the beginning', 'เทศบาลตำบลบาง', ['เทศบาลตำบลบางพลี']],
    ['a word of it', 'กาแฟ', ['สถาบันกาแฟแห่งชาติ']],
    ['a letter wrong', 'สถาบันกาแพแห่งชาติ', ['สถาบันกาแฟแห่งชาติ']],
    ['a letter missing', 'สำนักงานเกษตจังหวัดเชียงราย', ['สำนักงานเกษตรจังหวัดเชียงราย']],
    ['two agencies of one abbreviation', 'สพด.', ['สำนักพัฒนาดิจิทัล', 'ศูนย์ป่าไม้']],
  ])('%s', (_, typed, names) => expect(found(typed)).toEqual(names));
});

describe('nothing', () => {
  test.each(['', 'ก', 'บา', 'การประปานครหลวง', 'วิทยาลัยเอกชนสุขใจ', 'กรมที่ดิน', '()', '12345', '🙂'])(
    '%s',
    (typed) => expect(found(typed)).toEqual([]),
  );
});

test('what more names have than could be offered says nothing', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => ({
    name: `องค์การบริหารส่วนตำบลบ้าน${String.fromCharCode(0x0e01 + (at % 40))}${at}`,
    abbreviations: [],
    type: 'local' as const,
    parent: null,
  }));
  const of = createAgencyCompletion(many);
  expect(of('องค์การบริหารส่วนตำบล')).toEqual({ match: null, near: [] });
  expect(of('อบต.บ้าน')).toEqual({ match: null, near: [] });
  expect(of(`อบต.บ้าน${String.fromCharCode(0x0e01)}999`).match).toBeNull();
});

test('an empty list knows nothing', () => {
  expect(createAgencyCompletion([])('อบต.บางพลี')).toEqual({ match: null, near: [] });
});
