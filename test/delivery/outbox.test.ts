import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { maxAttempts } from '../../src/delivery/back-off.ts';
import { sealOutgoing } from '../../src/delivery/outgoing.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { silentLog } from '../../src/base/log.ts';
import type { FaultKind } from '../../src/simulator/faults.ts';
import { aRequest, aTurn, aWrite, commitTurn } from '../store/builders.ts';
import type { Rig } from './rig.ts';
import { startRig } from './rig.ts';
import { render, said, unknown } from './plain.ts';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));
const patient = { timeout: 60_000 };

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.end();
});

/** An entry that is pushed. */
const aText = (officer: string, text: string) =>
  sealOutgoing(rig.vault, {
    id: randomUUID(),
    ref: null,
    to: officer,
    replyToken: null,
    replyTokenAt: null,
    said: said(text),
  });

const empty = { pending: 0, oldestAt: null, dead: 0 };

describe('what was just committed', () => {
  test('is sent at once, by reply, without being read back', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    await worker.say(officer, { ...rig.aToken(officer), said: said('หนึ่ง', 'สอง') });
    await rig.line.platform.waitForMessages(officer, 2);
    expect(rig.received(officer)).toEqual(['หนึ่ง', 'สอง']);
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
    expect(rig.calls()).toEqual(['reply 200']);
    expect(worker.attempts).toMatchObject([{ outcome: 'sent', via: 'reply' }]);
  });

  test("leaves LINE's id with the entry of the thread that it is, also where it has to be read back", async () => {
    const [writer, officer] = [rig.work(), rig.anOfficer()];
    const lane = rig.vault.officerKey(officer);
    const record = aRequest(lane);
    const entries = ['a', 'b'].map((id) => ({ id, at: 0, sealed: `k1.${id}` }));
    await commitTurn(writer.store, aTurn(lane, { requests: [aWrite(record, { thread: entries })] }));
    const { ref } = record;
    await writer.say(officer, { ref, entry: 'a', said: said('หนึ่ง') });
    const unread = { ref, entry: 'b', said: said('สอง'), to: officer, replyToken: null, replyTokenAt: null };
    const outbox = [sealOutgoing(rig.vault, { id: randomUUID(), ...unread })];
    await commitTurn(writer.store, aTurn(lane, { outbox }));
    writer.delivery.start();
    await rig.line.platform.waitForMessages(officer, 2);
    const ids = rig.line.platform.chat(officer).received.map(({ id }) => id);
    await vi.waitFor(
      async () => expect((await writer.store.readThread(ref)).map(({ lineId }) => lineId)).toEqual(ids),
      patient,
    );
  });

  test('arrives in the order of its lane, however many commits it came in', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    await Promise.all(numbers(40).map(async (text) => worker.say(officer, text)));
    await rig.line.platform.waitForMessages(officer, 40);
    expect(rig.received(officer)).toEqual(numbers(40));
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
  });

  test('does not wait for what another officer waits for', async () => {
    const worker = rig.work();
    const [slow, quick] = [rig.anOfficer(), rig.anOfficer()];
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 500 });
    await worker.say(slow, 'a');
    await worker.say(quick, 'b');
    await rig.line.platform.waitForMessages(quick, 1);
    expect(rig.received(slow)).toEqual([]);
    await rig.line.platform.waitForMessages(slow, 1);
  });

  test('in the same moment is written for all before it is sent', async () => {
    const done: string[] = [];
    const worker = rig.work({
      render: (all) => {
        done.push('written');
        return render(all);
      },
      log: { ...silentLog, info: (line) => void done.push(line) },
    });
    const officers = numbers(3).map(() => rig.anOfficer());
    await Promise.all(officers.map(async (officer) => worker.say(officer, 'x')));
    await vi.waitFor(() => expect(done).toHaveLength(6), patient);
    expect(done).toEqual(['written', 'written', 'written', 'send', 'send', 'send']);
  });

  test('is sent to no more officers at one time than allowed', async () => {
    const worker = rig.work({ concurrency: 3 });
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 40, times: 12 });
    const officers = numbers(12).map(() => rig.anOfficer());
    await Promise.all(officers.map(async (officer) => worker.say(officer, 'x')));
    await Promise.all(officers.map(async (officer) => rig.line.platform.waitForMessages(officer, 1)));
    const spans = rig.line.platform.calls.map(({ at, ms }) => ({ from: at - ms, to: at }));
    // Ends and beginnings are rounded to the millisecond, so two that only touch may seem to overlap.
    const together = spans.map(
      ({ from }) => spans.filter((span) => span.from <= from && from < span.to - 5).length,
    );
    expect(Math.max(...together)).toBeLessThanOrEqual(3);
  });
});

describe('an attempt that failed', () => {
  test('stops its lane until it is due, and what follows waits its turn', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind: 'server-error', times: 3 });
    await worker.say(officer, '0', '1');
    await worker.say(officer, '2');
    await rig.line.platform.waitForMessages(officer, 3);
    expect(rig.received(officer)).toEqual(['0', '1', '2']);
    expect(rig.calls().slice(0, 4)).toEqual(['push 500', 'push 500', 'push 500', 'push 200']);
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
  });

  test.each<[FaultKind, string[]]>([
    ['server-error-after', ['push 500', 'push 409']],
    ['reset-after', ['push 0', 'push 409']],
    ['reset', ['push 0', 'push 200']],
    ['rate-limited', ['push 429', 'quota 200', 'quota-consumption 200', 'push 200']],
    ['unauthorized', ['push 401', 'push 200']],
  ])('%s of a push reaches the officer once', async (kind, calls) => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind, endpoint: 'push' });
    await worker.say(officer, 'a', 'b');
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
    expect(rig.received(officer)).toEqual(['a', 'b']);
    expect(rig.calls()).toEqual([...calls, 'push 200']);
  });

  test('a reply whose answer was lost is asked for again and not pushed beside it', async () => {
    const [worker, officer] = [rig.work({ timeoutMs: 700 }), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind: 'no-answer-after', endpoint: 'reply' });
    await worker.say(officer, { ...rig.aToken(officer), said: said('a') }, 'b');
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
    expect(rig.received(officer)).toEqual(['a', 'b']);
    expect(rig.calls()).toEqual(['reply 0', 'reply 400', 'push 200']);
    expect(worker.attempts).toMatchObject([
      { outcome: 'retry', code: 'line-timeout' },
      { outcome: 'sent', presumed: true },
      { outcome: 'sent', presumed: false },
    ]);
  });

  test('is tried again although the clock was set back by an hour meanwhile', async () => {
    let setBack = 0;
    // Ten minutes are what it would wait for.
    const options = { now: () => Date.now() - setBack, backOff: () => 600_000 };
    const [worker, officer] = [rig.work(options), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind: 'server-error' });
    await worker.say(officer, 'a');
    await vi.waitFor(() => expect(worker.attempts).toMatchObject([{ outcome: 'retry' }]), patient);
    setBack = 3_600_000;
    await rig.line.platform.waitForMessages(officer, 1);
    await worker.say(officer, 'b');
    await rig.line.platform.waitForMessages(officer, 2);
    expect(rig.received(officer)).toEqual(['a', 'b']);
  });

  test('is given up after as many attempts as a retry key lives, with its cause, and the lane goes on', async () => {
    const [worker, officer] = [rig.work({ backOff: () => 0 }), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind: 'server-error', times: maxAttempts });
    await worker.say(officer, 'never', 'b');
    await rig.line.platform.waitForMessages(officer, 1);
    expect(rig.received(officer)).toEqual(['b']);
    expect(await worker.store.deadLetters({ limit: 9 })).toMatchObject([
      { cause: 'attempts-exhausted', attempts: maxAttempts },
    ]);
  });
});

describe('a dead letter', () => {
  test('is what LINE refuses for good: it keeps its cause and does not hold up the lane', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    await worker.say(officer, { ref: '123456782', said: said('') }, 'b');
    await rig.line.platform.waitForMessages(officer, 1);
    expect(rig.received(officer)).toEqual(['b']);
    await vi.waitFor(async () => {
      expect(await worker.store.deadLetters({ ref: '123456782', limit: 9 })).toMatchObject([
        { cause: 'rejected', attempts: 1 },
      ]);
      expect(await worker.store.outboxDepth()).toEqual({ ...empty, dead: 1 });
    }, patient);
  });

  test('is a push for which the plan has nothing left', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    rig.line.platform.quota = 0;
    await worker.say(officer, 'a');
    await vi.waitFor(async () => {
      expect(await worker.store.deadLetters({ limit: 9 })).toMatchObject([{ cause: 'quota-exhausted' }]);
    }, patient);
  });

  test('is what no key opens, and LINE is not asked', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    const other = new Vault([{ id: 'lost', secret: randomBytes(32) }], randomBytes(32));
    const lane = rig.vault.officerKey(officer);
    const entry = sealOutgoing(other, {
      id: randomUUID(),
      ref: null,
      to: officer,
      replyToken: null,
      replyTokenAt: null,
      said: said('x'),
    });
    const result = await worker.commits.commit(aTurn(lane, { at: Date.now(), outbox: [entry] }));
    worker.delivery.deliver(result.ok ? result.leased : []);
    await vi.waitFor(async () => {
      expect(await worker.store.deadLetters({ limit: 9 })).toMatchObject([{ cause: 'unreadable' }]);
    }, patient);
    expect(rig.calls()).toEqual([]);
  });

  test('is what nobody knows how to say, after others had their chance to', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    await worker.say(officer, { said: said(unknown) }, 'b');
    await vi.waitFor(async () => {
      expect(await worker.store.deadLetters({ limit: 9 })).toMatchObject([
        { cause: 'attempts-exhausted', attempts: maxAttempts },
      ]);
    }, patient);
    await rig.line.platform.waitForMessages(officer, 1);
    expect(rig.received(officer)).toEqual(['b']);
  });
});

describe('after a crash', () => {
  const short = { leaseMs: 400 };

  test('what was committed but never sent is sent by another process once the lease ran out', async () => {
    const [dead, officer] = [rig.work(short), rig.anOfficer()];
    const outbox = numbers(3).map((text) => aText(officer, text));
    await dead.commits.commit(aTurn(rig.vault.officerKey(officer), { at: Date.now(), outbox }));
    await dead.die();
    const heir = rig.work();
    heir.delivery.start();
    await rig.line.platform.waitForMessages(officer, 3);
    expect(rig.received(officer)).toEqual(numbers(3));
  });

  test.each(['reply', 'push'] as const)(
    'a %s that LINE took before its sender could write so is not sent again',
    async (via) => {
      // Long enough to begin with it on a busy machine.
      const [dead, officer] = [rig.work({ leaseMs: 5_000 }), rig.anOfficer()];
      rig.line.platform.faults.add({ kind: 'slow', delayMs: 200 });
      const token = via === 'reply' ? rig.aToken(officer) : {};
      await dead.say(officer, { ...token, said: said('a') });
      await dead.die();
      await rig.line.platform.waitForMessages(officer, 1);
      const heir = rig.work();
      heir.delivery.start();
      await vi.waitFor(async () => expect(await heir.store.outboxDepth()).toEqual(empty), patient);
      expect(rig.received(officer)).toEqual(['a']);
      expect(rig.calls()).toEqual(via === 'reply' ? ['reply 200', 'reply 400'] : ['push 200', 'push 409']);
      expect(heir.attempts).toMatchObject([{ outcome: 'sent', via, presumed: via === 'reply' }]);
    },
  );

  test('what somebody added without a worker is found', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    const entry = aText(officer, 'a');
    const other = rig.work();
    const turn = aTurn(rig.vault.officerKey(officer), { outbox: [entry] });
    await other.store.commit({ turns: [turn], settlements: [], lease: null });
    await rig.line.platform.waitForMessages(officer, 1);
    expect(rig.received(officer)).toEqual(['a']);
  });

  test('what another process added behind a lane follows it in order, and at once', async () => {
    const never = { pollMs: 600_000 };
    const [first, second, officer] = [rig.work(never), rig.work(never), rig.anOfficer()];
    first.delivery.start();
    second.delivery.start();
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 150 });
    await first.say(officer, '0', '1');
    await second.say(officer, '2');
    await first.say(officer, '3');
    await rig.line.platform.waitForMessages(officer, 4);
    expect(rig.received(officer)).toEqual(numbers(4));
  });
});

describe('a store that is away for a while', () => {
  test('learns what was sent when it is back, and nothing is sent twice', async () => {
    const [worker, officer] = [rig.work({ leaseMs: 500 }), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 200 });
    await worker.say(officer, 'a');
    const other = new DatabaseSync(rig.path);
    other.exec('BEGIN IMMEDIATE');
    await rig.line.platform.waitForMessages(officer, 1);
    // The write waits for a second, blocking; by then the lease has run out.
    await vi.waitFor(() => expect(worker.failedCommits()).toBeGreaterThan(0), patient);
    other.exec('COMMIT');
    other.close();
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
    expect(rig.received(officer)).toEqual(['a']);
    expect(rig.calls()).toEqual(['push 200']);
  });
});

describe('a lease', () => {
  test('that a worker does not know it has, since the commit’s answer was lost, does not cost the order', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    const outbox = [aText(officer, '0')];
    await worker.commits.commit(aTurn(rig.vault.officerKey(officer), { at: Date.now(), outbox }));
    await worker.say(officer, '1');
    await worker.say(officer, '2');
    await rig.line.platform.waitForMessages(officer, 3);
    expect(rig.received(officer)).toEqual(numbers(3));
  });

  test('that is half over is not begun with: the lane is given back and taken anew', async () => {
    let now = Date.now();
    const [worker, officer] = [rig.work({ now: () => now, leaseMs: 10_000 }), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 100 });
    await worker.say(officer, 'a', 'b');
    now += 6_000;
    await rig.line.platform.waitForMessages(officer, 2);
    expect(rig.received(officer)).toEqual(['a', 'b']);
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
    expect(rig.calls()).toEqual(['push 200', 'push 200']);
  });

  test('that ran out tells nothing of a message, although the lane is leased anew: another process sent it', async () => {
    let now = Date.now();
    const clock = { now: () => now, leaseMs: 10_000 };
    const begun = vi.fn<typeof render>(render);
    const [worker, other] = [rig.work({ ...clock, concurrency: 1, render: begun }), rig.work(clock)];
    const [first, officer] = [rig.anOfficer(), rig.anOfficer()];
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 2_000 });
    await worker.say(first, 'x');
    await vi.waitFor(() => expect(begun).toHaveBeenCalled(), patient);
    await worker.say(officer, { ...rig.aToken(officer), said: said('a') });
    now += 11_000;
    other.delivery.start();
    await rig.line.platform.waitForMessages(officer, 1);
    await vi.waitFor(
      async () => expect((await other.store.outboxDepth()).pending).toBeLessThanOrEqual(1),
      patient,
    );
    worker.delivery.start();
    await worker.say(officer, 'b');
    await rig.line.platform.waitForMessages(officer, 2);
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
    expect(rig.received(officer)).toEqual(['a', 'b']);
  });

  test('is prolonged while LINE is slow, so that no other process sends the same beside it', async () => {
    const [worker, other, officer] = [rig.work({ leaseMs: 600 }), rig.work(), rig.anOfficer()];
    worker.delivery.start();
    other.delivery.start();
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 2_000 });
    await worker.say(officer, 'a', 'b');
    await rig.line.platform.waitForMessages(officer, 2);
    await vi.waitFor(async () => expect(await worker.store.outboxDepth()).toEqual(empty), patient);
    expect(rig.received(officer)).toEqual(['a', 'b']);
    // Whichever of them the second is sent by: beside a slow call of the one the other would get a 409.
    expect(rig.calls()).toEqual(['push 200', 'push 200']);
  });
});

describe('stopping', () => {
  test('finishes what is in hand', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 100 });
    await worker.say(officer, 'a', 'b', 'c');
    await worker.delivery.stop();
    expect(rig.received(officer)).toEqual(['a', 'b', 'c']);
    expect(await worker.store.outboxDepth()).toEqual(empty);
  });

  test('gives back what it cannot finish soon, for the next process to send at once', async () => {
    let now = Date.now();
    const [worker, officer] = [rig.work({ now: () => now }), rig.anOfficer()];
    rig.line.platform.faults.add({ kind: 'slow', delayMs: 200 });
    await worker.say(officer, 'a', 'b', 'c');
    const stopped = worker.delivery.stop();
    now += 5_000;
    await stopped;
    expect(rig.received(officer)).toEqual(['a']);
    expect(await worker.store.outboxDepth()).toMatchObject({ pending: 2 });
    const heir = rig.work({ now: () => now });
    heir.delivery.start();
    await rig.line.platform.waitForMessages(officer, 3);
    expect(rig.received(officer)).toEqual(['a', 'b', 'c']);
    expect(heir.attempts.every((attempt) => attempt.outcome === 'sent')).toBe(true);
  });

  test('a worker that was stopped sends nothing more', async () => {
    const [worker, officer] = [rig.work(), rig.anOfficer()];
    worker.delivery.start();
    await worker.delivery.stop();
    const other = rig.work();
    await other.say(officer, 'a');
    await rig.line.platform.waitForMessages(officer, 1);
    expect(worker.attempts).toEqual([]);
  });
});

test('with faults of every kind and two processes, each officer gets every message once and in order', async () => {
  const workers = [rig.work(), rig.work()];
  for (const worker of workers) worker.delivery.start();
  const officers = numbers(15).map(() => rig.anOfficer());
  const kinds: FaultKind[] = ['server-error', 'server-error-after', 'reset', 'reset-after', 'rate-limited'];
  for (const text of numbers(12)) {
    for (const kind of kinds) rig.line.platform.faults.add({ kind, times: 2 });
    await Promise.all(
      officers.map(async (officer, n) => {
        const token = (Number(text) + n) % 2 === 0 ? rig.aToken(officer) : {};
        await workers[(n + Number(text)) % 2]?.say(officer, { ...token, said: said(text) });
      }),
    );
  }
  for (const officer of officers) {
    await rig.line.platform.waitForMessages(officer, 12);
    expect(rig.received(officer)).toEqual(numbers(12));
  }
  await vi.waitFor(async () => expect(await workers[0]?.store.outboxDepth()).toEqual(empty), patient);
});
