import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readVersion } from '../../src/ops/version.ts';

const commit = 'a'.repeat(40);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'version-'));
  write('package.json', '{"version":"1.2.3"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test.each<[string, { [path: string]: string }, string | null]>([
  ['a branch', { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${commit}\n` }, commit],
  ['no branch', { '.git/HEAD': `${commit}\n` }, commit],
  [
    'a packed branch',
    {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.git/packed-refs': `# pack-refs\n${commit} refs/heads/main\n`,
    },
    commit,
  ],
  [
    'a worktree',
    {
      '.git': 'gitdir: store/worktrees/w\n',
      'store/worktrees/w/HEAD': 'ref: refs/heads/w\n',
      'store/worktrees/w/commondir': '../..\n',
      'store/refs/heads/w': `${commit}\n`,
    },
    commit,
  ],
  ['an image', { COMMIT: `${commit}\n` }, commit],
  ['no commit yet', { '.git/HEAD': 'ref: refs/heads/main\n' }, null],
  ['an archive without git', {}, null],
])('the commit of %s', (_what, files, expected) => {
  for (const [path, text] of Object.entries(files)) write(path, text);
  expect(readVersion(folder)).toEqual({ version: '1.2.3', commit: expected });
});
