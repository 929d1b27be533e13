/** Run by doubt.test.ts, which kills it: a process that sends what it finds in a store. */
import { randomUUID } from 'node:crypto';
import { createDelivery } from '../../src/delivery/outbox.ts';
import { createLineSender } from '../../src/line/sender.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { render } from './plain.ts';

const [path = '', apiBaseUrl = '', channelAccessToken = '', secret = ''] = process.argv.slice(2);
const key = Buffer.from(secret, 'hex');
const store = openSqliteStore({ path });
const vault = new Vault([{ id: 'k1', secret: key }], key);
const commits = gatherCommits({ store, worker: randomUUID(), leaseMs: 500, now: Date.now });
const sender = createLineSender({ apiBaseUrl, channelAccessToken, timeoutMs: 60_000 });
createDelivery({ store, commits, vault, sender, render, pollMs: 50 }).start();
