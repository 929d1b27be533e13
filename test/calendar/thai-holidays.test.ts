import { describe, expect, test } from 'vitest';
import { thaiHolidays, yearsWithHolidays } from '../../src/calendar/thai-holidays.ts';
import { weekdayOf } from '../../src/calendar/wall-clock.ts';

const isWorkday = (date: string) => weekdayOf(date) >= 1 && weekdayOf(date) <= 5;

describe('holidays of 2569', () => {
  test('are the weekdays that government offices are closed', () => {
    expect(thaiHolidays(2025, 2027).filter((day) => day.startsWith('2026-') && isWorkday(day))).toEqual([
      '2026-01-01',
      '2026-01-02',
      '2026-03-03',
      '2026-04-06',
      '2026-04-13',
      '2026-04-14',
      '2026-04-15',
      '2026-05-04',
      '2026-05-13',
      // For วิสาขบูชา, a Sunday.
      '2026-06-01',
      '2026-06-03',
      '2026-07-28',
      '2026-07-29',
      '2026-07-30',
      '2026-08-12',
      '2026-10-13',
      '2026-10-23',
      // For 5 December, a Saturday.
      '2026-12-07',
      '2026-12-10',
      '2026-12-31',
    ]);
  });
});

describe('a day that makes up for a holiday at the weekend', () => {
  test.each([
    ['is the Monday after', '2027-10-25'],
    ['of two that follow one another is the day after both', '2027-07-20'],
    ['of the turn of the year is in the new one', '2028-01-03'],
    ['of Songkran comes after its last day', '2028-04-17'],
  ])('%s: %s', (_, day) => {
    expect(thaiHolidays(2027, 2028)).toContain(day);
  });

  test('is one, however many fall on the weekend', () => {
    // 31 December 2033 is a Saturday, 1 January 2034 a Sunday.
    const days = thaiHolidays(2033, 2034).filter((day) => day > '2033-12-25' && day < '2034-01-10');
    expect(days).toEqual(['2033-12-31', '2034-01-01', '2034-01-02']);
  });
});

test('years that the table lacks have the days that are the same each year', () => {
  const later = Math.max(...yearsWithHolidays) + 1;
  expect(thaiHolidays(later, later)).toContain(`${later}-12-10`);
});
