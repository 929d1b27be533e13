import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineParts } from '../../src/conversation/engine-parts.ts';
import type { Inbound, OfficerEvent } from '../../src/conversation/inbound.ts';
import type { Saved } from '../../src/conversation/saved.ts';
import { Vault } from '../../src/privacy/vault.ts';
import { openRequest, sealChange } from '../../src/requests/record.ts';
import { newReference } from '../../src/requests/reference.ts';
import type { ServiceRequest } from '../../src/requests/request.ts';
import type { Store, TurnResult, TurnWrite } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import { waitFor } from '../support/wait.ts';
import type { Life } from './life.ts';
import { aLife, saysOf, turnParts } from './life.ts';
import { minute, monday } from './officer.ts';
import { aProcess as startProcess, requestsOf, savedOf, vault } from './process.ts';
import { inboundOf, step } from './walk.ts';

let folder: string;
let stores: Store[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'));
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true });
});

function aProcess(over: Partial<EngineParts> = {}) {
  const process = startProcess(folder, over);
  stores.push(process.store);
  return process;
}

let events = 0;
const anEvent = (from: string, inbound: Inbound, at = monday + (events + 1) * 1000): OfficerEvent => {
  events += 1;
  return { id: `event-${events}`, at, receivedAt: at, from, replyToken: `reply-${events}`, inbound };
};
const aText = (from: string, text: string, at?: number) =>
  anEvent(from, { kind: 'text', text, messageId: `m-${events}` }, at);

/** Consent, a person, and what it is about: files a question. */
const asking = (from: string, keys = '190') => [aText(from, keys), aText(from, 'เข้าระบบไม่ได้')];
/** Consent is withdrawn, and that is meant. */
const withdrawing = (from: string) => [aText(from, 'ถอนความยินยอม'), aText(from, 'ใช่')];

/** The same for two requests that are the same in all that is compared. */
const mark = ({
  kind,
  status,
  language,
  agencyName,
  contact,
  texts,
}: Pick<ServiceRequest, 'kind' | 'status' | 'language' | 'agencyName' | 'contact'> & { texts: unknown }) =>
  JSON.stringify([kind, status, language, agencyName, contact.name, contact.phone, contact.email, texts]);

/** What does not depend on when it was decided and which reference was drawn. */
function essence(
  saved: Saved,
  requests: readonly { request: ServiceRequest; texts: readonly (string | null)[] }[],
) {
  const { consent, ref, ...context } = saved.context;
  return {
    ...saved,
    listed: saved.listed.map((action) => action.replace(/\d{9}/, 'ref')),
    receipt: saved.receipt !== null,
    context: { ...context, hasConsent: consent !== null, hasRef: ref !== null },
    requests: requests
      .map(({ request, texts }) => ({
        ...request,
        ref: '',
        officer: '',
        lineUserId: request.lineUserId !== null,
        createdAt: 0,
        updatedAt: 0,
        dueAt: 0,
        officerWroteAt: request.officerWroteAt !== null,
        resolvedAt: request.resolvedAt !== null,
        version: 0,
        texts,
      }))
      .toSorted((a, b) => mark(a).localeCompare(mark(b))),
  };
}

describe('200 officers at once', () => {
  const officers = 200;
  const each = 30;

  /** What one officer does, and what one after another would come to. */
  function script(from: string, seed: number): { life: Life; says: string[]; own: OfficerEvent[] } {
    const life = aLife();
    const [steps = []] = fc.sample(fc.array(step, { minLength: each, maxLength: each }), {
      seed,
      numRuns: 1,
    });
    const says: string[] = [];
    const own = steps.map((one) => {
      const inbound = inboundOf(one, life);
      // References are drawn anew by the engine, and may not be named beforehand.
      const named = JSON.stringify(inbound).match(/\d{9}/) !== null && inbound.kind !== 'unsend';
      const event = anEvent(from, named ? { kind: 'button', action: 'status' } : inbound);
      says.push(...saysOf(life.take(event)));
      return event;
    });
    return { life, says, own };
  }

  test('each ends where their events one after another end, though some come twice and some together', async () => {
    const { engine, store, turns } = aProcess();
    const scripts = Array.from({ length: officers }, (_, nth) => {
      const from = `U${String(nth).padStart(32, '0')}`;
      return { from, ...script(from, nth) };
    });
    // Bodies of several officers: of each the next one to three events, in any order, some of them twice.
    const random = fc.sample(fc.nat(1_000_000), { seed: 7, numRuns: 20_000 });
    const dice = (sides: number) => (random.pop() ?? 0) % sides;
    const left = scripts.map(({ own }) => [...own]);
    const handled: Promise<ReadonlySet<string>>[] = [];
    while (left.some((own) => own.length > 0)) {
      const body = left
        .filter((own) => own.length > 0 && dice(4) === 0)
        .flatMap((own) => {
          const some = own.splice(0, 1 + dice(3)).toSorted(() => dice(3) - 1);
          return dice(5) === 0 ? [...some, ...some.slice(0, 1)] : some;
        });
      handled.push(engine.handle(body));
      if (dice(4) === 0) handled.push(engine.handle(body));
    }
    await Promise.all(handled);
    await engine.idle();

    for (const { from, life, says } of scripts) {
      const found = await requestsOf(store, from);
      const own = turns.filter(({ officer }) => officer === vault.officerKey(from));
      expect(
        essence(
          await savedOf(store, from),
          found.map(({ request, thread }) => ({ request, texts: thread.map(({ text }) => text) })),
        ),
      ).toEqual(
        essence(
          life.saved(),
          life.requests().map((request) => ({
            request,
            texts: life.thread(request.ref).map(({ text }) => text),
          })),
        ),
      );
      expect(own.flatMap((turn) => turn.says)).toEqual(says);
    }
  });
});

describe('events of one officer in one call', () => {
  test('take effect in the order in which they happened', async () => {
    const { engine, store, turns } = aProcess();
    const at = monday + 60 * minute;
    const body = [
      ['2', 4],
      ['9', 2],
      ['3', 3],
      ['1', 1],
    ] as const;
    await engine.handle(body.map(([text, second]) => aText('Ua', text, at + second)));
    expect((await savedOf(store, 'Ua')).path).toBe('menu.usage');
    expect(turns).toHaveLength(1);
    expect(turns[0]?.says).toEqual([
      'consent.given',
      'menu.main',
      'menu.services',
      'menu.info',
      'menu.usage',
    ]);
  });

  test('each of them once, if one stands there twice', async () => {
    const { engine, store, turns } = aProcess();
    const consent = aText('Ua', '1');
    await engine.handle([consent, consent]);
    expect(turns.flatMap((turn) => turn.says)).toEqual(['consent.given', 'menu.main']);
    expect(await store.readConsents(vault.officerKey('Ua'))).toHaveLength(1);
  });

  test('of which some were committed before: only the others count', async () => {
    const { engine, turns } = aProcess();
    const [consent, nine] = [aText('Ua', '1'), aText('Ua', '9')];
    await engine.handle([consent]);
    expect(await engine.handle([consent, nine])).toEqual(new Set([consent.id]));
    expect(turns.map((turn) => turn.says)).toEqual([['consent.given', 'menu.main'], ['menu.services']]);
  });
});

describe('an event that comes again', () => {
  test('has no second effect, and is told to have been there', async () => {
    const { engine, store, turns, delivered } = aProcess();
    const event = aText('Ua', '1');
    expect(await engine.handle([event])).toEqual(new Set());
    expect(await engine.handle([event])).toEqual(new Set([event.id]));
    expect(turns.map(({ outcome }) => outcome)).toEqual(['committed', 'duplicate']);
    expect(delivered).toHaveLength(1);
    expect((await store.outboxDepth()).pending).toBe(1);
  });

  test('at the same moment, to two processes: one of them takes it', async () => {
    const processes = [aProcess(), aProcess()];
    for (let round = 0; round < 20; round += 1) {
      await processes[0]!.engine.handle([aText(`U${round}`, '190')]);
      const event = aText(`U${round}`, 'เข้าระบบไม่ได้');
      await Promise.all(processes.map(({ engine }) => engine.handle([event])));
      expect(await requestsOf(processes[0]!.store, `U${round}`)).toHaveLength(1);
    }
    expect(processes.flatMap(({ delivered }) => delivered)).toHaveLength(40);
  });
});

describe('a conversation that another process changed meanwhile', () => {
  test('is decided again: nothing is lost, nothing counts twice', async () => {
    const [here, there] = [aProcess(), aProcess()];
    await here.engine.handle(asking('Ua'));
    const texts = Array.from({ length: 40 }, (_, nth) => `ข้อความที่ ${nth}`);
    await Promise.all(
      texts.map((text, nth) => (nth % 2 === 0 ? here : there).engine.handle([aText('Ua', text)])),
    );
    const [question] = await requestsOf(here.store, 'Ua');
    const [subject, ...notes] = question?.thread.map(({ text }) => text) ?? [];
    expect(subject).toBe('เข้าระบบไม่ได้');
    expect(notes).toHaveLength(texts.length);
    expect(new Set(notes)).toEqual(new Set(texts));
  });

  test('for ever is given up, so that LINE delivers again', async () => {
    const { engine } = aProcess({ commitTurn: async () => ({ ok: false, reason: 'stale' }) });
    await expect(engine.handle([aText('Ua', '1')])).rejects.toThrow(StoreUnavailable);
  });
});

test('a reference that is taken is drawn again', async () => {
  const taken = newReference(vault.officerKey('Ua'), () => 1);
  const results: TurnResult[] = [];
  const { engine, store, commits } = aProcess({
    // Whoever files first draws the same, until it is refused.
    newRef: (officer) => (results.some((result) => !result.ok) ? newReference(officer, randomInt) : taken),
    commitTurn: async (turn) => {
      const result = await commits.commit(turn);
      results.push(result);
      return result;
    },
  });
  await engine.handle(asking('Ua'));
  await engine.handle(asking('Ub'));
  expect(results.filter((result) => !result.ok)).toEqual([{ ok: false, reason: 'ref-taken' }]);
  expect((await requestsOf(store, 'Ua')).map(({ request }) => request.ref)).toEqual([taken]);
  expect(await requestsOf(store, 'Ub')).toHaveLength(1);
});

describe('what no data key opens', () => {
  /** As it was with a key that is lost by now. */
  const before = new Vault([{ id: 'lost', secret: Buffer.alloc(32, 8) }], Buffer.alloc(32, 9));
  const officer = vault.officerKey('Ua');

  function aProcessWithout(): ReturnType<typeof aProcess> & { told: unknown[] } {
    const told: unknown[] = [];
    return { ...aProcess({ onUnreadable: (what) => told.push(what) }), told };
  }

  test('is left out and told of: the conversation starts anew, the officer goes on and can file again', async () => {
    await aProcess({ vault: before }).engine.handle(asking('Ua'));
    const { engine, store, turns, told } = aProcessWithout();
    const [lost] = (await store.load([{ officer, eventIds: [] }]))[0]?.requests ?? [];
    await engine.handle([aText('Ua', '1')]);
    await engine.handle(asking('Ua', '90'));
    expect(told).toEqual([
      { officer, ref: lost?.ref },
      { officer, ref: null },
    ]);
    expect(turns.map(({ says }) => says.at(-2))).toEqual(['consent.given', 'handoff.filed']);
    expect(turns.at(-1)?.filed).toBe(1);
    expect(await store.findRequest(lost?.ref ?? ''), 'is as it was').toEqual(lost);
  });

  test('in the thread of a request does not keep the officer from erasing, and goes with the rest', async () => {
    const first = aProcess();
    await first.engine.handle(asking('Ua'));
    await first.engine.handle([aText('Ua', 'หน้าจอค้าง')]);
    const [request] = (await first.store.load([{ officer, eventIds: [] }]))[0]?.requests ?? [];
    const { ref = '' } = request ?? {};
    const [entry] = await first.store.readThread(ref);
    if (!request || !entry) throw new Error('nothing was written');
    const damaged = { ...entry, sealed: before.seal({ text: 'หน้าจอค้าง' }, `thread:${ref}:${entry.id}`) };
    const write = { expected: request.version, record: { ...request, version: request.version + 1 } };
    await first.commits.commit({
      officer,
      at: monday,
      eventIds: [],
      conversation: null,
      requests: [{ ...write, thread: [damaged], audit: [] }],
      outbox: [],
      consents: [],
    });
    const { engine, store } = aProcessWithout();
    await engine.handle(withdrawing('Ua'));
    const [erased] = await requestsOf(store, 'Ua');
    expect(erased?.request).toMatchObject({ ref, status: 'resolved', lineUserId: null });
    expect(new Set(erased?.thread.map(({ text }) => text))).toEqual(new Set([null, 'erased']));
  });
});

describe('while the store is away', () => {
  test('the call is refused, and the same event counts once it is back', async () => {
    let isAway = true;
    const { engine, store, commits } = aProcess({
      commitTurn: async (turn) => {
        if (isAway) throw new StoreUnavailable('away');
        return commits.commit(turn);
      },
    });
    const event = aText('Ua', '1');
    await expect(engine.handle([event])).rejects.toThrow(StoreUnavailable);
    expect(await savedOf(store, 'Ua')).toMatchObject({ path: 'consent.first', latestAt: 0 });
    isAway = false;
    expect(await engine.handle([event])).toEqual(new Set());
    expect((await savedOf(store, 'Ua')).path).toBe('menu.main');
    expect(await store.readConsents(vault.officerKey('Ua'))).toHaveLength(1);
  });

  test('reading is refused in the same way', async () => {
    const { engine } = aProcess({
      store: {
        load: async () => Promise.reject(new StoreUnavailable('away')),
        requestsOf: async () => [],
        readThread: async () => [],
      },
    });
    await expect(engine.handle([aText('Ua', '1')])).rejects.toThrow(StoreUnavailable);
  });

  test('for one officer of a body, the others of it are committed, and the body may come again', async () => {
    let refused = vault.officerKey('Ub');
    const { engine, store, commits } = aProcess({
      commitTurn: async (turn) => {
        if (turn.officer === refused) throw new StoreUnavailable('away');
        return commits.commit(turn);
      },
    });
    const body = [aText('Ua', '1'), aText('Ub', '1'), aText('Uc', '1')];
    await expect(engine.handle(body)).rejects.toThrow(StoreUnavailable);
    refused = '';
    expect(await engine.handle(body)).toEqual(new Set([body[0]?.id, body[2]?.id]));
    for (const from of ['Ua', 'Ub', 'Uc']) expect((await savedOf(store, from)).path).toBe('menu.main');
  });
});

describe('officers', () => {
  /** Commits of `slow` are held until the test lets them go. */
  function aProcessWithASlow(slow: string) {
    const held: (() => void)[] = [];
    const process = aProcess({
      commitTurn: async (turn: TurnWrite): Promise<TurnResult> => {
        if (turn.officer === vault.officerKey(slow))
          await new Promise<void>((resolve) => {
            held.push(resolve);
          });
        return process.commits.commit(turn);
      },
    });
    return { ...process, held };
  }

  test('never wait for each other', async () => {
    const { engine, store, held } = aProcessWithASlow('Uslow');
    const slow = engine.handle([aText('Uslow', '1')]);
    await engine.handle([aText('Uquick', '1932')]);
    expect((await savedOf(store, 'Uquick')).path).toBe('menu.usage');
    expect((await savedOf(store, 'Uslow')).path).toBe('consent.first');
    held.shift()?.();
    await slow;
    expect((await savedOf(store, 'Uslow')).path).toBe('menu.main');
  });

  test('who write in the same moment are understood one after another, then their turns are sealed', async () => {
    const done: string[] = [];
    const watched = new Vault([{ id: 'test', secret: Buffer.alloc(32, 7) }], Buffer.alloc(32, 9));
    const { engine } = aProcess({
      understand: (text) => {
        done.push('understood');
        return turnParts().understand(text);
      },
      vault: Object.assign(watched, {
        seal: (...sealed: Parameters<Vault['seal']>) => {
          if (sealed[1].startsWith('conversation:')) done.push('sealed');
          return vault.seal(...sealed);
        },
      }),
    });
    await Promise.all(['Ua', 'Ub', 'Uc'].map(async (from) => engine.handle([aText(from, 'ขอโทเคนที่ไหน')])));
    expect(done).toEqual(['understood', 'understood', 'understood', 'sealed', 'sealed', 'sealed']);
  });

  test('have their own events one after another all the same', async () => {
    const { engine, store, held, turns } = aProcessWithASlow('Uslow');
    const both = [engine.handle([aText('Uslow', '1')]), engine.handle([aText('Uslow', '9')])];
    await waitFor(() => held.length === 1, { what: 'the first commit' });
    expect(turns).toEqual([]);
    held.shift()?.();
    await waitFor(() => held.length === 1, { what: 'the second commit' });
    held.shift()?.();
    await Promise.all(both);
    expect((await savedOf(store, 'Uslow')).path).toBe('menu.services');
  });

  test('go on after one of their events could not be committed', async () => {
    let isAway = true;
    const { engine, store, commits } = aProcess({
      commitTurn: async (turn) => {
        if (!isAway) return commits.commit(turn);
        isAway = false;
        throw new StoreUnavailable('away');
      },
    });
    const [first, second] = [engine.handle([aText('Ua', '1')]), engine.handle([aText('Ua', '1')])];
    await expect(first).rejects.toThrow(StoreUnavailable);
    await second;
    expect((await savedOf(store, 'Ua')).path).toBe('menu.main');
  });

  test('are all waited for when the process stops', async () => {
    const { engine, held } = aProcessWithASlow('Uslow');
    const under = engine.handle([aText('Uslow', '1')]);
    await waitFor(() => held.length === 1, { what: 'the commit' });
    let isIdle = false;
    const idle = engine.idle().then(() => (isIdle = true));
    expect(isIdle).toBe(false);
    held.shift()?.();
    await under;
    await idle;
    expect(isIdle).toBe(true);
  });
});

test('who erases leaves nothing in any request, however many there are, and in those that no key opens', async () => {
  const lost = new Vault([{ id: 'lost', secret: Buffer.alloc(32, 8) }], Buffer.alloc(32, 9));
  const old = aProcess({ vault: lost });
  await old.engine.handle(asking('Ua'));
  const { engine, store, commits } = aProcess();
  await engine.handle([aText('Ua', '1')]);
  await engine.handle(asking('Ua', '90'));
  const officer = vault.officerKey('Ua');
  const [newest] = await store.requestsOf(officer);
  if (!newest) throw new Error('nothing was filed');
  const filed = openRequest(vault, newest);
  for (let n = 0; n < 25; n += 1) {
    const request = {
      ...filed,
      ref: newReference(officer, randomInt),
      status: 'resolved' as const,
      version: 1,
    };
    const change = { before: null, after: request, thread: [], audit: [] };
    const result = await commits.commit({
      officer,
      at: monday,
      eventIds: [],
      conversation: null,
      requests: [sealChange(vault, change)],
      outbox: [],
      consents: [],
    });
    if (!result.ok && result.reason === 'ref-taken') n -= 1;
  }
  await engine.handle(withdrawing('Ua'));
  const left = (await store.requestsOf(officer)).map((record) => openRequest(vault, record));
  expect(left).toHaveLength(27);
  expect(new Set(left.map(({ lineUserId, status }) => `${lineUserId} ${status}`))).toEqual(
    new Set(['null resolved']),
  );
});

test('who erases what they typed leaves nothing in what LINE did not take either', async () => {
  const { engine, store, commits, delivered } = aProcess();
  for (const from of ['Ua', 'Ub']) await engine.handle([aText(from, '1932')]);
  for (const { id, lane } of delivered)
    await commits.settle({ id, lane, outcome: 'dead', at: monday, cause: 'rejected' });
  expect((await store.outboxDepth()).dead).toBe(2);
  await engine.handle(withdrawing('Ua'));
  expect((await store.deadLetters({ limit: 10 })).map(({ lane }) => lane)).toEqual([vault.officerKey('Ub')]);
});

test('what is observed of a turn holds ids and codes, and nothing that was typed', async () => {
  const { engine, turns } = aProcess();
  await engine.handle([aText('Ua', '1932')]);
  await engine.handle([aText('Ua', 'หน้าจอของสมหญิงค้าง 0812345678')]);
  await engine.handle([aText('Ua', 'เทศบาลตำบลบ้านสมหญิง ขอโทเคนที่ไหน')]);
  await engine.handle([aText('Ua', '0')]);
  await engine.handle([aText('Ua', 'เรื่องของสมหญิง')]);
  const told = JSON.stringify(turns);
  for (const word of ['สมหญิง', '0812345678', 'Ua"']) expect(told).not.toContain(word);
  expect(turns.at(-1)).toMatchObject({
    outcome: 'committed',
    says: ['handoff.filed', 'handoff.open'],
    path: 'person.open',
    filed: 1,
    eventIds: [expect.stringMatching(/^event-/)],
  });
});
