import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { kanda, wanida } from './errands.ts';
import type { House } from './house.ts';
import { openHouse, password, words } from './house.ts';
import type { OidcProvider, Person } from './oidc-provider.ts';
import { openProvider } from './oidc-provider.ts';
import type { Answer, Visitor } from './visitor.ts';
import { visitorOf } from './visitor.ts';

let provider: OidcProvider;
let house: House;
beforeAll(async () => {
  provider = await openProvider();
  house = await openHouse({ oidc: provider.settings });
  await house.addStaff(kanda, wanida);
});
afterAll(async () => {
  await house.close();
  await provider.close();
});
afterEach(() => {
  provider.person = null;
  provider.emailInToken = true;
  provider.signsWrongly = false;
  provider.forge = (claims) => claims;
});

const said = (key: string): string => words.say('th', `console:sign-in.${key}`);

/** Sends the browser to the provider, and gives the address that it is sent back to. */
async function goThere(visitor: Visitor, next = '/console', home = house.origin): Promise<string> {
  const begun = await visitor.get(`/console/sign-in/provider?${new URLSearchParams({ next }).toString()}`);
  const there = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
  const back = new URL(there.headers.get('location') ?? '');
  expect(back.origin).toBe(home);
  return back.pathname + back.search;
}

async function comeBack(visitor: Visitor, address: string): Promise<Answer> {
  const answer = await visitor.get(address);
  expect(answer.status).toBe(303);
  return answer;
}

/** What becomes of somebody whom the provider sent back: signed in, or told which problem. */
async function outcome(visitor: Visitor, address: string): Promise<string> {
  const answer = await comeBack(visitor, address);
  if (visitor.cookies.has('console_session')) return 'signed in';
  const page = await visitor.get(answer.headers.get('location') ?? '');
  const told = ['provider-failed', 'provider-unknown'].filter((one) =>
    page.text.includes(said(`problem.${one}`)),
  );
  return told.join(' ');
}

describe('where staff sign in through a provider', () => {
  test('the page offers it, and no password', async () => {
    const page = await visitorOf(house.origin).get('/console/sign-in?next=%2Fconsole%3Ftab%3Dmine');
    expect(page.text).toContain(said('provider'));
    expect(page.text).toContain('href="/console/sign-in/provider?next=%2Fconsole%3Ftab%3Dmine"');
    expect(page.text).not.toContain('type="password"');
  });

  test('a password is not taken, right or wrong', async () => {
    const visitor = visitorOf(house.origin);
    expect((await visitor.signIn(kanda.email, password)).status).toBe(404);
    expect((await visitor.get('/console/password')).status).toBe(404);
    expect(visitor.cookies.has('console_session')).toBe(false);
  });

  test.each([true, false])('who it vouches for is signed in, e-mail in the token: %s', async (inToken) => {
    provider.person = { email: kanda.email.toUpperCase(), email_verified: true };
    provider.emailInToken = inToken;
    const visitor = visitorOf(house.origin);
    const answer = await comeBack(visitor, await goThere(visitor, '/console?tab=mine'));
    expect(answer.headers.get('location')).toBe('/console?tab=mine');
    expect((await visitor.get('/console?tab=mine')).text).toContain(kanda.email);
    const asked = provider.asked.at(-1);
    expect(asked?.get('response_type')).toBe('code');
    expect(asked?.get('code_challenge_method')).toBe('S256');
    expect(asked?.get('scope')).toBe('openid email');
  });

  test('a one-time password that was never used stands in nobody’s way', async () => {
    const added = await house.accounts.add({ email: 'new@dga.or.th', role: 'agent', issuers: ['dga'] });
    expect(added.ok).toBe(true);
    provider.person = { email: 'new@dga.or.th', email_verified: true };
    const visitor = visitorOf(house.origin);
    await comeBack(visitor, await goThere(visitor));
    expect((await visitor.get('/console')).status).toBe(200);
  });

  test('an account of theirs has to be here, and not disabled', async () => {
    for (const email of ['stranger@dga.or.th', wanida.email]) {
      await house.accounts.setDisabled(wanida.email, true);
      provider.person = { email, email_verified: true };
      const visitor = visitorOf(house.origin);
      expect(await outcome(visitor, await goThere(visitor))).toBe('provider-unknown');
      await house.accounts.setDisabled(wanida.email, false);
    }
  });

  test.each<readonly [string, Person]>([
    ['no e-mail', {}],
    ['an e-mail of which it does not say that it verified it', { email: kanda.email }],
    ...[false, 'false', 'False', 'TRUE', 0, 1, null, []].map(
      (said) =>
        [`an e-mail verified ${JSON.stringify(said)}`, { email: kanda.email, email_verified: said }] as const,
    ),
  ])('%s is nobody’s, in the token and out of it', async (_, person) => {
    provider.person = person;
    for (provider.emailInToken of [true, false]) {
      const visitor = visitorOf(house.origin);
      expect(await outcome(visitor, await goThere(visitor))).toBe('provider-unknown');
    }
  });

  test('an e-mail verified as text is taken', async () => {
    provider.person = { email: kanda.email, email_verified: 'true' };
    const visitor = visitorOf(house.origin);
    await comeBack(visitor, await goThere(visitor));
    expect((await visitor.get('/console')).status).toBe(200);
  });

  test('an address the provider says nothing of is taken where the operator trusts it, a denied one never', async () => {
    const trusting = await openHouse({ oidc: { ...provider.settings, trustEmail: true } });
    await trusting.addStaff(kanda);
    provider.person = { email: kanda.email };
    const visitor = visitorOf(trusting.origin);
    expect(
      (await comeBack(visitor, await goThere(visitor, '/console', trusting.origin))).headers.get('location'),
    ).toBe('/console');
    provider.person = { email: kanda.email, email_verified: false };
    const denied = visitorOf(trusting.origin);
    expect(await outcome(denied, await goThere(denied, '/console', trusting.origin))).toBe(
      'provider-unknown',
    );
    await trusting.close();
  });

  test('who refuses there is told that it did not work', async () => {
    const visitor = visitorOf(house.origin);
    expect(await outcome(visitor, await goThere(visitor))).toBe('provider-failed');
  });

  test.each([
    ['of another sign-in', (claims: object) => ({ ...claims, nonce: 'another' })],
    ['for another client', (claims: object) => ({ ...claims, aud: 'another' })],
    ['of another issuer', (claims: object) => ({ ...claims, iss: 'https://evil.example' })],
    ['that is over', (claims: object) => ({ ...claims, exp: 1_000_000_000 })],
  ])('a token %s is refused', async (_, forge) => {
    provider.person = { email: kanda.email, email_verified: true };
    provider.forge = forge;
    const visitor = visitorOf(house.origin);
    expect(await outcome(visitor, await goThere(visitor))).toBe('provider-failed');
  });

  test('a token signed by somebody else is refused', async () => {
    provider.person = { email: kanda.email, email_verified: true };
    provider.signsWrongly = true;
    const visitor = visitorOf(house.origin);
    expect(await outcome(visitor, await goThere(visitor))).toBe('provider-failed');
  });

  test('an answer that another browser asked for is refused, and so is one that comes twice', async () => {
    provider.person = { email: kanda.email, email_verified: true };
    const [victim, attacker] = [visitorOf(house.origin), visitorOf(house.origin)];
    const stolen = await goThere(attacker);
    expect(await outcome(victim, stolen)).toBe('provider-failed');
    await goThere(victim);
    expect(await outcome(victim, stolen)).toBe('provider-failed');

    const own = await goThere(victim);
    expect(await outcome(victim, own)).toBe('signed in');
    const again = await comeBack(victim, own);
    expect(again.headers.get('location')).toContain('provider-failed');
  });

  test.each(['https://evil.example', '//evil.example', '/elsewhere'])(
    'nobody is led away afterwards: %s',
    async (next) => {
      provider.person = { email: kanda.email, email_verified: true };
      const visitor = visitorOf(house.origin);
      const answer = await comeBack(visitor, await goThere(visitor, next));
      expect(answer.headers.get('location')).toBe('/console');
    },
  );

  test('no log line says who tried', () => {
    expect(house.logged.length).toBeGreaterThan(0);
    expect(house.logged.join('')).not.toMatch(/dga\.or\.th|code=/);
  });
});

test('a provider that cannot be reached is told, and asked again the next time', async () => {
  const settings = { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'x' };
  const away = await openHouse({ oidc: settings });
  const visitor = visitorOf(away.origin);
  for (let tries = 0; tries < 2; tries += 1) {
    const answer = await visitor.get('/console/sign-in/provider');
    expect(answer.headers.get('location')).toBe('/console/sign-in?because=provider-failed');
  }
  expect(away.logged).toHaveLength(2);
  await away.close();
});
