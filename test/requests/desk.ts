import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { openVault } from '../../src/privacy/vault.ts';
import type { Vault } from '../../src/privacy/vault.ts';
import type { Filing } from '../../src/requests/changes.ts';
import { fileRequest } from '../../src/requests/changes.ts';
import type { Queue, QueueParts } from '../../src/requests/queue.ts';
import { createQueue } from '../../src/requests/create-queue.ts';
import { openRequest, openThread, sealChange } from '../../src/requests/record.ts';
import { newReference } from '../../src/requests/reference.ts';
import type { Clock, RequestChange, ServiceRequest, ThreadEntry } from '../../src/requests/request.ts';
import { defaultSla } from '../../src/calendar/sla.ts';
import type { Actor } from '../../src/requests/scope.ts';
import type { OutboxEntry, Store, TurnResult, TurnWrite } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { loadWords } from '../../src/base/words.ts';
import { filing, monday } from './build.ts';

/** A push as it went out, with what the officer reads. */
interface Pushed {
  readonly to: string;
  readonly ref: string;
  /** The entry of the thread that it is. */
  readonly entry?: string;
  readonly text: string;
  readonly choices: readonly string[];
}

const words = loadWords();

/** A queue on a real store, with officers to file and a time that stands until it is moved. */
export interface Desk {
  readonly store: Store;
  readonly vault: Vault;
  readonly queue: Queue;
  /** What the queue is made of, to make another that differs in something. */
  readonly parts: QueueParts;
  readonly time: { now: number };
  /** What commits handed to delivery, in order. */
  readonly pushed: Pushed[];
  /** An officer files; each filing is another officer's unless it says whose. */
  file(changed?: Partial<Filing>): Promise<ServiceRequest>;
  /** An officer's side changes the request, as the conversation would. */
  change(
    ref: string,
    change: (request: ServiceRequest, thread: readonly ThreadEntry[], clock: Clock) => RequestChange | null,
  ): Promise<ServiceRequest>;
  addStaff(...actors: readonly Actor[]): Promise<void>;
  /** Another process at the same store. */
  open(): Promise<Desk>;
  close(): Promise<void>;
}

const key = { id: 'k1', secret: randomBytes(32) };

/** @param path a file that several desks share; in memory where it is left out. */
export async function openDesk(path = ':memory:'): Promise<Desk> {
  const store = openSqliteStore({ path, synchronous: 'NORMAL' });
  const vault = await openVault([key], store);
  const time = { now: monday };
  const pushed: Pushed[] = [];
  const clock = (): Clock => ({ now: time.now, newId: () => randomUUID() });

  async function commit(turn: TurnWrite): Promise<TurnResult> {
    const lease = { worker: 'desk', until: time.now + 30_000 };
    const [result] = await store.commit({ turns: [turn], settlements: [], lease });
    if (!result) throw new Error('the store answered nothing');
    return result;
  }

  async function save(change: RequestChange): Promise<ServiceRequest> {
    const { officer } = change.after;
    const result = await commit({
      officer,
      at: time.now,
      eventIds: [],
      conversation: null,
      requests: [sealChange(vault, change)],
      outbox: [],
      consents: [],
    });
    if (!result.ok) throw new Error(`refused: ${result.reason}`);
    return change.after;
  }

  /** Sent at once, so that the lane is free again; LINE's id of a message is that of its outbox entry. */
  function deliver(entries: readonly OutboxEntry[]): void {
    const opened = entries.map(({ id, sealed }) => vault.open(sealed, `outbox:${id}`) as Pushed);
    pushed.push(...opened);
    const settlements = entries.map(({ id, lane }, nth) => {
      const { ref = '', entry = null } = opened[nth] ?? {};
      const told = entry === null ? {} : { told: { ref, entry, lineId: id } };
      return { id, lane, outcome: 'sent', ...told } as const;
    });
    void store.commit({ turns: [], settlements, lease: { worker: 'desk', until: time.now } });
  }

  const parts: QueueParts = {
    store,
    vault,
    clock,
    commit,
    deliver,
    sla: defaultSla,
    again: ({ id: before, ref, sealed }) => {
      const id = randomUUID();
      return { id, ref, sealed: vault.seal(vault.open(sealed, `outbox:${before}`), `outbox:${id}`) };
    },
    notify: ({ to, ref, entry, said }) => {
      const id = randomUUID();
      const [first] = said.map(({ prompt, language }) => ({
        text: words.say(language, prompt.say, prompt.params),
        choices: (prompt.choices ?? []).map((choice) => choice.action),
      }));
      return { id, ref, sealed: vault.seal({ to, ref, entry, ...first }, `outbox:${id}`) };
    },
  };

  return {
    store,
    vault,
    queue: createQueue(parts),
    parts,
    time,
    pushed,
    file: (changed = {}) => {
      const officer = changed.officer ?? vault.officerKey(randomUUID());
      const ref = newReference(officer, randomInt);
      return save(fileRequest({ ...filing, officer, ref, ...changed }, clock()));
    },
    async change(ref, decide) {
      const record = await store.findRequest(ref);
      if (!record) throw new Error(`no request ${ref}`);
      const thread = openThread(vault, ref, await store.readThread(ref));
      const change = decide(openRequest(vault, record), thread, clock());
      if (!change) throw new Error('nothing changed');
      return save(change);
    },
    async addStaff(...actors) {
      for (const actor of actors)
        await store.saveStaff({
          ...actor,
          passwordHash: null,
          mustChangePassword: false,
          createdAt: time.now,
          disabledAt: null,
        });
    },
    open: () => openDesk(path),
    close: () => store.close(),
  };
}
