import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { dayAfter, weekdayOf } from './wall-clock.ts';

const monthDay = z.string().refine((day) => z.iso.date().safeParse(`2028-${day}`).success, 'is not MM-DD');
const schema = z.strictObject({
  everyYear: z.array(monthDay),
  byYear: z.record(z.string().regex(/^\d{4}$/), z.array(monthDay)),
});

const table = schema.parse(
  parse(readFileSync(new URL('../../flows/holidays.yaml', import.meta.url), 'utf8')),
);

/** The years whose holidays the table has whole; in later ones those that move from year to year are missing. */
export const yearsWithHolidays: readonly number[] = Object.keys(table.byYear).map(Number);

/**
 * Thailand's government holidays, and the days that make up for those at a weekend: of holidays that follow one another,
 * one working day after them. In years that the table lacks, only those that are the same each year.
 * @param from @param to years, both among them.
 * @returns `YYYY-MM-DD`, in order.
 */
export function thaiHolidays(from: number, to: number): readonly string[] {
  const days = new Set<string>();
  for (let year = from; year <= to; year += 1)
    for (const day of [...table.everyYear, ...(table.byYear[String(year)] ?? [])]) days.add(`${year}-${day}`);
  const substitutes = [...days]
    .filter((day) => !days.has(dayAfter(day)))
    .filter((last) => runUpTo(last, days).some(isWeekend))
    .map((last) => {
      let day = dayAfter(last);
      while (isWeekend(day) || days.has(day)) day = dayAfter(day);
      return day;
    });
  return [...new Set([...days, ...substitutes])].sort();
}

/** The holidays that follow one another and end with this one. */
function runUpTo(last: string, days: ReadonlySet<string>): readonly string[] {
  const earlier = [...days]
    .filter((day) => day <= last)
    .toSorted()
    .toReversed();
  const run: string[] = [];
  for (const day of earlier) {
    if (run.length > 0 && dayAfter(day) !== run.at(-1)) break;
    run.push(day);
  }
  return run;
}

function isWeekend(date: string): boolean {
  return weekdayOf(date) === 0 || weekdayOf(date) === 6;
}
