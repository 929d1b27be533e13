/** Who waits for what is asked of the store together with others. */
export interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (fault: unknown) => void;
}

/** Two: one is on its way while the answer to the other is worked on. */
const mostUnderWay = 2;

export interface Rounds {
  /** Something waits: it is taken at the end of this round of the event loop, with all that comes until then. */
  schedule(): void;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
}

/**
 * Asks a store together for what one round of I/O brought in (the webhooks of several connections, the answers of
 * LINE), so that nothing waits for a clock. While as many calls as may be are under way, what comes gathers for the next: the
 * busier, the larger.
 * @param next takes of what waits as much as goes into one call, and makes that call, which must not reject; null where nothing waits.
 */
export function inRounds(next: () => Promise<void> | null): Rounds {
  const underWay = new Set<Promise<void>>();
  const round = { isScheduled: false };

  function schedule(): void {
    if (round.isScheduled) return;
    round.isScheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    round.isScheduled = false;
    while (underWay.size < mostUnderWay) {
      const call = next();
      if (!call) return;
      underWay.add(call);
      void call.finally(() => {
        underWay.delete(call);
        flush();
      });
    }
  }

  return {
    schedule,
    async idle() {
      while (round.isScheduled || underWay.size > 0) {
        await new Promise((resolve) => setImmediate(resolve));
        await Promise.all(underWay);
      }
    },
  };
}
