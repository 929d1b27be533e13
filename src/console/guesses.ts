import { createThrottle } from './throttle.ts';

const windowMs = 15 * 60 * 1000;
/** Wrong passwords of one account within the window. */
const perAccount = 5;
/** Of one address: an office may share it. */
const perAddress = 30;

/** One try at a password that may be made. It counts as wrong until it is said to be otherwise. */
interface Guess {
  right(): void;
  /** Nothing was learned, e.g. the store was away. */
  void(): void;
}

export interface Guesses {
  /** `until`: epoch ms before which no further try of this account or from this address is taken. */
  begin(email: string, address: string): { readonly guess: Guess } | { readonly until: number };
}

/**
 * Slows down who guesses passwords, by account and by address, whether the account exists or not.
 * @param now epoch ms.
 */
export function createGuesses(now: () => number): Guesses {
  const accounts = createThrottle({ failures: perAccount, windowMs }, now);
  const addresses = createThrottle({ failures: perAddress, windowMs }, now);
  return {
    begin(email, address) {
      const addressUntil = addresses.attempt(address);
      if (addressUntil !== null) return { until: addressUntil };
      const accountUntil = accounts.attempt(email);
      if (accountUntil !== null) {
        addresses.refund(address);
        return { until: accountUntil };
      }
      return {
        guess: {
          right() {
            accounts.succeed(email);
            addresses.refund(address);
          },
          void() {
            accounts.refund(email);
            addresses.refund(address);
          },
        },
      };
    },
  };
}
