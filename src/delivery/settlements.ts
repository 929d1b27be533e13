import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../base/log.ts';
import type { GatheredCommits } from '../store/group-commit.ts';
import type { Settlement } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';

/** How soon a settlement is tried again while the store is away. */
const againMs = 500;

/** What was found out about entries, on its way into the store. */
export interface Settlements {
  /** Written with the next commit, and again until the store takes it. Never rejects. */
  settle(settlement: Settlement): Promise<void>;
  /** The entry's fate is known here, though not in the store yet: it must not be sent again. */
  has(id: string): boolean;
  /** Ends when all is written, or was tried once more while the store is away. */
  finish(): Promise<void>;
}

export function keepSettlements(commits: Pick<GatheredCommits, 'settle'>, log: Log): Settlements {
  const pending = new Map<string, Promise<void>>();
  let isFinishing = false;

  async function write(settlement: Settlement): Promise<void> {
    for (;;) {
      try {
        await commits.settle(settlement);
        return;
      } catch (error) {
        const fields = {
          outboxId: settlement.id,
          officer: settlement.lane,
          outcome: settlement.outcome,
          error,
        };
        if (!(error instanceof StoreUnavailable)) {
          log.error('what became of a message could not be written', fields);
          return;
        }
        log.warn('what became of a message waits for the store', fields);
        if (isFinishing) return;
        await sleep(againMs, undefined, { ref: false });
      }
    }
  }

  return {
    settle: async (settlement) => {
      const writing = write(settlement).finally(() => pending.delete(settlement.id));
      pending.set(settlement.id, writing);
      return writing;
    },
    has: (id) => pending.has(id),
    finish: async () => {
      isFinishing = true;
      await Promise.all(pending.values());
    },
  };
}
