import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery, DeliveryOptions } from '../../src/delivery/outbox.ts';
import { createDelivery } from '../../src/delivery/outbox.ts';
import type { Outgoing } from '../../src/delivery/outgoing.ts';
import { sealOutgoing } from '../../src/delivery/outgoing.ts';
import type { SendResult } from '../../src/delivery/sender.ts';
import { createLineSender } from '../../src/line/sender.ts';
import { Vault } from '../../src/privacy/vault.ts';
import type { GatheredCommits } from '../../src/store/group-commit.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Harness } from '../simulator/harness.ts';
import { channelAccessToken, startHarness } from '../simulator/harness.ts';
import { aTurn } from '../store/builders.ts';
import { render, said } from './plain.ts';

interface WorkerOptions extends Pick<
  Partial<DeliveryOptions>,
  'now' | 'concurrency' | 'backOff' | 'pollMs' | 'render' | 'log'
> {
  readonly leaseMs?: number;
  readonly timeoutMs?: number;
}

/** What one process has: its own connection to the store, its own name, its own way to LINE. */
interface Worker {
  readonly store: Store;
  readonly commits: GatheredCommits;
  readonly delivery: Delivery;
  readonly attempts: SendResult[];
  /** Writes that the store did not take. */
  failedCommits(): number;
  /** Commits one turn that sends these, and has it delivered as the engine does. */
  say(officer: string, ...messages: (string | Partial<Outgoing>)[]): Promise<void>;
  /** All that a process can no longer do once it was killed: write to the store. */
  die(): Promise<void>;
  end(): Promise<void>;
}

/** An emulated LINE over HTTP, a store file, and as many workers on it as a test wants. */
export interface Rig {
  readonly line: Harness;
  readonly vault: Vault;
  /** Of the vault: its one key, and what officers' keys are hashed with. */
  readonly secret: Buffer;
  /** The store's file. */
  readonly path: string;
  work(options?: WorkerOptions): Worker;
  /** LINE user id of a new friend of the account. */
  anOfficer(): string;
  /** A reply token as a webhook brings it now. */
  aToken(officer: string): Pick<Outgoing, 'replyToken' | 'replyTokenAt'>;
  /** The texts that reached an officer, in order. */
  received(officer: string): string[];
  /** What LINE was asked and said: `reply 200`. */
  calls(): string[];
  end(): Promise<void>;
}

export async function startRig(): Promise<Rig> {
  const line = await startHarness();
  const folder = mkdtempSync(join(tmpdir(), 'delivery-'));
  const path = join(folder, 'store.sqlite');
  const secret = randomBytes(32);
  const vault = new Vault([{ id: 'k1', secret }], secret);
  const workers: Worker[] = [];
  const received = (officer: string): string[] =>
    line.platform.chat(officer).received.map(({ content }) => String(content['text']));

  return {
    line,
    vault,
    secret,
    path,
    received,
    work(options = {}) {
      const worker = startWorker(path, line, vault, options);
      workers.push(worker);
      return worker;
    },
    anOfficer() {
      const officer = line.platform.addOfficer();
      officer.friend = true;
      return officer.userId;
    },
    aToken(officer) {
      const now = line.platform.now();
      const replyToken = line.platform.replyTokens.create(officer, now);
      line.platform.replyTokens.sentOut(replyToken, now);
      return { replyToken, replyTokenAt: now };
    },
    calls: () => line.platform.calls.map(({ endpoint, status }) => `${endpoint} ${status}`),
    async end() {
      for (const worker of workers) await worker.end();
      await line.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function startWorker(path: string, line: Harness, vault: Vault, options: WorkerOptions): Worker {
  const { now = Date.now, leaseMs = 30_000, timeoutMs = 5_000, ...rest } = options;
  const store = openSqliteStore({ path, synchronous: 'NORMAL', busyTimeoutMs: 1_000 });
  let failed = 0;
  const commits = gatherCommits({
    store,
    worker: randomUUID(),
    leaseMs,
    begins: () => delivery.room(),
    now,
    onCommit: ({ ok }) => {
      if (!ok) failed += 1;
    },
  });
  const sender = createLineSender({
    apiBaseUrl: `${line.url}/simulator/line`,
    channelAccessToken,
    timeoutMs,
    now,
  });
  const attempts: SendResult[] = [];
  const delivery = createDelivery({
    store,
    commits,
    vault,
    sender,
    render,
    now,
    onAttempt: (result) => attempts.push(result),
    backOff: () => 20,
    pollMs: 50,
    ...rest,
  });
  let hasEnded = false;
  return {
    store,
    commits,
    delivery,
    attempts,
    failedCommits: () => failed,
    async say(officer, ...messages) {
      const outbox = messages.map((message) =>
        sealOutgoing(vault, {
          id: randomUUID(),
          ref: null,
          to: officer,
          replyToken: null,
          replyTokenAt: null,
          said: said(typeof message === 'string' ? message : ''),
          ...(typeof message === 'string' ? {} : message),
        }),
      );
      const result = await commits.commit(aTurn(vault.officerKey(officer), { at: now(), outbox }));
      if (!result.ok) throw new Error(`refused: ${result.reason}`);
      delivery.deliver(result.leased);
    },
    die: async () => store.close(),
    async end() {
      if (hasEnded) return;
      hasEnded = true;
      await delivery.stop();
      await sender.close();
      await store.close();
    },
  };
}
