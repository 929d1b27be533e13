import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hasEnded, newWorker } from '../../src/store/worker.ts';

const file = fileURLToPath(new URL('../../src/store/worker.ts', import.meta.url));

describe('the name of a worker', () => {
  test('is new each time, and that of a process that runs', () => {
    const [one, other] = [newWorker(), newWorker()];
    expect(one).not.toBe(other);
    expect([hasEnded(one), hasEnded(other)]).toEqual([false, false]);
  });

  test('of a process that ended is known to be so', () => {
    const script = `console.log((await import(${JSON.stringify(file)})).newWorker())`;
    const worker = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim();
    expect(hasEnded(worker)).toBe(true);
  });

  test('with this process’s number, not given out by it, is that of a predecessor in the same container', () => {
    expect(hasEnded(`${hostname()}:${process.pid}:${randomUUID()}`)).toBe(true);
  });

  test('of another process that runs, of another host, or of another form says nothing', () => {
    expect(hasEnded(`${hostname()}:${process.ppid}:${randomUUID()}`)).toBe(false);
    expect(hasEnded(`elsewhere:1:${randomUUID()}`)).toBe(false);
    expect(hasEnded(randomUUID())).toBe(false);
  });
});
