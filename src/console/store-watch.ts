import type { Store } from '../store/port.ts';

/** How often the store is asked whether it could commit, while somebody has a page open. */
const askEveryMs = 5_000;
/** And while it is away. */
const askAgainMs = 2_000;

/** Knows whether commands would fail with `StoreUnavailable` now. */
export interface StoreWatch {
  readonly away: boolean;
  /** A command just failed: no need to wait for the next question. */
  sawAway(): void;
  close(): void;
}

/**
 * Asks the store again and again and tells of each change.
 * @param isWatched asks only while this is true, or while the store is away.
 * @param tell called when it goes away (true) and when it is back (false).
 */
export function watchStore(
  store: Pick<Store, 'ping'>,
  isWatched: () => boolean,
  tell: (away: boolean) => void,
): StoreWatch {
  let away = false;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const become = (now: boolean): void => {
    if (away === now) return;
    away = now;
    tell(away);
  };
  const askLater = (): void => {
    if (timer) clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void ask(), away ? askAgainMs : askEveryMs).unref();
  };
  const ask = async (): Promise<void> => {
    if (away || isWatched()) {
      const answers = await store.ping().then(
        () => true,
        () => false,
      );
      if (closed) return;
      become(!answers);
    }
    askLater();
  };
  askLater();

  return {
    get away() {
      return away;
    },
    sawAway() {
      become(true);
      askLater();
    },
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
    },
  };
}
