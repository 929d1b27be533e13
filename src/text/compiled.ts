import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * What is worked out of the tables of `flows/` ahead of time, so that no start has to: `flows/compiled/NAME.json`. It counts
 * while the tables' text is still that of its seal; after an edit the tables themselves are read, until `npm run golden` has
 * written it anew. A test holds it against the tables, so what is read here needs no second check.
 */
interface Compiled {
  readonly seal: string;
  readonly value: unknown;
}

const folder = new URL('../../flows/compiled/', import.meta.url);

/** @param sources the text of every table that it was worked out of. @returns null when it is missing, or of other tables. */
export function readCompiled(name: string, sources: readonly string[]): unknown {
  let text: string;
  try {
    text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
  } catch {
    return null;
  }
  const { seal, value } = JSON.parse(text) as Compiled;
  return seal === sealOf(sources) ? value : null;
}

/** The text of the file. */
export function compiledText(sources: readonly string[], value: unknown): string {
  return `${JSON.stringify({ seal: sealOf(sources), value } satisfies Compiled)}\n`;
}

/** Base64 of numbers, the lowest byte of each first, as every machine has them that Node.js runs on. */
export function packed({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** What was packed, for the kind of array that it was. */
export function unpacked(base64: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(base64, 'base64')).buffer;
}

function sealOf(sources: readonly string[]): string {
  return hash('sha256', sources.join('\0'), 'base64url');
}
