/** Looks are at least this far apart, however often one is asked for. */
const spacingMs = 25;

export interface Looking {
  /** Looks after so many ms, unless it looks earlier anyway. */
  lookIn(delayMs: number): void;
  /** No further look begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/**
 * Looks for entries: when asked to, and again as long after a look as the look itself says. Its delays are counted on
 * the monotonic clock: a wall clock that is set back puts nothing off.
 * @param look gives the ms until the next look. Must not reject.
 */
export function keepLooking(look: () => Promise<number>): Looking {
  let timer: NodeJS.Timeout | null = null;
  /** What the timer is set to. */
  let timerAt = Number.POSITIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let hasStopped = false;

  function lookIn(delayMs: number): void {
    if (hasStopped) return;
    const now = performance.now();
    const due = Math.max(now, now + delayMs, lookedAt + spacingMs);
    if (due >= timerAt) return;
    if (timer) clearTimeout(timer);
    timerAt = due;
    timer = setTimeout(lookNow, due - now);
  }

  function lookNow(): void {
    timer = null;
    timerAt = Number.POSITIVE_INFINITY;
    if (looking) return lookIn(spacingMs);
    lookedAt = performance.now();
    looking = look().then((nextMs) => {
      looking = null;
      lookIn(nextMs);
    });
  }

  return {
    lookIn,
    async stop() {
      hasStopped = true;
      if (timer) clearTimeout(timer);
      await looking;
    },
  };
}
