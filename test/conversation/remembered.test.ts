import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineParts } from '../../src/conversation/engine-parts.ts';
import type { OfficerEvent } from '../../src/conversation/inbound.ts';
import type { Store } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import { monday } from './officer.ts';
import { aProcess as startProcess, savedOf, vault } from './process.ts';

let folder: string;
let stores: Store[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remembered-'));
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true });
});

/** A process; `loads` counts how often it asks the store what it knows of an officer. */
function aProcess(over: (own: ReturnType<typeof startProcess>) => Partial<EngineParts> = () => ({})) {
  const beneath = startProcess(folder);
  let loads = 0;
  const process = startProcess(folder, {
    store: {
      load: async (asked) => {
        loads += 1;
        return beneath.store.load(asked);
      },
      requestsOf: (officer) => beneath.store.requestsOf(officer),
      readThread: (ref) => beneath.store.readThread(ref),
    },
    ...over(beneath),
  });
  stores.push(beneath.store, process.store);
  return { ...process, loads: () => loads };
}

let count = 0;
function aText(text: string): OfficerEvent {
  count += 1;
  const at = monday + count * 1000;
  const inbound = { kind: 'text', text, messageId: `m-${count}` } as const;
  return { id: `event-${count}`, at, receivedAt: at, from: 'Ua', replyToken: `reply-${count}`, inbound };
}

test('who goes on writing is not looked up again', async () => {
  const { engine, store, loads } = aProcess();
  for (const text of ['1', '9', '3', '2']) await engine.handle([aText(text)]);
  expect(loads()).toBe(1);
  expect((await savedOf(store, 'Ua')).path).toBe('menu.usage');
});

test('what another process did meanwhile counts: the turn is decided again on it', async () => {
  const [one, other] = [aProcess(), aProcess()];
  await one.engine.handle([aText('1')]);
  await other.engine.handle([aText('9')]);
  await one.engine.handle([aText('3')]);
  await other.engine.handle([aText('2')]);
  expect((await savedOf(one.store, 'Ua')).path).toBe('menu.usage');
  expect([one.loads(), other.loads()]).toEqual([2, 2]);
});

test('what staff did meanwhile counts: the officer reads how the request stands now', async () => {
  const { engine, store, loads, sent } = aProcess();
  for (const text of ['1', 'เจ้าหน้าที่', 'เข้าระบบไม่ได้']) await engine.handle([aText(text)]);
  const officer = vault.officerKey('Ua');
  const [loaded] = await store.load([{ officer, eventIds: [] }]);
  const [record] = loaded?.requests ?? [];
  if (!record) throw new Error('nothing was filed');
  const claimed = {
    ...record,
    status: 'claimed' as const,
    version: record.version + 1,
    assignee: 'a@dga.or.th',
  };
  const write = { expected: record.version, record: claimed, thread: [], audit: [] };
  const turn = { officer, at: monday, eventIds: [], conversation: null, consents: [], outbox: [] };
  await store.commit({ turns: [{ ...turn, requests: [write] }], settlements: [], lease: null });
  await engine.handle([aText('สถานะ')]);
  expect(loads()).toBe(2);
  expect(JSON.stringify(sent().at(-1)?.messages)).toContain('เจ้าหน้าที่ DGA รับเรื่องแล้ว');
});

test('an event that comes again has no second effect', async () => {
  const { engine, store } = aProcess();
  const events = ['1', '9', '3'].map(aText);
  for (const event of events) await engine.handle([event]);
  for (const event of events) expect(await engine.handle([event])).toEqual(new Set([event.id]));
  expect((await savedOf(store, 'Ua')).path).toBe('menu.info');
  const both = [...events.slice(-1), aText('2')];
  expect(await engine.handle(both)).toEqual(new Set([both[0]?.id]));
  expect((await savedOf(store, 'Ua')).path).toBe('menu.usage');
});

test('after a commit whose answer was lost, the store is asked what became of it', async () => {
  let isLost = false;
  const { engine, store, loads } = aProcess(({ commits }) => ({
    commitTurn: async (turn) => {
      const result = await commits.commit(turn);
      if (isLost) throw new StoreUnavailable('the answer is lost');
      return result;
    },
  }));
  await engine.handle([aText('1')]);
  const event = aText('9');
  isLost = true;
  await expect(engine.handle([event])).rejects.toThrow(StoreUnavailable);
  isLost = false;
  expect(await engine.handle([event])).toEqual(new Set([event.id]));
  await engine.handle([aText('3')]);
  expect((await savedOf(store, 'Ua')).path).toBe('menu.info');
  expect(loads()).toBe(2);
});
