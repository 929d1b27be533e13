import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Store } from '../../src/store/port.ts';
import { aMessage, anOfficer, aTurn, commitTurn, morning, settle, takeAll } from './builders.ts';

const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

export type LaneStep =
  | { do: 'add'; lane: number; count: number; worker: number | null }
  | { do: 'lease'; worker: number; limit: number }
  | { do: 'settle'; worker: number; outcome: 'sent' | 'retry' | 'dead' | 'release' }
  | { do: 'wait'; ms: number };

const worker = fc.nat(2);
export const laneStep: fc.Arbitrary<LaneStep> = fc.oneof(
  fc.record({
    do: fc.constant('add' as const),
    lane: fc.nat(2),
    // Now and then more than fit into one lease.
    count: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) },
      fc.constantFrom(31, 32, 33, 70),
    ),
    worker: fc.option(worker),
  }),
  fc.record({ do: fc.constant('lease' as const), worker, limit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    do: fc.constant('settle' as const),
    worker,
    outcome: fc.constantFrom('sent' as const, 'retry' as const, 'dead' as const, 'release' as const),
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
);

/** Plays steps against the store, as workers that keep to the port would, and watches the order. */
export class LaneModel {
  readonly #store: Store;
  readonly #lanes = [anOfficer(), anOfficer(), anOfficer()];
  /** What is in each lane, oldest first. */
  readonly #waiting = new Map<string, string[]>(this.#lanes.map((lane) => [lane, []]));
  /** What each worker holds, and until when. */
  readonly #held = new Map<number, { lane: string; ids: string[]; until: number }[]>();
  readonly #dead: string[] = [];
  #now = morning;

  constructor(store: Store) {
    this.#store = store;
  }

  async take(step: LaneStep): Promise<void> {
    switch (step.do) {
      case 'wait':
        this.#now += step.ms;
        return;
      case 'add':
        return this.#add(step.lane, step.count, step.worker);
      case 'lease':
        return this.#lease(step.worker, step.limit);
      case 'settle':
        return this.#settle(step.worker, step.outcome);
    }
  }

  /** What has to be there in the end: each lane in order, and the dead letters. */
  expected(): { lanes: string[][]; dead: string[] } {
    return { lanes: [...this.#waiting.values()], dead: [...this.#dead].sort() };
  }

  /** What is there once every lease has run out. Takes it. */
  async found(): Promise<{ lanes: string[][]; dead: string[] }> {
    this.#now += 100_000;
    const rest = await takeAll(this.#store, this.#now);
    const lanes = this.#lanes.map((lane) => ids(rest.filter((entry) => entry.lane === lane)));
    return { lanes, dead: ids(await this.#store.deadLetters({ limit: 1_000 })).sort() };
  }

  async #add(laneNumber: number, count: number, by: number | null): Promise<void> {
    const lane = this.#lanes[laneNumber] ?? '';
    const outbox = Array.from({ length: count }, () => aMessage());
    const until = this.#now + 10_000;
    const result = await commitTurn(
      this.#store,
      aTurn(lane, { at: this.#now, outbox }),
      by === null ? null : `w${by}`,
      until,
    );
    if (!result.ok) throw new Error(result.reason);
    this.#waiting.get(lane)?.push(...ids(outbox));
    if (result.leased.length === 0) return;
    const leased = ids(result.leased);
    assert.deepEqual(leased, ids(outbox).slice(0, leased.length));
    const mine = by === null ? undefined : this.#held.get(by)?.find((hold) => hold.lane === lane);
    if (mine) {
      mine.ids.push(...leased);
      mine.until = Math.max(mine.until, until);
    } else this.#hold(by ?? -1, lane, leased, until);
    this.#checkHead(by ?? -1, lane);
  }

  async #lease(by: number, limit: number): Promise<void> {
    const until = this.#now + 10_000;
    const leased = await this.#store.leaseOutbox({ worker: `w${by}`, now: this.#now, until, limit });
    for (const lane of new Set(leased.map((entry) => entry.lane))) {
      this.#hold(
        by,
        lane,
        leased.filter((entry) => entry.lane === lane).map(({ id }) => id),
        until,
      );
      this.#checkHead(by, lane);
    }
  }

  async #settle(by: number, outcome: 'sent' | 'retry' | 'dead' | 'release'): Promise<void> {
    const hold = this.#held.get(by)?.[0];
    const id = hold?.ids[0];
    if (!hold || id === undefined) return;
    const { lane } = hold;
    const settlements = {
      sent: { id, lane, outcome: 'sent' },
      retry: { id, lane, outcome: 'retry', notBefore: this.#now + 3_000, inDoubtSince: null },
      dead: { id, lane, outcome: 'dead', at: this.#now, cause: 'rejected' },
      release: { id, lane, outcome: 'release' },
    } as const;
    await settle(this.#store, `w${by}`, settlements[outcome]);
    if (outcome === 'sent' || outcome === 'dead') {
      this.#waiting.get(lane)?.shift();
      hold.ids.shift();
      if (outcome === 'dead') this.#dead.push(id);
    }
    if (outcome === 'retry' || outcome === 'release' || hold.ids.length === 0) this.#drop(by, lane);
  }

  /** A worker gets a lane only when nobody has it, and then from its very head on. */
  #hold(by: number, lane: string, held: string[], until: number): void {
    for (const [other, holds] of this.#held)
      for (const hold of holds)
        if (hold.lane === lane) {
          assert.ok(hold.until <= this.#now, 'only a lease that ran out changes hands');
          this.#drop(other, lane);
        }
    this.#held.set(by, [...(this.#held.get(by) ?? []), { lane, ids: held, until }]);
  }

  #drop(by: number, lane: string): void {
    this.#held.set(
      by,
      (this.#held.get(by) ?? []).filter((hold) => hold.lane !== lane),
    );
  }

  #checkHead(by: number, lane: string): void {
    const held = this.#held.get(by)?.find((hold) => hold.lane === lane)?.ids ?? [];
    assert.deepEqual(this.#waiting.get(lane)?.slice(0, held.length), held);
  }
}
