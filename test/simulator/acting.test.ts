import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitFor } from '../support/wait.ts';
import { startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let line: Harness;
let officer: string;
/** Messages of the webhooks, in order. */
let messages: Record<string, unknown>[];

beforeEach(async () => {
  line = await startHarness();
  officer = line.platform.addOfficer('สมชาย').userId;
  await line.platform.sendFollow(officer);
  messages = [];
  line.onWebhook = ({ events }) => {
    for (const event of events) if (event.type === 'message') messages.push({ ...event.message });
  };
});
afterEach(() => line.close());

const act = async (wish: object): Promise<number> => {
  const response = await fetch(`${line.url}/simulator/api/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: officer, chatId: officer, ...wish }),
  });
  return response.status;
};

const product = { productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' };

test('a text may hold emoji of LINE where their names stand, and quote a message of the account', async () => {
  await line.platform.sendText(officer, 'ก่อนหน้า');
  const quotedMessageId = line.platform.chat(officer).last?.id ?? '';
  const emojis = [
    { index: 6, length: 4, ...product },
    { index: 10, length: 6, ...product },
  ];
  const text = 'ยินยอม(ok)(love)';
  expect(await act({ do: 'text', text, emojis, quotedMessageId })).toBe(202);
  await waitFor(() => messages.length === 2, { what: 'the webhook' });
  expect(messages[1]).toMatchObject({ type: 'text', text, emojis, quotedMessageId });
});

test.each([
  ['words', [{ index: 0, length: 6 }]],
  ['what lies beyond the text', [{ index: 6, length: 99 }]],
  [
    'the same twice',
    [
      { index: 6, length: 4 },
      { index: 6, length: 4 },
    ],
  ],
  ['a place before the text', [{ index: -1, length: 4 }]],
])('no emoji stands for %s', async (_what, places) => {
  const emojis = places.map((place) => ({ ...place, ...product }));
  expect(await act({ do: 'text', text: 'ยินยอม(ok)', emojis })).toBe(409);
  expect(messages).toEqual([]);
});

test('pictures sent together are told one by one, each with its place among them', async () => {
  for (const set of ['abc.1.2', 'abc.2.2']) {
    const query = new URLSearchParams({ userId: officer, chatId: officer, kind: 'image', set });
    const response = await fetch(`${line.url}/simulator/api/files?${query.toString()}`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: Buffer.from('png'),
    });
    expect(response.status).toBe(202);
  }
  await waitFor(() => messages.length === 2, { what: 'the webhooks' });
  expect(messages.map(({ imageSet }) => imageSet)).toEqual([
    { id: 'abc', index: 1, total: 2 },
    { id: 'abc', index: 2, total: 2 },
  ]);
});
