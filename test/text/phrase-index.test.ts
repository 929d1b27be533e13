import { describe, expect, test } from 'vitest';
import { indexPhrases } from '../../src/text/phrase-index.ts';

const index = indexPhrases([
  ['กรม', 1],
  ['กรมที่ดิน', 2],
  ['กรมทางหลวง', 3],
  ['กรมทางหลวง', 4],
  ['ก', 5],
  ['token', 6],
]);
const valuesAt = (text: string, start: number): number[] =>
  index.at(text, start).flatMap(({ values }) => values);

describe('phrases at a place', () => {
  test.each<[text: string, start: number, values: number[]]>([
    ['กรมที่ดิน', 0, [2, 1, 5]],
    ['อยู่กรมทางหลวงชนบท', 4, [3, 4, 1, 5]],
    ['กรมที่', 0, [1, 5]],
    ['กอง', 0, [5]],
    ['ขอ token', 3, [6]],
    ['ขอ toke', 3, []],
    ['', 0, []],
  ])('%j from %i', (text, start, values) => {
    expect(valuesAt(text, start)).toEqual(values);
    expect(valuesAt(text, start)).toEqual(values);
  });
});

test('phrases that begin so, in their order', () => {
  expect(index.beginningWith('กรมท')).toEqual([3, 4, 2]);
});

test('more different letters than usual', () => {
  const letters = Array.from({ length: 300 }, (_, number) => String.fromCharCode(0x4e00 + number));
  const many = indexPhrases(
    letters.flatMap((letter) => [[letter, letter] as const, [`a${letter}b`, letter] as const]),
  );
  for (const letter of letters) {
    expect(many.at(letter, 0).map(({ values }) => values)).toEqual([[letter]]);
    expect(many.at(`a${letter}b`, 0).map(({ values }) => values)).toEqual([[letter]]);
  }
});
