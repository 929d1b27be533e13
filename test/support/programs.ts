import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of the first of these programs that is on the PATH; null where none is. */
export function findProgram(names: readonly string[]): string | null {
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}

// The names are those that scripts/install.mjs makes sure of. Where one is missing all the same, its tests are
// left out by `test.skipIf`; CI counts that as a failure.
export const redisServer = findProgram(['redis-server']);
export const chromium = findProgram(['chromium', 'chromium-browser', 'google-chrome']);
