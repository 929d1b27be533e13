const firstMs = 1_000;
const ceilingMs = 15 * 60_000;
/** A delay is this share of its full length at least; the rest is chance, so that lanes do not march in step. */
const steadyShare = 0.75;

/**
 * So many attempts fit into 24 hours with the longest delays between them: as long as LINE remembers a retry
 * key, https://developers.line.biz/en/docs/messaging-api/retrying-api-request/.
 */
export const maxAttempts = 100;

/**
 * How long to wait after a failed attempt: 1 s, doubling up to 15 minutes, a little less by chance. The first
 * five attempts fit into the minute that a reply token lives.
 * @param attempts those that failed so far, 1 or more. @param chance 0 ≤ chance < 1. @returns ms.
 */
export function backOffMs(attempts: number, chance: number): number {
  // 2 ** 20 s is far beyond the ceiling; more would only leave the range of exact numbers.
  const full = Math.min(firstMs * 2 ** Math.min(attempts - 1, 20), ceilingMs);
  return Math.round(full * (steadyShare + (1 - steadyShare) * chance));
}
