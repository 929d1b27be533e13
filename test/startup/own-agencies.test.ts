import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOwnAgencies } from '../../src/startup/own-agencies.ts';
import { ConfigFaults } from '../../src/config/faults.ts';
import { createAgencyReader } from '../../src/routing/agency.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'agencies-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function listed(...lines: string[]): string {
  const file = join(folder, 'agencies.csv');
  writeFileSync(file, `name,abbreviations,type,parent\n${lines.join('\n')}\n`);
  return file;
}

function faultsOf(file: string): readonly string[] {
  try {
    readOwnAgencies(file);
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
  return [];
}

test('without a list only the usual agencies are known', () => {
  expect(readOwnAgencies(null)).toEqual([]);
});

test('an agency of the list is routed by its name and its abbreviation', () => {
  const read = createAgencyReader(readOwnAgencies(listed('ศูนย์ทดลองดวงดาว,ศทด.,regional,กระทรวงอวกาศ')));
  for (const text of ['ศูนย์ทดลองดวงดาว', 'ศทด. ขอโทเคนที่ไหน'])
    expect(read(text)).toMatchObject({ type: 'regional', issuer: 'parent' });
});

test('every fault is told by its line', () => {
  const file = listed('กองดวงดาว,,planet,', 'กองดวงจันทร์,,local', 'กองดาวอังคาร,,local,');
  expect(faultsOf(file)).toEqual([
    expect.stringMatching(/^AGENCY_LIST: .*agencies\.csv, line 2: "planet"/),
    expect.stringMatching(/^AGENCY_LIST: .*agencies\.csv, line 3: 3 columns instead of 4$/),
  ]);
});

test('a file that is not there is told', () => {
  expect(() => readOwnAgencies(join(folder, 'nothing.csv'))).toThrow(/cannot be read/);
});

test('a list that a Thai spreadsheet saved, in Windows-874 with Latin letters, is understood', () => {
  const file = join(folder, 'windows-874.csv');
  const text = 'name,abbreviations,type,parent\nศูนย์ Smart City,SCC.,local,\n';
  const bytes = Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code < 0x80 ? code : code - 0x0e01 + 0xa1;
  });
  writeFileSync(file, Buffer.from(bytes));
  expect(readOwnAgencies(file)).toMatchObject([{ name: 'ศูนย์ Smart City', abbreviations: ['SCC.'] }]);
});

test('a list in another encoding ends the start with one sentence', () => {
  const file = join(folder, 'latin-1.csv');
  writeFileSync(file, Buffer.from('name,abbreviations,type,parent\nUniversité,,local,\n', 'latin1'));
  expect(faultsOf(file)).toEqual([expect.stringMatching(/^AGENCY_LIST: .+ neither UTF-8 nor Windows-874/)]);
});
