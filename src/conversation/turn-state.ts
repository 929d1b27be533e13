import type { Facts } from '../../flows/events.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { ConsentRecord, OfficerKey, Tally } from '../store/port.ts';
import type { LearningLog } from './learning-log.ts';
import type { LoadedRequests, RequestLedger } from './ledger.ts';
import type { Knowledge } from './readers/reader.ts';
import type { Saved } from './saved.ts';

/** What is known when a turn is decided. */
export interface Known extends LoadedRequests {
  readonly officer: OfficerKey;
  readonly saved: Saved;
}

/** What the operator decided, and what is random or tells the time. */
export interface TurnParts extends Knowledge {
  /** Version of the consent notice in force. */
  readonly notice: string;
  readonly contactHours: string | null;
  /** When a request filed at `now` is due. */
  readonly dueAt: (now: number) => number;
  /** Whether officers may be told so. */
  readonly tellDue: boolean;
  /** Working days until a request is due. */
  readonly workingDays?: number;
  /** Days in which an officer can reopen a closed request; a week where it is left out. */
  readonly reopenDays?: number;
  /** Answers that speak of a date which has passed by `now`. */
  readonly lapsed?: (now: number) => NonNullable<Facts['lapsed']>;
  readonly newRef: (officer: OfficerKey) => string;
  readonly newId: () => string;
}

export type Understood = Pick<Understanding, 'outcome' | 'intent'>;

/** A turn while its events are applied one after another. */
export interface TurnState {
  saved: Saved;
  undeliveredGone: boolean;
  readonly officer: OfficerKey;
  readonly parts: TurnParts;
  readonly lapsed: NonNullable<Facts['lapsed']>;
  readonly ledger: RequestLedger;
  readonly learning: LearningLog;
  readonly consents: ConsentRecord[];
  readonly tallies: Omit<Tally, 'day'>[];
  readonly understood: Understood[];
  /** The reference that the next new request gets, once one was drawn. */
  newRef: string | null;
}
