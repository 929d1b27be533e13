import type { Loaded, Store } from './port.ts';

type Asked = Parameters<Store['load']>[0][number];

/** As many as one question is asked for; more are asked side by side. */
const mostAtOnce = 128;

/**
 * Gathers what is asked in one round of the event loop into one `store.load`, as `gatherCommits` does with what
 * is written: the webhooks that one round of I/O brought in are looked up together.
 */
export function gatherLoads({ load }: Pick<Store, 'load'>): Store['load'] {
  let waiting: { asked: Asked; resolve: (loaded: Loaded) => void; reject: (fault: unknown) => void }[] = [];

  function flush(): void {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += mostAtOnce) void ask(all.slice(from, from + mostAtOnce));
  }

  /** Never rejects: the fault goes to each caller. */
  async function ask(together: typeof waiting): Promise<void> {
    try {
      const loaded = await load(together.map(({ asked }) => asked));
      for (const [at, { resolve, reject }] of together.entries()) {
        const own = loaded[at];
        if (own) resolve(own);
        else reject(new Error(`the store gave ${loaded.length} results for ${together.length} questions`));
      }
    } catch (fault) {
      for (const { reject } of together) reject(fault);
    }
  }

  return async (asked) =>
    Promise.all(
      asked.map(
        async (one) =>
          new Promise<Loaded>((resolve, reject) => {
            if (waiting.length === 0) setImmediate(flush);
            waiting.push({ asked: one, resolve, reject });
          }),
      ),
    );
}
