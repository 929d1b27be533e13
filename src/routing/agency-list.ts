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
 * `none` for a name that is to be read as no agency; parent may be empty.
 */
export function loadAgencyList(csvText: string): AgencyList {
  const entries: AgencyEntry[] = [];
  const faults: AgencyListFault[] = [];
  const firstLines = new Map<string, number>();
  const records = readCsv(csvText.replace(/^\ufeff/, ''));
  const header = records[0]?.fields.map((field) => field.trim().toLowerCase());
  if (header?.join() !== columns.join())
    return {
      entries,
      faults: [{ line: 1, code: 'agency-list:header', detail: `the first line must be ${columns.join()}` }],
    };

  for (const { line, fields, isOpen } of records.slice(1)) {
    if (fields.length === 1 && fields[0]?.trim() === '') continue;
    const fault = (code: AgencyListFault['code'], detail: string): void =>
      void faults.push({ line, code, detail });
    const [name = '', abbreviations = '', type = '', parent = ''] = fields.map((field) => field.trim());
    const known = firstLines.get(agencyKey(name));
    const short = [name, ...splitNames(abbreviations)].find((word) => letters(word) < 2);
    if (isOpen) fault('agency-list:quote', 'a quotation mark is not closed');
    else if (fields.length !== columns.length)
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
  readonly line: number;
  readonly fields: readonly string[];
  /** A quotation mark was never closed. */
  readonly isOpen: boolean;
}

function readCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let index = 0;
  while (index < text.length) {
    const first = line;
    const fields: string[] = [];
    let isOpen = false;
    for (;;) {
      let field = '';
      if (text.charAt(index) === '"') {
        isOpen = true;
        index++;
        while (index < text.length) {
          const letter = text.charAt(index++);
          if (letter === '\n') line++;
          if (letter !== '"') field += letter;
          else if (text.charAt(index) === '"') field += text.charAt(index++);
          else {
            isOpen = false;
            break;
          }
        }
      }
      const rest = /[^,\r\n]*/y;
      rest.lastIndex = index;
      field += rest.exec(text)?.[0] ?? '';
      index = rest.lastIndex;
      fields.push(field);
      if (text.charAt(index) !== ',') break;
      index++;
    }
    records.push({ line: first, fields, isOpen });
    const lineEnd = /\r?\n|\r/y;
    lineEnd.lastIndex = index;
    if (!lineEnd.test(text)) break;
    index = lineEnd.lastIndex;
    line++;
  }
  return records;
}
