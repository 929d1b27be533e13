import type { Server } from 'node:http';
import type { Log } from '../base/log.ts';
import { within } from '../base/within.ts';

/** Something that works in the background. `stop` takes nothing more and resolves when it has finished what it took. */
export interface Part {
  readonly name: string;
  stop(): Promise<void> | void;
}

export interface Drain {
  /** Aborted when the process begins to stop. */
  readonly signal: AbortSignal;
  /** Stops on SIGTERM and SIGINT. */
  onSignals(): void;
  /** Stops now; resolves after the exit was asked for. */
  stop(reason: string): Promise<void>;
}

export interface DrainParts {
  readonly server: Server;
  /** What answers without end (live updates) and would keep the server open; ended at once. */
  readonly streams?: readonly { close(): void }[];
  /** Stopped one after another, once the requests under way are answered. The store comes last. */
  readonly parts: readonly Part[];
  readonly log: Log;
  /** The whole stop takes no longer. */
  readonly timeoutMs?: number;
  readonly process?: Pick<NodeJS.Process, 'on' | 'exit'>;
}

/**
 * npm hands a signal on to the process although the terminal already sent it one: two within this time are
 * one press of Ctrl-C.
 */
const sameSignalMs = 500;

/**
 * The graceful stop: accept nothing more, answer what was asked, stop the parts in order, exit with 0. Who asks
 * a second time gets an exit at once, and what takes too long is cut off with exit code 1. Nothing committed is
 * lost either way.
 */
export function createDrain({
  server,
  streams = [],
  parts,
  log,
  timeoutMs = 10_000,
  process: self = process,
}: DrainParts): Drain {
  const controller = new AbortController();
  let stopping: Promise<void> | null = null;
  let stoppedAt = 0;

  async function stopAll(reason: string): Promise<void> {
    log.info('stopping', { part: reason });
    const startedAt = performance.now();
    const left = () => timeoutMs - (performance.now() - startedAt);
    controller.abort();
    try {
      for (const stream of streams) stream.close();
      // Half of the time is for requests that are under way; whoever is not served by then is cut off.
      await closeServer(server, timeoutMs / 2);
      for (const part of parts) {
        log.debug('stopping a part', { part: part.name });
        await within(Promise.resolve(part.stop()), left() - 200);
      }
      log.info('stopped', { durationMs: Math.round(performance.now() - startedAt) });
      self.exit(0);
    } catch (error) {
      log.error('stopped before everything was finished', { error });
      self.exit(1);
    }
  }

  function stop(reason: string): Promise<void> {
    stopping ??= stopAll(reason);
    return stopping;
  }

  return {
    signal: controller.signal,
    stop,
    onSignals() {
      for (const [name, number] of [
        ['SIGTERM', 15],
        ['SIGINT', 2],
      ] as const)
        self.on(name, () => {
          if (!stopping) {
            stoppedAt = performance.now();
            void stop(name);
          } else if (performance.now() - stoppedAt > sameSignalMs) {
            log.warn('stopped at once, asked a second time', { part: name });
            self.exit(128 + number);
          }
        });
    },
  };
}

/** An error that nobody caught ends the process: what it left undone is taken up again from the store. */
export function exitOnCrash(log: Log, self: Pick<NodeJS.Process, 'on' | 'exit'> = process): void {
  self.on('uncaughtException', (error) => {
    log.fatal('crashed', { error });
    self.exit(1);
  });
}

/** Resolves when every connection is closed; those that are still open after `timeoutMs` are cut. */
async function closeServer(server: Server, timeoutMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
  // A connection that was busy when the server closed is idle, and stays open, after its answer.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  try {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
}
