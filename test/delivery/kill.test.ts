import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createDelivery } from '../../src/delivery/outbox.ts';
import { createLineSender } from '../../src/line/sender.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { channelAccessToken, startHarness } from '../simulator/harness.ts';
import { startProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import { render } from './plain.ts';

const kills = 8;
const child = fileURLToPath(new URL('kill.child.ts', import.meta.url));

test('killed at random points again and again, nothing acknowledged is lost, nothing happens twice, and the order stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'));
  const path = join(folder, 'store.sqlite');
  const secret = randomBytes(32);
  const line = await startHarness();
  const apiBaseUrl = `${line.url}/simulator/line`;
  const officers = Array.from({ length: 5 }, () => {
    const officer = line.platform.addOfficer();
    officer.friend = true;
    return officer.userId;
  });

  let said = '';
  for (let round = 0; round < kills; round += 1) {
    const args = [child, path, apiBaseUrl, channelAccessToken, secret.toString('hex'), ...officers];
    const victim = startProcess(process.execPath, args);
    const enough = randomInt(1, 120);
    await waitFor(() => victim.output().split('\n').length > enough || victim.ended() !== null, {
      what: `${enough} events`,
    });
    await victim.stop('SIGKILL');
    expect(victim.ended()).toBe('SIGKILL');
    said += victim.output();
  }

  const store = openSqliteStore({ path });
  const vault = new Vault([{ id: 'k1', secret }], secret);
  const sender = createLineSender({ apiBaseUrl, channelAccessToken });
  const commits = gatherCommits({ store, worker: 'last', leaseMs: 30_000, now: Date.now });
  const delivery = createDelivery({ store, commits, vault, sender, render, pollMs: 50 });
  delivery.start();
  await waitFor(async () => (await store.outboxDepth()).pending === 0, { what: 'an empty outbox' });
  expect(await store.outboxDepth()).toMatchObject({ dead: 0 });

  for (const officer of officers) {
    const [loaded] = await store.load([{ officer: vault.officerKey(officer), eventIds: [] }]);
    const applied = (loaded?.conversation?.sealed ?? '').split(',').slice(0, -1).map(Number);
    const acknowledged = said
      .split('\n')
      .filter((word) => word.startsWith(`${officer} `))
      .map((word) => Number(word.slice(officer.length + 1)));
    expect(applied).toEqual(applied.map((_, at) => at + 1));
    expect(applied.length).toBeGreaterThanOrEqual(Math.max(0, ...acknowledged));
    const received = line.platform.chat(officer).received.map(({ content }) => Number(content['text']));
    expect(received).toEqual(applied);
  }

  await delivery.stop();
  await sender.close();
  await store.close();
  await line.close();
  rmSync(folder, { recursive: true });
});
