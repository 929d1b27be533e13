import type { SlaPolicy } from '../calendar/sla.ts';
import { thaiHolidays, yearsWithHolidays } from '../calendar/thai-holidays.ts';
import type { Config } from '../config/config.ts';

/** A process is started again sooner, and a request is due sooner, than after so many years. */
const yearsAhead = 10;

/** The working calendar of the settings: Thailand's public holidays, and the operator's days off besides. */
export function slaPolicy({ sla, timeZone }: Config, now: number): SlaPolicy {
  const year = new Date(now).getUTCFullYear();
  const holidays = new Set([...thaiHolidays(year - 1, year + yearsAhead), ...sla.holidays]);
  return { ...sla, holidays: [...holidays].sort(), timeZone };
}

/** @returns a sentence where the table of holidays ends before requests that are filed now may be due. */
export function holidayWarning(now: number): string | null {
  const last = Math.max(...yearsWithHolidays);
  // In December much is due in January.
  const needed = new Date(now + 31 * 24 * 60 * 60 * 1000).getUTCFullYear();
  if (needed <= last) return null;
  return `flows/holidays.yaml: ends with ${last}; until it has ${needed}, set the days that move from year to year in SLA_HOLIDAYS`;
}
