import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningApp, RunningProcess } from '../support/processes.ts';
import { freePort, startApp, startProcess, startRedis } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';

/** What is measured side by side, each in a process of its own. */
export const variantNames = ['floor', 'echo', 'by-hand', 'sqlite', 'redis', 'redis-2'] as const;
export type VariantName = (typeof variantNames)[number];

export const titles: Readonly<Record<VariantName, string>> = {
  floor: '1 node:http, signature only',
  echo: '2 Express and SDK, echo',
  'by-hand': '3 SDK, XState, Redis by hand',
  sqlite: '4 assistant, SQLite FULL',
  redis: '5 assistant, Redis',
  'redis-2': '6 assistant, Redis, 2 processes',
};

export interface Variant {
  readonly name: VariantName;
  /** Without `/webhook`; several take turns. */
  readonly urls: readonly string[];
  /** Those of the program; Redis is not among them. */
  readonly processes: readonly RunningProcess[];
  /** Settings of an assistant, to open its store beside it; null for the others. */
  readonly settings: Readonly<Record<string, string>> | null;
  stop(): Promise<void>;
}

/** The channel that all variants and the load share. */
export interface Channel {
  readonly secret: string;
  readonly token: string;
  readonly lineUrl: string;
}

/** Redis as an operator runs it: every write appended, flushed each second. */
const redisArgs = ['--appendonly', 'yes', '--appendfsync', 'everysec'];

/** @param redisServer path of `redis-server`. */
export async function startVariant(
  name: VariantName,
  channel: Channel,
  redisServer: string,
): Promise<Variant> {
  switch (name) {
    case 'floor':
    case 'echo':
      return startPlain(name, channel, []);
    case 'by-hand': {
      const redis = await startRedis(redisServer, redisArgs);
      const variant = await startPlain(name, channel, [redis.url]);
      return { ...variant, stop: async () => stopAll([variant, redis]) };
    }
    case 'sqlite':
      return startAssistant(name, channel, 1, {});
    case 'redis':
    case 'redis-2': {
      const redis = await startRedis(redisServer, redisArgs);
      const variant = await startAssistant(name, channel, name === 'redis' ? 1 : 2, { REDIS_URL: redis.url });
      return { ...variant, stop: async () => stopAll([variant, redis]) };
    }
  }
}

async function stopAll(running: readonly { stop(): Promise<void> }[]): Promise<void> {
  for (const each of running) await each.stop();
}

async function startPlain(name: VariantName, channel: Channel, more: readonly string[]): Promise<Variant> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = fileURLToPath(new URL(`variants/${name}.ts`, import.meta.url));
  const args = [file, String(port), channel.secret, channel.token, channel.lineUrl, ...more];
  const running = startProcess(process.execPath, args);
  const isUp = async () => running.ended() !== null || (await fetch(url)).ok;
  await waitFor(isUp, { what: name, timeoutMs: 30_000 });
  if (running.ended() !== null) throw new Error(`${name} ended:\n${running.output()}`);
  return { name, urls: [url], processes: [running], settings: null, stop: async () => running.stop() };
}

async function startAssistant(
  name: VariantName,
  channel: Channel,
  count: number,
  store: { readonly [setting: string]: string },
): Promise<Variant> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const settings = {
    LINE_CHANNEL_SECRET: channel.secret,
    LINE_CHANNEL_ACCESS_TOKEN: channel.token,
    LINE_API_BASE_URL: channel.lineUrl,
    LINE_DATA_API_BASE_URL: channel.lineUrl,
    LINE_BOT_ID: '@bench',
    DATA_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...store,
  };
  const apps: RunningApp[] = [];
  for (let nth = 0; nth < count; nth += 1) apps.push(await startApp(settings));
  return {
    name,
    urls: apps.map(({ url }) => url),
    processes: apps,
    settings,
    stop: async () => {
      await stopAll(apps);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Processor time so far, seconds. Of Linux alone; elsewhere there is none. */
export function cpuSeconds({ processes }: Variant): number {
  return sumOf(processes, (pid) => {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    // utime and stime, in hundredths of a second: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    return (Number(fields[11]) + Number(fields[12])) / 100;
  });
}

/** Resident memory, MiB. */
export function residentMiB({ processes }: Variant): number {
  return sumOf(processes, (pid) => {
    const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib) / 1024;
  });
}

function sumOf(processes: readonly RunningProcess[], read: (pid: number) => number): number {
  return processes.reduce((sum, { pid }) => sum + read(pid), 0);
}
