import type { Store } from '../../src/store/port.ts';

/** What an adapter brings to be tested. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Another process's connection to the same data, closed by the harness. */
  readonly another: Store;
  /** Takes away everything that was made for the test. */
  remove(): Promise<void>;
}

/** How a part of the suite reaches the present store; it holds what other tests left, too. */
export interface Subject {
  readonly store: () => Store;
  readonly another: () => Store;
  /** A store nothing was written to yet, for what counts or lists all of it. */
  readonly fresh: <T>(use: (opened: StoreUnderTest) => Promise<T>) => Promise<T>;
}
