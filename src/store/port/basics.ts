/** What every group of the store port speaks of. */

/** Keyed hash of a LINE user, group or room id; see `Vault.officerKey`. Also the name of the outbox lane. */
export type OfficerKey = string;

/** A value that only `Vault.open` can read: `keyId.base64url`. */
export type Sealed = string;

/**
 * No lane waits or is leased for longer, in ms: longer than the longest back-off. What is due later than this was
 * written by a clock that ran ahead, and is due.
 */
export const longestDelayMs = 20 * 60_000;

/** The store cannot be reached or cannot write now. Nothing of the batch was committed, as far as one can know. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** `disk-full` where that is why: somebody has to free some space. */
  readonly reason: 'disk-full' | 'unavailable';

  constructor(
    message: string,
    {
      reason = 'unavailable',
      ...options
    }: ErrorOptions & { readonly reason?: StoreUnavailable['reason'] } = {},
  ) {
    super(message, options);
    this.reason = reason;
  }
}
