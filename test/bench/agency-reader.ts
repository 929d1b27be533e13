// What a look-up of an agency costs, with our own list and with an operator's of ten thousand rows: processor time,
// since a shared machine's clock runs on while others work, and the memory that the indexes take.
// `node --expose-gc test/bench/agency-reader.ts`
import { readFileSync } from 'node:fs';
import { array, object, string } from 'zod';
import type { AgencyReader } from '../../src/routing/agency.ts';
import { createAgencyReader } from '../../src/routing/agency.ts';
import { loadAgencyList } from '../../src/routing/agency-list.ts';
import { readKnown } from '../../src/routing/known.ts';

const rows = 10_000;
const rounds = 20;
const line = object({ name: string() });

const texts = readFileSync(new URL('../../flows/evaluation/agencies.held-out.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((json) => line.parse(JSON.parse(json)).name);

/** Names of the length and likeness of real ones: what an operator's list of offices looks like. */
function operatorsList(): string {
  const { offices, provinces } = readKnown().vocabulary;
  const subjects = offices.flatMap((office) => office.subjects);
  const lines = Array.from({ length: rows }, (_, index) => {
    const subject = subjects[index % subjects.length] ?? '';
    const [province = ''] = array(string()).parse(provinces[index % provinces.length]);
    return `สำนักงานพิเศษ${subject}${province} สาขาที่ ${index},สพ${index}.|Special Office ${index},public-organization,`;
  });
  return ['name,abbreviations,type,parent', ...lines].join('\n');
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}

function measure(title: string, make: () => AgencyReader): void {
  const before = heapMb();
  const building = process.cpuUsage();
  const read = make();
  const buildMs = process.cpuUsage(building).user / 1000;
  for (const text of texts) read(text);
  const memory = heapMb() - before;
  const reading = process.cpuUsage();
  for (let round = 0; round < rounds; round++) for (const text of texts) read(text);
  const { user, system } = process.cpuUsage(reading);
  const meanUs = (user + system) / (rounds * texts.length);
  process.stdout.write(
    `${title}: ${meanUs.toFixed(0)} µs a look-up, ${memory.toFixed(1)} MB, built in ${buildMs.toFixed(0)} ms\n`,
  );
}

measure('our list', () => createAgencyReader());
const csv = operatorsList();
measure(`and ${rows} rows of an operator`, () => createAgencyReader(loadAgencyList(csv).entries));
