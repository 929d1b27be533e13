import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { DataKey } from './vault.ts';
import { Unreadable } from './vault.ts';

/** Keys that personal data is encrypted with, newest first. */
export type DataKeys = readonly [DataKey, ...DataKey[]];

/** An id stands in front of a dot in every sealed value, so it has none itself. */
const idPattern = /^[A-Za-z0-9_-]{1,32}$/;
const secretPattern = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * Reads `id:base64,id:base64,…`.
 * @returns the keys, or in words what is wrong with the text; the words never hold a part of a secret.
 */
export function parseDataKeys(text: string): DataKeys | string {
  const keys: DataKey[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const [id = '', secret = '', ...rest] = part.trim().split(':');
    const place = `key ${index + 1}`;
    if (rest.length > 0 || !idPattern.test(id))
      return `${place} is not written id:base64, the id of up to 32 letters, digits, - or _`;
    if (!secretPattern.test(secret)) return `${place} is not 32 bytes in base64`;
    if (keys.some((key) => key.id === id)) return `${place} has the id of an earlier key`;
    keys.push({ id, secret: Buffer.from(secret, 'base64') });
  }
  const [newest, ...older] = keys;
  return newest ? [newest, ...older] : 'has no key';
}

/**
 * The keys of an installation that was given none: made on the first start, read on later ones. They lie in
 * `data-keys.env` in the data folder, readable by its owner alone, as a line that can be copied to `.env`.
 * Of two processes that start at once, both end up with the same keys.
 * @throws {Unreadable} when the file holds no keys; Error when the folder cannot be written.
 */
export function ensureDataKeys(dir: string): DataKeys {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = keysFile(dir);
  const kept = readIfThere(file) ?? makeOnce(file);
  const keys = parseDataKeys(parseEnv(kept)['DATA_KEYS'] ?? '');
  if (typeof keys === 'string') throw new Unreadable(`${file}: ${keys}`);
  return keys;
}

/** Where the keys of an installation lie that was given none. */
export const keysFile = (dir: string): string => join(dir, 'data-keys.env');

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

/** A link appears whole or not at all, and never over one that is there: the first of two writers wins. */
function makeOnce(file: string): string {
  const draft = `${file}.${process.pid}`;
  const text = `DATA_KEYS=local:${randomBytes(32).toString('base64')}\n`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
    return text;
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(draft);
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
