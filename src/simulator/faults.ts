/** Trouble that LINE's API, or the way to it, can make. "After" means: the call was accepted first. */
const faultKinds = [
  'server-error',
  'server-error-after',
  'no-answer',
  'no-answer-after',
  'reset',
  'reset-after',
  'slow',
  'rate-limited',
  'quota-exhausted',
  'unauthorized',
  'invalid-reply-token',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Name of an endpoint (`reply`, `push`, …); without it every endpoint. */
  readonly endpoint?: string;
  /** How many calls it spoils; 1 unless told. `Infinity` until `clear`. */
  readonly times?: number;
  /** Of `slow`: how long the answer waits. */
  readonly delayMs?: number;
}

/** Faults waiting for a call. The first that fits a call spoils it. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(kind?: FaultKind): void {
    this.#waiting = kind ? this.#waiting.filter((waiting) => waiting.fault.kind !== kind) : [];
  }

  has(kind: FaultKind): boolean {
    return this.#waiting.some((waiting) => waiting.fault.kind === kind);
  }

  /** Takes the fault that this call suffers, if any. */
  take(endpoint: string): Fault | null {
    const hit = this.#waiting.find(
      ({ fault }) => fault.endpoint === undefined || fault.endpoint === endpoint,
    );
    if (!hit) return null;
    hit.left -= 1;
    if (hit.left <= 0) this.#waiting = this.#waiting.filter((waiting) => waiting !== hit);
    return hit.fault;
  }
}
