import type { Loaded, Store } from './port.ts';
import type { Waiting } from './rounds.ts';
import { inRounds } from './rounds.ts';

type Asked = Parameters<Store['load']>[0][number];

/** As many as one question is asked for. */
const mostAtOnce = 128;

/**
 * Gathers what is asked in one round of the event loop into one `store.load`, as `gatherCommits` does with what
 * is written: the webhooks that one round of I/O brought in are looked up together.
 */
export function gatherLoads({ load }: Pick<Store, 'load'>): Store['load'] {
  const waiting: Waiting<Asked, Loaded>[] = [];
  const rounds = inRounds(() => (waiting.length > 0 ? ask(waiting.splice(0, mostAtOnce)) : null));

  /** Never rejects: the fault goes to each caller. */
  async function ask(together: readonly Waiting<Asked, Loaded>[]): Promise<void> {
    try {
      const loaded = await load(together.map(({ item }) => item));
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
        async (item) =>
          new Promise<Loaded>((resolve, reject) => {
            waiting.push({ item, resolve, reject });
            rounds.schedule();
          }),
      ),
    );
}
