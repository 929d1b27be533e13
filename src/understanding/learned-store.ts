import { hash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

let kept: Compiled | undefined;

/**
 * What was learned of the tables as they stand. The first process after a change learns it, which takes some twenty seconds,
 * and leaves it for later starts in a file, which holds all of it or is not there.
 * @throws {BadTable} when a table contradicts itself.
 */
export function loadLearned(): Compiled {
  kept ??= load();
  return kept;
}

function load(): Compiled {
  const tables = tableFiles();
  const sources = deciding.flatMap((pattern) => globSync(pattern, { cwd: root }).sort());
  const texts = [
    ...tables,
    ...sources.map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') })),
  ];
  const seal = hash('sha256', texts.map(({ path, text }) => `${path}\0${text}`).join('\0'), 'base64url');
  for (const folder of folders) {
    const bytes = attempt(() => readFileSync(`${folder}/${seal}.bin`));
    if (bytes !== null) return deserialize(inflateRawSync(bytes)) as Compiled;
  }
  const table = readFaq(tables);
  const { learned } = learn(table, createAgencyReader(), (done, of) =>
    process.stderr.write(`understanding: learning from ${table.examples.length} examples, ${done}/${of}\n`),
  );
  const compiled: Compiled = { concepts: table.concepts, entries: table.entries, learned };
  const bytes = deflateRawSync(serialize(compiled));
  folders.some((folder) => attempt(() => write(folder, seal, bytes)) !== null);
  return compiled;
}

/** Another process sees the whole file or none. */
function write(folder: string, name: string, bytes: Uint8Array): true {
  mkdirSync(folder, { recursive: true });
  const partial = `${folder}/${name}.${process.pid}`;
  writeFileSync(partial, bytes);
  renameSync(partial, `${folder}/${name}.bin`);
  return true;
}

/** @returns null when the file system refuses. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
