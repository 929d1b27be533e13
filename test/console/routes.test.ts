import type { Router } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/requests/scope.ts';
import { kanda, prasert } from './errands.ts';
import type { House } from './house.ts';
import { openHouse } from './house.ts';
import type { Visitor } from './visitor.ts';
import { visitorAs, visitorOf } from './visitor.ts';

interface Route {
  readonly method: 'get' | 'post';
  /** As it was registered, `/requests/:ref`. */
  readonly path: string;
}

/** Every route that Express knows below a router. */
function routesOf(router: Router): Route[] {
  return router.stack.flatMap((layer) => {
    if (layer.route) {
      const { path, stack } = layer.route;
      return [...new Set(stack.map(({ method }) => method))].map((method) => ({
        method: method as Route['method'],
        path,
      }));
    }
    const inner = layer.handle as unknown as Partial<Router>;
    return Array.isArray(inner.stack) ? routesOf(inner as Router) : [];
  });
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** The routes that need nobody signed in, each with a reason. */
const openToAnyone = [
  'get /sign-in',
  'post /sign-in',
  'post /sign-out',
  'post /language',
  // Shows itself only to a session with a one-time password.
  'get /password',
  'post /password',
  // A stream that says that nobody is signed in, and ends.
  'get /live',
];
const supervisorsOnly = [
  'get /answers',
  'post /answers/preview',
  'post /answers/teach',
  'post /answers/undo',
];

let house: House;
let ref: string;
let routes: Route[];
let agent: Visitor;
beforeAll(async () => {
  house = await openHouse();
  await house.addStaff(kanda, prasert);
  ref = (await house.desk.file()).ref;
  routes = routesOf(house.console.router);
  agent = await visitorAs(house.origin, kanda);
});
afterAll(() => house.close());

const addressOf = ({ path }: Route): string => `/console${path.replace(':ref', ref)}`;
const forms = (): Route[] => routes.filter(({ method }) => method === 'post');
const forStaff = (): Route[] => routes.filter((route) => !openToAnyone.includes(nameOf(route)));

async function version(): Promise<number> {
  const found = await house.desk.queue.get(prasert, ref);
  return found.ok ? found.value.version : 0;
}

test('the routes are found', () => {
  expect(routes.length).toBeGreaterThan(14);
  expect(routes.map(nameOf)).toEqual(expect.arrayContaining([...openToAnyone, ...supervisorsOnly]));
});

describe('every route of the console', () => {
  test('leads a stranger to the sign-in page, unless it is open to anyone', async () => {
    for (const route of forStaff()) {
      const stranger = visitorOf(house.origin);
      await stranger.get('/console/sign-in');
      const answer =
        route.method === 'get'
          ? await stranger.get(addressOf(route))
          : await stranger.post(addressOf(route), {});
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 303]);
      expect(answer.headers.get('location')).toMatch(/^\/console\/sign-in\?/);
    }
  });

  test('of supervisors does not exist for agents', async () => {
    for (const route of forStaff()) {
      const answer =
        route.method === 'get'
          ? await agent.get(addressOf(route))
          : await agent.post(addressOf(route), {}, { csrf: 'of another session' });
      expect([nameOf(route), answer.status === 404]).toEqual([
        nameOf(route),
        supervisorsOnly.includes(nameOf(route)),
      ]);
    }
  });

  test('that takes a form refuses one of another site', async () => {
    const before = await version();
    for (const actor of [kanda, prasert] satisfies Actor[]) {
      const visitor = await visitorAs(house.origin, actor);
      for (const route of forms()) {
        const answer = await visitor.post(
          addressOf(route),
          {},
          { headers: { origin: 'https://evil.example' } },
        );
        const expected = actor === kanda && supervisorsOnly.includes(nameOf(route)) ? 404 : 403;
        expect([nameOf(route), answer.status]).toEqual([nameOf(route), expected]);
      }
    }
    expect(await version()).toBe(before);
  });

  test('that takes a form does nothing with one of another session', async () => {
    const before = await version();
    const supervisor = await visitorAs(house.origin, prasert);
    for (const route of forms()) {
      const answer = await supervisor.post(
        addressOf(route),
        { language: 'en', text: 'ข้อความ', note: 'บันทึก', disposition: 'withdrawn' },
        { csrf: 'of another session' },
      );
      // A page for a one-time password has nothing to show to this account.
      const expected = nameOf(route) === 'post /password' ? 303 : 403;
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), expected]);
      expect(supervisor.cookies.get('language')).toBeUndefined();
    }
    expect(await version()).toBe(before);
    expect((await supervisor.get('/console')).status).toBe(200);
  });
});

test('every route refuses a call that is one too many', async () => {
  const small = await openHouse({ callsAMinute: { reads: 1, writes: 1 } });
  try {
    const visitor = visitorOf(small.origin);
    await visitor.get('/console/sign-in');
    await visitor.post('/console/sign-in', {});
    for (const route of routesOf(small.console.router)) {
      const address = `/console${route.path.replace(':ref', ref)}`;
      const answer = route.method === 'get' ? await visitor.get(address) : await visitor.post(address, {});
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 429]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await visitor.get('/console/nothing')).status).toBe(429);
  } finally {
    await small.close();
  }
});
