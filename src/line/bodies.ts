import type { IncomingMessage } from 'node:http';

/** Why a body was not read to its end. */
export type Unread = 'too-large' | 'too-slow' | 'displaced' | 'broken-off';

export interface BodyLimits {
  /** Of one body. */
  readonly maxBytes: number;
  /** Of all unfinished bodies together. */
  readonly maxHeldBytes: number;
  /** Number of unfinished bodies. */
  readonly maxUnfinished: number;
  /** In which a body has to be complete, counted from its request's headers. */
  readonly withinMs: number;
}

/** Exactly one of the two is called, once. */
interface BodyTaker {
  complete(bytes: Buffer): void;
  /** The rest of the body is ignored. */
  unread(why: Unread): void;
}

export interface Bodies {
  read(request: IncomingMessage, taker: BodyTaker): void;
  /** What the unfinished bodies occupy now. */
  held(): { readonly bodies: number; readonly bytes: number };
}

/**
 * Reads the bodies of requests whose sender is not known yet, within bounds for each and for all of them together.
 *
 * Where there are too many, the one that began first is displaced: LINE sends a body at once, so that whoever has
 * been at it longest is the least likely to be LINE. Refusing the newest instead would let a few slow senders keep
 * LINE out.
 */
export function createBodies(limits: BodyLimits): Bodies {
  /** In the order in which they began. */
  const unfinished = new Set<Unfinished>();
  let heldBytes = 0;

  const settle = (body: Unfinished): boolean => {
    clearTimeout(body.timer);
    if (!unfinished.delete(body)) return false;
    heldBytes -= body.buffer.length;
    return true;
  };
  const giveUp = (body: Unfinished, why: Unread): void => {
    if (!settle(body)) return;
    body.buffer = nothing;
    body.taker.unread(why);
  };
  const makeRoom = (): void => {
    for (const oldest of unfinished) {
      if (heldBytes <= limits.maxHeldBytes && unfinished.size <= limits.maxUnfinished) return;
      giveUp(oldest, 'displaced');
    }
  };

  return {
    read(request, taker) {
      if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) return taker.unread('too-large');
      const body: Unfinished = {
        taker,
        buffer: nothing,
        length: 0,
        timer: setTimeout(() => giveUp(body, 'too-slow'), limits.withinMs),
      };
      unfinished.add(body);
      makeRoom();
      request.on('data', (chunk: Buffer) => {
        if (!unfinished.has(body)) return;
        if (body.length + chunk.length > limits.maxBytes) return giveUp(body, 'too-large');
        heldBytes += append(body, chunk, limits.maxBytes);
        makeRoom();
      });
      request.on('end', () => {
        if (settle(body)) taker.complete(body.buffer.subarray(0, body.length));
      });
      request.on('error', () => giveUp(body, 'broken-off'));
      request.on('close', () => giveUp(body, 'broken-off'));
    },
    held: () => ({ bodies: unfinished.size, bytes: heldBytes }),
  };
}

interface Unfinished {
  readonly taker: BodyTaker;
  buffer: Buffer;
  /** Bytes of `buffer` that have arrived. */
  length: number;
  readonly timer: NodeJS.Timeout;
}

const nothing = Buffer.alloc(0);

/**
 * Chunks are copied together: kept apart, a body that comes a byte at a time would occupy a hundred times its length.
 * @returns the bytes by which the buffer grew.
 */
function append(body: Unfinished, chunk: Buffer, maxBytes: number): number {
  const before = body.buffer.length;
  const length = body.length + chunk.length;
  if (length > before) {
    // The first chunk is nearly always the whole body.
    const size = before === 0 ? length : Math.min(Math.max(2 * before, length), maxBytes);
    const grown = Buffer.allocUnsafeSlow(size);
    body.buffer.copy(grown, 0, 0, body.length);
    body.buffer = grown;
  }
  chunk.copy(body.buffer, body.length);
  body.length = length;
  return body.buffer.length - before;
}
