import type { Actor } from '../requests/scope.ts';
import type { Dates } from './dates.ts';
import type { Say } from './say.ts';

/** Who looks, and in which words. */
export interface Looking {
  readonly viewer: Actor;
  readonly say: Say;
  readonly dates: Dates;
  /** Epoch ms. */
  readonly now: number;
}
