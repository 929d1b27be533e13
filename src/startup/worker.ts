import { randomUUID } from 'node:crypto';
import { createDelivery } from '../delivery/outbox.ts';
import { trackDelivery } from '../delivery/tracking.ts';
import { createLineSender } from '../line/sender.ts';
import { wallClock } from '../calendar/wall-clock.ts';
import { noteUndelivered } from '../requests/note-undelivered.ts';
import type { TurnWrite } from '../store/port.ts';
import type { Shared } from './shared.ts';

const sweepEveryMs = 60 * 60 * 1000;
/** LINE does not say for how long it delivers again; a week is far more than has been seen. */
const rememberEventsMs = 7 * 24 * 60 * 60 * 1000;

/** The role `worker`: sends what was committed, whoever committed it, and deletes what has expired. */
export function openWorker(shared: Shared) {
  const { config, log, store, vault, metrics, commits, render, api } = shared;
  const sender = createLineSender({ ...api, log });
  const requests = {
    store,
    vault,
    clock: () => ({ now: Date.now(), newId: () => randomUUID() }),
    commit: async (turn: TurnWrite) => commits.commit(turn),
  };
  const delivery = createDelivery({
    store,
    commits,
    vault,
    sender,
    render,
    log,
    tracking: trackDelivery({
      store,
      noteUndelivered: async (...undelivered) => noteUndelivered(requests, ...undelivered),
      now: Date.now,
      log,
    }),
    onAttempt: (result) => metrics.send(result),
  });
  shared.sending.room = () => delivery.room();
  async function sweep(): Promise<void> {
    try {
      await store.sweep(Date.now() - rememberEventsMs);
      await store.sweepUnclear(dayBefore(config.unclearKeepDays, config.timeZone));
    } catch (error) {
      log.warn('sweeping failed', { error });
    }
  }
  return {
    sender,
    delivery,
    start(): void {
      delivery.start();
      store.watchOutbox(() => delivery.deliver([]));
      setInterval(() => void sweep(), sweepEveryMs).unref();
    },
  };
}

/** `YYYY-MM-DD`, so many days ago. */
function dayBefore(days: number, timeZone: string): string {
  return wallClock(Date.now() - days * 24 * 60 * 60 * 1000, timeZone).date;
}
