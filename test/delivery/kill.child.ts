/**
 * Run by kill.test.ts, which kills it. Each officer's events come one after another, the last few of them again
 * as LINE redelivers them after a crash; each adds its number to the conversation and sends one message.
 * Says `OFFICER NUMBER` once an event is committed, which is when LINE would get its 200.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createDelivery } from '../../src/delivery/outbox.ts';
import { sealOutgoing } from '../../src/delivery/outgoing.ts';
import { createLineSender } from '../../src/line/sender.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aTurn } from '../store/builders.ts';
import { render, said } from './plain.ts';

const [path = '', apiBaseUrl = '', channelAccessToken = '', secret = '', ...officers] = process.argv.slice(2);
const store = openSqliteStore({ path });
const vault = new Vault([{ id: 'k1', secret: Buffer.from(secret, 'hex') }], Buffer.from(secret, 'hex'));
const commits = gatherCommits({ store, worker: randomUUID(), leaseMs: 600, now: Date.now });
const sender = createLineSender({ apiBaseUrl, channelAccessToken, timeoutMs: 250 });
const delivery = createDelivery({ store, commits, vault, sender, render, pollMs: 100, backOff: () => 20 });
delivery.start();

const redelivered = 3;

async function play(officer: string): Promise<never> {
  const lane = vault.officerKey(officer);
  const [start] = await store.load([{ officer: lane, eventIds: [] }]);
  let number = Math.max(1, (start?.conversation?.version ?? 0) + 1 - redelivered);
  for (; ; number += 1) {
    const [loaded] = await store.load([{ officer: lane, eventIds: [] }]);
    const conversation = loaded?.conversation ?? { version: 0, sealed: '' };
    const result = await commits.commit(
      aTurn(lane, {
        at: Date.now(),
        eventIds: [`${officer}-${number}`],
        conversation: { expected: conversation.version, sealed: `${conversation.sealed}${number},` },
        outbox: [
          sealOutgoing(vault, {
            id: randomUUID(),
            ref: null,
            to: officer,
            replyToken: null,
            replyTokenAt: null,
            said: said(String(number)),
          }),
        ],
      }),
    );
    if (!result.ok && result.reason !== 'duplicate') throw new Error(result.reason);
    writeSync(1, `${officer} ${number}\n`);
    if (result.ok) delivery.deliver(result.leased);
  }
}

await Promise.all(officers.map(play));
