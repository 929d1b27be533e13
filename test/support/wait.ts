import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `condition` gives something, and gives it on. What it throws on the way counts as "not yet", and
 * is told when the time is over.
 * @param what names the thing waited for, in the error when it does not come within `timeoutMs`.
 */
export async function waitFor<Result>(
  condition: () => Result | Promise<Result>,
  { timeoutMs = 60_000, what }: { timeoutMs?: number; what: string },
): Promise<NonNullable<Exclude<Result, false>>> {
  const until = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const result = await condition();
      if (result !== null && result !== undefined && result !== false)
        return result as NonNullable<Exclude<Result, false>>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(10);
  } while (performance.now() < until);
  throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
}
