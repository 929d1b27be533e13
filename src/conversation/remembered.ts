import { LRUCache } from 'lru-cache';
import type { OfficerKey } from '../store/port.ts';
import type { Known } from './turn-state.ts';

/** What is known of an officer, and the version of their conversation that tells whether it still holds. */
export interface Remembered extends Known {
  /** 0 where there is no conversation yet. */
  readonly version: number;
}

/** Officers who write at the same time; at some kilobytes each this is nothing a process would notice. */
const mostOfficers = 5_000;
/** An errand is done in one go; what belongs to it lies about in the open no longer than that. */
const keptMs = 10 * 60 * 1000;
const forgottenEveryMs = 60 * 1000;
/** More are never loaded: which of them are is for the store to say. */
const mostRequests = 20;

/**
 * What the last turn of each officer left, opened and read, so that their next message need not ask the store.
 * Whether it still holds is told by the commit, which names the version it was decided on.
 */
export interface Memory {
  recall(officer: OfficerKey): Remembered | undefined;
  keep(remembered: Remembered): void;
  /** It no longer holds, or nobody knows whether it does. */
  forget(officer: OfficerKey): void;
}

export function createMemory(): Memory {
  const kept = new LRUCache<OfficerKey, Remembered>({ max: mostOfficers, ttl: keptMs, ttlResolution: 1_000 });
  setInterval(() => kept.purgeStale(), forgottenEveryMs).unref();
  return {
    recall: (officer) => kept.get(officer),
    keep(remembered) {
      if (remembered.requests.length <= mostRequests) kept.set(remembered.officer, remembered);
      else kept.delete(remembered.officer);
    },
    forget(officer) {
      kept.delete(officer);
    },
  };
}
