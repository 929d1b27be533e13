import { hash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createAgencyReader } from '../routing/agency.ts';
import type { Learned } from './learn.ts';
import { learn } from './learn.ts';
import type { Entries } from './tables.ts';
import { readFaq, tableFiles } from './tables.ts';

/** What a start needs: what was learned, and of the tables all but the examples. */
export interface Compiled extends Entries {
  readonly learned: Learned;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The first that can be written to. */
const folders = [`${root}node_modules/.cache/understanding`, `${tmpdir()}/dga-understanding`];
/** All that decides what is learned besides the tables. */
const deciding = ['flows/domain.ts', 'flows/agenc*', 'src/{understanding,routing,text}/*.ts'];
/** A process that learns is done or dead after so long. */
const longestLearningMs = 120_000;
const pollMs = 100;

let kept: Compiled | undefined;

/**
 * What was learned of the tables as they stand. The first process after a change learns it, which takes some ten seconds,
 * and leaves it for all others and later starts; a file holds either all of it or is not there.
 * @throws {BadTable} when a table contradicts itself.
 */
export function loadLearned(): Compiled {
  kept ??= load();
  return kept;
}

function load(): Compiled {
  const files = tableFiles();
  const name = `${sealOf(files.map(({ path, text }) => `${path}\0${text}`))}.bin`;
  for (const folder of folders) {
    const found = readCompiled(`${folder}/${name}`);
    if (found !== null) return found;
  }
  const folder = folders.find(isWritable);
  const lock = `${folder}/${name}.lock`;
  if (folder === undefined) return learnNow(files);
  if (!isMine(lock)) {
    const found = waitFor(`${folder}/${name}`, lock);
    if (found !== null) return found;
  }
  try {
    const compiled = learnNow(files);
    const partial = `${folder}/${name}.${process.pid}`;
    writeFileSync(partial, bytesOf(compiled));
    renameSync(partial, `${folder}/${name}`);
    return compiled;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function sealOf(tables: readonly string[]): string {
  const others = deciding.flatMap((pattern) => globSync(pattern, { cwd: root }).sort());
  const texts = others.map((path) => `${path}\0${readFileSync(`${root}${path}`, 'utf8')}`);
  return hash('sha256', [...tables, ...texts].join('\0'), 'base64url');
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = `${folder}/${process.pid}.probe`;
    writeFileSync(probe, '');
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}

/** Whether this process is the one that learns. A lock is a folder, since only one process can make it. */
function isMine(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > longestLearningMs)
      rmSync(lock, { recursive: true, force: true });
  } catch {
    // There is none.
  }
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

/** Waits for another process. @returns null when that one died or took too long. */
function waitFor(path: string, lock: string): Compiled | null {
  const still = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < longestLearningMs; waited += pollMs) {
    const found = readCompiled(path);
    if (found !== null) return found;
    if (isMine(lock)) return readCompiled(path);
    Atomics.wait(still, 0, 0, pollMs);
  }
  return null;
}

function learnNow(files: ReturnType<typeof tableFiles>): Compiled {
  const table = readFaq(files);
  const { learned } = learn(table, createAgencyReader(), (done, of) =>
    process.stderr.write(`understanding: learning from ${table.examples.length} examples, ${done}/${of}\n`),
  );
  return { concepts: table.concepts, entries: table.entries, learned };
}

/** Bytes of numbers and words, packed. */
function bytesOf(compiled: Compiled): Uint8Array {
  return deflateRawSync(serialize(compiled));
}

/** @returns null when there is no such file. */
function readCompiled(path: string): Compiled | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return null;
  }
  return deserialize(inflateRawSync(bytes)) as Compiled;
}
