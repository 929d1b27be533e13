import { describe, expect, test } from 'vitest';
import { agenciesIn } from '../../support/agency-readers.ts';
import { at, meaning, reads, whole } from '../officer.ts';

const agency = reads('agency');

describe('an agency', () => {
  test.each([
    ['เทศบาลเมืองแสนสุข', 'local'],
    ['กรมชลประทาน', 'central-government'],
    ['มหาวิทยาลัยเชียงใหม่', 'state-university'],
    ['สำนักงานเกษตรจังหวัดเชียงใหม่', 'regional'],
  ])('%j alone is read with the message it stood in', (text, type) => {
    for (const path of ['menu.usage', 'issuer.pick', 'form.agency.pick'])
      expect({ path, means: meaning(text, at(path)) }).toMatchObject({
        path,
        means: [{ type: 'agency', reading: { type }, messageId: 'm1' }],
      });
  });

  test.each(['อบต.บางพลี ขอ token ที่ไหน', 'เทศบาลเมืองแสนสุขต้องขอโทเคนกับใคร'])(
    '%j: who issues its Token is told at once, the type being certain',
    (text) => {
      expect(meaning(text, at('menu.usage'))).toMatchObject([
        { type: 'issuer', reading: { type: 'local', issuer: 'dla' }, messageId: 'm1' },
      ]);
    },
  );

  test.each(['Digital ID สมัครอย่างไร', 'อบต.บางพลี ต้องลงทะเบียนถึงวันไหน', 'เข้าระบบไม่ได้'])(
    '%j asks something else, or names none',
    (text) => {
      expect(agency(text, at('menu.usage'))).toBeNull();
    },
  );

  test('what is none is told apart, where one is asked for, from what is not understood', () => {
    for (const path of ['issuer.pick', 'issuer.confirm'])
      expect({ path, means: meaning('ฟหกดสว', at(path)) }).toEqual({
        path,
        means: [{ type: 'agency.unknown' }],
      });
    // In the form a try counts: after some the officer is offered a person.
    expect(meaning('ฟหกดสว', at('form.agency.pick'))).toEqual([
      { reply: 'misfill', slot: 'agencyType', problem: 'routing.unknown' },
    ]);
    expect(meaning('ฟหกดสว', at('menu.usage'))).toEqual([{ reply: 'unknown' }]);
  });

  test('a question is answered where one is asked for', () => {
    expect(meaning('Digital ID สมัครอย่างไร', at('issuer.pick'))).toMatchObject([
      { reply: 'answer', intent: 'digital-id' },
    ]);
  });

  test('a name in Latin letters is no question of another language', () => {
    expect(meaning('Chiang Mai University', at('issuer.pick'))).toMatchObject([{ type: 'agency' }]);
  });

  test('of several in one text the officer chooses one, but where something else is asked', () => {
    const several = (text: string, path: string) => whole(text, at(path), { agenciesIn }).happenings;
    expect(several('กรมชลประทานและกรมที่ดิน', 'menu.usage')).toEqual([
      { reply: 'several-agencies', names: ['กรมชลประทาน', 'กรมที่ดิน'] },
    ]);
    expect(meaning('กรมชลประทานและกรมที่ดิน สมัคร Digital ID อย่างไร', at('menu.usage'))).toMatchObject([
      { reply: 'answer' },
    ]);
  });
});
