import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { describeDump } from './contract-dump.ts';
import { describeKeeping } from './contract-keeping.ts';
import { describeLearning } from './contract-learning.ts';
import { describeOutbox } from './contract-outbox.ts';
import { describeRequests } from './contract-requests.ts';
import { describeTurns } from './contract-turns.ts';

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

/**
 * What the store port promises, tested on an adapter. Every adapter runs this very suite; the only thing
 * that differs is `open`.
 */
export function storeContract(adapter: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store contract, ${adapter}`, () => {
    let opened: StoreUnderTest;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => close(opened));

    const subject: Subject = {
      store: () => opened.store,
      another: () => opened.another,
      fresh: async (use) => {
        const own = await open();
        try {
          return await use(own);
        } finally {
          await close(own);
        }
      },
    };
    describeTurns(subject);
    describeOutbox(subject);
    describeRequests(subject);
    describeKeeping(subject);
    describeLearning(subject);
    describeDump(subject);
  });
}

async function close(opened: StoreUnderTest): Promise<void> {
  await opened.another.close();
  await opened.store.close();
  await opened.remove();
}
