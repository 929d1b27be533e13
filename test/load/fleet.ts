import { join } from 'node:path';
import type { Store } from '../../src/store/port.ts';
import { openRedisStore } from '../../src/store/redis/redis-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Installation } from '../e2e/installation.ts';
import { openInstallation } from '../e2e/installation.ts';
import type { RunningApp } from '../support/processes.ts';
import { freePort, startApp } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import type { Person } from './crowd.ts';
import { crowdOf, longMs, play } from './crowd.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';

/** Webhooks under way at one time: enough to overlap everywhere, few enough for LINE's two seconds on a busy machine. */
export const players = 12;

/** Several processes of the assistant on one store, and LINE before them. */
export interface Fleet {
  readonly house: Installation;
  /** Webhook addresses, which stay the same however often a process is started. */
  readonly doors: readonly string[];
  readonly apps: readonly RunningApp[];
  /** `kill -9`. */
  kill(nth: number): Promise<void>;
  /** Starts it again at the same address. */
  revive(nth: number): Promise<void>;
  /** Resolves when LINE has got everything. */
  delivered(): Promise<void>;
  close(): Promise<void>;
}

export async function openFleet(size: number, settings: Readonly<Record<string, string>>): Promise<Fleet> {
  const house = await openInstallation({ LOG_LEVEL: 'warn', ...settings });
  const ports = await Promise.all(Array.from({ length: size - 1 }, freePort));
  const start = async (port: string): Promise<RunningApp> => startApp({ ...house.settings, PORT: port });
  const apps = [house.app, ...(await Promise.all(ports.map((port) => start(String(port)))))];
  const urls = apps.map(({ url }) => url);
  return {
    house,
    doors: urls.map((url) => `${url}/webhook`),
    apps,
    kill: async (nth) => apps[nth]?.stop('SIGKILL'),
    async revive(nth) {
      apps[nth] = await start(new URL(urls[nth] ?? '').port);
    },
    async delivered() {
      await waitFor(async () => (await outboxOf(urls[0] ?? '')) === 0, {
        timeoutMs: longMs,
        what: 'LINE to have everything',
      });
    },
    async close() {
      await Promise.all(apps.map(async (app) => app.stop('SIGKILL')));
      await house.close();
    },
  };
}

/** How many messages wait, as `/metrics` says. */
async function outboxOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, count] = /^dga_outbox_pending (\d+)$/m.exec(text) ?? [];
  if (count === undefined) throw new Error('no metric tells of the outbox');
  return Number(count);
}

/** What comes of the same doings with one process alone, on SQLite, each event in a webhook of its own. */
export async function alone(size: number, stepCount: number): Promise<Outcome> {
  const fleet = await openFleet(1, {});
  const { platform, settings } = fleet.house;
  try {
    const people = crowdOf(platform, size, stepCount);
    await play(platform, people, { doors: fleet.doors, players, tangled: false });
    await fleet.delivered();
    await fleet.house.app.stop();
    return await readOutcome(
      fleet.house,
      openSqliteStore({ path: join(settings['DATA_DIR'] ?? '', 'assistant.db') }),
      people,
    );
  } finally {
    await fleet.close();
  }
}

/** What came of it on Redis. */
export async function outcomeOn(
  at: Parameters<typeof openRedisStore>[0]['at'],
  house: Installation,
  people: readonly Person[],
): Promise<Outcome> {
  // Everything of everybody is asked for at once, and opening it keeps this process from hearing the answers.
  return readOutcome(house, await openRedisStore({ at, timeoutMs: 10_000 }), people);
}

async function readOutcome(
  { platform, settings }: Installation,
  store: Store,
  people: readonly Person[],
): Promise<Outcome> {
  try {
    const userIds = people.map(({ userId }) => userId);
    return await outcomeOf(platform, store, settings['DATA_KEYS'] ?? '', userIds);
  } finally {
    await store.close();
  }
}
