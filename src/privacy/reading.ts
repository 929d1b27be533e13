/** A number that some of the runs may be read as: its first run, and the one after its last. */
interface Item {
  readonly from: number;
  readonly to: number;
}

interface Reading<One extends Item> {
  /** Digits that belong to no number. */
  readonly loose: number;
  /** Secret numbers. */
  readonly secrets: number;
  /** All numbers. */
  readonly count: number;
  readonly last: One | null;
  readonly before: Reading<One> | null;
}

/**
 * Of all ways to read a stretch as numbers side by side, the one that leaves the fewest digits unread; of these the
 * one with the fewest secrets, which have a `kind`, then the one with the fewest numbers.
 * @param lengths digits of each run. @param items none of them empty.
 */
export function fewestLoose<One extends Item>(lengths: readonly number[], items: readonly One[]): One[] {
  const byStart = Map.groupBy(items, ({ from }) => from);
  const best: (Reading<One> | undefined)[] = [{ loose: 0, secrets: 0, count: 0, last: null, before: null }];
  const offer = (to: number, reading: Reading<One>) => {
    const rival = best[to];
    if (!rival || isBetter(reading, rival)) best[to] = reading;
  };
  for (const [at, length] of lengths.entries()) {
    const before = best[at];
    if (!before) continue;
    offer(at + 1, { ...before, loose: before.loose + length, last: null, before });
    for (const last of byStart.get(at) ?? [])
      offer(last.to, {
        loose: before.loose,
        secrets: before.secrets + ('kind' in last ? 1 : 0),
        count: before.count + 1,
        last,
        before,
      });
  }
  const backwards: One[] = [];
  for (let reading = best[lengths.length] ?? null; reading; reading = reading.before)
    if (reading.last) backwards.push(reading.last);
  return backwards.toReversed();
}

function isBetter<One extends Item>(one: Reading<One>, other: Reading<One>): boolean {
  const difference = one.loose - other.loose || one.secrets - other.secrets || one.count - other.count;
  return difference < 0;
}
