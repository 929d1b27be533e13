import { CsvError, parse } from 'csv-parse/sync';
import type { AgencyType } from '../../flows/domain.ts';
import { agencyTypes } from '../../flows/domain.ts';
import { agencyKey } from './same-agency.ts';

/** One agency that is known by name. */
export interface AgencyEntry {
  readonly name: string;
  /** Short, former and English names; an abbreviation ends in a dot or is written in capitals. */
  readonly abbreviations: readonly string[];
  /** `none`: sounds like a state agency and is not one (a private university). */
  readonly type: AgencyType | 'none';
  /** The body it belongs to; null where the list leaves it open. */
  readonly parent: string | null;
}

/** What is wrong with one line of a list; the line is left out, the others are used. */
interface AgencyListFault {
  /** As an editor counts, from 1; the header is line 1. */
  readonly line: number;
  readonly code:
    | 'agency-list:header'
    | 'agency-list:columns'
    | 'agency-list:quote'
    | 'agency-list:no-name'
    | 'agency-list:short-name'
    | 'agency-list:unknown-type'
    | 'agency-list:twice';
  /** In English, for the person who keeps the list. */
  readonly detail: string;
}

export interface AgencyList {
  readonly entries: readonly AgencyEntry[];
  readonly faults: readonly AgencyListFault[];
}

const columns = ['name', 'abbreviations', 'type', 'parent'] as const;

/**
 * Reads a list of agencies, ours (`flows/agencies.csv`) or an operator's own: CSV (RFC 4180) in UTF-8 with the
 * header `name,abbreviations,type,parent`. Abbreviations are separated by `|`; type is one of the nine, or
 * `none` for a name that is to be read as no agency; parent may be empty. Where quotation marks are wrong, nothing is read.
 */
export function loadAgencyList(csvText: string): AgencyList {
  const entries: AgencyEntry[] = [];
  const faults: AgencyListFault[] = [];
  const firstLines = new Map<string, number>();
  const text = csvText.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  let records: readonly CsvRecord[];
  try {
    records = readCsv(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const detail = 'a quotation mark is not closed, or stands in the middle of an unquoted field';
    return { entries, faults: [{ line: lineOf(error, text), code: 'agency-list:quote', detail }] };
  }
  const header = records[0]?.fields.map((field) => field.trim().toLowerCase());
  if (header?.join() !== columns.join())
    return {
      entries,
      faults: [{ line: 1, code: 'agency-list:header', detail: `the first line must be ${columns.join()}` }],
    };

  for (const { line, fields } of records.slice(1)) {
    if (fields.length === 1 && fields[0]?.trim() === '') continue;
    const fault = (code: AgencyListFault['code'], detail: string): void =>
      void faults.push({ line, code, detail });
    const [name = '', abbreviations = '', type = '', parent = ''] = fields.map((field) => field.trim());
    const known = firstLines.get(agencyKey(name));
    const short = [name, ...splitNames(abbreviations)].find((word) => letters(word) < 2);
    if (fields.length !== columns.length)
      fault('agency-list:columns', `${fields.length} columns instead of ${columns.length}`);
    else if (name === '') fault('agency-list:no-name', 'the name is empty');
    else if (short !== undefined)
      fault('agency-list:short-name', `"${short}" has fewer than two letters and would be found everywhere`);
    else if (!isType(type))
      fault('agency-list:unknown-type', `"${type}" is none of ${agencyTypes.join(', ')} or none`);
    else if (known !== undefined) fault('agency-list:twice', `"${name}" stands on line ${known} already`);
    else {
      firstLines.set(agencyKey(name), line);
      entries.push({ name, abbreviations: splitNames(abbreviations), type, parent: parent || null });
    }
  }
  return { entries, faults };
}

function splitNames(names: string): string[] {
  return names
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function letters(name: string): number {
  return name.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

function isType(type: string): type is AgencyEntry['type'] {
  return type === 'none' || agencyTypes.some((known) => known === type);
}

interface CsvRecord {
  /** Of its first line. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** What csv-parse gives of a record with `info`. */
interface Parsed {
  readonly record: readonly string[];
  /** Lines read up to its end, that of the record among them. */
  readonly info: { readonly lines: number };
}

/** @throws {CsvError} where a quotation mark is not closed, or stands where none may. */
function readCsv(text: string): CsvRecord[] {
  const parsed = parse(text, { info: true, relax_column_count: true }) as unknown as readonly Parsed[];
  return parsed.map(({ record, info }) => ({
    line: info.lines - record.join('').split('\n').length + 1,
    fields: record,
  }));
}

/** The line on which the record begins that could not be read. */
function lineOf(error: CsvError, text: string): number {
  const readBefore = Buffer.from(text).subarray(0, Number(error['bytes_records'])).toString();
  return readBefore.split('\n').length;
}
