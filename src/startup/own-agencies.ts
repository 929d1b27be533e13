import { readFileSync } from 'node:fs';
import { ConfigFaults } from '../config/faults.ts';
import type { AgencyEntry } from '../routing/agency-list.ts';
import { loadAgencyList } from '../routing/agency-list.ts';
import { decodeThaiText } from '../text/decode.ts';

/** So many faults of a list are told at once; whoever keeps it mends them and starts again. */
const faultsTold = 20;

/**
 * The operator's list of agencies, `AGENCY_LIST`; empty where none is set.
 * @throws {ConfigFaults} with a line for each fault of the file, by its line number.
 */
export function readOwnAgencies(file: string | null): readonly AgencyEntry[] {
  if (file === null) return [];
  const text = readText(file);
  const { entries, faults } = loadAgencyList(text);
  if (faults.length === 0) return entries;
  const more = faults.length - faultsTold;
  throw new ConfigFaults([
    ...faults.slice(0, faultsTold).map(({ line, detail }) => `AGENCY_LIST: ${file}, line ${line}: ${detail}`),
    ...(more > 0 ? [`AGENCY_LIST: ${file} has ${more} more faults`] : []),
  ]);
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new ConfigFaults([`AGENCY_LIST: ${file} cannot be read. Example: chmod a+r ${file}`]);
  }
  const text = decodeThaiText(bytes);
  if (text !== null) return text;
  throw new ConfigFaults([
    `AGENCY_LIST: ${file} is neither UTF-8 nor Windows-874: save it as "CSV UTF-8" in the spreadsheet`,
  ]);
}
