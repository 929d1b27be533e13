import type { Said } from '../../flows/prompts/prompt.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Log } from '../base/log.ts';
import { silentLog } from '../base/log.ts';
import type { GatheredCommits } from '../store/group-commit.ts';
import type { OfficerKey, OutboxEntry, Store, ToldEntry } from '../store/port.ts';
import { leasedTogether, StoreUnavailable } from '../store/port.ts';
import { prepareAttempts } from './attempt.ts';
import { backOffMs } from './back-off.ts';
import { keepLooking } from './looking.ts';
import type { Outgoing } from './outgoing.ts';
import type { Sender, SendResult } from './sender.ts';
import { keepSettlements } from './settlements.ts';
import type { Tracking } from './tracking.ts';

export interface DeliveryOptions {
  readonly store: Pick<Store, 'leaseOutbox' | 'nextOutboxAt'>;
  /** The same that turns are committed through: it names the worker, and settlements ride along with turns. */
  readonly commits: Pick<GatheredCommits, 'worker' | 'leaseMs' | 'settle'>;
  readonly vault: Vault;
  readonly sender: Sender;
  /** LINE message objects, 1 to 5, for what is said. */
  readonly render: (said: readonly Said[]) => readonly object[];
  /** Epoch ms. */
  readonly now?: () => number;
  readonly log?: Log;
  /** Notes what staff are to see of each attempt. */
  readonly tracking?: Tracking;
  /** Called with what became of each attempt. */
  readonly onAttempt?: (result: SendResult) => void;
  /** Lanes sent at one time. */
  readonly concurrency?: number;
  /** How long to wait after so many failed attempts, in ms. */
  readonly backOff?: (attempts: number) => number;
  /** How often to look for what other processes left. */
  readonly pollMs?: number;
}

/** Sends what was committed, in the order of each lane. */
export interface Delivery {
  /**
   * Takes what a commit leased to this worker, without reading it back. Call it in the very turn of the event
   * loop that the commit's result came in, with nothing too: then what waits is looked for.
   * @param written what was sealed in these entries, so that it need not be opened again.
   */
  deliver(leased: readonly OutboxEntry[], written?: readonly Outgoing[]): void;
  /** How many of the lanes that a commit opens are begun with at once. */
  room(): number;
  /** Begins to look for entries: those left by a crash, put off, or added by others. */
  start(): void;
  /** Takes no more, finishes what it took, gives back what it cannot finish soon. */
  stop(): Promise<void>;
}

/** A leased entry; with its message, where that is known without opening it. */
interface Waiting extends OutboxEntry {
  outgoing: Outgoing | undefined;
  /** Until when the store keeps it for this worker, so far as is known; afterwards others may have sent it. */
  heldUntil: number;
}

interface Lane {
  readonly key: OfficerKey;
  /** In order; of the first the store may know that it is begun with. */
  readonly waiting: Waiting[];
  /** Being sent. */
  current: Waiting | null;
  /** Epoch ms; no later than it was leased. */
  readonly since: number;
  /** Entries are leased to this worker that it does not know: the answer that told so was lost. */
  hasGap: boolean;
  /** More may wait behind what was leased: a lease takes only so much of a lane. */
  mayHaveMore: boolean;
}

/** After `stop`, what waits in a lane is still sent for so long. */
const finishMs = 2_000;

/** @see Delivery */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, commits, vault, sender, render, now = Date.now, log = silentLog, onAttempt } = options;
  const { tracking } = options;
  const {
    concurrency = 64,
    backOff = (attempts) => backOffMs(attempts, Math.random()),
    pollMs = 1_000,
  } = options;
  const settlements = keepSettlements(commits, log);
  const attempt = prepareAttempts({ vault, sender, render, log });
  const looking = keepLooking(leaseDue);
  const lanes = new Map<OfficerKey, Lane>();
  /** Lanes that wait for others to end. */
  const ready: Lane[] = [];
  const running = new Set<Promise<void>>();
  /** When somebody last said that something waits. */
  let hintedAt = Number.NEGATIVE_INFINITY;
  let isStarted = false;
  let stopsAt = Number.POSITIVE_INFINITY;
  // A third: what is begun in the first half of a lease is held before the lease runs out.
  const holding = setInterval(holdLanes, commits.leaseMs / 3).unref();

  // --- taking entries

  function take(
    entries: readonly OutboxEntry[],
    { heldUntil, mayHaveMore }: Pick<Waiting, 'heldUntil'> & Pick<Lane, 'mayHaveMore'>,
    written: readonly Outgoing[] = [],
  ): void {
    for (const entry of entries) {
      const lane = lanes.get(entry.lane) ?? openLane(entry);
      lane.mayHaveMore ||= mayHaveMore;
      lane.hasGap ||= entry.behind !== undefined && !isKnown(lane, entry.behind);
      // Leased to this worker once more, because its lease ran out while it was still at it.
      const again = lane.waiting.find(({ id }) => id === entry.id);
      if (again) again.heldUntil = heldUntil;
      if (isKnown(lane, entry.id)) continue;
      const outgoing = written.find(({ id }) => id === entry.id);
      lane.waiting.push({ ...entry, outgoing, heldUntil });
    }
    runReady();
  }

  function isKnown({ current, waiting }: Lane, entryId: string): boolean {
    return settlements.has(entryId) || current?.id === entryId || waiting.some(({ id }) => id === entryId);
  }

  function openLane({ lane: key, createdAt, begun }: OutboxEntry): Lane {
    const lane: Lane = {
      key,
      waiting: [],
      current: null,
      since: createdAt,
      hasGap: false,
      mayHaveMore: false,
    };
    lanes.set(key, lane);
    // What the store takes for begun is begun with, or a crash would leave it in doubt for nothing. `room` bounds it.
    if (begun) run(lane);
    else ready.push(lane);
    return lane;
  }

  function runReady(): void {
    while (running.size < concurrency) {
      const lane = ready.shift();
      if (!lane) return;
      run(lane);
    }
  }

  function run(lane: Lane): void {
    const sending = Promise.resolve()
      .then(async () => sendLane(lane))
      .finally(() => {
        running.delete(sending);
        runReady();
      });
    running.add(sending);
  }

  // --- sending a lane

  async function sendLane(lane: Lane): Promise<void> {
    for (let entry = lane.waiting.shift(); entry; entry = lane.waiting.shift()) {
      if (!(await begin(lane, entry))) {
        // Others may have sent the entry. What was leased last is still this worker's, and with it the lane.
        const { id } = lane.waiting.at(-1) ?? entry;
        await giveBack(lane, { id, lane: lane.key, outcome: 'release' });
        look();
        return;
      }
      lane.current = entry;
      const begunAt = now();
      const { result, outgoing } = await attempt(entry);
      if (outgoing) await tracking?.note(outgoing, entry, result);
      lane.current = null;
      onAttempt?.(result);
      if (result.outcome === 'retry') {
        const notBefore = Math.max(result.retryAt ?? 0, now() + backOff(entry.attempts + 1));
        const inDoubtSince = result.inDoubt ? begunAt : null;
        await giveBack(lane, { id: entry.id, lane: lane.key, outcome: 'retry', notBefore, inDoubtSince });
        if (isStarted) looking.lookIn(notBefore - now());
        return;
      }
      await settleFinal(lane, { ...entry, outgoing }, result);
    }
    lanes.delete(lane.key);
  }

  /**
   * The store knows that LINE is called before it is, so that a crash leaves in doubt what may have been sent, and
   * nothing else. @returns false where the lane must not be gone on with.
   */
  async function begin(lane: Lane, entry: Waiting): Promise<boolean> {
    if (lane.hasGap || !hasTimeFor(entry)) return false;
    if (entry.begun) return true;
    await settlements.settle({ id: entry.id, lane: lane.key, outcome: 'begin', at: now() });
    return hasTimeFor(entry);
  }

  /** LINE may take longer than what is left of the lease. Meanwhile nobody else may take the message for ours. */
  function holdLanes(): void {
    const until = now() + commits.leaseMs;
    for (const { key, current } of lanes.values()) {
      if (!current) continue;
      // A store that is away: the next time, or in vain.
      commits.settle({ id: current.id, lane: key, outcome: 'hold', until }).catch(() => {});
    }
  }

  /**
   * Only in the first half of its own lease a message is begun with: what remains is time for LINE. A later lease of
   * the same lane says nothing of it, since another worker may have had the lane in between.
   */
  function hasTimeFor({ heldUntil }: Waiting): boolean {
    return now() < stopsAt && now() < heldUntil - commits.leaseMs / 2;
  }

  /** The write says that the next is begun with, too, and is waited for where there is one. */
  async function settleFinal(
    lane: Lane,
    { id, ref, outgoing }: Waiting,
    result: Exclude<SendResult, { outcome: 'retry' }>,
  ): Promise<void> {
    const { key, since, mayHaveMore } = lane;
    const [first] = lane.waiting;
    const next = first && !lane.hasGap && hasTimeFor(first) ? first : undefined;
    const begins = next && { next: now() };
    const settled = settlements.settle(
      result.outcome === 'sent'
        ? { id, lane: key, outcome: 'sent', ...toldBy(outgoing, result.messageIds), ...begins }
        : { id, lane: key, outcome: 'dead', at: now(), cause: result.code, ...begins },
    );
    if (ref !== null && result.outcome === 'dead') void settled.then(async () => tracking?.isDead(ref));
    if (next) {
      await settled;
      next.begun = true;
      return;
    }
    void settled.then(() => {
      // What was not leased, or was added by somebody else meanwhile, could not be had while the lane was held.
      if (mayHaveMore || hintedAt >= since) look();
    });
  }

  /** With the lane goes what waits in it, and what a commit may lease of it until the store has it back. */
  async function giveBack(lane: Lane, settlement: Parameters<typeof settlements.settle>[0]): Promise<void> {
    await settlements.settle(settlement);
    lanes.delete(lane.key);
  }

  // --- looking for entries

  function look(): void {
    if (isStarted) looking.lookIn(0);
  }

  /** @returns ms until something is due, so far as is known. */
  async function leaseDue(): Promise<number> {
    try {
      const room = concurrency - lanes.size;
      const at = now();
      if (room <= 0) return pollMs;
      const until = at + commits.leaseMs;
      const entries = await store.leaseOutbox({ worker: commits.worker, now: at, until, limit: room });
      take(entries, { heldUntil: until, mayHaveMore: true });
      const next = await store.nextOutboxAt();
      return next === null ? pollMs : Math.min(next - now(), pollMs);
    } catch (error) {
      log[error instanceof StoreUnavailable ? 'warn' : 'error']('the outbox cannot be looked at', { error });
      return pollMs;
    }
  }

  return {
    deliver(leased, written) {
      const [first] = leased;
      if (first) {
        // The lease began before the commit, which may have taken a while.
        const heldUntil = first.createdAt + commits.leaseMs;
        take(leased, { heldUntil, mayHaveMore: leased.length >= leasedTogether }, written);
      } else {
        hintedAt = now();
        look();
      }
    },
    // Two commits are under way at most, see `inRounds`.
    room: () => Math.max(0, Math.floor((concurrency - lanes.size) / 2)),
    start() {
      isStarted = true;
      look();
    },
    async stop() {
      stopsAt = now() + finishMs;
      await looking.stop();
      // A store that is away longer would keep the lanes that wait for it, and the process.
      const ending = setTimeout(() => void settlements.finish(), finishMs);
      while (running.size > 0) await Promise.all(running);
      clearTimeout(ending);
      clearInterval(holding);
      await settlements.finish();
    },
  };
}

/** Which entry of a thread was sent, and LINE's id of it, where it is one and LINE told the id. */
function toldBy(outgoing: Outgoing | undefined, messageIds: readonly string[] = []): { told?: ToldEntry } {
  const { ref, entry } = outgoing ?? {};
  const [lineId] = messageIds;
  return ref && entry && lineId ? { told: { ref, entry, lineId } } : {};
}
