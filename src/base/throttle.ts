/** How many failures are too many, and for how long they count. */
export interface ThrottlePolicy {
  readonly failures: number;
  readonly windowMs: number;
}

export interface Throttle {
  /**
   * Counts an attempt as failed before its outcome is known, so that guesses sent side by side count too.
   * @returns epoch ms from which another attempt is taken when this one is not; null when it is.
   */
  attempt(key: string): number | null;
  /** The attempt succeeded: what was counted under the key is forgotten. */
  succeed(key: string): void;
  /** The attempt was neither right nor wrong: it is not counted. */
  refund(key: string): void;
}

/** Keys remembered at most; beyond it the longest unused go first, so that made-up keys cannot fill memory. */
const keysAtMost = 10_000;

/**
 * Sliding window over the failures of one key, in the memory of this process.
 * @param now epoch ms.
 */
export function createThrottle(policy: ThrottlePolicy, now: () => number): Throttle {
  const failures = new Map<string, readonly number[]>();
  const recent = (key: string): readonly number[] =>
    (failures.get(key) ?? []).filter((at) => at > now() - policy.windowMs);
  const remember = (key: string, times: readonly number[]): void => {
    failures.delete(key);
    if (times.length > 0) failures.set(key, times);
    const oldest = failures.size > keysAtMost ? failures.keys().next().value : undefined;
    if (oldest !== undefined) failures.delete(oldest);
  };

  return {
    attempt(key) {
      const times = recent(key);
      const first = times.at(-policy.failures);
      if (first !== undefined) {
        remember(key, times);
        return first + policy.windowMs;
      }
      remember(key, [...times, now()]);
      return null;
    },
    succeed(key) {
      failures.delete(key);
    },
    refund(key) {
      remember(key, recent(key).slice(0, -1));
    },
  };
}
