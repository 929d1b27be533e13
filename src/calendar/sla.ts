import type { OfficeHours } from './office-hours.ts';
import type { WallClock } from './wall-clock.ts';
import { dayAfter, epochOf, wallClock, weekdayOf } from './wall-clock.ts';

/** How long a request may take, in the office calendar. */
export interface SlaPolicy {
  /** Whole working days allowed, 1 or more. */
  readonly workingDays: number;
  /** When people work; see `parseOfficeHours`. */
  readonly officeHours: OfficeHours;
  /** Local dates `YYYY-MM-DD` on which nobody works, whatever day of the week. */
  readonly holidays: readonly string[];
  /** IANA name of the zone that the days and hours are in. */
  readonly timeZone: string;
}

const allDay = [{ from: 0, to: 24 * 60 }];
const workWeek: OfficeHours = [[], allDay, allDay, allDay, allDay, allDay, []];

/** Monday to Friday, around the clock. */
export const defaultSla: SlaPolicy = {
  workingDays: 2,
  officeHours: workWeek,
  holidays: [],
  timeZone: 'Asia/Bangkok',
};

/**
 * When a request is due: the same time of day, that many working days later. A working day has office hours and is no
 * holiday. What arrives outside office hours counts from the next opening: filed at the weekend, it counts from Monday;
 * where the day that it is due has other hours, it is due at the opening that follows.
 *
 * A request gets its due time when it is filed and another when it is reopened. Claiming, handing over, releasing,
 * writing and the officer's answers never move it.
 * @param createdAt epoch ms, UTC.
 * @returns epoch ms, UTC; always a moment of working time or its opening.
 */
export function dueTime(createdAt: number, policy: SlaPolicy): number {
  const start = nextWorkingTime(wallClock(createdAt, policy.timeZone), policy);
  let { date } = start;
  for (let left = policy.workingDays; left > 0; left -= 1) date = nextWorkingDate(dayAfter(date), policy);
  return epochOf(nextWorkingTime({ ...start, date }, policy), policy.timeZone);
}

/** That moment, if people work then, or when they begin to next. */
function nextWorkingTime(time: WallClock, policy: SlaPolicy): WallClock {
  const hours = isWorkingDate(time.date, policy) ? hoursOf(time.date, policy) : [];
  const next = hours.find(({ to }) => time.minutes < to);
  if (next) return next.from <= time.minutes ? time : { date: time.date, minutes: next.from, rest: 0 };
  const date = nextWorkingDate(dayAfter(time.date), policy);
  return { date, minutes: hoursOf(date, policy)[0]?.from ?? 0, rest: 0 };
}

/** The first working date from `date` on. */
function nextWorkingDate(date: string, policy: SlaPolicy): string {
  let candidate = date;
  while (!isWorkingDate(candidate, policy)) candidate = dayAfter(candidate);
  return candidate;
}

function isWorkingDate(date: string, policy: SlaPolicy): boolean {
  return hoursOf(date, policy).length > 0 && !policy.holidays.includes(date);
}

const hoursOf = (date: string, { officeHours }: SlaPolicy) => officeHours[weekdayOf(date)] ?? [];
