import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../support/wait.ts';
import { asker, deliverUntilTaken, recoveryMs } from './askers.ts';
import type { Installation } from './installation.ts';
import { askForPerson, newToken, openInstallation, phoneOf } from './installation.ts';

let house: Installation;
beforeEach(async () => {
  house = await openInstallation();
});
afterEach(() => house.close());

/** An officer who talks to a person: each text goes to the thread of one request, and nothing is answered. */
async function caller(name: string, token: string) {
  const phone = phoneOf(house, name);
  await phone.write('1');
  const ref = await askForPerson(phone);
  // The receipt of the first text: those that follow get none.
  await phone.write('เพิ่มเติมค่ะ');
  const told: string[] = [];
  return {
    told,
    async tell(): Promise<void> {
      const text = `${name} เรื่องที่ ${told.length + 1}`;
      told.push(text);
      await deliverUntilTaken(house, house.platform.sendText(phone.userId, text));
    },
    async heard(): Promise<unknown[]> {
      const { body } = await house.api(token, 'GET', `/requests/${ref}/thread`);
      return (body['items'] as { from: string; text: string }[])
        .filter(({ from, text }) => from === 'officer' && text.startsWith(name))
        .map(({ text }) => text);
    },
    sends: () => house.platform.accepted.filter(({ to }) => to === phone.userId).length,
  };
}

/** Each of the things again and again, side by side. `end` resolves when each was done to the end. */
function keepDoing(things: readonly (() => Promise<void>)[]): { end(): Promise<void> } {
  const ending = new AbortController();
  const work = things.map(async (thing) => {
    while (!ending.signal.aborted) await thing();
  });
  return {
    async end() {
      ending.abort();
      await Promise.all(work);
    },
  };
}

/** Something happens at LINE so many times: a webhook goes out or is answered, a message is taken. */
function happenings(count: number): Promise<void> {
  let left = count;
  return house.platform.waitFor(`${count} more happenings`, () => (left -= 1) < 0, recoveryMs).then(() => {});
}

describe('a process that is killed under load', () => {
  test('loses nothing it took, applies nothing twice, and answers each officer in order', async () => {
    const token = await newToken(house);
    const askers = ['ก', 'ข', 'ค', 'ง'].map((name) => asker(house, name));
    const callers = await Promise.all(['จ', 'ฉ'].map((name) => caller(name, token)));
    const before = callers.map(({ sends }) => sends());
    const load = keepDoing([
      ...askers.map((one) => () => one.ask()),
      ...callers.map((one) => () => one.tell()),
    ]);

    for (let round = 0; round < 4; round += 1) {
      await happenings(20 + Math.floor(Math.random() * 60));
      // Anywhere between two packets, not only when LINE has just been heard of.
      await sleep(Math.random() * 4);
      await house.app.stop('SIGKILL');
      await house.start();
    }
    await happenings(30);
    await load.end();

    for (const { asked, answered } of askers)
      await waitFor(() => answered().length >= asked.length, {
        timeoutMs: recoveryMs,
        what: 'every question to be answered',
      });
    const heard = await Promise.all(callers.map((one) => one.heard()));
    await house.app.stop();
    expect(house.app.ended()).toBe(0);
    expect(askers.map(({ answered }) => answered())).toEqual(askers.map(({ asked }) => asked));
    expect(heard).toEqual(callers.map(({ told }) => told));
    expect(callers.map(({ sends }) => sends())).toEqual(before);
    house.spec.check();
  });

  test('sends after the restart what was committed and not yet sent', async () => {
    const officer = asker(house, 'ก');
    house.platform.faults.add({ kind: 'no-answer', endpoint: 'reply' });
    await officer.ask();
    await house.platform.waitFor('the call of LINE that hangs', () =>
      house.platform.faults.has('no-answer') ? null : true,
    );
    await house.app.stop('SIGKILL');
    expect(officer.answered()).toEqual([]);
    await house.start();
    await waitFor(() => officer.answered().length > 0, { timeoutMs: recoveryMs, what: 'the answer' });
    expect(officer.answered()).toEqual(officer.asked);
    expect(house.platform.accepted.map(({ via }) => via)).toEqual(['reply']);
  });

  test('does not send again what LINE had taken', async () => {
    const officer = asker(house, 'ก');
    house.platform.faults.add({ kind: 'no-answer-after', endpoint: 'reply' });
    await officer.ask();
    await house.platform.waitFor('LINE to take the answer', () => officer.answered().length > 0);
    await house.app.stop('SIGKILL');
    await house.start();
    await waitFor(async () => (await house.metric('dga_outbox_pending')) === 0, {
      timeoutMs: recoveryMs,
      what: 'the outbox to be empty',
    });
    expect(officer.answered()).toEqual(officer.asked);
    expect(await house.metric('dga_dead_letters')).toBe(0);
  });
});

describe('a process that is told to stop under load', () => {
  test('ends with 0, and what it took is finished', async () => {
    const askers = ['ก', 'ข', 'ค', 'ง', 'จ', 'ฉ'].map((name) => asker(house, name));
    const load = keepDoing(askers.map((one) => () => one.ask()));
    await happenings(60);
    const startedAt = performance.now();
    await house.app.stop('SIGTERM');
    expect(house.app.ended()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    const ended = load.end();
    // The last answers of the webhook may still be on their way into the loops above.
    await waitFor(() => askers.every(({ taken, answered }) => taken.length === answered().length), {
      what: 'as many answers as texts that were taken',
    });
    expect(askers.map(({ answered }) => answered())).toEqual(askers.map(({ taken }) => taken));

    await house.start();
    await ended;
    await waitFor(() => askers.every(({ asked, answered }) => asked.length === answered().length), {
      timeoutMs: recoveryMs,
      what: 'what was not taken before the stop to be answered after the next start',
    });
    expect(askers.map(({ answered }) => answered())).toEqual(askers.map(({ asked }) => asked));
  });
});
