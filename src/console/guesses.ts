import { LRUCache } from 'lru-cache';
import { networkOf } from '../base/network.ts';
import { createThrottle } from '../base/throttle.ts';

const windowMs = 15 * 60 * 1000;
/** Wrong passwords for one account from one network, or from one browser that its owner signed in with before. */
const perGuesser = 5;
/** Wrong passwords for one account from all networks that it was never signed in from. */
const perAccount = 30;
/** Wrong passwords from one network, whatever the accounts: an office may share it. */
const perNetwork = 30;
/** Networks remembered that accounts were signed in from. */
const networksKept = 10_000;

/** One try at a password that may be made. It counts as wrong until it is said to be otherwise. */
interface Guess {
  right(): void;
  /** Nothing was learned, e.g. the store was away. */
  void(): void;
}

export interface Guesses {
  /**
   * @param browser whether the account was signed in with this browser before: its owner does not wait for what
   * others guessed. @returns `until`: epoch ms before which no further such try is taken.
   */
  begin(
    email: string,
    address: string,
    browser: boolean,
  ): { readonly guess: Guess } | { readonly until: number };
}

/**
 * Slows down whoever guesses passwords, whether the account exists or not. The owner of an account, in a browser or
 * from a network that it was signed in from before, is not kept out by the guesses of others. Counts in the memory of
 * this process.
 * @param now epoch ms.
 */
export function createGuesses(now: () => number): Guesses {
  const guessers = createThrottle({ failures: perGuesser, windowMs }, now);
  const accounts = createThrottle({ failures: perAccount, windowMs }, now);
  const networks = createThrottle({ failures: perNetwork, windowMs }, now);
  const known = new LRUCache<string, true>({ max: networksKept });

  return {
    begin(email, address, browser) {
      const network = networkOf(address);
      const origin = `${email} ${network}`;
      const counts = browser
        ? [{ throttle: guessers, key: `${email} browser` }]
        : [
            { throttle: networks, key: network },
            { throttle: guessers, key: origin },
            ...(known.has(origin) ? [] : [{ throttle: accounts, key: email }]),
          ];
      const refund = (some: typeof counts): void => {
        for (const { throttle, key } of some) throttle.refund(key);
      };
      for (const [at, { throttle, key }] of counts.entries()) {
        const until = throttle.attempt(key);
        if (until === null) continue;
        refund(counts.slice(0, at));
        return { until };
      }
      return {
        guess: {
          right() {
            refund(counts);
            guessers.succeed(origin);
            known.set(origin, true);
          },
          void: () => refund(counts),
        },
      };
    },
  };
}
