import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setBlocked } from '../../src/requests/changes.ts';
import { waitFor } from '../support/wait.ts';
import { kanda, prasert, wanida } from './errands.ts';
import type { House } from './house.ts';
import { openHouse, words } from './house.ts';
import type { Visitor } from './visitor.ts';
import { visitorAs } from './visitor.ts';

/** An open page's stream. */
interface Listening {
  /** Names of the events so far. */
  readonly events: string[];
  /** Everything that came. */
  text(): string;
  /** Whether the server ended it. */
  readonly over: () => boolean;
  close(): void;
}

let house: House;
let folder: string;
const open: Listening[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-'));
  house = await openHouse({ path: join(folder, 'store.sqlite') });
  await house.addStaff(kanda, prasert, wanida);
});
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

async function listen(
  visitor: Visitor,
  path: string,
  headers: Record<string, string> = {},
): Promise<Listening> {
  const stop = new AbortController();
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(house.origin + path, { headers: { cookie, ...headers }, signal: stop.signal });
  const events: string[] = [];
  let text = '';
  let over = false;
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      events.splice(
        0,
        events.length,
        ...[...text.matchAll(/^event: (.+)$/gm)].map((match) => match[1] ?? ''),
      );
    }
    over = true;
  };
  void read().catch(() => {});
  const listening = { events, text: () => text, over: () => over, close: () => stop.abort() };
  open.push(listening);
  await waitFor(() => events.includes('connected'), { what: 'the stream to open' });
  return listening;
}

/** The address of the stream as the page itself names it. */
async function streamOf(visitor: Visitor, path: string): Promise<string> {
  const { text } = await visitor.get(path);
  return (/hx-sse:connect="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');
}

const count = (listening: Listening, event: string): number =>
  listening.events.filter((one) => one === event).length;

describe('an open page is told', () => {
  test('of a request that is filed', async () => {
    const visitor = await visitorAs(house.origin, kanda);
    const page = await listen(visitor, await streamOf(visitor, '/console'));
    await house.desk.file();
    await waitFor(() => count(page, 'request-changed') > 0, { what: 'the news' });
    expect(count(page, 'request-changed')).toBe(1);
  });

  test('of a change that another process committed', async () => {
    const { ref } = await house.desk.file();
    const visitor = await visitorAs(house.origin, kanda);
    const page = await listen(visitor, await streamOf(visitor, '/console'));
    const other = await house.desk.open();
    await other.change(ref, (request, _, clock) => setBlocked(request, true, clock));
    await waitFor(() => count(page, 'request-changed') > 0, { what: 'the news' });
    expect(count(page, 'request-changed')).toBe(1);
    await other.close();
  });

  test('of its own request only, on a request’s page', async () => {
    const [mine, other] = [await house.desk.file(), await house.desk.file()];
    const visitor = await visitorAs(house.origin, kanda);
    const page = await listen(visitor, await streamOf(visitor, `/console/requests/${mine.ref}`));
    await house.desk.queue.claim(prasert, other.ref);
    await house.desk.queue.claim(prasert, mine.ref);
    await waitFor(() => count(page, 'request-changed') > 0, { what: 'the news' });
    expect(count(page, 'request-changed')).toBe(1);
  });

  test('of nothing outside the viewer’s scope, and of no more than that something changed', async () => {
    const visitor = await visitorAs(house.origin, wanida);
    const page = await listen(visitor, await streamOf(visitor, '/console'));
    await house.desk.file({ issuer: 'dla', agencyType: 'local' });
    const { ref } = await house.desk.file({ issuer: 'dga' });
    await waitFor(() => count(page, 'request-changed') > 0, { what: 'the news' });
    expect(count(page, 'request-changed')).toBe(1);
    expect(page.text()).not.toContain(ref);
  });

  test('of what happened between the page and its stream', async () => {
    const visitor = await visitorAs(house.origin, kanda);
    const stream = await streamOf(visitor, '/console');
    const before = await listen(visitor, stream);
    await house.desk.file();
    const late = await listen(visitor, stream);
    await waitFor(() => count(late, 'request-changed') === 1, { what: 'the news' });
    expect(count(before, 'request-changed')).toBe(1);
  });

  test('of what happened while it was away, by the last event it saw', async () => {
    const visitor = await visitorAs(house.origin, kanda);
    const stream = await streamOf(visitor, '/console');
    const page = await listen(visitor, stream);
    await house.desk.file();
    await waitFor(() => count(page, 'request-changed') === 1, { what: 'the news' });
    const id = /^id: (.+)$/m.exec(page.text())?.[1] ?? '';
    page.close();
    const again = await listen(visitor, stream, { 'last-event-id': id });
    await house.desk.file();
    const once = await listen(visitor, stream, { 'last-event-id': id });
    await waitFor(() => count(once, 'request-changed') === 1, { what: 'the missed news' });
    expect(count(again, 'request-changed')).toBe(1);
  });
});

describe('a stream ends', () => {
  test('for every page of a session that signs out, and for no other', async () => {
    const [mine, theirs] = [await visitorAs(house.origin, kanda), await visitorAs(house.origin, wanida)];
    const pages = [await listen(mine, '/console/live'), await listen(mine, '/console/live')];
    const other = await listen(theirs, '/console/live');
    await mine.post('/console/sign-out', {});
    for (const page of pages) {
      await waitFor(() => page.over(), { what: 'the end' });
      expect(page.events.at(-1)).toBe('signed-out');
    }
    expect(other.over()).toBe(false);
  });

  test('when the server stops', async () => {
    const page = await listen(await visitorAs(house.origin, kanda), '/console/live');
    house.console.close();
    await waitFor(() => page.over(), { what: 'the end' });
    expect(page.events).not.toContain('signed-out');
  });
});

describe('while the store cannot write', () => {
  /** Another process holds the only write lock. */
  function lock(): () => void {
    const db = new DatabaseSync(join(folder, 'store.sqlite'));
    db.exec('BEGIN IMMEDIATE');
    return () => {
      db.exec('ROLLBACK');
      db.close();
    };
  }

  test('a move is answered by a page that keeps what was typed, and can be sent again from it', async () => {
    const { ref } = await house.desk.file();
    await house.desk.queue.claim(kanda, ref);
    const visitor = await visitorAs(house.origin, kanda);
    const page = await listen(visitor, await streamOf(visitor, `/console/requests/${ref}`));
    const unlock = lock();
    const text = 'ข้อความที่ต้องไม่หาย';
    const answer = await visitor.post(`/console/requests/${ref}/message`, { version: '2', text });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).toContain(words.say('th', 'console:error.503.unsent'));
    expect(answer.text).toContain(text);
    expect(answer.text).not.toContain('http-equiv="refresh"');
    await waitFor(() => page.events.includes('store-away'), { what: 'open pages to be told' });

    unlock();
    await waitFor(() => page.events.includes('store-back'), { what: 'open pages to be told' });
    const form = answer.text.slice(answer.text.indexOf(`action="/console/requests/${ref}/message"`));
    const fields = Object.fromEntries(
      [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((match) => [
        match[1],
        match[2],
      ]),
    ) as Record<string, string>;
    const sent = await visitor.post(`/console/requests/${ref}/message`, { ...fields, text });
    expect(sent.status).toBe(303);
    expect(await house.desk.store.readThread(ref)).toHaveLength(1);
  });

  test('nobody is signed out, and a page that opens meanwhile says so', async () => {
    const visitor = await visitorAs(house.origin, kanda);
    const page = await listen(visitor, '/console/live');
    const unlock = lock();
    await waitFor(() => page.events.includes('store-away'), { what: 'the outage to be seen' });
    const late = await listen(visitor, '/console/live');
    await waitFor(() => late.events.includes('store-away'), { what: 'the outage to be told' });
    house.desk.time.now += 10 * 60_000;
    const readable = await visitor.get('/console');
    expect(readable.status).toBe(200);
    expect(readable.text).toMatch(/id="away" role="alert"\s*>/);
    unlock();
    await waitFor(() => late.events.includes('store-back'), { what: 'the end of it' });
    expect((await visitor.get('/console')).text).toMatch(/id="away" role="alert"\s+hidden>/);
  });
});

test('a store that cannot be read is a page that tries again by itself', async () => {
  const visitor = await visitorAs(house.origin, kanda);
  await house.desk.store.close();
  const answer = await visitor.get('/console?tab=mine');
  expect(answer.status).toBe(503);
  expect(answer.text).toContain('http-equiv="refresh" content="5"');
  expect(answer.text).toContain(words.say('th', 'console:error.503.title'));
  expect(visitor.cookies.has('console_session')).toBe(true);
  const live = await listen(visitor, '/console/live');
  await waitFor(() => live.events.includes('store-away'), { what: 'the outage to be told' });
  expect(live.events).not.toContain('signed-out');
});
