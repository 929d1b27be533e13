import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agent, colleague } from '../requests/build.ts';
import type { House } from './house.ts';
import { openHouse, password, words } from './house.ts';
import { visitorAs, visitorOf } from './visitor.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.addStaff(agent, colleague);
});
afterAll(() => house.close());

const said = (key: string, params?: { [name: string]: string }): string =>
  words.say('th', `console:${key}`, params);

describe('who is not signed in', () => {
  test('is sent to the sign-in page, and back to where they were afterwards', async () => {
    const visitor = visitorOf(house.origin);
    const asked = await visitor.get('/console?tab=closed');
    expect(asked.status).toBe(303);
    const to = asked.headers.get('location') ?? '';
    expect(to).toBe('/console/sign-in?next=%2Fconsole%3Ftab%3Dclosed');
    const page = await visitor.get(to);
    expect(page.text).toContain('name="next" value="/console?tab=closed"');
    const signedIn = await visitor.post('/console/sign-in', {
      email: agent.email,
      password,
      next: '/console?tab=closed',
    });
    expect(signedIn.headers.get('location')).toBe('/console?tab=closed');
  });

  test.each([
    'https://evil.example/console',
    '//evil.example/console',
    '/\\evil.example',
    '/console/../../evil',
    'javascript:alert(1)',
    '/consolation',
    'console',
    '/\t/evil.example/console',
  ])('is never led away from the console: next=%s', async (next) => {
    const visitor = visitorOf(house.origin);
    await visitor.get('/console/sign-in');
    const answer = await visitor.post('/console/sign-in', { email: agent.email, password, next });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/console');
  });

  test('sees nothing of a request, by any of its addresses', async () => {
    const { ref } = await house.desk.file({ agencyName: 'จังหวัดลับ' });
    const visitor = visitorOf(house.origin);
    for (const path of ['/console', `/console/requests/${ref}`, '/console/password']) {
      const answer = await visitor.get(path);
      expect(answer.status).toBe(303);
      expect(answer.text).not.toContain('จังหวัดลับ');
    }
    const live = await visitor.get('/console/live');
    expect(live.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(live.text).toContain('event: signed-out');
    expect(live.text).not.toContain('request-changed');
  });

  test('is told, where a page asked by script, without being given another page', async () => {
    const answer = await visitorOf(house.origin).get('/console', { 'hx-request': 'true' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('hx-trigger')).toBe('signed-out');
    expect(answer.text).toBe('');
  });
});

describe('signing in', () => {
  test('gives a session cookie that scripts and other sites cannot use', async () => {
    const visitor = visitorOf(house.origin);
    const answer = await visitor.signIn(agent.email);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('console_session='));
    expect(cookie).toMatch(/^console_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('takes the e-mail in any case, with spaces around it', async () => {
    const answer = await visitorOf(house.origin).signIn(`  ${agent.email.toUpperCase()} `);
    expect(answer.status).toBe(303);
  });

  test('over https the cookie is Secure and bound to the host', async () => {
    const secure = await openHouse({ publicUrl: 'https://contact.example.go.th' });
    await secure.addStaff(agent);
    const visitor = visitorOf(secure.origin);
    const answer = await visitor.signIn(agent.email);
    const cookie = answer.headers.getSetCookie().find((line) => line.includes('session'));
    expect(cookie).toMatch(/^__Host-console_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    await secure.close();
  });

  test('the store keeps only the SHA-256 of the cookie', async () => {
    const visitor = visitorOf(house.origin);
    await visitor.signIn(agent.email);
    const cookie = visitor.cookies.get('console_session') ?? '';
    expect(await house.desk.store.findSession(cookie)).toBeNull();
    const { hash } = await import('node:crypto');
    expect(await house.desk.store.findSession(hash('sha256', cookie))).toMatchObject({ email: agent.email });
  });

  test('again gives a new session and ends the one before', async () => {
    const visitor = await visitorAs(house.origin, agent);
    const before = visitor.cookies.get('console_session');
    await visitor.get('/console');
    await visitor.post('/console/sign-out', {});
    await visitor.signIn(agent.email);
    expect(visitor.cookies.get('console_session')).not.toBe(before);
    const thief = visitorOf(house.origin);
    thief.cookies.set('console_session', before ?? '');
    expect((await thief.get('/console')).status).toBe(303);
  });

  test('a session id that somebody planted is not taken over', async () => {
    const visitor = visitorOf(house.origin);
    visitor.cookies.set('console_session', 'planted');
    await visitor.signIn(agent.email);
    expect(visitor.cookies.get('console_session')).not.toBe('planted');
  });

  test('a wrong password and an unknown name read the same, and keep what was typed', async () => {
    const wrong = await visitorOf(house.origin).signIn(agent.email, 'wrong password');
    const unknown = await visitorOf(house.origin).signIn('nobody@dga.or.th', 'wrong password');
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(403);
      expect(answer.text).toContain(said('sign-in.problem.refused'));
    }
    expect(wrong.text).toContain(`value="${agent.email}"`);
    expect(wrong.text).not.toContain('wrong password');
  });
});

describe('a session ends', () => {
  test('after two hours without a sign of life, though the page asks by itself', async () => {
    const visitor = await visitorAs(house.origin, agent);
    house.desk.time.now += hourMs;
    expect((await visitor.get('/console', { 'x-console-live': '1' })).status).toBe(200);
    house.desk.time.now += hourMs;
    const answer = await visitor.get('/console');
    expect(answer.headers.get('location')).toBe('/console/sign-in?next=%2Fconsole&because=ended');
  });

  test('after twelve hours, however busy', async () => {
    const visitor = await visitorAs(house.origin, agent);
    for (let hour = 1; hour < 12; hour += 1) {
      house.desk.time.now += hourMs;
      expect((await visitor.get('/console')).status).toBe(200);
    }
    house.desk.time.now += hourMs;
    expect((await visitor.get('/console')).status).toBe(303);
  });

  test('by signing out, for whoever has the cookie', async () => {
    const visitor = await visitorAs(house.origin, agent);
    const copy = visitorOf(house.origin);
    copy.cookies.set('console_session', visitor.cookies.get('console_session') ?? '');
    expect((await copy.get('/console')).status).toBe(200);
    const answer = await visitor.post('/console/sign-out', {});
    expect(answer.headers.get('location')).toBe('/console/sign-in?because=signed-out');
    expect(visitor.cookies.has('console_session')).toBe(false);
    expect((await copy.get('/console')).status).toBe(303);
  });

  test('at once when the account is disabled', async () => {
    const visitor = await visitorAs(house.origin, colleague);
    await house.accounts.setDisabled(colleague.email, true);
    expect((await visitor.get('/console')).status).toBe(303);
    expect((await visitorOf(house.origin).signIn(colleague.email)).status).toBe(403);
    await house.accounts.setDisabled(colleague.email, false);
  });

  test('when the password is set anew', async () => {
    const visitor = await visitorAs(house.origin, colleague);
    await house.accounts.resetPassword(colleague.email, password);
    expect((await visitor.get('/console')).status).toBe(303);
  });

  test('and what was posted then says that it was not saved', async () => {
    const { ref } = await house.desk.file();
    const visitor = await visitorAs(house.origin, agent);
    house.desk.time.now += 2 * hourMs;
    const answer = await visitor.post(`/console/requests/${ref}/claim`, {});
    expect(answer.headers.get('location')).toBe(
      `/console/sign-in?next=%2Fconsole%2Frequests%2F${ref}&because=unsent`,
    );
    expect((await house.desk.store.findRequest(ref))?.assignee).toBeNull();
  });
});

describe('guessing passwords', () => {
  test('is refused after five failures of one account, the right password too, until a quarter of an hour has passed', async () => {
    const guesser = visitorOf(house.origin);
    for (let tries = 1; tries <= 5; tries += 1)
      expect((await guesser.signIn(agent.email, `guess ${tries}`)).status).toBe(403);
    const refused = await visitorOf(house.origin).signIn(agent.email);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('900');
    expect(refused.text).toContain(said('sign-in.problem.too-often', { wait: '15 นาที' }));
    expect((await visitorOf(house.origin).signIn(colleague.email)).status).toBe(303);
    house.desk.time.now += 15 * minuteMs;
    expect((await visitorOf(house.origin).signIn(agent.email)).status).toBe(303);
  });

  test('in a browser that signed in before, the owner is not kept out by the guesses of others', async () => {
    const owner = visitorOf(house.origin);
    expect((await owner.signIn(agent.email)).status).toBe(303);
    await owner.post('/console/sign-out', {});
    const guesser = visitorOf(house.origin);
    for (let tries = 1; tries <= 6; tries += 1) await guesser.signIn(agent.email, `guess ${tries}`);
    expect((await visitorOf(house.origin).signIn(agent.email)).status).toBe(429);
    expect((await owner.signIn(agent.email)).status).toBe(303);
    house.desk.time.now += 15 * minuteMs;
  });

  test('a success forgets the failures before it', async () => {
    for (let round = 0; round < 2; round += 1) {
      const visitor = visitorOf(house.origin);
      for (let tries = 1; tries <= 3; tries += 1) await visitor.signIn(agent.email, `guess ${tries}`);
      expect((await visitor.signIn(agent.email)).status).toBe(303);
    }
  });
});

describe('a one-time password', () => {
  async function newcomer(email: string): Promise<{ visitor: ReturnType<typeof visitorOf>; once: string }> {
    const added = await house.accounts.add({ email, role: 'agent', issuers: ['dga'] });
    if (!added.ok || added.oneTimePassword === null) throw new Error('no one-time password');
    const visitor = visitorOf(house.origin);
    await visitor.signIn(email, added.oneTimePassword);
    return { visitor, once: added.oneTimePassword };
  }

  test('opens nothing but the page that exchanges it', async () => {
    const { ref } = await house.desk.file();
    const { visitor } = await newcomer('one@dga.or.th');
    const page = await visitor.get('/console/password');
    expect(page.text).toContain(said('password.title'));
    expect((await visitor.get('/console')).headers.get('location')).toBe('/console/password?next=%2Fconsole');
    const claimed = await visitor.post(`/console/requests/${ref}/claim`, {});
    expect(claimed.headers.get('location')).toMatch(/^\/console\/password/);
    expect((await house.desk.store.findRequest(ref))?.assignee).toBeNull();
    expect((await visitor.get('/console/live')).text).toContain('signed-out');
  });

  test('is exchanged for a password of one’s own, with a new session', async () => {
    const { visitor, once } = await newcomer('two@dga.or.th');
    const before = visitor.cookies.get('console_session');
    await visitor.get('/console/password?next=%2Fconsole%3Ftab%3Dmine');
    const answer = await visitor.post('/console/password', {
      current: once,
      password: 'ส้มตำปูปลาร้า',
      again: 'ส้มตำปูปลาร้า',
      next: '/console?tab=mine',
    });
    expect(answer.headers.get('location')).toBe('/console?tab=mine');
    expect(visitor.cookies.get('console_session')).not.toBe(before);
    expect((await visitor.get('/console')).text).toContain(said('done.password'));
    expect((await visitorOf(house.origin).signIn('two@dga.or.th', once)).status).toBe(403);
    expect((await visitorOf(house.origin).signIn('two@dga.or.th', 'ส้มตำปูปลาร้า')).status).toBe(303);
  });

  test.each([
    ['differs', { password: 'ส้มตำปูปลาร้า', again: 'ส้มตำปู' }],
    ['password-too-short', { password: 'สั้น', again: 'สั้น' }],
    ['password-too-long', { password: 'x'.repeat(300), again: 'x'.repeat(300) }],
    ['wrong-password', { current: 'wrong', password: 'ส้มตำปูปลาร้า', again: 'ส้มตำปูปลาร้า' }],
  ])('is kept while the new one cannot be taken: %s', async (problem, fields) => {
    const { visitor, once } = await newcomer(`${problem}@dga.or.th`);
    await visitor.get('/console/password');
    const answer = await visitor.post('/console/password', { current: once, ...fields });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).toContain(
      words.say('th', `console:password.problem.${problem}`, { least: 8, most: 256 }),
    );
    expect((await visitor.get('/console')).status).toBe(303);
  });

  test('cannot be kept as the new one', async () => {
    const { visitor, once } = await newcomer('three@dga.or.th');
    await visitor.get('/console/password');
    const answer = await visitor.post('/console/password', { current: once, password: once, again: once });
    expect(answer.text).toContain(said('password.problem.password-unchanged'));
  });
});
