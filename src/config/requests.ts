import { resolve } from 'node:path';
import { z } from 'zod';
import type { OfficeHours } from '../calendar/office-hours.ts';
import { parseOfficeHours } from '../calendar/office-hours.ts';
import { isTimeZone, onOff, parsedBy, text, textThat, wholeNumber } from './formats.ts';
import type { FaultBetween, Given, Settings, ValuesOf } from './setting.ts';

/** How requests are worked on, and what officers are told of it. */
export interface RequestsConfig {
  /** IANA name, for dates that people read and the office calendar. */
  readonly timeZone: string;
  readonly sla: {
    readonly workingDays: number;
    readonly officeHours: OfficeHours;
    /** Days the office is closed besides Thailand's public holidays, `YYYY-MM-DD`, in order. */
    readonly holidays: readonly string[];
    /** Whether officers are told when to expect an answer. */
    readonly tellOfficer: boolean;
  };
  /** The contact center's hours as officers read them; null: nothing is said of them. */
  readonly contactHours: string | null;
  /** Days in which an officer may come back to a closed request; 0: never. */
  readonly reopenDays: number;
  /** Days for which texts that were not understood are kept. */
  readonly unclearKeepDays: number;
  /** Absolute path of the operator's own list of agencies; null: there is none. */
  readonly agencyList: string | null;
}

const usualHours = 'Mo-Fr 08:30-12:00,13:00-16:30';

export const requestsSettings = {
  TZ: {
    schema: textThat(isTimeZone, 'must be the IANA name of a time zone'),
    meaning: 'time zone of dates that people read, business hours and SLA',
    fallback: '`Asia/Bangkok`',
    example: 'Asia/Bangkok',
  },
  OFFICE_HOURS: {
    schema: parsedBy(parseOfficeHours),
    meaning:
      "the working calendar that due times are counted in, without Thailand's public holidays; officers are told hours by `CONTACT_HOURS` alone",
    fallback: `\`${usualHours}\``,
    example: usualHours,
  },
  SLA_WORKING_DAYS: {
    schema: wholeNumber(1, 365),
    meaning: 'working days until a request is due; it orders the queue',
    fallback: '`2`',
    example: '2',
  },
  SLA_HOLIDAYS: {
    schema: parsedBy(readHolidays),
    meaning:
      "days on which the office is closed besides Thailand's public holidays; Christian or Buddhist years",
    fallback: 'none',
    example: '2026-12-30,2570-01-04',
  },
  SLA_TELL_OFFICER: {
    schema: onOff,
    meaning: 'whether officers are told by when to expect an answer; `on` needs `SLA_WORKING_DAYS`',
    fallback: '`on` where `SLA_WORKING_DAYS` is set, otherwise `off`',
    example: 'off',
  },
  CONTACT_HOURS: {
    schema: text,
    meaning: "the contact center's hours as officers read them",
    fallback: 'none: officers are told no hours',
    example: '08.30-16.30',
  },
  REOPEN_DAYS: {
    schema: wholeNumber(0, 365),
    meaning: "days in which the officer's answer can reopen a closed request; `0`: never",
    fallback: '`7`',
    example: '7',
  },
  UNCLEAR_KEEP_DAYS: {
    schema: wholeNumber(1, 3650),
    meaning: 'days for which unresolved questions are kept, anonymously',
    fallback: '`90`',
    example: '90',
  },
  AGENCY_LIST: {
    schema: text,
    meaning: 'CSV file of agencies to know besides the built-in ones: `name,abbreviations,type,parent`',
    fallback: 'none',
    example: '/etc/assistant/agencies.csv',
  },
} satisfies Settings;

const weekOfOffices = parseOfficeHours(usualHours);
if (typeof weekOfOffices === 'string') throw new Error(weekOfOffices);
const usualOfficeHours: OfficeHours = weekOfOffices;

export function arrangeRequests(values: ValuesOf<typeof requestsSettings>): RequestsConfig {
  return {
    timeZone: values.TZ ?? 'Asia/Bangkok',
    sla: {
      workingDays: values.SLA_WORKING_DAYS ?? 2,
      officeHours: values.OFFICE_HOURS ?? usualOfficeHours,
      holidays: values.SLA_HOLIDAYS ?? [],
      tellOfficer: (values.SLA_TELL_OFFICER ?? (values.SLA_WORKING_DAYS ? 'on' : 'off')) === 'on',
    },
    contactHours: values.CONTACT_HOURS ?? null,
    reopenDays: values.REOPEN_DAYS ?? 7,
    unclearKeepDays: values.UNCLEAR_KEEP_DAYS ?? 90,
    agencyList: values.AGENCY_LIST === undefined ? null : resolve(values.AGENCY_LIST),
  };
}

export function* requestsFaults(given: Given): Generator<FaultBetween> {
  if (given['SLA_TELL_OFFICER'] === 'on' && !given['SLA_WORKING_DAYS'])
    yield ['SLA_WORKING_DAYS', 'must be set for officers to be told a time (SLA_TELL_OFFICER is on)'];
}

/** Years from 2400 on are Buddhist: 2569 is 2026. */
function readHolidays(value: string): readonly string[] | string {
  const days = value.split(',').map((day) => {
    const [, year = '', rest = ''] = /^\s*(\d{4})(-\d\d-\d\d)\s*$/.exec(day) ?? [];
    return `${Number(year) >= 2400 ? Number(year) - 543 : year}${rest}`;
  });
  if (!days.every((day) => z.iso.date().safeParse(day).success))
    return 'must be days written YYYY-MM-DD, with commas between them';
  if (!days.every((day) => day >= '2000' && day < '2200'))
    return 'has a year that is neither a Christian nor a Buddhist one of this time';
  return [...new Set(days)].sort();
}
