import type { Loaded, Store } from './port.ts';

type Asked = Parameters<Store['load']>[0][number];

interface Waiting {
  readonly asked: Asked;
  readonly resolve: (loaded: Loaded) => void;
  readonly reject: (fault: unknown) => void;
}

/** As many as one question is asked for. */
const mostAtOnce = 128;
/** As with commits: one is on its way while the answer to the other is worked on. */
const mostUnderWay = 2;

/**
 * Gathers what is asked in one round of the event loop into one `store.load`, as `gatherCommits` does with what
 * is written: the webhooks that one round of I/O brought in are looked up together.
 */
export function gatherLoads({ load }: Pick<Store, 'load'>): Store['load'] {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  /** While as many questions as may be are under way, what comes gathers for the next. */
  function flush(): void {
    scheduled = false;
    while (underWay < mostUnderWay && waiting.length > 0) void ask(waiting.splice(0, mostAtOnce));
  }

  /** Never rejects: the fault goes to each caller. */
  async function ask(together: readonly Waiting[]): Promise<void> {
    underWay += 1;
    try {
      const loaded = await load(together.map(({ asked }) => asked));
      for (const [at, { resolve, reject }] of together.entries()) {
        const own = loaded[at];
        if (own) resolve(own);
        else reject(new Error(`the store gave ${loaded.length} results for ${together.length} questions`));
      }
    } catch (fault) {
      for (const { reject } of together) reject(fault);
    } finally {
      underWay -= 1;
      flush();
    }
  }

  return async (asked) =>
    Promise.all(
      asked.map(
        async (one) =>
          new Promise<Loaded>((resolve, reject) => {
            waiting.push({ asked: one, resolve, reject });
            schedule();
          }),
      ),
    );
}
