import { expect, test } from 'vitest';
import { newReference } from '../../src/requests/reference.ts';
import { openInstallation, referenceIn, textOf } from '../e2e/installation.ts';
import { longMs } from '../load/crowd.ts';
import { startRedis } from '../support/processes.ts';
import { redisServer } from '../support/programs.ts';
import { waitFor } from '../support/wait.ts';

const count = 2_500;
const perBody = 50;
/** How often each of the others writes meanwhile. */
const rounds = 5;

test.skipIf(redisServer === null)(
  'an officer who writes 2,500 texts while LINE is away holds up nobody, and gets every answer once and in order',
  async () => {
    const redis = await startRedis(redisServer ?? '');
    const house = await openInstallation({ REDIS_URL: redis.url, LOG_LEVEL: 'warn' });
    try {
      const { platform } = house;
      const writer = platform.addOfficer('ผู้ส่งมาก').userId;
      const others = ['ก', 'ข', 'ค'].map((name) => platform.addOfficer(name).userId);
      // Each answer names the reference that it was asked for.
      const asked = Array.from({ length: count }, (_, nth) => newReference(writer, () => nth));
      const answersTo = (userId: string) => platform.accepted.filter(({ to }) => to === userId);
      const waiting = async () => house.metric('dga_outbox_pending');

      const bringLineBack = await house.cutLine();
      const statuses: (number | null)[] = [];
      for (let at = 0; at < count; at += perBody) {
        const events = asked.slice(at, at + perBody).map((ref) => platform.events.text(writer, ref));
        statuses.push((await platform.deliver(events)).status);
        if (at % (count / rounds) === 0)
          for (const other of others) statuses.push((await platform.sendText(other, asked[0] ?? '')).status);
      }
      expect(new Set(statuses), 'every webhook is taken, whosever it is').toEqual(new Set([200]));
      expect(await waiting()).toBe(count + rounds * others.length);

      await bringLineBack();
      const newcomer = platform.addOfficer('ผู้มาใหม่').userId;
      await platform.sendText(newcomer, asked[0] ?? '');
      await waitFor(() => answersTo(newcomer).length === 1, { what: 'an answer', timeoutMs: longMs });
      expect(await waiting(), 'the others do not wait for the backlog').toBeGreaterThan(count / 2);

      await waitFor(async () => (await waiting()) === 0, { what: 'the backlog to drain', timeoutMs: longMs });
      const answers = answersTo(writer);
      expect(answers).toHaveLength(count);
      const named = answers.flatMap(({ messages }) =>
        messages.map((message) => referenceIn(textOf(message))),
      );
      expect(named.filter((ref) => ref !== '')).toEqual(asked);
      expect(others.map((other) => answersTo(other).length)).toEqual(others.map(() => rounds));
    } finally {
      await house.close();
      await redis.stop();
    }
  },
  longMs,
);
