/**
 * Numbers keys (whole numbers above 0) from 0 in the order they come: a hash table of plain numbers, since a text of an
 * officer asks for hundreds of keys and a start files a hundred thousand.
 */
export interface Numbering {
  readonly size: number;
  /** The number of a key, which may be new. */
  add(key: number): number;
  /** The number of a key, -1 for one that was never added. */
  find(key: number): number;
}

/** Two to the 32 by the golden ratio: neighbours end up far apart. */
const spreading = 0x9e3779b1;

/** @param bits of the first table's size; it grows with what it holds. */
export function createNumbering(bits = 14): Numbering {
  /** Each key with its number behind it, so that both are at hand at once. */
  let slots = new Int32Array(2 ** (bits + 1));
  let shift = 32 - bits;
  let size = 0;

  function grow(): void {
    const old = slots;
    shift -= 2;
    slots = new Int32Array(old.length * 4);
    for (let from = 0; from < old.length; from += 2) {
      const key = old[from] ?? 0;
      if (key === 0) continue;
      const slot = slotOf(slots, shift, key);
      slots[slot] = key;
      slots[slot + 1] = old[from + 1] ?? 0;
    }
  }

  return {
    get size() {
      return size;
    },
    add(key) {
      const slot = slotOf(slots, shift, key);
      if (slots[slot] === key) return slots[slot + 1] ?? 0;
      slots[slot] = key;
      slots[slot + 1] = size;
      size += 1;
      if (size * 4 > slots.length) grow();
      return size - 1;
    },
    find(key) {
      const slot = slotOf(slots, shift, key);
      return slots[slot] === key ? (slots[slot + 1] ?? -1) : -1;
    },
  };
}

/** Where a key stands, or the free place where it would. */
function slotOf(slots: Int32Array, shift: number, key: number): number {
  const last = slots.length - 1;
  let slot = (Math.imul(key, spreading) >>> shift) * 2;
  while (slots[slot] !== key && slots[slot] !== 0) slot = (slot + 2) & last;
  return slot;
}
