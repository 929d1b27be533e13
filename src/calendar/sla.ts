import type { WallClock } from './wall-clock.ts';
import { dayAfter, epochOf, wallClock } from './wall-clock.ts';

/** How long a request may take, in the office calendar. */
export interface SlaPolicy {
  /** Whole working days allowed, 1 or more. */
  readonly workingDays: number;
  /** Local times `HH:MM` between which people work. Null: the whole day counts. */
  readonly officeHours: { readonly from: string; readonly to: string } | null;
  /** Local dates `YYYY-MM-DD` that are no working days though Monday to Friday. */
  readonly holidays: readonly string[];
  /** IANA name of the zone that the days and hours are in. */
  readonly timeZone: string;
}

export const defaultSla: SlaPolicy = {
  workingDays: 2,
  officeHours: null,
  holidays: [],
  timeZone: 'Asia/Bangkok',
};

/**
 * When a request is due: the same time of day, that many working days (Monday to Friday, no holiday) later. What
 * arrives outside working time counts from the next opening: filed at the weekend, it counts from Monday.
 *
 * A request gets its due time when it is filed and another when it is reopened. Claiming, handing over, releasing,
 * writing and the officer's answers never move it.
 * @param createdAt epoch ms, UTC.
 * @returns epoch ms, UTC; always a moment of working time or its opening.
 */
export function dueTime(createdAt: number, policy: SlaPolicy): number {
  const start = nextWorkingTime(wallClock(createdAt, policy.timeZone), policy);
  let date = start.date;
  for (let left = policy.workingDays; left > 0; left -= 1) date = nextWorkingDate(dayAfter(date), policy);
  return epochOf({ date, minutes: start.minutes, rest: start.rest }, policy.timeZone);
}

function nextWorkingTime(time: WallClock, policy: SlaPolicy): WallClock {
  const opens = policy.officeHours ? minutesOf(policy.officeHours.from) : 0;
  const closes = policy.officeHours ? minutesOf(policy.officeHours.to) : 24 * 60;
  if (isWorkingDate(time.date, policy)) {
    if (time.minutes < opens) return { date: time.date, minutes: opens, rest: 0 };
    if (time.minutes < closes) return time;
  }
  return { date: nextWorkingDate(dayAfter(time.date), policy), minutes: opens, rest: 0 };
}

/** The first working date from `date` on. */
function nextWorkingDate(date: string, policy: SlaPolicy): string {
  let candidate = date;
  while (!isWorkingDate(candidate, policy)) candidate = dayAfter(candidate);
  return candidate;
}

function isWorkingDate(date: string, policy: SlaPolicy): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5 && !policy.holidays.includes(date);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
