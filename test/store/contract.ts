import { afterAll, beforeAll, describe } from 'vitest';
import { describeDelivery } from './contract-delivery.ts';
import { describeDump } from './contract-dump.ts';
import { describeKeeping } from './contract-keeping.ts';
import { describeLearning } from './contract-learning.ts';
import { describeOutbox } from './contract-outbox.ts';
import { describeRequests } from './contract-requests.ts';
import type { StoreUnderTest, Subject } from './contract-subject.ts';
import { describeTurns } from './contract-turns.ts';

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
    describeDelivery(subject);
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
