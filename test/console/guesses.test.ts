import { expect, test } from 'vitest';
import { createGuesses } from '../../src/console/guesses.ts';
import type { Guesses } from '../../src/console/guesses.ts';

const minuteMs = 60_000;
const owner = 'a@dga.or.th';

function guessesAt(time: { now: number }): Guesses {
  return createGuesses(() => time.now);
}

/** Tries that were taken, of so many. */
function taken(guesses: Guesses, tries: readonly (readonly [email: string, address: string])[]): number {
  return tries.filter(([email, address]) => 'guess' in guesses.begin(email, address, false)).length;
}

const many = (count: number, address: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => [owner, address(at)] as const);

test('guesses at one account are taken five times from one address', () => {
  expect(
    taken(
      guessesAt({ now: 0 }),
      many(20, () => '10.0.0.1'),
    ),
  ).toBe(5);
});

test('the addresses of one IPv6 network count as one', () => {
  expect(
    taken(
      guessesAt({ now: 0 }),
      many(34, (at) => `2001:db8:1:2:${at}::7`),
    ),
  ).toBe(5);
  expect(taken(guessesAt({ now: 0 }), [[owner, '::ffff:10.0.0.1'], ...many(9, () => '10.0.0.1')])).toBe(5);
});

test('guesses at one account from ever new addresses are taken thirty times', () => {
  expect(
    taken(
      guessesAt({ now: 0 }),
      many(50, (at) => `10.0.1.${at}`),
    ),
  ).toBe(30);
});

test('guesses from one address are taken thirty times, at however many accounts', () => {
  const tries = Array.from({ length: 50 }, (_, at) => [`a${at}@dga.or.th`, '10.0.0.1'] as const);
  expect(taken(guessesAt({ now: 0 }), tries)).toBe(30);
});

test('the owner signs in from elsewhere while somebody guesses from one address', () => {
  const guesses = guessesAt({ now: 0 });
  taken(
    guesses,
    many(20, () => '10.0.0.1'),
  );
  expect(guesses.begin(owner, '10.9.9.9', false)).toHaveProperty('guess');
});

test('the owner signs in from a network or with a browser of before while everybody guesses', () => {
  const guesses = guessesAt({ now: 0 });
  const before = guesses.begin(owner, '10.9.9.9', false);
  if ('guess' in before) before.guess.right();
  taken(
    guesses,
    many(50, (at) => `10.0.1.${at}`),
  );
  expect(guesses.begin(owner, '10.8.8.8', false)).toHaveProperty('until');
  expect(guesses.begin(owner, '10.9.9.9', false)).toHaveProperty('guess');
  expect(guesses.begin(owner, '10.0.1.1', true)).toHaveProperty('guess');
});

test('whoever has the owner’s browser is slowed too', () => {
  const guesses = guessesAt({ now: 0 });
  const tries = Array.from({ length: 20 }, (_, at) => guesses.begin(owner, `10.0.0.${at}`, true));
  expect(tries.filter((begun) => 'guess' in begun)).toHaveLength(5);
});

test('guesses count from when they begin, so that those made side by side count too', () => {
  const guesses = guessesAt({ now: 0 });
  const begun = Array.from({ length: 6 }, () => guesses.begin(owner, '10.0.0.1', false));
  expect(begun.at(-1)).toEqual({ until: 15 * minuteMs });
});

test('each failure counts for a quarter of an hour of its own', () => {
  const time = { now: 0 };
  const guesses = guessesAt(time);
  for (; time.now < 5 * minuteMs; time.now += minuteMs) guesses.begin(owner, '10.0.0.1', false);
  expect(guesses.begin(owner, '10.0.0.1', false)).toEqual({ until: 15 * minuteMs });
  time.now = 15 * minuteMs;
  expect(guesses.begin(owner, '10.0.0.1', false)).toHaveProperty('guess');
  expect(guesses.begin(owner, '10.0.0.1', false)).toEqual({ until: 16 * minuteMs });
});

test('a refused try does not make the wait longer', () => {
  const time = { now: 0 };
  const guesses = guessesAt(time);
  for (let tries = 0; tries < 5; tries += 1) guesses.begin(owner, '10.0.0.1', false);
  time.now = 14 * minuteMs;
  for (let tries = 0; tries < 100; tries += 1) guesses.begin(owner, '10.0.0.1', false);
  time.now = 15 * minuteMs;
  expect(guesses.begin(owner, '10.0.0.1', false)).toHaveProperty('guess');
});

test('a try that was neither right nor wrong is not counted', () => {
  const guesses = guessesAt({ now: 0 });
  for (let tries = 0; tries < 100; tries += 1) {
    const begun = guesses.begin(owner, '10.0.0.1', false);
    if ('guess' in begun) begun.guess.void();
    expect(begun).toHaveProperty('guess');
  }
});
