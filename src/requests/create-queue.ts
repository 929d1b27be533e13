import type { Queue, QueueParts } from './queue.ts';
import { createMoves } from './queue-moves.ts';
import { createReads } from './queue-reads.ts';

/** @see Queue */
export function createQueue(parts: QueueParts): Queue {
  return { ...createReads(parts.store, parts.vault), ...createMoves(parts) };
}
