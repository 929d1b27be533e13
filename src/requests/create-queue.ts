import { createDeadLetters } from './dead-letters.ts';
import type { Queue, QueueParts } from './queue.ts';
import { createMoves } from './queue-moves.ts';
import { createReads } from './queue-reads.ts';

/** @see Queue */
export function createQueue(parts: QueueParts): Queue {
  const moves = createMoves(parts);
  const deadLetters = createDeadLetters(parts, moves);
  return { ...createReads(parts.store, parts.vault), ...moves, deadLetters };
}
