import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type { Delivery } from '../../src/delivery/outbox.ts';
import { createDelivery } from '../../src/delivery/outbox.ts';
import { sealAgain, sealOutgoing } from '../../src/delivery/outgoing.ts';
import type { SendResult } from '../../src/delivery/sender.ts';
import { trackDelivery } from '../../src/delivery/tracking.ts';
import { createQueue } from '../../src/requests/create-queue.ts';
import type { MessageDelivery } from '../../src/requests/delivery-state.ts';
import { deliveryOf } from '../../src/requests/delivery-state.ts';
import { noteUndelivered } from '../../src/requests/note-undelivered.ts';
import type { Queue } from '../../src/requests/queue.ts';
import type { Actor } from '../../src/requests/scope.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import type { RequestChanged } from '../../src/store/port.ts';
import type { Desk } from '../requests/desk.ts';
import { openDesk } from '../requests/desk.ts';

const agent: Actor = { email: 'kanda.s@dga.or.th', role: 'agent', issuers: ['dga', 'parent', 'dla'] };
const taken: SendResult = {
  outcome: 'sent',
  via: 'push',
  presumed: false,
  lineRequestId: null,
  messageIds: ['461230966842064897'],
};
const refused: SendResult = { outcome: 'dead', code: 'rejected' };
const failing: SendResult = { outcome: 'retry', code: 'line-server-error', retryAt: null, inDoubt: true };

let desk: Desk;
let queue: Queue;
let delivery: Delivery;
/** What LINE answers from now on. */
let line: SendResult;
let told: RequestChanged[];
beforeEach(async () => {
  desk = await openDesk();
  const { store, vault } = desk;
  const commits = gatherCommits({ store, worker: 'worker', leaseMs: 30_000, now: Date.now });
  const clock = () => ({ now: Date.now(), newId: () => randomUUID() });
  const commit = commits.commit.bind(commits);
  line = taken;
  delivery = createDelivery({
    store,
    commits,
    vault,
    render: () => [{ type: 'text', text: 'ก' }],
    sender: { send: async () => line, close: async () => {} },
    backOff: () => 20,
    pollMs: 50,
    tracking: trackDelivery({
      store,
      noteUndelivered: async (...of) => noteUndelivered({ store, vault, clock, commit }, ...of),
      now: Date.now,
      log: silentLog,
    }),
  });
  delivery.start();
  queue = createQueue({
    ...desk.parts,
    clock,
    commit,
    deliver: (entries) => delivery.deliver(entries),
    notify: (push) =>
      sealOutgoing(vault, { ...push, id: randomUUID(), replyToken: null, replyTokenAt: null }),
    again: (letter) => sealAgain(vault, letter, randomUUID()),
  });
  told = [];
  store.watchRequests((change) => void told.push(change));
});
afterEach(async () => {
  await delivery.stop();
  await desk.close();
});

/** A claimed request that its holder writes to. @param answer what LINE answers to that. */
async function written(answer: SendResult): Promise<{ ref: string; entry: string }> {
  const { ref } = await desk.file();
  await queue.claim(agent, ref);
  await expect.poll(async () => (await desk.store.outboxDepth()).pending).toBe(0);
  line = answer;
  const sent = await queue.message(agent, ref, { text: 'ขอชื่อผู้บริหาร' });
  if (!sent.ok) throw new Error(sent.problem.code);
  const thread = await queue.thread(agent, ref);
  const entry = thread.ok ? thread.value.find(({ from }) => from === 'staff') : undefined;
  return { ref, entry: entry?.id ?? '' };
}

async function deliveryIn(ref: string): Promise<MessageDelivery | null | undefined> {
  const opened = await queue.open(agent, ref);
  if (!opened.ok) throw new Error(opened.problem.code);
  const entry = opened.value.thread.find(({ from }) => from === 'staff');
  return entry && deliveryOf(entry, opened.value, Date.now());
}

async function statusOf(ref: string): Promise<string> {
  const found = await queue.get(agent, ref);
  return found.ok ? found.value.status : found.problem.code;
}

describe('a message of staff', () => {
  test('is accepted once LINE took it, by a push, and the request waits', async () => {
    const { ref } = await written(taken);
    await expect.poll(() => deliveryIn(ref)).toMatchObject({ state: 'accepted', via: 'push', code: null });
    expect(await statusOf(ref)).toBe('waiting');
    expect(told.at(-1)).toMatchObject({ ref, status: 'waiting' });
  });

  test('is being retried while LINE fails, and says since when and why', async () => {
    const before = Date.now();
    const { ref } = await written(failing);
    await expect
      .poll(() => deliveryIn(ref))
      .toMatchObject({ state: 'retrying', via: null, code: 'line-server-error' });
    const since = (await deliveryIn(ref))?.since ?? 0;
    expect(since).toBeGreaterThanOrEqual(before);
    line = taken;
    await expect.poll(() => deliveryIn(ref)).toMatchObject({ state: 'accepted' });
  });

  test('that LINE refuses has failed, makes no request wait, and is told to open pages', async () => {
    const { ref, entry } = await written(refused);
    await expect.poll(() => deliveryIn(ref)).toMatchObject({ state: 'failed', code: 'rejected' });
    expect(await statusOf(ref)).toBe('claimed');
    await expect.poll(() => told.filter((change) => change.ref === ref).at(-1)?.status).toBe('claimed');
    const history = await queue.history(agent, ref);
    expect(history.ok && history.value.at(-1)).toMatchObject({
      by: 'system',
      action: 'undelivered',
      detail: { from: 'waiting', to: 'claimed', thread: entry, code: 'rejected' },
    });
  });

  test('is sent again once, however often one asks, and the request waits again', async () => {
    const { ref, entry } = await written(refused);
    await expect.poll(async () => (await desk.store.deadLetters({ ref, limit: 9 })).length).toBe(1);
    line = taken;
    const both = await Promise.all([queue.resend(agent, ref, entry), queue.resend(agent, ref, entry)]);
    expect(both.map((result) => (result.ok ? 'sent' : result.problem.code)).sort()).toEqual([
      'not-undelivered',
      'sent',
    ]);
    expect(await statusOf(ref)).toBe('waiting');
    await expect.poll(() => deliveryIn(ref)).toMatchObject({ state: 'accepted' });
    expect(await desk.store.deadLetters({ ref, limit: 9 })).toEqual([]);
  });

  test('that fails once more can be dropped, and is not sent after that', async () => {
    const { ref, entry } = await written(refused);
    await expect.poll(async () => (await desk.store.deadLetters({ ref, limit: 9 })).length).toBe(1);
    await queue.resend(agent, ref, entry);
    await expect.poll(() => deliveryIn(ref)).toMatchObject({ state: 'failed' });
    await expect.poll(async () => (await desk.store.deadLetters({ ref, limit: 9 })).length).toBe(1);
    expect(await queue.drop(agent, ref, entry)).toMatchObject({ ok: true });
    expect(await deliveryIn(ref)).toMatchObject({ state: 'dropped', code: 'rejected' });
    expect(await queue.resend(agent, ref, entry)).toMatchObject({ problem: { code: 'not-undelivered' } });
  });

  test('is sent again only by who could have written it', async () => {
    const { ref, entry } = await written(refused);
    await expect.poll(async () => (await desk.store.deadLetters({ ref, limit: 9 })).length).toBe(1);
    const colleague = { ...agent, email: 'wanida.k@dga.or.th' };
    expect(await queue.resend(colleague, ref, entry)).toMatchObject({ problem: { code: 'held-by-other' } });
    expect(await queue.drop(colleague, ref, entry)).toMatchObject({ problem: { code: 'held-by-other' } });
    expect(await queue.resend(agent, ref, entry, 1)).toMatchObject({ problem: { code: 'stale' } });
  });
});

test('what the system told is found by its dead letter, and sent again without making the request wait', async () => {
  line = refused;
  const { ref } = await desk.file();
  await queue.claim(agent, ref);
  await expect.poll(async () => (await desk.store.deadLetters({ ref, limit: 9 })).length).toBe(1);
  const [letter] = await desk.store.deadLetters({ ref, limit: 9 });
  line = taken;
  expect(await queue.resend(agent, ref, letter?.id ?? '')).toMatchObject({ ok: true });
  expect(await statusOf(ref)).toBe('claimed');
});
