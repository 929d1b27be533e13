import type { RequestStatus } from '../../flows/domain.ts';

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

/** Past its due time and still open. */
export function isBreached(
  request: { readonly status: RequestStatus; readonly dueAt: number },
  now: number,
): boolean {
  return request.status !== 'resolved' && now > request.dueAt;
}

/** What a clock on the wall shows: `YYYY-MM-DD`, minutes since midnight, and the ms within the minute. */
interface WallClock {
  readonly date: string;
  readonly minutes: number;
  readonly rest: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

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

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function wallClock(at: number, timeZone: string): WallClock {
  const local = at + offsetAt(at, timeZone);
  const date = new Date(local).toISOString().slice(0, 10);
  const sinceMidnight = local - Date.parse(`${date}T00:00:00Z`);
  const minutes = Math.floor(sinceMidnight / minuteMs);
  return { date, minutes, rest: sinceMidnight - minutes * minuteMs };
}

/** A local time that a clock change skips is taken as much later as the clock was put forward. */
function epochOf(time: WallClock, timeZone: string): number {
  const asUtc = Date.parse(`${time.date}T00:00:00Z`) + time.minutes * minuteMs + time.rest;
  const before = asUtc - offsetAt(asUtc - dayMs, timeZone);
  const direct = asUtc - offsetAt(before, timeZone);
  return offsetAt(direct, timeZone) === offsetAt(before, timeZone) ? direct : before;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clocks are ahead of UTC at that moment, ms. */
function offsetAt(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
