import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agent, colleague } from '../requests/build.ts';
import type { House } from './house.ts';
import { openHouse, words } from './house.ts';
import type { Visitor } from './visitor.ts';
import { visitorAs, visitorOf } from './visitor.ts';

let house: House;
let visitor: Visitor;
beforeAll(async () => {
  house = await openHouse();
  await house.addStaff(agent, colleague);
  visitor = await visitorAs(house.origin, agent);
});
afterAll(() => house.close());

async function holderOf(ref: string): Promise<string | null> {
  return (await house.desk.store.findRequest(ref))?.assignee ?? null;
}

describe('a post is taken only from a page of the console', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin without a name', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same domain', { 'sec-fetch-site': 'same-site' }],
  ])('not from %s, with the right token', async (_, headers) => {
    const { ref } = await house.desk.file();
    await visitor.get('/console');
    const answer = await visitor.post(`/console/requests/${ref}/claim`, {}, { headers });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain(words.say('th', 'console:error.403.title'));
    expect(await holderOf(ref)).toBeNull();
  });

  test('not from a caller that says neither origin nor site', async () => {
    const { ref } = await house.desk.file();
    const page = await visitor.get('/console');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const answer = await fetch(`${house.origin}/console/requests/${ref}/claim`, {
      method: 'POST',
      headers: { cookie: `console_session=${visitor.cookies.get('console_session')}` },
      body: new URLSearchParams({ csrf }),
      redirect: 'manual',
    });
    expect(answer.status).toBe(403);
    expect(await holderOf(ref)).toBeNull();
  });

  test.each([
    ['without a token', ''],
    ['with a made-up token', 'x'.repeat(43)],
  ])('not %s; what was typed is kept and the page carries a token that works', async (_, csrf) => {
    const { ref } = await house.desk.file();
    await house.desk.queue.claim(agent, ref);
    const text = 'ข้อความยาวที่พิมพ์ไว้';
    const refused = await visitor.post(`/console/requests/${ref}/message`, { text }, { csrf });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(words.say('th', 'console:refusal.form-expired'));
    expect(refused.text).toMatch(new RegExp(`<textarea[^>]*name="text"[^>]*>\\s*${text}</textarea>`));
    expect(await house.desk.store.readThread(ref)).toEqual([]);
    const sent = await visitor.post(`/console/requests/${ref}/message`, { text });
    expect(sent.status).toBe(303);
    expect(await house.desk.store.readThread(ref)).toHaveLength(1);
  });

  test('not with the token of another’s session', async () => {
    const { ref } = await house.desk.file();
    const other = await visitorAs(house.origin, colleague);
    const page = await other.get('/console');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await visitor.post(`/console/requests/${ref}/claim`, {}, { csrf })).status).toBe(403);
    expect(await holderOf(ref)).toBeNull();
  });

  test.each([
    ['/console/sign-in', { email: agent.email, password: 'x' }],
    ['/console/sign-out', {}],
    ['/console/language', { language: 'en' }],
    ['/console/password', { password: 'x' }],
  ])('the same holds for %s', async (path, fields) => {
    const own = await visitorAs(house.origin, agent);
    const foreign = await own.post(path, fields, { headers: { origin: 'https://evil.example' } });
    expect(foreign.status).toBe(403);
    const tokenless = await own.post(path, fields, { csrf: '' });
    expect(tokenless.status === 403 || path === '/console/password').toBe(true);
    expect((await own.get('/console')).status).toBe(200);
    expect(own.cookies.has('console_language')).toBe(false);
  });

  test('a console opened by another name of the machine is its own origin', async () => {
    const { ref } = await house.desk.file();
    const byName = house.origin.replace('127.0.0.1', 'localhost');
    const local = visitorOf(byName);
    await local.signIn(agent.email);
    await local.get('/console');
    expect((await local.post(`/console/requests/${ref}/claim`, {})).status).toBe(303);
    expect(await holderOf(ref)).toBe(agent.email);
  });
});

describe('every answer', () => {
  const paths = ['/console', '/console/sign-in', '/console/nothing', '/console/live?since=x'];

  test.each(paths)('of %s keeps browsers and caches from harm', async (path) => {
    const anybody = path === '/console/live?since=x' ? visitorOf(house.origin) : visitor;
    const { headers } = await anybody.get(path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('that is a page has no script, style or handler of its own in it', async () => {
    const { ref } = await house.desk.file();
    for (const path of ['/console', `/console/requests/${ref}`, '/console/nothing']) {
      const { text } = await visitor.get(path);
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/);
    }
  });

  test('that is a file may be kept for good, under an address of its content', async () => {
    const { text } = await visitor.get('/console');
    const files = [...text.matchAll(/(?:href|src)="(\/console\/assets\/[^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(files.length).toBeGreaterThanOrEqual(5);
    for (const file of files) {
      const answer = await visitorOf(house.origin).get(file);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('language', () => {
  test('is Thai until it is switched, and stays switched', async () => {
    const own = await visitorAs(house.origin, agent);
    expect((await own.get('/console?tab=mine')).text).toContain('<html lang="th">');
    const switched = await own.post('/console/language', { language: 'en', next: '/console?tab=mine' });
    expect(switched.headers.get('location')).toBe('/console?tab=mine');
    const page = await own.get('/console?tab=mine');
    expect(page.text).toContain('<html lang="en">');
    expect(page.text).toContain(words.say('en', 'console:queue.tab.mine'));
    await own.post('/console/sign-out', {});
    expect((await own.get('/console/sign-in')).text).toContain('<html lang="en">');
  });

  test('can be switched before sign-in', async () => {
    const stranger = visitorOf(house.origin);
    await stranger.get('/console/sign-in');
    await stranger.post('/console/language', { language: 'en', next: '/console/sign-in' });
    expect((await stranger.get('/console/sign-in')).text).toContain(words.say('en', 'console:sign-in.lead'));
  });

  test('is one of those there are', async () => {
    const answer = await visitor.post('/console/language', { language: 'xx', next: '/console' });
    expect(answer.status).toBe(400);
  });

  test('leads nowhere else', async () => {
    const own = await visitorAs(house.origin, agent);
    const answer = await own.post('/console/language', { language: 'en', next: 'https://evil.example' });
    expect(answer.headers.get('location')).toBe('/console');
  });
});

describe('what is not there', () => {
  test('is a page that says so', async () => {
    const answer = await visitor.get('/console/nothing');
    expect(answer.status).toBe(404);
    expect(answer.text).toContain(words.say('th', 'console:error.404.title'));
  });

  test('and what fails for a fault of ours shows a number that leads to the log, and nothing of what failed', async () => {
    const { ref } = await house.desk.file({ agencyName: 'จังหวัดลับ' });
    const record = await house.desk.store.findRequest(ref);
    if (!record) throw new Error('not filed');
    // Opens, and has nothing in it.
    const sealed = house.desk.vault.seal({}, `request:${ref}`);
    const spoilt = { ...record, sealed, version: record.version + 1 };
    const { officer } = record;
    const requests = [{ expected: record.version, record: spoilt, thread: [], audit: [] }];
    const turn = { officer, at: 0, eventIds: [], conversation: null, requests, outbox: [], consents: [] };
    await house.desk.store.commit({ turns: [turn], settlements: [], lease: null });

    const answer = await visitor.get(`/console/requests/${ref}`);
    expect(answer.status).toBe(500);
    const [line = '', ...others] = house.logged.splice(0);
    expect(others).toEqual([]);
    const { faultId, route, error } = JSON.parse(line) as { [name: string]: unknown };
    expect(answer.text).toContain(faultId);
    expect({ route, error }).toMatchObject({ route: '/requests/:ref', error: { name: 'TypeError' } });
  });

  test('a request that no data key opens is shown as unreadable, without moves, and keeps no other from being seen', async () => {
    const { ref } = await house.desk.file({ agencyName: 'จังหวัดลับ' });
    const other = await house.desk.file({ agencyName: 'จังหวัดเปิดเผย' });
    const record = await house.desk.store.findRequest(ref);
    if (!record) throw new Error('not filed');
    const lost = { ...record, sealed: 'k0.AAAA', version: record.version + 1 };
    const requests = [{ expected: record.version, record: lost, thread: [], audit: [] }];
    const { officer } = record;
    const turn = { officer, at: 0, eventIds: [], conversation: null, requests, outbox: [], consents: [] };
    await house.desk.store.commit({ turns: [turn], settlements: [], lease: null });

    const queue = await visitor.get('/console');
    expect(queue.status).toBe(200);
    expect(queue.text).toContain(`id="row-${ref}"`);
    expect(queue.text).toContain(words.say('th', 'console:queue.unreadable'));
    expect(queue.text).toContain('จังหวัดเปิดเผย');
    expect(queue.text).not.toContain(`/requests/${ref}/claim`);
    expect(queue.text).toContain(`/requests/${other.ref}/claim`);

    const page = await visitor.get(`/console/requests/${ref}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(words.say('th', 'requests:refusal.unreadable'));
    expect(page.text).not.toContain(words.say('th', 'console:request.erased'));
    const refused = await visitor.post(`/console/requests/${ref}/claim`, { version: String(lost.version) });
    expect(refused.status).toBe(409);
    expect((await house.desk.store.findRequest(ref))?.version).toBe(lost.version);
    expect(house.logged).toEqual([]);
  });

  test('too much at once is refused, whoever sends it', async () => {
    const answer = await visitor.post('/console/sign-in', { email: 'x'.repeat(200_000) });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain(words.say('th', 'console:error.413.title'));
  });

  test('a form that cannot be read is refused, not a fault of ours', async () => {
    const answer = await fetch(`${house.origin}/console/sign-in`, {
      method: 'POST',
      headers: { origin: house.origin, 'content-type': 'application/x-www-form-urlencoded; charset=koi8-r' },
      body: 'a=b',
    });
    expect(answer.status).toBe(400);
    expect(house.logged).toEqual([]);
  });
});
