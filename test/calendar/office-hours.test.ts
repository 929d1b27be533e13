import { assert, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOfficeHours } from '../../src/calendar/office-hours.ts';

const morning = { from: 510, to: 720 };
const afternoon = { from: 780, to: 990 };

describe('office hours', () => {
  test('stand for each day of the week, Sunday first', () => {
    const both = [morning, afternoon];
    expect(parseOfficeHours('Mo-Fr 08:30-12:00,13:00-16:30')).toEqual([[], both, both, both, both, both, []]);
  });

  test.each([
    ['several rules', 'Mo,We 08:30-12:00; Sa 13:00-16:30', { 1: [morning], 3: [morning], 6: [afternoon] }],
    ['a range over Sunday', 'Sa-Mo 08:30-12:00', { 6: [morning], 0: [morning], 1: [morning] }],
    [
      'hours in another order, spaces, small letters',
      'mo  13:00 - 16:30, 8:30-12:00',
      { 1: [morning, afternoon] },
    ],
    ['a whole day', 'Su 00:00-24:00', { 0: [{ from: 0, to: 1440 }] }],
  ])('%s: %s', (_, text, named: { [day: number]: object }) => {
    expect(parseOfficeHours(text)).toEqual([0, 1, 2, 3, 4, 5, 6].map((day) => named[day] ?? []));
  });

  test.each([
    '',
    '08:30-16:30',
    'Mo-Fr',
    'Mo-Xx 08:30-16:30',
    'Mo 16:30-08:30',
    'Mo 08:30-25:00',
    'Mo 08:60-09:00',
    'Mo 08:30-12:00,11:00-16:30',
    'Mo-Fr 08:30-12:00; Fr 13:00-16:30',
    'จันทร์ 08:30-16:30',
  ])('"%s" is not understood, and said to be so', (text) => {
    expect(parseOfficeHours(text)).toEqual(expect.any(String));
  });

  test('that are understood have at least one working time, none of which overlap', () => {
    const day = constantFrom('Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su');
    const time = integer({ min: 0, max: 1440 });
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    assert(
      property(day, day, tuple(time, time), tuple(time, time), (first, last, [a, b], [c, d]) => {
        const read = parseOfficeHours(`${first}-${last} ${clock(a)}-${clock(b)},${clock(c)}-${clock(d)}`);
        if (typeof read === 'string') return;
        expect(read.flat().length).toBeGreaterThan(0);
        for (const hours of read)
          for (const [index, { from, to }] of hours.entries()) {
            expect(from).toBeLessThan(to);
            expect(to).toBeLessThanOrEqual(hours[index + 1]?.from ?? 1440);
          }
      }),
    );
  });
});
