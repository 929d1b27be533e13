import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupAlike } from '../../src/learning/alike.ts';

const group = (...texts: string[]) =>
  groupAlike(texts, (text) => text).map(({ lead, items }) => [lead, items.length]);

describe('texts that are alike are one group', () => {
  test.each([
    ['spaces, particles and punctuation', 'เข้าระบบแล้วหน้าจอค้างค่ะ', 'เข้าระบบ แล้วหน้าจอค้าง!!'],
    ['Thai digits', 'ต้องกรอกภายใน ๓๐ วัน', 'ต้องกรอกภายใน 30 วัน'],
    ['a slip of the keyboard', 'เข้าระบบแล้วหน้าจอค้าง', 'เข้าระบบแล้วหน้าจอค้าว'],
    ['a word more', 'เข้าระบบแล้วหน้าจอค้าง', 'เข้าระบบแล้วหน้าจอค้างตลอด'],
    ['case', 'Screen freezes after login', 'screen freezes after LOGIN'],
  ])('%s', (_what, one, other) => {
    expect(group(one, other)).toHaveLength(1);
  });

  test.each([
    ['หน้าจอค้าง', 'ต้องเสียค่าธรรมเนียมไหม'],
    ['ขอเปลี่ยนผู้ดูแลระบบ', 'ขอเปลี่ยนรหัสผ่าน'],
    ['ก', 'ข'],
  ])('%s and %s are two', (one, other) => {
    expect(group(one, other)).toHaveLength(2);
  });
});

test('the largest group comes first, led by its most frequent text', () => {
  expect(
    group(
      'ต้องเสียเงินไหม',
      'เข้าระบบแล้วหน้าจอค้าง',
      'เข้าระบบ แล้วหน้าจอค้าง',
      'เข้าระบบแล้วหน้าจอค้าง',
      'เข้าระบบแล้วหน้าจอค้างเลย',
    ),
  ).toEqual([
    ['เข้าระบบแล้วหน้าจอค้าง', 4],
    ['ต้องเสียเงินไหม', 1],
  ]);
});

test('the order in which texts come makes no difference, and each is in one group', () => {
  const text = fc.array(fc.constantFrom('ขอ', 'รหัส', 'หน้าจอ', 'ค้าง', 'token', ' ', '!'), { maxLength: 6 });
  const texts = fc.array(
    text.map((words) => words.join('')),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(texts, (given) => {
      const groups = groupAlike(given, (each) => each);
      const sorted = (all: typeof groups) =>
        all.map(({ lead, items }) => `${lead}: ${items.toSorted().join('|')}`).toSorted();
      expect(groups.flatMap(({ items }) => items).toSorted()).toEqual(given.toSorted());
      expect(sorted(groupAlike(given.toReversed(), (each) => each))).toEqual(sorted(groups));
    }),
  );
});
