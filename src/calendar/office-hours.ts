/** Minutes since midnight; `to` is the first that is no working time any more, 1440 at the end of a day. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The working times of each day of the week, Sunday first, in order and apart from each other. */
export type OfficeHours = readonly (readonly Interval[])[];

const days = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
const notUnderstood =
  'must be days and hours such as Mo-Fr 08:30-12:00,13:00-16:30; several of these with a semicolon between them';

/**
 * Reads office hours in the notation of OpenStreetMap, as far as weeks need it:
 * `Mo-Fr 08:30-12:00,13:00-16:30; Sa 09:00-12:00`. A day that is not named is no working day.
 * https://wiki.openstreetmap.org/wiki/Key:opening_hours
 * @returns what is wrong, in words, where it is not understood.
 */
export function parseOfficeHours(text: string): OfficeHours | string {
  const week: (readonly Interval[])[] = days.map(() => []);
  for (const rule of text.split(';')) {
    const [, names = '', hours = ''] = /^([A-Za-z,\s-]+)\s(\d[\d:,\s-]*)$/.exec(rule) ?? [];
    const named = names.split(',').map(daysNamed);
    const intervals = hours.split(',').map(intervalOf);
    if (!named.every((each) => each !== null) || !intervals.every((each) => each !== null))
      return notUnderstood;
    const sorted = intervals.toSorted((a, b) => a.from - b.from);
    if (sorted.some(({ to }, index) => to > (sorted[index + 1]?.from ?? Infinity)))
      return 'has hours of one day that overlap';
    for (const day of named.flat()) {
      if (week[day]?.length !== 0) return `names ${days[day]} twice`;
      week[day] = sorted;
    }
  }
  return week;
}

/** `Mo` or `Mo-Fr` as days of the week; a range may go over Sunday. */
function daysNamed(text: string): readonly number[] | null {
  const [first, last = first, ...rest] = text.split('-').map((name) => dayNamed(name.trim()));
  if (first === undefined || last === undefined || rest.length > 0 || first < 0 || last < 0) return null;
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => (first + index) % 7);
}

function dayNamed(name: string): number {
  return days.findIndex((day) => day.toLowerCase() === name.toLowerCase());
}

function intervalOf(text: string): Interval | null {
  const [, from, to] = /^\s*(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*$/.exec(text) ?? [];
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return start !== null && end !== null && start < end ? { from: start, to: end } : null;
}

function minutesOf(time = ''): number | null {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const sum = hours * 60 + minutes;
  return time !== '' && minutes < 60 && sum <= 24 * 60 ? sum : null;
}
