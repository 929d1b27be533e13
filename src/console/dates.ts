import type { Language } from '../../flows/domain.ts';
import type { Say } from './say.ts';

/** How times are told to staff: in Thai in the Buddhist era, in the office's time zone. All take epoch ms. */
export interface Dates {
  /** `23 พ.ย. 2569 20:38 น.`; `23 Nov 2026, 20:38`. */
  full(at: number): string;
  /** For a table: without the year while it is this one. */
  short(at: number): string;
  /** The heading of a day in a conversation: `23 พฤศจิกายน 2569`. */
  day(at: number): string;
  /** `20:38 น.`; `20:38`. */
  time(at: number): string;
  /** How far a time lies from now, in the largest unit that fits: `3 ชั่วโมง`. */
  distance(at: number): string;
}

const locales: Record<Language, string> = { th: 'th-TH-u-ca-buddhist-nu-latn', en: 'en-GB' };
const units = [
  ['day', 24 * 60 * 60 * 1000],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
] as const;

/** @param timeZone an IANA name, `Asia/Bangkok`. @param now epoch ms. */
export function createDates(language: Language, say: Say, timeZone: string, now: number): Dates {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locales[language], { ...options, timeZone });
  const year = format({ year: 'numeric' });
  const withYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const withoutYear = format({ day: 'numeric', month: 'short' });
  const longDay = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const withTime = (day: Intl.DateTimeFormat, at: number): string =>
    say('console:date.with-time', { day: day.format(at), time: clock.format(at) });
  return {
    full: (at) => withTime(withYear, at),
    short: (at) => withTime(year.format(at) === year.format(now) ? withoutYear : withYear, at),
    day: (at) => longDay.format(at),
    time: (at) => say('console:date.time', { time: clock.format(at) }),
    distance: (at) => distance(language, Math.abs(at - now)),
  };
}

/** A length of time in words, in the largest unit that fits, at least a minute. */
export function distance(language: Language, ms: number): string {
  const [unit, size] = units.find(([, size]) => ms >= size) ?? (['minute', 60 * 1000] as const);
  const count = Math.max(1, Math.floor(ms / size));
  return new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
