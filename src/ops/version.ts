import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What runs here, for whoever reports a fault or looks after an upgrade. */
export interface Version {
  /** Of package.json. */
  readonly version: string;
  /** Full hash of the commit; null where neither a checkout nor a file `COMMIT` tells. */
  readonly commit: string | null;
}

const home = fileURLToPath(new URL('../../', import.meta.url));
const packageSchema = z.object({ version: z.string() });
const hash = /^[0-9a-f]{40}$/;

/**
 * The version of the project in a folder, the project's own unless told. The commit is read from a file `COMMIT`, which
 * an image may have, or else from git's files: there may be no git on the machine.
 */
export function readVersion(folder = home): Version {
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return { version, commit: asHash(readText(join(folder, 'COMMIT'))) ?? checkedOut(folder) };
}

/** The commit that a checkout stands on; https://git-scm.com/docs/gitrepository-layout. */
function checkedOut(folder: string): string | null {
  // In a worktree `.git` is a file that leads to the folder.
  const link = /^gitdir: (.+)$/m.exec(readText(join(folder, '.git')) ?? '')?.[1];
  const git = link ? resolve(folder, link) : join(folder, '.git');
  const head = readText(join(git, 'HEAD'));
  const ref = /^ref: (refs\/.+)$/m.exec(head ?? '')?.[1];
  if (!ref) return asHash(head);
  const shared = resolve(git, readText(join(git, 'commondir'))?.trim() ?? '.');
  const packed = readText(join(shared, 'packed-refs'))
    ?.split('\n')
    .find((line) => line.endsWith(` ${ref}`));
  return asHash(readText(join(shared, ref))) ?? asHash(packed?.split(' ')[0] ?? null);
}

function asHash(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return hash.test(trimmed) ? trimmed : null;
}

/** Null where there is no such file, or it is a folder. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
