import type { Settlement, Store, TurnResult, TurnWrite } from './port.ts';
import { StoreUnavailable } from './port.ts';
import type { Waiting } from './rounds.ts';
import { inRounds } from './rounds.ts';

export interface GatherOptions {
  readonly store: Pick<Store, 'commit'>;
  /** Name of this process for leases; a new one at each start, so that nobody is taken for their predecessor. */
  readonly worker: string;
  /** How long what a turn adds to the outbox belongs to this worker. */
  readonly leaseMs: number;
  /** False where this process sends nothing: what turns add waits for those that do. True unless told. */
  readonly leases?: boolean;
  /** Asked before each write: with how many of the lanes that its turns open this process begins at once. None unless told. */
  readonly begins?: () => number;
  /** Epoch ms. */
  readonly now: () => number;
  /** Turns in one write, and settlements in one write. */
  readonly maxBatch?: number;
  /** Called after each write, for metrics. */
  readonly onCommit?: (commit: { turns: number; settlements: number; ms: number; ok: boolean }) => void;
}

/** One durable write shared by all that is committed in the same moment. */
export interface GatheredCommits {
  readonly worker: string;
  readonly leaseMs: number;
  /** The turn's own result. Throws `StoreUnavailable` with all that shared the write when the store is away. */
  commit(turn: TurnWrite): Promise<TurnResult>;
  /** Written with the next turns, or soon by itself. Throws as `commit` does. */
  settle(settlement: Settlement): Promise<void>;
  /** Resolves when all that was asked before is written or has failed. */
  idle(): Promise<void>;
}

/** A durable write costs about the same for one turn as for fifty. */
const defaultMaxBatch = 128;

/** Gathers the turns and settlements of one round of the event loop into one `store.commit`; see `inRounds`. */
export function gatherCommits(options: GatherOptions): GatheredCommits {
  const { store, worker, leaseMs, leases = true, now, maxBatch = defaultMaxBatch, onCommit } = options;
  const { begins = () => 0 } = options;
  const turns: Waiting<TurnWrite, TurnResult>[] = [];
  const settlements: Waiting<Settlement, void>[] = [];
  const rounds = inRounds(() =>
    turns.length + settlements.length > 0
      ? writeTogether(turns.splice(0, maxBatch), settlements.splice(0, maxBatch))
      : null,
  );

  /** Never rejects: the fault goes to each caller. */
  async function writeTogether(
    batchTurns: readonly Waiting<TurnWrite, TurnResult>[],
    batchSettlements: readonly Waiting<Settlement, void>[],
  ): Promise<void> {
    const startedAt = performance.now();
    const tell = (ok: boolean): void =>
      onCommit?.({
        turns: batchTurns.length,
        settlements: batchSettlements.length,
        ms: performance.now() - startedAt,
        ok,
      });
    try {
      const results = await store.commit({
        turns: batchTurns.map(({ item }) => item),
        settlements: batchSettlements.map(({ item }) => item),
        lease: leases ? { worker, until: now() + leaseMs, begins: begins() } : null,
      });
      tell(true);
      for (const { resolve } of batchSettlements) resolve();
      for (const [at, { resolve, reject }] of batchTurns.entries()) {
        const result = results[at];
        if (result) resolve(result);
        else reject(new Error(`the store gave ${results.length} results for ${batchTurns.length} turns`));
      }
    } catch (fault) {
      tell(false);
      const together = batchTurns.length + batchSettlements.length;
      if (together > 1 && !(fault instanceof StoreUnavailable)) {
        // A fault of ours in one of them: written one by one, it fails only the caller it belongs to.
        for (const settlement of batchSettlements) await writeTogether([], [settlement]);
        for (const turn of batchTurns) await writeTogether([turn], []);
        return;
      }
      for (const { reject } of [...batchTurns, ...batchSettlements]) reject(fault);
    }
  }

  return {
    worker,
    leaseMs,
    commit: async (turn) =>
      new Promise((resolve, reject) => {
        turns.push({ item: turn, resolve, reject });
        rounds.schedule();
      }),
    settle: async (settlement) =>
      new Promise((resolve, reject) => {
        settlements.push({ item: settlement, resolve, reject });
        rounds.schedule();
      }),
    idle: async () => rounds.idle(),
  };
}
