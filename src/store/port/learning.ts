/** Questions that were not understood, how answers were judged, and what staff taught. */
import type { Sealed } from './basics.ts';

/** A text that was not understood, without whose it was: the assistant learns from it, nobody is told by it. */
export interface UnclearRecord {
  /** Keyed hash of the message's id, so that an unsent message takes its text along. */
  id: string;
  /** `YYYY-MM-DD` in the office's time zone; no finer time is kept. */
  day: string;
  sealed: Sealed;
}

export const tallied = ['answered', 'helped', 'not-helped'] as const;

/** One answer given, or one judgement of it: counted by day, whoever it was. */
export interface Tally {
  day: string;
  /** Id of the FAQ entry. */
  entry: string;
  what: (typeof tallied)[number];
}

export interface TallyCount extends Tally {
  count: number;
}

/** One change of what supervisors taught the assistant. Never changed; undoing is a change of its own. */
export interface TeachingRecord {
  /** Counts from 1 over all changes. */
  version: number;
  at: number;
  /** Staff e-mail. */
  by: string;
  sealed: Sealed;
}

export interface LearningStore {
  /** By day, newest first; within a day in no order that tells anything. */
  listUnclear(limit: number): Promise<UnclearRecord[]>;
  /** Sums of the days `from <= day <= to`, one for each entry, day and judgement that has any. */
  readTallies(period: { from: string; to: string }): Promise<TallyCount[]>;
  /** Forgets texts that were not understood, of days before this one. */
  sweepUnclear(beforeDay: string): Promise<void>;
  /** How many changes were taught: one cheap read. */
  teachingVersion(): Promise<number>;
  /** Oldest first. */
  readTeaching(): Promise<TeachingRecord[]>;
  /** Adds the next change; false when another has this version already: read and decide again. */
  addTeaching(change: TeachingRecord): Promise<boolean>;
}
