import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { REPLY_TOKEN_LIFE_MS } from '../../src/line/sender.ts';
import { sealOutgoing } from '../../src/delivery/outgoing.ts';
import { silentLog } from '../../src/base/log.ts';
import { channelAccessToken } from '../simulator/harness.ts';
import { startProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import { aTurn, commitTurn } from '../store/builders.ts';
import type { Rig } from './rig.ts';
import { startRig } from './rig.ts';
import { said } from './plain.ts';

const patient = { timeout: 60_000 };
const child = fileURLToPath(new URL('worker.child.ts', import.meta.url));

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => rig.end());

/** LINE got the call that it leaves without an answer. */
const isCalled = (): boolean => !rig.line.platform.faults.has('no-answer');

describe('a process that is killed', () => {
  test('three times while LINE does not answer: only what it called LINE for counts attempts, and all arrives in order', async () => {
    const [officer, texts] = [rig.anOfficer(), ['0', '1', '2', '3']];
    const first = rig.work();
    const outbox = texts.map((text) =>
      sealOutgoing(rig.vault, {
        id: randomUUID(),
        ref: null,
        to: officer,
        replyToken: null,
        replyTokenAt: null,
        said: said(text),
      }),
    );
    await commitTurn(first.store, aTurn(rig.vault.officerKey(officer), { outbox }));

    for (let kill = 1; kill <= 3; kill += 1) {
      rig.line.platform.faults.add({ kind: 'no-answer' });
      const apiBaseUrl = `${rig.line.url}/simulator/line`;
      const args = [child, rig.path, apiBaseUrl, channelAccessToken, rig.secret.toString('hex')];
      const victim = startProcess(process.execPath, args);
      await waitFor(() => isCalled() || victim.ended() !== null, { what: 'LINE to be called' });
      await victim.stop('SIGKILL');
      expect([victim.ended(), victim.output()]).toEqual(['SIGKILL', '']);
    }

    const attempts: number[] = [];
    const heir = rig.work({
      log: {
        ...silentLog,
        info: (_line, fields) => void attempts.push((fields as { attempts: number }).attempts),
      },
    });
    heir.delivery.start();
    await rig.line.platform.waitForMessages(officer, texts.length);
    expect(rig.received(officer)).toEqual(texts);
    await vi.waitFor(() => expect(attempts.slice(1)).toEqual([1, 1, 1]), patient);
    // A lease that a busy machine lets run out counts once more.
    expect(attempts[0]).toBeGreaterThanOrEqual(4);
  });
});

describe('a reply that LINE was called for by a process that died', () => {
  test('is given up once its minute is over: staff see it, and nothing is pushed beside it', async () => {
    const [dead, officer] = [rig.work({ leaseMs: 400, timeoutMs: 3_000 }), rig.anOfficer()];
    rig.line.platform.faults.add({ kind: 'no-answer' });
    await dead.say(officer, { ...rig.aToken(officer), said: said('a') }, 'b');
    await waitFor(isCalled, { what: 'LINE to be called' });
    await dead.die();
    const heir = rig.work({ now: () => Date.now() + REPLY_TOKEN_LIFE_MS });
    heir.delivery.start();
    await rig.line.platform.waitForMessages(officer, 1);
    expect(rig.received(officer), 'what follows goes on').toEqual(['b']);
    await vi.waitFor(async () => {
      expect(await heir.store.deadLetters({ limit: 9 })).toMatchObject([
        { cause: 'outcome-unknown', attempts: 2 },
      ]);
    }, patient);
    expect(rig.calls().filter((call) => call.endsWith(' 200'))).toEqual(['push 200']);
  });
});
