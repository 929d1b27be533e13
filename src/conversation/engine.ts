import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../base/stage.ts';
import { createStage } from '../base/stage.ts';
import type { OfficerKey, TurnResult, TurnWrite } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
import type { EngineParts, ObservedTurn } from './engine-parts.ts';
import type { OfficerEvent } from './inbound.ts';
import { loadKnown, readEverything } from './load-known.ts';
import type { Memory, Remembered } from './remembered.ts';
import { createMemory } from './remembered.ts';
import { settled } from './saved.ts';
import { compose, sealTurn } from './seal-turn.ts';
import type { Turn } from './turn.ts';
import { decide, needsThreads } from './turn.ts';
import type { Known } from './turn-state.ts';

export interface Engine {
  /**
   * Applies the events and resolves when every one is durably committed, or was before.
   * @returns the ids of those that were committed before.
   * @throws {StoreUnavailable} when the store cannot commit now; nothing is lost if LINE sends them again.
   */
  handle(events: readonly OfficerEvent[]): Promise<ReadonlySet<string>>;
  /** Resolves when all that was taken is finished. */
  idle(): Promise<void>;
}

/** What the turns of one engine share. */
interface Shared extends EngineParts {
  readonly memory: Memory;
  /** What is done for all turns of a round, before the next is done for all of them. */
  readonly stages: { readonly decide: Stage; readonly seal: Stage };
}

/** A turn that keeps losing the race for its conversation gives up; LINE delivers the event again. */
const mostAttempts = 20;
const mostWaitMs = 16;

/** Load ▸ decide ▸ commit, one turn at a time for each officer, officers side by side. */
export function createEngine(parts: EngineParts): Engine {
  const shared: Shared = {
    ...parts,
    memory: createMemory(),
    stages: { decide: createStage(), seal: createStage() },
  };
  /** The last turn taken of each officer who has one under way. */
  const tails = new Map<OfficerKey, Promise<void>>();

  async function inOrder<T>(officer: OfficerKey, work: () => Promise<T>): Promise<T> {
    const before = tails.get(officer) ?? Promise.resolve();
    const mine = before.then(work, work);
    // Who waits behind this turn only waits: whether it failed is its own caller's to know.
    const tail = mine.then(
      () => {},
      () => {},
    );
    tails.set(officer, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(officer) === tail) tails.delete(officer);
    }
  }

  return {
    async handle(events) {
      const byOfficer = Map.groupBy(events, (event) => parts.vault.officerKey(event.from));
      const taken = [...byOfficer].map(async ([officer, own]) =>
        inOrder(officer, () => takeTurn(officer, inTime(own), shared)),
      );
      // Most webhooks hold the event of one officer.
      if (taken.length === 1) return new Set(await taken[0]);
      const settled = await Promise.allSettled(taken);
      const failed = settled.find((each) => each.status === 'rejected');
      if (failed) throw failed.reason;
      return new Set(settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])));
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}

/** Each event once, in the order in which they happened. */
function inTime(events: readonly OfficerEvent[]): readonly OfficerEvent[] {
  if (events.length === 1) return events;
  return [...new Map(events.map((event) => [event.id, event])).values()].toSorted((a, b) => a.at - b.at);
}

/** @returns the ids of those events that were committed before. */
async function takeTurn(
  officer: OfficerKey,
  events: readonly OfficerEvent[],
  parts: Shared,
): Promise<readonly string[]> {
  const { memory, stages } = parts;
  const startedAt = performance.now();
  const turnId = parts.newId();
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    // What is remembered may be out of date, or an event consumed before: then the commit refuses the turn.
    const remembered = memory.recall(officer);
    const { known, seen } = remembered
      ? { known: remembered, seen: none }
      : await loadKnown(officer, events, parts);
    const fresh = seen.length === 0 ? events : events.filter((event) => !seen.includes(event.id));
    const observe = (outcome: ObservedTurn['outcome'], turn: Turn | null, commitSeconds: number) =>
      parts.observe({
        turnId,
        officer,
        eventIds: events.map((event) => event.id),
        outcome,
        seconds: (performance.now() - startedAt) / 1000,
        commitSeconds,
        says: turn?.answers.flatMap((answer) => answer.prompts.map(({ prompt }) => prompt.say)) ?? [],
        path: turn?.saved.path ?? '',
        understood: turn?.understood ?? [],
        filed: turn?.changes.filter((change) => change.before === null).length ?? 0,
      });
    if (fresh.length === 0) {
      observe('duplicate', null, 0);
      memory.keep(known);
      return seen;
    }

    const now = parts.clock();
    const turn = await decideFully(known, fresh, now, parts);
    await stages.seal();
    const written = turn.answers.map((answer) => compose(answer, turnId, parts));
    const write = sealTurn(known, fresh, turn, written, now, parts);
    const commitAt = performance.now();
    const result = await commit(write, memory, parts);
    if (result.ok) {
      if (written.length > 0) parts.deliver(result.leased, written);
      memory.keep(afterwards(known, turn));
      observe('committed', turn, (performance.now() - commitAt) / 1000);
      return seen;
    }
    memory.forget(officer);
    if (remembered) continue;
    // Who lost by a hair would lose again in the same step: a random moment lets either win.
    await sleep(Math.random() * Math.min(attempt, mostWaitMs));
  }
  throw new StoreUnavailable(
    `a turn was refused ${mostAttempts} times; somebody else keeps committing first`,
  );
}

const none: readonly string[] = [];

/** After a commit whose outcome is not known, what was decided on may hold or not. */
async function commit(write: TurnWrite, memory: Memory, { commitTurn }: EngineParts): Promise<TurnResult> {
  try {
    return await commitTurn(write);
  } catch (fault) {
    memory.forget(write.officer);
    throw fault;
  }
}

/** What the next turn finds, once this one is committed. */
function afterwards({ officer, version }: Remembered, { saved, requests }: Turn): Remembered {
  return { officer, version: version + 1, saved: settled(saved), requests, threads: null };
}

/** All requests, and their threads, are read only for the few turns that rewrite them. */
async function decideFully(
  known: Known,
  events: readonly OfficerEvent[],
  now: number,
  parts: Shared,
): Promise<Turn> {
  const turn = await decideWithOthers(known, events, now, parts);
  if (turn !== needsThreads) return turn;
  const full = await decideWithOthers(await readEverything(known, parts), events, now, parts);
  if (full === needsThreads) throw new Error('a turn asks for threads that it was given');
  return full;
}

/** Together with the other turns of a round, so that all are in the same stage. */
async function decideWithOthers(
  known: Known,
  events: readonly OfficerEvent[],
  now: number,
  parts: Shared,
): Promise<Turn | typeof needsThreads> {
  await parts.stages.decide();
  return decide(known, events, now, parts);
}
