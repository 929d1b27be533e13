import type { Said } from '../../flows/prompts/prompt.ts';
import type { Vault } from '../privacy/vault.ts';
import { Unreadable } from '../privacy/vault.ts';
import type { Log } from '../base/log.ts';
import { silentLog } from '../base/log.ts';
import { createStage } from '../base/stage.ts';
import type { GatheredCommits } from '../store/group-commit.ts';
import type { OfficerKey, OutboxEntry, Store, ToldEntry } from '../store/port.ts';
import { leasedTogether, StoreUnavailable } from '../store/port.ts';
import { backOffMs, maxAttempts } from './back-off.ts';
import type { Outgoing } from './outgoing.ts';
import { openOutgoing } from './outgoing.ts';
import type { Sender, SendFailure, SendResult } from './sender.ts';
import { keepSettlements } from './settlements.ts';

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
  /** Begins to look for entries: those left by a crash, put off, or added by others. */
  start(): void;
  /** Takes no more, finishes what it took, gives back what it cannot finish soon. */
  stop(): Promise<void>;
}

/** A leased entry; with its message, where that is known without opening it. */
interface Waiting extends OutboxEntry {
  outgoing: Outgoing | undefined;
}

interface Lane {
  readonly key: OfficerKey;
  readonly waiting: Waiting[];
  /** Being sent. */
  current: Waiting | null;
  /** Until when the store keeps the lane for this worker. */
  heldUntil: number;
  /** Epoch ms; no later than it was leased. */
  readonly since: number;
  /** Entries are leased to this worker that it does not know: the answer that told so was lost. */
  hasGap: boolean;
  /** More may wait behind what was leased: a lease takes only so much of a lane. */
  mayHaveMore: boolean;
}

/** Attempts whose outcome is not known: LINE may have taken the message. */
const uncertain: ReadonlySet<SendFailure> = new Set(['line-timeout', 'line-server-error']);
/** Looks for entries are at least this far apart, however often one is asked for. */
const lookSpacingMs = 25;
/** After `stop`, what waits in a lane is still sent for so long. */
const finishMs = 2_000;

/** @see Delivery */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, commits, vault, sender, render, now = Date.now, log = silentLog, onAttempt } = options;
  const {
    concurrency = 64,
    backOff = (attempts) => backOffMs(attempts, Math.random()),
    pollMs = 1_000,
  } = options;
  const settlements = keepSettlements(commits, log);
  const stages = { write: createStage(), send: createStage() };
  const lanes = new Map<OfficerKey, Lane>();
  /** Lanes that wait for others to end. */
  const ready: Lane[] = [];
  const running = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let timerAt = Number.POSITIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** When somebody last said that something waits. */
  let hintedAt = Number.NEGATIVE_INFINITY;
  let isStarted = false;
  let stopsAt = Number.POSITIVE_INFINITY;
  // A third: what is begun in the first half of a lease is held before the lease runs out.
  const holding = setInterval(holdLanes, commits.leaseMs / 3).unref();

  // --- taking entries

  function take(
    entries: readonly OutboxEntry[],
    { heldUntil, mayHaveMore }: Pick<Lane, 'heldUntil' | 'mayHaveMore'>,
    written: readonly Outgoing[] = [],
  ): void {
    for (const entry of entries) {
      const lane = lanes.get(entry.lane) ?? openLane(entry);
      lane.heldUntil = Math.max(lane.heldUntil, heldUntil);
      lane.mayHaveMore ||= mayHaveMore;
      lane.hasGap ||= entry.behind !== undefined && !isKnown(lane, entry.behind);
      // Leased to this worker once more, because its lease ran out while it was still at it.
      if (isKnown(lane, entry.id)) continue;
      lane.waiting.push({ ...entry, outgoing: written.find(({ id }) => id === entry.id) });
    }
    runReady();
  }

  function isKnown({ current, waiting }: Lane, entryId: string): boolean {
    return settlements.has(entryId) || current?.id === entryId || waiting.some(({ id }) => id === entryId);
  }

  function openLane({ lane: key, createdAt }: OutboxEntry): Lane {
    const lane: Lane = {
      key,
      waiting: [],
      current: null,
      heldUntil: 0,
      since: createdAt,
      hasGap: false,
      mayHaveMore: false,
    };
    lanes.set(key, lane);
    ready.push(lane);
    return lane;
  }

  function runReady(): void {
    while (running.size < concurrency) {
      const lane = ready.shift();
      if (!lane) return;
      const run = sendLane(lane).finally(() => {
        running.delete(run);
        runReady();
      });
      running.add(run);
    }
  }

  // --- sending a lane

  async function sendLane(lane: Lane): Promise<void> {
    for (let entry = lane.waiting.shift(); entry; entry = lane.waiting.shift()) {
      if (lane.hasGap || !hasTimeFor(lane)) {
        await giveBack(lane, { id: entry.id, lane: lane.key, outcome: 'release' });
        look();
        return;
      }
      lane.current = entry;
      await stages.write();
      const result = await attempt(entry);
      lane.current = null;
      onAttempt?.(result);
      if (result.outcome === 'retry') {
        const notBefore = Math.max(result.retryAt ?? 0, now() + backOff(entry.attempts + 1));
        const isUncertain = uncertain.has(result.code);
        await giveBack(lane, {
          id: entry.id,
          lane: lane.key,
          outcome: 'retry',
          notBefore,
          uncertain: isUncertain,
        });
        lookAt(notBefore);
        return;
      }
      settleFinal(entry, lane, result);
    }
    lanes.delete(lane.key);
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

  /** Only in the first half of a lease a message is begun with; what remains is time to ask for more. */
  function hasTimeFor(lane: Lane): boolean {
    return now() < stopsAt && now() < lane.heldUntil - commits.leaseMs / 2;
  }

  /** Not waited for: the next message need not wait until the store knows of this one. */
  function settleFinal(
    { id, outgoing }: Waiting,
    { key, since, mayHaveMore }: Lane,
    result: Exclude<SendResult, { outcome: 'retry' }>,
  ): void {
    const settled = settlements.settle(
      result.outcome === 'sent'
        ? { id, lane: key, outcome: 'sent', ...toldBy(outgoing, result.messageIds) }
        : { id, lane: key, outcome: 'dead', at: now(), cause: result.code },
    );
    void settled.then(() => {
      // What somebody else added meanwhile could not be had while the lane was held.
      if (mayHaveMore || hintedAt >= since) look();
    });
  }

  /** With the lane goes what waits in it, and what a commit may lease of it until the store has it back. */
  async function giveBack(lane: Lane, settlement: Parameters<typeof settlements.settle>[0]): Promise<void> {
    await settlements.settle(settlement);
    lanes.delete(lane.key);
  }

  async function attempt(entry: Waiting): Promise<SendResult> {
    // A message that ends the process each time must not do so for ever.
    if (entry.attempts >= maxAttempts) return giveUp(entry);
    const outgoing = entry.outgoing ?? open(entry);
    entry.outgoing = outgoing ?? undefined;
    if (!outgoing) return { outcome: 'dead', code: 'unreadable' };
    const messages = write(outgoing, entry);
    await stages.send();
    const result: SendResult = messages
      ? await send(outgoing, messages, entry)
      : { outcome: 'retry', code: 'unreadable', retryAt: null };
    if (result.outcome !== 'retry' || entry.attempts + 1 < maxAttempts) return result;
    return giveUp(entry, result.code);
  }

  function giveUp(entry: OutboxEntry, code?: SendFailure): SendResult {
    const fields = { outboxId: entry.id, officer: entry.lane, attempts: entry.attempts };
    log.error('a message was given up', code === undefined ? fields : { ...fields, code });
    return { outcome: 'dead', code: 'attempts-exhausted' };
  }

  function open(entry: OutboxEntry): Outgoing | null {
    try {
      return openOutgoing(vault, entry);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      log.error('a message cannot be read', { outboxId: entry.id, officer: entry.lane, error });
      return null;
    }
  }

  /** Null where this version of the assistant does not know what another wanted said: one that does may take it. */
  function write({ said }: Outgoing, entry: OutboxEntry): readonly object[] | null {
    try {
      return render(said);
    } catch (error) {
      log.error('a message cannot be written', { outboxId: entry.id, officer: entry.lane, error });
      return null;
    }
  }

  async function send(
    outgoing: Outgoing,
    messages: readonly object[],
    { attempts, interrupted }: OutboxEntry,
  ): Promise<SendResult> {
    const startedAt = performance.now();
    try {
      const { id, to, replyToken, replyTokenAt } = outgoing;
      const result = await sender.send({
        id,
        to,
        replyToken,
        replyTokenAt,
        messages,
        attempts,
        uncertain: interrupted,
      });
      log.info('send', {
        turnId: outgoing.turnId ?? outgoing.id,
        outboxId: outgoing.id,
        outcome: result.outcome,
        attempts: attempts + 1,
        durationMs: Math.round(performance.now() - startedAt),
        ...(result.outcome === 'sent'
          ? { via: result.via, lineRequestId: result.lineRequestId }
          : { code: result.code }),
      });
      return result;
    } catch (error) {
      // A fault of the sender's: whether the message went out is not known.
      log.error('sending failed', { outboxId: outgoing.id, error });
      return { outcome: 'retry', code: 'line-timeout', retryAt: null };
    }
  }

  // --- looking for entries

  function look(): void {
    lookAt(now());
  }

  /** Sets the one timer to this time, unless it is set to an earlier one. */
  function lookAt(at: number): void {
    if (!isStarted || stopsAt < Number.POSITIVE_INFINITY) return;
    const due = Math.max(at, lookedAt + lookSpacingMs);
    if (due >= timerAt) return;
    if (timer) clearTimeout(timer);
    timerAt = due;
    timer = setTimeout(lookNow, Math.max(0, due - now()));
  }

  function lookNow(): void {
    timer = null;
    timerAt = Number.POSITIVE_INFINITY;
    if (looking) {
      lookAt(now() + lookSpacingMs);
      return;
    }
    looking = leaseDue().finally(() => {
      looking = null;
    });
  }

  async function leaseDue(): Promise<void> {
    let next: number | null = null;
    try {
      const room = concurrency - lanes.size;
      const at = now();
      lookedAt = at;
      if (room > 0) {
        const until = at + commits.leaseMs;
        const entries = await store.leaseOutbox({ worker: commits.worker, now: at, until, limit: room });
        take(entries, { heldUntil: until, mayHaveMore: true });
        next = await store.nextOutboxAt();
      }
    } catch (error) {
      log[error instanceof StoreUnavailable ? 'warn' : 'error']('the outbox cannot be looked at', { error });
    }
    lookAt(Math.min(next ?? Number.POSITIVE_INFINITY, now() + pollMs));
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
    start() {
      isStarted = true;
      look();
    },
    async stop() {
      stopsAt = now() + finishMs;
      if (timer) clearTimeout(timer);
      await looking;
      while (running.size > 0) await Promise.all(running);
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
