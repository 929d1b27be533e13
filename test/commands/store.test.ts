import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openConfiguredStore, openStoreAt, unfinishedMark } from '../../src/startup/open-store.ts';
import { readPlace } from '../../src/commands/store/place.ts';
import type { Store } from '../../src/store/port.ts';
import { anOfficer } from '../store/builders.ts';
import { populate, recordsOf } from '../store/population.ts';
import type { RunningRedis } from '../support/processes.ts';
import { bareEnv, startProcess, startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';

const script = fileURLToPath(new URL('../../src/commands/store.ts', import.meta.url));

let folder: string;
/** The arguments that name a filled store, and an empty one. */
let full: string;
let empty: string;
let file: string;
let records: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  [full, empty] = [`sqlite:${join(folder, 'full')}`, `sqlite:${join(folder, 'empty')}`];
  file = join(folder, 'backup.gz');
  records = await withStore(full, async (store) => {
    await populate(store, 5, randomInt);
    return recordsOf(store);
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function withStore<Result>(name: string, use: (store: Store) => Promise<Result>): Promise<Result> {
  const place = readPlace(name);
  if (typeof place === 'string') throw new Error(place);
  const store = await openStoreAt(place, {});
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const recordsAt = async (name: string): Promise<string[]> => withStore(name, recordsOf);

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as npm does, in a folder without `.env`. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { ...bareEnv, DATA_DIR: join(folder, 'full'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

const failure = (pattern: RegExp) => ({
  code: 1,
  out: '',
  err: expect.stringMatching(new RegExp(`^store: .*${pattern.source}.*\n$`)) as string,
});

describe('export and import', () => {
  test('the store of the settings goes into a file for nobody else, and out of it into another', async () => {
    const written = await run(['export', file]);
    expect(written).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining(`${records.length} records`),
    });
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).not.toContain('backup.gz.part');
    const read = await run(['import', file], { DATA_DIR: join(folder, 'empty') });
    expect(read).toMatchObject({ code: 0, err: expect.stringContaining(`${records.length} records`) });
    expect(await recordsAt(empty)).toEqual(records);
  });

  test('a file that is there is not written over, unless it may go', async () => {
    writeFileSync(file, 'mine');
    expect(await run(['export', file])).toEqual(failure(/is there already.*--replace/));
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await run(['export', file, '--replace'])).toMatchObject({ code: 0 });
  });

  test('of a folder without a store there is nothing, and none is made', async () => {
    expect(await run(['export', file, '--from', empty])).toEqual(failure(/there is no store at sqlite:/));
    expect(readdirSync(folder)).toEqual(['full']);
  });
});

test('a file that was cut off is told, and what might have been let go for it stays', async () => {
  await run(['export', file]);
  writeFileSync(file, readFileSync(file).subarray(0, -40));
  expect(await run(['import', file, '--to', full, '--replace'])).toEqual(failure(/is cut off/));
  expect(await recordsAt(full)).toEqual(records);
});

describe.skipIf(redisServer === null)('copy', () => {
  let redis: RunningRedis;
  let nth = 0;
  beforeAll(async () => {
    redis = await startRedis(redisServer ?? '');
  });
  afterAll(async () => redis.stop());
  /** A database that nothing was written to. */
  const freshRedis = (): string => `${redis.url}/${(nth += 1)}`;

  test('takes everything to Redis, and back', async () => {
    const there = freshRedis();
    expect(await run(['copy', '--from', full, '--to', there])).toMatchObject({ code: 0, out: '' });
    expect(await recordsAt(there)).toEqual(records);
    expect(await run(['copy', '--from', there, '--to', empty])).toMatchObject({ code: 0, out: '' });
    expect(await recordsAt(empty)).toEqual(records);
  });

  test('that was killed half-way leaves a store that nothing else opens, and is run again', async () => {
    const there = freshRedis();
    await withStore(full, async (store) =>
      store.restore(
        Array.from({ length: 20_000 }, () => ({
          kind: 'conversation' as const,
          value: { officer: anOfficer(), version: 1, updatedAt: 1, sealed: 'k1.conversation' },
        })),
      ),
    );
    const args = [script, 'copy', '--from', full, '--to', there];
    const first = startProcess(process.execPath, args, { env: { ...bareEnv }, cwd: folder });
    const eye = new Redis(there);
    await waitFor(async () => (await eye.dbsize()) > 70, { what: 'the copy to have begun' });
    await first.stop('SIGKILL');
    expect(first.ended()).toBe('SIGKILL');
    expect(await eye.hget('dga:{common}:meta', unfinishedMark)).not.toBeNull();

    const place = readPlace(there);
    if (typeof place === 'string') throw new Error(place);
    await expect(openConfiguredStore(place)).rejects.toThrow(/unfinished copy/);
    await waitFor(async () => (await eye.pubsub('NUMSUB', 'dga:changes'))[1] === 0, {
      what: 'it to be gone',
    });
    const second = await run(args.slice(1));
    expect(second).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^10\d{3} records …\n20\d{3} records …\n/),
    });
    expect(await recordsAt(there)).toEqual(await recordsAt(full));
    eye.disconnect();
  });

  test('of a store, or into one, that is in use is refused', async () => {
    const there = freshRedis();
    await withStore(full, async () => {
      expect(await run(['copy', '--from', full, '--to', there])).toEqual(failure(/full is in use/));
      expect(await run(['export', file])).toEqual(failure(/full is in use/));
    });
    expect(existsSync(file)).toBe(false);
    await withStore(there, async () => {
      expect(await run(['copy', '--from', full, '--to', there])).toEqual(
        failure(/is in use: stop the assistant/),
      );
    });
    expect(await recordsAt(there)).toEqual([]);
  });

  test('names a store without its password', async () => {
    const url = `redis://user:geheim@127.0.0.1:${redis.port}/0`;
    const { code, err } = await run(['copy', '--from', full, '--to', url]);
    expect(code).toBe(1);
    expect(err).toMatch(/^store: .+\n$/);
    expect(err).not.toContain('geheim');
  });
});

test('--help tells how, on standard output', async () => {
  const { code, out, err } = await run(['--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const command of ['copy', 'export', 'import']) expect(out).toContain(`\n  ${command} [options]`);
});

test.each([
  '',
  'copy --from sqlite:a --to sqlite:./a',
  'copy --from mysql://a --to sqlite:b',
  'export a --to sqlite:b',
  'import a --force',
])('wrong usage is exit code 2 and one line: store %s', async (line) => {
  const { code, out, err } = await run(line.split(' ').filter(Boolean));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^store: .+--help tells more\)\n$/);
});

test('a password in the address of a store is not quoted where the address is wrong', async () => {
  const { code, err } = await run(['export', 'a', '--from', 'rediss//user:geheim@redis']);
  expect(code).toBe(2);
  expect(err).not.toContain('geheim');
});
