import { expect, test } from 'vitest';
import { lapsedAnswers } from '../../src/conversation/lapsed.ts';

const lapsed = lapsedAnswers(
  [
    { id: 'deadline', validTo: '2026-11-23' },
    { id: 'manual', validTo: null },
    { id: 'human', validTo: '2020-01-01' },
  ],
  'Asia/Bangkok',
);

test.each([
  ['on its last day', '2026-11-23T16:59:59Z', {}],
  ['from the midnight of Bangkok on', '2026-11-23T17:00:00Z', { deadline: Date.UTC(2026, 10, 23, 12) }],
])('an answer with a date is as ever, and says that it has passed: %s', (_when, now, answers) => {
  expect(lapsed(Date.parse(now))).toEqual(answers);
});
