import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EngineParts, ObservedTurn } from '../../src/conversation/engine-parts.ts';
import { createEngine } from '../../src/conversation/engine.ts';
import type { Saved } from '../../src/conversation/saved.ts';
import { readSaved } from '../../src/conversation/saved.ts';
import { openOutgoing } from '../../src/delivery/outgoing.ts';
import { createRenderer } from '../../src/line/render.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { openRequest, openThread } from '../../src/requests/record.ts';
import { newReference } from '../../src/requests/reference.ts';
import { gatherCommits } from '../../src/store/group-commit.ts';
import type { OutboxEntry, Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { turnParts } from './life.ts';
import { minute, monday, words } from './officer.ts';

export const vault = new Vault([{ id: 'test', secret: Buffer.alloc(32, 7) }], Buffer.alloc(32, 9));

/** Where the one-to-one chat is found. */
export const chatLink = 'https://line.me/R/ti/p/%40dga';
const renderer = createRenderer({ words, chatLink: () => chatLink });

/**
 * A process of its own on the store in `folder`: its own connection, its own commits, and the real engine. What
 * it may deliver is kept.
 */
export function aProcess(folder: string, over: Partial<EngineParts> = {}) {
  const store = openSqliteStore({ path: join(folder, 'store.db'), synchronous: 'NORMAL' });
  let now = monday;
  const clock = () => (now += 1);
  const commits = gatherCommits({ store, worker: randomUUID(), leaseMs: minute, now: clock });
  const turns: ObservedTurn[] = [];
  const delivered: OutboxEntry[] = [];
  const engine = createEngine({
    ...turnParts(),
    store,
    vault,
    commitTurn: (turn) => commits.commit(turn),
    deliver: (entries) => delivered.push(...entries),
    newRef: (officer) => newReference(officer, randomInt),
    newId: randomUUID,
    clock,
    observe: (turn) => turns.push(turn),
    ...over,
  });
  return {
    store,
    commits,
    engine,
    turns,
    delivered,
    sent: () =>
      delivered.map((entry) => {
        const outgoing = openOutgoing(vault, entry);
        return { ...outgoing, messages: renderer.render(outgoing.said) };
      }),
  };
}

export async function savedOf(store: Store, from: string): Promise<Saved> {
  const officer = vault.officerKey(from);
  const [loaded] = await store.load([{ officer, eventIds: [] }]);
  return readSaved(loaded?.conversation && vault.open(loaded.conversation.sealed, `conversation:${officer}`));
}

export async function requestsOf(store: Store, from: string) {
  const [loaded] = await store.load([{ officer: vault.officerKey(from), eventIds: [] }]);
  return Promise.all(
    (loaded?.requests ?? []).map(async (record) => ({
      request: openRequest(vault, record),
      thread: openThread(vault, record.ref, await store.readThread(record.ref)),
    })),
  );
}
