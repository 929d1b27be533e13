import { describe, expect, test } from 'vitest';
import { gatherLoads } from '../../src/store/group-load.ts';
import type { Loaded } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/port.ts';

const nothing: Loaded = { conversation: null, requests: [], seen: [] };
const ask = (officer: string) => [{ officer, eventIds: [] }];

/** A store that answers when it is told to. */
function aSlowStore() {
  const asked: string[][] = [];
  const answers: (() => void)[] = [];
  return {
    asked,
    answer: () => answers.shift()?.(),
    load: async (all: readonly { officer: string }[]): Promise<Loaded[]> => {
      asked.push(all.map(({ officer }) => officer));
      await new Promise<void>((resolve) => answers.push(resolve));
      return all.map(({ officer }) => ({ ...nothing, seen: [officer] }));
    },
  };
}

const nextRound = async () => new Promise((resolve) => setImmediate(resolve));

describe('what is asked of the store', () => {
  test('in one round is one question, and each gets their own answer', async () => {
    const store = aSlowStore();
    const load = gatherLoads(store);
    const both = Promise.all([load(ask('a')), load([...ask('b'), ...ask('c')])]);
    await nextRound();
    expect(store.asked).toEqual([['a', 'b', 'c']]);
    store.answer();
    const [[a], [b, c]] = await both;
    expect([a?.seen, b?.seen, c?.seen]).toEqual([['a'], ['b'], ['c']]);
  });

  test('while two questions are under way gathers for the next', async () => {
    const store = aSlowStore();
    const load = gatherLoads(store);
    const all: Promise<Loaded[]>[] = [];
    for (const officer of 'abcd') {
      all.push(load(ask(officer)));
      await nextRound();
    }
    expect(store.asked).toEqual([['a'], ['b']]);
    store.answer();
    await all[0];
    await nextRound();
    expect(store.asked).toEqual([['a'], ['b'], ['c', 'd']]);
    store.answer();
    store.answer();
    expect(await Promise.all(all)).toHaveLength(4);
  });

  test('fails for all who asked together, and goes on for those after them', async () => {
    let isAway = true;
    const load = gatherLoads({
      load: async (asked) => {
        if (isAway) throw new StoreUnavailable('away');
        return asked.map(() => nothing);
      },
    });
    const failing = await Promise.allSettled([load(ask('a')), load(ask('b'))]);
    expect(failing.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect(await load(ask('a'))).toEqual([nothing]);
  });
});
