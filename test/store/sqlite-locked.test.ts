import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sign } from '../../src/simulator/webhook-sender.ts';
import { databaseFile } from '../../src/startup/open-store.ts';
import type { Installation } from '../e2e/installation.ts';
import { openInstallation } from '../e2e/installation.ts';

let house: Installation;
let other: DatabaseSync;
beforeEach(async () => {
  house = await openInstallation();
  other = new DatabaseSync(join(house.settings['DATA_DIR'] ?? '', databaseFile));
});
afterEach(async () => {
  other.close();
  await house.close();
});

/** A text of somebody new, posted without the two seconds that LINE waits: a busy machine takes longer. */
async function writeOnce(): Promise<number> {
  const { platform, settings, app } = house;
  const events = [platform.events.text(platform.addOfficer().userId, 'สวัสดี')];
  const body = JSON.stringify({ destination: platform.bot.userId, events });
  const headers = { 'x-line-signature': sign(body, settings['LINE_CHANNEL_SECRET'] ?? '') };
  return (await fetch(`${app.url}/webhook`, { method: 'POST', body, headers })).status;
}

test('while another program holds the lock of the file, webhooks are refused and all else is answered meanwhile', async () => {
  other.exec('BEGIN IMMEDIATE');
  const ended: string[] = [];
  const webhooks = Array.from({ length: 10 }, async () => writeOnce().finally(() => ended.push('webhook')));
  const health = await fetch(`${house.app.url}/healthz`);
  ended.push('health');
  expect(health.status).toBe(200);
  expect(await Promise.all(webhooks)).toEqual(webhooks.map(() => 503));
  expect(ended[0]).toBe('health');
  other.exec('COMMIT');
  expect(await writeOnce()).toBe(200);
});
