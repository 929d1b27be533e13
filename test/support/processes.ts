import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from './wait.ts';

const home = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What a program of the project gets of this environment: the PATH alone, and the cache of compiled modules that npm's
 * scripts name too. Tests start hundreds of them.
 */
export const bareEnv = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: join(home, 'node_modules/.cache/node'),
};

export interface RunningProcess {
  readonly pid: number;
  /** All that it wrote to standard output and standard error so far. */
  output(): string;
  /** Exit code once it has ended, or the signal that ended it; null while it runs. */
  ended(): number | NodeJS.Signals | null;
  /** Ends it with the signal and waits; SIGTERM unless told. Does nothing where it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Starts a program. It is ended by its own id, with the test run at the latest. */
export function startProcess(
  program: string,
  args: readonly string[],
  { env = process.env, cwd = home }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): RunningProcess {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  child.on('error', (error) => {
    output += error.message;
  });
  endWithThisProcess(child);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended: () => child.exitCode ?? child.signalCode,
    stop: (signal = 'SIGTERM') => stop(child, signal),
  };
}

const running = new Set<ChildProcess>();

/** A test that failed may have left its processes running; the runner ends those who ran it by SIGTERM. */
function endWithThisProcess(child: ChildProcess): void {
  if (running.size === 0) process.once('exit', endRunning).once('SIGTERM', endRunning);
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endRunning).off('SIGTERM', endRunning);
  });
}

function endRunning(signal: NodeJS.Signals | number): void {
  for (const child of running) child.kill('SIGKILL');
  if (typeof signal === 'string') process.kill(process.pid, signal);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

export interface RunningRedis extends RunningProcess {
  readonly port: number;
  readonly url: string;
}

/**
 * A Redis server of its own, which fsyncs each write and forgets everything when it is stopped.
 * @param program path of `redis-server`; see `programs.ts`.
 */
export async function startRedis(program: string, args: readonly string[] = []): Promise<RunningRedis> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'redis-'));
  const listen = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir];
  const durable = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
  const redis = startProcess(program, [...listen, ...durable, ...args]);
  await waitUntilUp(redis, () => redis.output().includes('Ready to accept connections'), 'redis-server');
  return {
    ...redis,
    port,
    url: `redis://127.0.0.1:${port}`,
    async stop(signal) {
      await redis.stop(signal);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface RunningApp extends RunningProcess {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** From the start of the process to the first 200 of `/readyz`. */
  readonly startMs: number;
}

/**
 * The assistant as a process of its own, ready. It gets `bareEnv` and no `.env`: it runs in an
 * empty folder, which goes when it is stopped.
 * @param env settings; PORT is a free one unless given. What is to outlive the process needs a DATA_DIR.
 */
export async function startApp(env: { readonly [name: string]: string }): Promise<RunningApp> {
  const port = env['PORT'] ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const cwd = mkdtempSync(join(tmpdir(), 'assistant-'));
  const startedAt = performance.now();
  const app = startProcess(process.execPath, [join(home, 'src/main.ts')], {
    env: { ...bareEnv, PORT: port, ...env },
    cwd,
  });
  await waitUntilUp(app, async () => (await fetch(`${url}/readyz`)).ok, 'the assistant');
  return {
    ...app,
    url,
    startMs: performance.now() - startedAt,
    async stop(signal) {
      await app.stop(signal);
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

/** Gives up at once when the process ends, with what it said. What did not come up in time is ended. */
async function waitUntilUp(
  running: RunningProcess,
  isUp: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  try {
    const state = await waitFor(async () => (running.ended() === null ? (await isUp()) && 'up' : 'ended'), {
      // Seconds of work, which several that start at once on a busy machine have to share.
      timeoutMs: 180_000,
      what: `${what} to be ready`,
    });
    if (state === 'ended') throw new Error(`${what} ended with ${running.ended()}`);
  } catch (cause) {
    await running.stop('SIGKILL');
    throw new Error(`${what} did not start:\n${running.output()}`, { cause });
  }
}
