import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOffMs, maxAttempts } from '../../src/delivery/back-off.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const delays = Array.from({ length: maxAttempts - 1 }, (_, n) => n + 1);

describe('the delay after a failed attempt', () => {
  test.each([
    [1, 750, 1_000],
    [2, 1_500, 2_000],
    [3, 3_000, 4_000],
    [10, 384_000, 512_000],
    [11, 675_000, 900_000],
    [1_000, 675_000, 900_000],
  ])('after %i attempts is %i ms to %i ms', (attempts, least, most) => {
    expect(backOffMs(attempts, 0)).toBe(least);
    expect(backOffMs(attempts, 0.999_999_9)).toBe(most);
  });

  test('never shrinks by more than chance has a share in it, and is never beyond a quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (n, chance) => {
          const delay = backOffMs(n, chance);
          expect(delay).toBeGreaterThanOrEqual(750);
          expect(delay).toBeLessThanOrEqual(15 * minute);
          expect(backOffMs(n + 1, chance)).toBeGreaterThanOrEqual(delay);
        },
      ),
    );
  });

  test('lets five attempts after the first fall into the life of a reply token', () => {
    const total = [1, 2, 3, 4, 5].reduce((sum, attempts) => sum + backOffMs(attempts, 1), 0);
    expect(total).toBeLessThan(minute);
  });

  test('lets the last attempt fall into the life of a retry key, not long before its end', () => {
    const total = (chance: number): number => delays.reduce((sum, n) => sum + backOffMs(n, chance), 0);
    expect(total(1)).toBeLessThan(day);
    expect(total(0)).toBeGreaterThan(day * 0.7);
  });
});
