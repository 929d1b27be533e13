import { loadLearned } from '../../src/understanding/learned-store.ts';

/** Before all tests, so that no single one waits for it: what understanding learns of the tables as they stand. */
export default function learnOnce(): void {
  loadLearned();
}
