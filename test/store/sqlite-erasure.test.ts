import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TurnWrite } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const turn = (expected: number, sealed: string, over: Partial<TurnWrite> = {}): TurnWrite => ({
  officer: 'officer-key',
  at: expected,
  eventIds: [`event-${expected}`],
  conversation: { expected, sealed },
  requests: [],
  outbox: [],
  consents: [],
  ...over,
});

test('after an erasure neither the file nor its write-ahead log holds what was there before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'erasure-'));
  const store = openSqliteStore({ path: join(folder, 'store.sqlite') });
  const everything = () =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');
  try {
    // Of many lengths, those that need pages of their own too.
    for (let version = 0; version < 20; version += 1)
      await store.commit({
        turns: [turn(version, `k.${'secret-of-before'.repeat(1 + version ** 2 * 10)}`)],
        settlements: [],
        lease: null,
      });
    expect(everything().includes('secret-of-before')).toBe(true);
    await store.commit({
      turns: [turn(20, 'k.nothing', { undeliveredGone: true })],
      settlements: [],
      lease: null,
    });
    expect(everything().includes('secret-of-before')).toBe(false);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
