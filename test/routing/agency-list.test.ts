import { describe, expect, test } from 'vitest';
import { createAgencyReader } from '../../src/routing/agency.ts';
import { loadAgencyList } from '../../src/routing/agency-list.ts';

const header = 'name,abbreviations,type,parent';
const list = (...lines: string[]): string => [header, ...lines].join('\n');

describe("an operator's list", () => {
  test('is read line by line, quotes, byte-order mark and Windows line ends included', () => {
    const { entries, faults } = loadAgencyList(
      `\ufeff${header}\r\n"สำนักงาน ก, ข และ ""ค""",สกข.|OKK,new-form-agency,\r\nกรมใหม่,,central-government,กระทรวงใหม่\r\n`,
    );
    expect(faults).toEqual([]);
    expect(entries).toEqual([
      { name: 'สำนักงาน ก, ข และ "ค"', abbreviations: ['สกข.', 'OKK'], type: 'new-form-agency', parent: null },
      { name: 'กรมใหม่', abbreviations: [], type: 'central-government', parent: 'กระทรวงใหม่' },
    ]);
  });

  test('is refused as a whole without its header', () => {
    const { entries, faults } = loadAgencyList('กรมใหม่,,central-government,');
    expect(entries).toEqual([]);
    expect(faults).toMatchObject([{ line: 1, code: 'agency-list:header' }]);
  });

  test.each<[code: string, lines: string[], line: number]>([
    ['agency-list:columns', ['กรมใหม่,,central-government'], 2],
    ['agency-list:no-name', [',,local,'], 2],
    ['agency-list:short-name', ['กรมใหม่,ก.,central-government,'], 2],
    ['agency-list:unknown-type', ['กรมใหม่,,department,'], 2],
    ['agency-list:twice', ['กรมใหม่,,central-government,', 'กรมใหม่,,local,'], 3],
    ['agency-list:quote', ['"กรมใหม่,,central-government,'], 2],
  ])('names the line of a fault: %s', (code, lines, line) => {
    const { faults } = loadAgencyList(list(...lines));
    expect(faults).toMatchObject([{ line, code }]);
    expect(faults[0]?.detail).not.toBe('');
  });

  test('leaves out the line with the fault and uses the others', () => {
    const { entries, faults } = loadAgencyList(
      list('อบต.หนึ่ง,,local,', 'กรมใหม่,,department,', 'อบต.สอง,,local,'),
    );
    expect(faults).toHaveLength(1);
    expect(entries.map(({ name }) => name)).toEqual(['อบต.หนึ่ง', 'อบต.สอง']);
  });

  test('counts lines as an editor does, over quoted line ends and empty lines', () => {
    const { faults } = loadAgencyList(list('"กรม\nใหม่",,central-government,', '', ',,local,'));
    expect(faults).toMatchObject([{ line: 5, code: 'agency-list:no-name' }]);
  });

  test('adds to what the reader knows, and wins over it', () => {
    const { entries } = loadAgencyList(
      list(
        'สถาบันกาแฟแห่งชาติ,สกฟช.|NCI,public-organization,',
        'โรงพยาบาลรัตภูมิ,,local,อบจ.สงขลา',
        'วิทยาลัยเอกชนสุขใจ,,none,',
      ),
    );
    const read = createAgencyReader(entries);
    expect(read('อยู่ สกฟช. ขอโทเคนที่ไหน')?.reason).toEqual({ code: 'listed', matched: 'สถาบันกาแฟแห่งชาติ' });
    expect(read('NCI')?.type).toBe('public-organization');
    expect(read('รพ.รัตภูมิ')?.type).toBe('local');
    expect(read('วิทยาลัยเอกชนสุขใจ')).toBeNull();
    expect(read('กรมที่ดิน')?.type).toBe('central-government');
  });
});
