import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

const ours = new Set<string>();

/**
 * A name for this process as a holder of leases, `HOST:PID:UUID`. New at each start, so that nobody is taken for
 * their predecessor.
 */
export function newWorker(): string {
  const worker = `${hostname()}:${process.pid}:${randomUUID()}`;
  ours.add(worker);
  return worker;
}

/**
 * Whether the process with this name has certainly ended, so that nobody need wait for its lease to run out.
 * Known of this host's processes alone.
 */
export function hasEnded(worker: string): boolean {
  const [host, pid, ...rest] = worker.split(':');
  if (rest.length !== 1 || host !== hostname()) return false;
  // In a container each process has the number of the one before it.
  if (Number(pid) === process.pid) return !ours.has(worker);
  return !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
