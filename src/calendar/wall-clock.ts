/** Local dates and times of a time zone, and back. */

/** What a clock on the wall shows: `YYYY-MM-DD`, minutes since midnight, and the ms within the minute. */
export interface WallClock {
  readonly date: string;
  readonly minutes: number;
  readonly rest: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The next date, `YYYY-MM-DD`. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

/** Day of the week of a date, 0 for Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** What the zone's clocks show. @param at epoch ms. @param timeZone IANA name. */
export function wallClock(at: number, timeZone: string): WallClock {
  const local = at + offsetAt(at, timeZone);
  const date = new Date(local).toISOString().slice(0, 10);
  const sinceMidnight = local - Date.parse(`${date}T00:00:00Z`);
  const minutes = Math.floor(sinceMidnight / minuteMs);
  return { date, minutes, rest: sinceMidnight - minutes * minuteMs };
}

/**
 * When the zone's clocks show that, epoch ms. A local time that a clock change skips is taken as much later as the clock was
 * put forward; of one that comes twice the first.
 */
export function epochOf(time: WallClock, timeZone: string): number {
  const asUtc = Date.parse(`${time.date}T00:00:00Z`) + time.minutes * minuteMs + time.rest;
  const before = asUtc - offsetAt(asUtc - dayMs, timeZone);
  const direct = asUtc - offsetAt(before, timeZone);
  return offsetAt(direct, timeZone) === offsetAt(before, timeZone) ? direct : before;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The offset that was asked for last, of each zone: clocks are changed at a full minute. */
const lastOffsets = new Map<string, { readonly minute: number; readonly offset: number }>();

/** How far the zone's clocks are ahead of UTC at that moment, ms. */
function offsetAt(at: number, timeZone: string): number {
  const minute = Math.floor(at / minuteMs);
  const last = lastOffsets.get(timeZone);
  if (last?.minute === minute) return last.offset;
  const offset = readOffset(at, timeZone);
  lastOffsets.set(timeZone, { minute, offset });
  return offset;
}

function readOffset(at: number, timeZone: string): number {
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
