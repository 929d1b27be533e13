/** A token bucket for each endpoint, as LINE limits calls of one channel. */
export class RateLimits {
  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** @returns whether one more call fits. @param now epoch ms. */
  allows(endpoint: string, limit: { calls: number; perMs: number }, now: number): boolean {
    const bucket = this.#buckets.get(endpoint) ?? { left: limit.calls, at: now };
    const refilled = Math.min(limit.calls, bucket.left + ((now - bucket.at) * limit.calls) / limit.perMs);
    this.#buckets.set(endpoint, { left: Math.max(0, refilled - (refilled >= 1 ? 1 : 0)), at: now });
    return refilled >= 1;
  }
}
