import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitFor } from '../support/wait.ts';
import { asker, recoveryMs } from './askers.ts';
import type { Installation } from './installation.ts';
import { askForPerson, newToken, openInstallation, patienceMs, phoneOf, say } from './installation.ts';
import { supervisorIn } from './supervisor.ts';

let house: Installation;
beforeEach(async () => {
  house = await openInstallation();
});
afterEach(() => house.close());

test('while LINE fails, each officer is answered later, once and in order', async () => {
  const askers = ['ก', 'ข', 'ค'].map((name) => asker(house, name));
  for (const kind of ['server-error', 'reset', 'server-error-after', 'reset-after', 'rate-limited'] as const)
    house.platform.faults.add({ kind, endpoint: 'reply' });
  house.platform.faults.add({ kind: 'slow', endpoint: 'reply', delayMs: 1_000 });
  await Promise.all(
    askers.map(async (one) => {
      for (let count = 0; count < 3; count += 1) await one.ask();
    }),
  );
  await waitFor(() => askers.every(({ asked, answered }) => asked.length <= answered().length), {
    timeoutMs: recoveryMs,
    what: 'every question to be answered',
  });
  await house.app.stop();
  expect(askers.map(({ answered }) => answered())).toEqual(askers.map(({ asked }) => asked));
  expect(house.platform.accepted.map(({ via }) => via)).not.toContain('push');
});

test('while LINE is away, officers’ texts are taken, and answered when it is back', async () => {
  const officer = asker(house, 'ก');
  await officer.ask();
  await house.platform.waitFor('the first answer', () => officer.answered().length > 0, patienceMs);
  const bringBack = await house.cutLine();
  await officer.ask();
  await officer.ask();
  await waitFor(async () => (await house.metric('dga_sends_total', { code: 'line-unreachable' })) > 0, {
    timeoutMs: patienceMs,
    what: 'an attempt to be in vain',
  });
  expect((await fetch(`${house.app.url}/readyz`)).status).toBe(200);
  await bringBack();
  await waitFor(() => officer.answered().length >= 3, { timeoutMs: recoveryMs, what: 'the answers' });
  expect(officer.answered()).toEqual(officer.asked);
});

test('a message that the month’s quota has no room for is shown to staff with its cause', async () => {
  const token = await newToken(house);
  const officer = phoneOf(house, 'ก');
  await officer.write('1');
  const ref = await askForPerson(officer);
  const claimed = await house.api(token, 'POST', `/requests/${ref}/claim`);
  await officer.hear();
  house.platform.quota = house.platform.quotaUsed;
  const { status } = await house.api(token, 'POST', `/requests/${ref}/message`, {
    json: { text: 'โปรดโทรกลับ' },
    ifMatch: claimed.etag,
  });
  expect(status).toBe(200);
  await waitFor(async () => (await house.metric('dga_dead_letters')) === 1, {
    timeoutMs: patienceMs,
    what: 'the dead letter',
  });
  const { text } = await (await supervisorIn(house)).get(`/console/requests/${ref}`);
  const cause = say('console:undelivered.cause.quota-exhausted');
  expect(text).toContain(say('console:delivery.failed', { cause }));
  // What officers ask is answered all the same: a reply costs nothing.
  expect((await officer.write('เมนู')).via).toBe('reply');
});
