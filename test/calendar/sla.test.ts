import { array, assert, constantFrom, date, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SlaPolicy } from '../../src/calendar/sla.ts';
import type { OfficeHours } from '../../src/calendar/office-hours.ts';
import { parseOfficeHours } from '../../src/calendar/office-hours.ts';
import { defaultSla, dueTime } from '../../src/calendar/sla.ts';
import { weekdayOf } from '../../src/calendar/wall-clock.ts';

const bangkok = (local: string) => Date.parse(`${local}+07:00`);
const hours = (text: string): OfficeHours => {
  const read = parseOfficeHours(text);
  if (typeof read === 'string') throw new Error(read);
  return read;
};
const office = hours('Mo-Fr 08:30-16:30');
const withLunch = hours('Mo-Fr 08:30-12:00,13:00-16:30');
const withSaturday = hours('Mo-Fr 08:30-16:30; Sa 09:00-12:00');
/** 23 November 2026 is a Monday. */
describe.each<[rule: string, policy: Partial<SlaPolicy>, cases: [filed: string, due: string][]]>([
  [
    'two working days later, at the same time',
    {},
    [
      ['2026-11-23T10:00:00', '2026-11-25T10:00:00'],
      ['2026-11-25T23:59:59', '2026-11-27T23:59:59'],
      ['2026-11-23T00:00:00', '2026-11-25T00:00:00'],
    ],
  ],
  [
    'the weekend does not count',
    {},
    [
      ['2026-11-26T10:00:00', '2026-11-30T10:00:00'],
      ['2026-11-27T10:00:00', '2026-12-01T10:00:00'],
    ],
  ],
  [
    'filed at the weekend, it counts from Monday',
    {},
    [
      ['2026-11-28T10:00:00', '2026-12-02T00:00:00'],
      ['2026-11-29T23:00:00', '2026-12-02T00:00:00'],
    ],
  ],
  [
    'a holiday is like a weekend',
    { holidays: ['2026-12-07', '2026-12-10'] },
    [
      ['2026-12-04T09:00:00', '2026-12-09T09:00:00'],
      ['2026-12-07T09:00:00', '2026-12-11T00:00:00'],
      ['2026-12-09T09:00:00', '2026-12-14T09:00:00'],
    ],
  ],
  [
    'with office hours, what comes before the opening counts from it, what comes after the closing from the next',
    { officeHours: office },
    [
      ['2026-11-23T10:00:00', '2026-11-25T10:00:00'],
      ['2026-11-23T06:00:00', '2026-11-25T08:30:00'],
      ['2026-11-23T16:30:00', '2026-11-26T08:30:00'],
      ['2026-11-27T20:00:00', '2026-12-02T08:30:00'],
    ],
  ],
  [
    'what comes in the lunch break counts from its end',
    { officeHours: withLunch },
    [
      ['2026-11-23T11:59:00', '2026-11-25T11:59:00'],
      ['2026-11-23T12:00:00', '2026-11-25T13:00:00'],
      ['2026-11-23T12:40:00', '2026-11-25T13:00:00'],
    ],
  ],
  [
    'a short day counts as a day; past its hours it is due at the next opening',
    { officeHours: withSaturday, workingDays: 1 },
    [
      ['2026-11-27T10:00:00', '2026-11-28T10:00:00'],
      ['2026-11-27T15:00:00', '2026-11-30T08:30:00'],
      ['2026-11-28T10:00:00', '2026-11-30T10:00:00'],
    ],
  ],
  ['the operator sets the days', { workingDays: 5 }, [['2026-11-23T10:00:00', '2026-11-30T10:00:00']]],
])('%s', (_, policy, cases) => {
  test.each(cases)('%s → %s', (filed, due) => {
    const dueAt = dueTime(bangkok(filed), { ...defaultSla, ...policy });
    expect(new Date(dueAt).toISOString()).toBe(new Date(bangkok(due)).toISOString());
  });
});

test('the day is the local one: Monday morning in Bangkok is still Sunday in UTC', () => {
  expect(dueTime(Date.parse('2026-11-22T20:00:00Z'), defaultSla)).toBe(Date.parse('2026-11-24T20:00:00Z'));
});

test('where clocks change, the time of day on the wall is kept', () => {
  const berlin = { ...defaultSla, timeZone: 'Europe/Berlin' };
  expect(dueTime(Date.parse('2026-10-22T12:00:00+02:00'), berlin)).toBe(
    Date.parse('2026-10-26T12:00:00+01:00'),
  );
  const skipped = { ...berlin, workingDays: 1, timeZone: 'Africa/Cairo' };
  // In Cairo 24 April 2026, a Friday, has no 00:30: clocks go from 00:00 to 01:00.
  expect(dueTime(Date.parse('2026-04-23T00:30:00+02:00'), skipped)).toBe(
    Date.parse('2026-04-24T01:30:00+03:00'),
  );
});

const policies = record({
  workingDays: integer({ min: 1, max: 30 }),
  officeHours: constantFrom(
    office,
    withLunch,
    withSaturday,
    hours('Mo-Fr 00:00-24:00'),
    hours('Tu-Th 09:00-17:45'),
  ),
  holidays: array(
    integer({ min: 0, max: 400 }).map((day) =>
      new Date(Date.UTC(2026, 10, 1) + day * 86_400_000).toISOString().slice(0, 10),
    ),
  ),
  timeZone: constantFrom('Asia/Bangkok', 'UTC', 'America/New_York', 'Asia/Kathmandu'),
});
const moments = date({
  min: new Date('2026-11-01T00:00:00Z'),
  max: new Date('2027-11-01T00:00:00Z'),
  noInvalidDate: true,
}).map((moment) => moment.getTime());

test('any request is due later than it was filed, on a working day, in office hours', () => {
  assert(
    property(moments, policies, (filed, policy) => {
      const due = dueTime(filed, policy);
      expect(due).toBeGreaterThan(filed);
      const local = localTime(due, policy.timeZone);
      expect(policy.holidays).not.toContain(local.date);
      const [hour = 0, minute = 0] = local.time.split(':').map(Number);
      const open = policy.officeHours[weekdayOf(local.date)] ?? [];
      expect(open.some(({ from, to }) => from <= hour * 60 + minute && hour * 60 + minute < to)).toBe(true);
    }),
  );
});

test('who files later is never due earlier', () => {
  assert(
    property(moments, integer({ min: 0, max: 10 * 86_400_000 }), policies, (filed, later, policy) => {
      expect(dueTime(filed + later, policy)).toBeGreaterThanOrEqual(dueTime(filed, policy));
    }),
  );
});

test('one more holiday or working day never makes anything due earlier', () => {
  assert(
    property(moments, policies, (filed, policy) => {
      const due = dueTime(filed, policy);
      expect(dueTime(filed, { ...policy, workingDays: policy.workingDays + 1 })).toBeGreaterThan(due);
      const holiday = localTime(due, policy.timeZone).date;
      expect(dueTime(filed, { ...policy, holidays: [...policy.holidays, holiday] })).toBeGreaterThan(due);
    }),
  );
});

function localTime(at: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const { year, month, day, hour, minute, weekday } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  );
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}`, weekday };
}
