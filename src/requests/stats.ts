import type { AgencyType, Disposition, Issuer, RequestKind, RequestStatus } from '../../flows/domain.ts';
import { agencyTypes, dispositions, issuers, requestKinds, requestStatuses } from '../../flows/domain.ts';
import type { StatsRow } from '../store/port.ts';

/** Seconds; null when nothing was counted. */
interface Durations {
  readonly count: number;
  readonly median: number | null;
  readonly p90: number | null;
}

/** Every value has its count, 0 too; `none` counts the requests without one. */
export interface QueueStats {
  readonly total: number;
  readonly kind: Readonly<Record<RequestKind, number>>;
  readonly status: Readonly<Record<RequestStatus, number>>;
  readonly issuer: Readonly<Record<Issuer | 'none', number>>;
  readonly agencyType: Readonly<Record<AgencyType | 'none', number>>;
  readonly disposition: Readonly<Record<Disposition | 'none', number>>;
  /** From filing to the first claim. */
  readonly secondsToClaim: Durations;
  /** From filing to the resolution that stands. */
  readonly secondsToResolve: Durations;
}

export function countStats(rows: readonly StatsRow[]): QueueStats {
  return {
    total: rows.length,
    kind: countBy(requestKinds, rows, (row) => row.kind),
    status: countBy(requestStatuses, rows, (row) => row.status),
    issuer: countBy([...issuers, 'none'], rows, (row) => row.issuer ?? 'none'),
    agencyType: countBy([...agencyTypes, 'none'], rows, (row) => row.agencyType ?? 'none'),
    disposition: countBy([...dispositions, 'none'], rows, (row) => row.disposition ?? 'none'),
    secondsToClaim: durations(rows, (row) => row.claimedAt),
    secondsToResolve: durations(rows, (row) => row.resolvedAt),
  };
}

function countBy<Value extends string>(
  values: readonly Value[],
  rows: readonly StatsRow[],
  valueOf: (row: StatsRow) => Value,
): Record<Value, number> {
  const counts = Object.fromEntries(values.map((value) => [value, 0])) as Record<Value, number>;
  for (const row of rows) counts[valueOf(row)] += 1;
  return counts;
}

function durations(rows: readonly StatsRow[], end: (row: StatsRow) => number | null): Durations {
  const seconds = rows
    .flatMap((row) => {
      const at = end(row);
      return at === null ? [] : [(at - row.createdAt) / 1000];
    })
    .sort((one, other) => one - other);
  return { count: seconds.length, median: percentile(seconds, 0.5), p90: percentile(seconds, 0.9) };
}

/** By nearest rank: a time that really occurred. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? null;
}
