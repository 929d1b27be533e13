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

export function createNumbering(): Numbering {
  let bits = 14;
  let keys = new Int32Array(2 ** bits);
  let numbers = new Int32Array(2 ** bits);
  let size = 0;

  function grow(): void {
    const [oldKeys, oldNumbers] = [keys, numbers];
    bits += 2;
    keys = new Int32Array(2 ** bits);
    numbers = new Int32Array(2 ** bits);
    for (let from = 0; from < oldKeys.length; from += 1) {
      const key = oldKeys[from] ?? 0;
      if (key === 0) continue;
      const slot = slotOf(keys, bits, key);
      keys[slot] = key;
      numbers[slot] = oldNumbers[from] ?? 0;
    }
  }

  return {
    get size() {
      return size;
    },
    add(key) {
      const slot = slotOf(keys, bits, key);
      if (keys[slot] === key) return numbers[slot] ?? 0;
      keys[slot] = key;
      numbers[slot] = size;
      size += 1;
      if (size * 2 > keys.length) grow();
      return size - 1;
    },
    find(key) {
      const slot = slotOf(keys, bits, key);
      return keys[slot] === key ? (numbers[slot] ?? -1) : -1;
    },
  };
}

/** Where a key stands, or the free place where it would. */
function slotOf(keys: Int32Array, bits: number, key: number): number {
  const last = keys.length - 1;
  let slot = Math.imul(key, spreading) >>> (32 - bits);
  while (keys[slot] !== key && keys[slot] !== 0) slot = (slot + 1) & last;
  return slot;
}
