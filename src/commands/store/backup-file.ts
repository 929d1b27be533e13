import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { StoreRecord, StoreRecordKind } from '../../store/port.ts';
import { linesOf } from '../../text/lines.ts';
import { Failure } from '../../startup/command-line.ts';
import { readRecord } from './records.ts';
import type { Counts, Source } from './transfer.ts';

/*
 * A backup file: JSON lines, gzipped.
 *   {"format":"dga-assistant-backup","version":1,"at":"2026-11-23T02:00:00.000Z","installation":"3f…"}
 *   {"kind":"meta","value":{…}}                a record of the store port a line
 *   {"end":{"meta":1,…}}                       how many of each kind there were: without it the file is cut off
 */
const format = 'dga-assistant-backup';
const version = 1;

const header = z.object({
  format: z.literal(format),
  version: z.int(),
  at: z.string(),
  installation: z.string(),
});
const ending = z.object({ end: z.record(z.string(), z.int()) });

/**
 * Writes all records of the source. The file has its name only when it is whole.
 * @param now epoch ms. @param replace lets a file of that name go.
 */
export async function writeBackup(
  file: string,
  source: Source,
  { now, replace, onProgress }: { now: number; replace: boolean; onProgress: (count: number) => void },
): Promise<Counts> {
  if (!replace && existsSync(file))
    throw new Failure(`${file} is there already: name another file, or give --replace`);
  const draft = `${file}.part`;
  const counts: { [Kind in StoreRecordKind]?: number } = {};
  async function* lines(): AsyncGenerator<string> {
    let total = 0;
    const { installation } = source;
    yield lineOf({ format, version, at: new Date(now).toISOString(), installation });
    for await (const record of source.records()) {
      counts[record.kind] = (counts[record.kind] ?? 0) + 1;
      total += 1;
      yield lineOf(record);
      onProgress(total);
    }
    yield lineOf({ end: counts });
  }
  try {
    // For nobody else's eyes, though what is personal in it is sealed.
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(draft, { mode: 0o600 }));
    const written = await open(draft);
    await written.sync();
    await written.close();
    await rename(draft, file);
  } catch (fault) {
    rmSync(draft, { force: true });
    throw fault;
  }
  return counts;
}

/**
 * A backup file as a source, read to its end before anything is taken from it.
 * @throws {Failure} where it is none, is cut off or damaged, or is of a version that this program does not know.
 */
export async function openBackup(file: string): Promise<Source> {
  const { installation } = await readHeader(file);
  const records = recordsIn(file);
  while (!(await records.next()).done);
  return { installation, records: () => recordsIn(file) };
}

async function readHeader(file: string): Promise<z.infer<typeof header>> {
  for await (const line of jsonLines(file)) {
    const read = header.safeParse(line);
    if (!read.success) break;
    if (read.data.version === version) return read.data;
    throw new Failure(
      `${file} is a backup of format ${read.data.version}, and this program reads ${version}: use the version that wrote it`,
    );
  }
  throw notABackup(file);
}

async function* recordsIn(file: string): AsyncGenerator<StoreRecord> {
  const counts: { [Kind in StoreRecordKind]?: number } = {};
  let number = 0;
  let isEnded = false;
  for await (const line of jsonLines(file)) {
    number += 1;
    if (number === 1) continue;
    const end = ending.safeParse(line);
    if (isEnded || (end.success && !areEqual(end.data.end, counts))) throw damaged(file, number);
    isEnded = end.success;
    if (isEnded) continue;
    const record = readRecord(line);
    if (!record) throw damaged(file, number);
    counts[record.kind] = (counts[record.kind] ?? 0) + 1;
    yield record;
  }
  if (!isEnded) throw cutOff(file);
}

async function* jsonLines(file: string): AsyncGenerator {
  const gunzip = createGunzip();
  const bytes = createReadStream(file).on('error', (error) => gunzip.destroy(error));
  let number = 0;
  try {
    for await (const line of linesOf(bytes.pipe(gunzip))) {
      number += 1;
      yield parse(line) ?? damagedLine(file, number);
    }
  } catch (error) {
    // https://www.zlib.net/manual.html#Constants
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'Z_BUF_ERROR') throw cutOff(file);
    if (code === 'Z_DATA_ERROR') throw (await isGzip(file)) ? damaged(file, number + 1) : notABackup(file);
    throw error;
  } finally {
    bytes.destroy();
  }
}

/** By its first two bytes: https://www.rfc-editor.org/rfc/rfc1952#page-6 */
async function isGzip(file: string): Promise<boolean> {
  const bytes = await open(file);
  try {
    const { buffer } = await bytes.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.equals(Buffer.from([0x1f, 0x8b]));
  } finally {
    await bytes.close();
  }
}

function damagedLine(file: string, number: number): never {
  throw number === 1 ? notABackup(file) : damaged(file, number);
}

/** Null where it is no JSON; a line of a backup is never null. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

function areEqual(told: { readonly [kind: string]: number }, found: Counts): boolean {
  const kinds = new Set([...Object.keys(told), ...Object.keys(found)]);
  return [...kinds].every((kind) => told[kind] === found[kind as StoreRecordKind]);
}

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;
const notABackup = (file: string) => new Failure(`${file} is no backup of the assistant's store`);
const cutOff = (file: string) =>
  new Failure(`${file} is cut off: its end is missing. Nothing was taken from it; use another backup`);
const damaged = (file: string, line: number) =>
  new Failure(`${file} is damaged at line ${line}. Nothing was taken from it; use another backup`);
