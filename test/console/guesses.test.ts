import { expect, test } from 'vitest';
import { createGuesses } from '../../src/console/guesses.ts';
import type { Guesses } from '../../src/console/guesses.ts';

const minuteMs = 60_000;

function guessesAt(time: { now: number }): Guesses {
  return createGuesses(() => time.now);
}

/** Tries that were taken, of so many. */
function taken(guesses: Guesses, tries: readonly (readonly [email: string, address: string])[]): number {
  return tries.filter(([email, address]) => 'guess' in guesses.begin(email, address)).length;
}

test('guesses at one account are taken five times, from however many addresses', () => {
  const tries = Array.from({ length: 20 }, (_, at) => ['a@dga.or.th', `10.0.0.${at}`] as const);
  expect(taken(guessesAt({ now: 0 }), tries)).toBe(5);
});

test('guesses from one address are taken thirty times, at however many accounts', () => {
  const tries = Array.from({ length: 50 }, (_, at) => [`a${at}@dga.or.th`, '10.0.0.1'] as const);
  expect(taken(guessesAt({ now: 0 }), tries)).toBe(30);
});

test('guesses count from when they begin, so that those made side by side count too', () => {
  const guesses = guessesAt({ now: 0 });
  const begun = Array.from({ length: 6 }, () => guesses.begin('a@dga.or.th', '10.0.0.1'));
  expect(begun.at(-1)).toEqual({ until: 15 * minuteMs });
});

test('each failure counts for a quarter of an hour of its own', () => {
  const time = { now: 0 };
  const guesses = guessesAt(time);
  for (; time.now < 5 * minuteMs; time.now += minuteMs) guesses.begin('a@dga.or.th', '10.0.0.1');
  expect(guesses.begin('a@dga.or.th', '10.0.0.1')).toEqual({ until: 15 * minuteMs });
  time.now = 15 * minuteMs;
  expect(guesses.begin('a@dga.or.th', '10.0.0.1')).toHaveProperty('guess');
  expect(guesses.begin('a@dga.or.th', '10.0.0.1')).toEqual({ until: 16 * minuteMs });
});

test('a refused try does not make the wait longer', () => {
  const time = { now: 0 };
  const guesses = guessesAt(time);
  for (let tries = 0; tries < 5; tries += 1) guesses.begin('a@dga.or.th', '10.0.0.1');
  time.now = 14 * minuteMs;
  for (let tries = 0; tries < 100; tries += 1) guesses.begin('a@dga.or.th', '10.0.0.1');
  time.now = 15 * minuteMs;
  expect(guesses.begin('a@dga.or.th', '10.0.0.1')).toHaveProperty('guess');
});

test('a try that was neither right nor wrong is not counted', () => {
  const guesses = guessesAt({ now: 0 });
  for (let tries = 0; tries < 100; tries += 1) {
    const begun = guesses.begin('a@dga.or.th', '10.0.0.1');
    if ('guess' in begun) begun.guess.void();
    expect(begun).toHaveProperty('guess');
  }
});
