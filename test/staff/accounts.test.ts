import { hash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Accounts } from '../../src/staff/accounts.ts';
import { createAccounts } from '../../src/staff/accounts.ts';
import { hashPassword, isPassword } from '../../src/staff/password.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const password = 'ข้าวเหนียวมะม่วง 3 จาน';
const someone = { email: 'Somchai@DGA.or.th', role: 'agent', issuers: ['dga'] } as const;
const email = 'somchai@dga.or.th';

const dayMs = 24 * 60 * 60 * 1000;

async function tokenOf(made: Accounts): Promise<string> {
  const one = await made.newToken(email);
  return one.ok ? one.token : '';
}

let store: Store;
let accounts: Accounts;

beforeEach(() => {
  store = openSqliteStore({ path: ':memory:' });
  accounts = createAccounts(store, () => 1_000);
});

afterEach(() => store.close());

describe('a new account', () => {
  test('gets a one-time password that has to be changed', async () => {
    const added = await accounts.add(someone);
    expect(added).toMatchObject({
      ok: true,
      account: { email, role: 'agent', issuers: ['dga'], mustChangePassword: true, createdAt: 1_000 },
      oneTimePassword: expect.stringMatching(/^\w{5}-\w{5}-\w{5}$/),
    });
    const oneTime = added.ok ? (added.oneTimePassword ?? '') : '';
    expect(await accounts.verify(email, oneTime)).toMatchObject({ email, mustChangePassword: true });

    expect(await accounts.changePassword(email, oneTime, password)).toMatchObject({
      ok: true,
      account: { mustChangePassword: false },
    });
    expect(await accounts.verify(email, password)).toMatchObject({ mustChangePassword: false });
    expect(await accounts.verify(email, oneTime)).toBeNull();
  });

  test('may have a password given', async () => {
    expect(await accounts.add({ ...someone, password })).toMatchObject({
      ok: true,
      account: { mustChangePassword: false },
      oneTimePassword: null,
    });
    expect(await accounts.verify(' SOMCHAI@dga.or.th', password)).toMatchObject({ email });
  });

  test('is refused with the reason', async () => {
    await accounts.add({ ...someone, password });
    const refusal = async (changed: object) => accounts.add({ ...someone, email: 'b@dga.or.th', ...changed });
    expect(await refusal({ email })).toEqual({ ok: false, problem: 'exists' });
    expect(await refusal({ email: 'somchai' })).toEqual({ ok: false, problem: 'email-invalid' });
    expect(await refusal({ password: 'short' })).toEqual({ ok: false, problem: 'password-too-short' });
    expect(await refusal({ password: 'x'.repeat(257) })).toEqual({ ok: false, problem: 'password-too-long' });
    expect(await accounts.list()).toHaveLength(1);
  });
});

test('nobody signs in with another password, an unknown name, or to a disabled account', async () => {
  await accounts.add({ ...someone, password });
  expect(await accounts.verify(email, `${password} `)).toBeNull();
  expect(await accounts.verify('nobody@dga.or.th', password)).toBeNull();
  expect(await accounts.verify(email, '')).toBeNull();
  await accounts.setDisabled(email, true);
  expect(await accounts.verify(email, password)).toBeNull();
  await accounts.setDisabled(email, false);
  expect(await accounts.verify(email, password)).not.toBeNull();
});

test('a password is changed only with the present one, to another', async () => {
  await accounts.add({ ...someone, password });
  const change = (current: string, next: string) => accounts.changePassword(email, current, next);
  expect(await change('wrong password', 'another password')).toEqual({
    ok: false,
    problem: 'wrong-password',
  });
  expect(await change(password, 'short')).toEqual({ ok: false, problem: 'password-too-short' });
  expect(await change(password, password)).toEqual({ ok: false, problem: 'password-unchanged' });
  expect(await accounts.verify(email, password)).not.toBeNull();
});

test('a forgotten password is replaced by a one-time one', async () => {
  await accounts.add({ ...someone, password });
  const reset = await accounts.resetPassword(email);
  expect(reset).toMatchObject({ ok: true, account: { mustChangePassword: true } });
  expect(await accounts.verify(email, password)).toBeNull();
  expect(await accounts.resetPassword('nobody@dga.or.th')).toEqual({ ok: false, problem: 'unknown' });
});

describe('an API token', () => {
  test('is ended by its id, by itself or with all others of the account', async () => {
    await accounts.add({ email, role: 'agent', issuers: ['dga'] });
    const made: string[] = [];
    while (made.length < 4) {
      const one = await accounts.newToken(email);
      if (one.ok) made.push(one.token);
    }
    const good = async (): Promise<boolean[]> =>
      Promise.all(made.map(async (token) => (await accounts.findByToken(token)) !== null));
    const listed = await accounts.tokens(email);
    const [first] = listed.ok ? listed.tokens : [];
    expect(await accounts.revokeTokens(email, first?.id ?? '')).toEqual({ ok: true, count: 1 });
    expect((await good()).filter(Boolean)).toHaveLength(3);
    const still = made[(await good()).indexOf(true)] ?? '';
    expect(await accounts.revokeTokens(email, still)).toEqual({ ok: true, count: 1 });
    expect(await accounts.findByToken(still)).toBeNull();
    expect(await accounts.revokeTokens(email, 'nothing')).toEqual({ ok: false, problem: 'no-such-token' });
    expect(await accounts.revokeTokens(email, 'all')).toEqual({ ok: true, count: 2 });
    expect(await good()).toEqual([false, false, false, false]);
    expect(await accounts.revokeTokens('nobody@dga.or.th', 'all')).toEqual({ ok: false, problem: 'unknown' });
  });

  test('stands for its account, as long as that is enabled', async () => {
    await accounts.add({ ...someone, password });
    const made = await accounts.newToken(email);
    const token = made.ok ? made.token : '';
    expect(token).toMatch(/^dgacc_[\w-]{43}$/);
    expect(await accounts.findByToken(token)).toMatchObject({ email });
    expect(await accounts.newToken(email)).not.toEqual(made);
    expect(await accounts.findByToken(token)).toMatchObject({ email });

    await accounts.setDisabled(email, true);
    expect(await accounts.findByToken(token)).toBeNull();
    expect(await accounts.newToken(email)).toEqual({ ok: false, problem: 'unknown' });
  });

  test('of a time when tokens did not expire is good for those days from the upgrade on', async () => {
    await accounts.add({ ...someone, password });
    const made = `dgacc_${'a'.repeat(43)}`;
    await store.saveApiToken({ hash: hash('sha256', made), email, createdAt: -900 * dayMs });
    const time = { now: 0 };
    const upgraded = () => createAccounts(store, () => time.now, 30);
    expect(await upgraded().findByToken(made)).toMatchObject({ email });
    time.now = 29 * dayMs;
    expect(await upgraded().findByToken(made)).toMatchObject({ email });
    time.now = 31 * dayMs;
    expect(await upgraded().findByToken(made)).toBeNull();
  });

  test('tells when it expires, and when it was used last, to the day', async () => {
    const time = { now: 0 };
    const dated = createAccounts(store, () => time.now, 30);
    await dated.add({ ...someone, password });
    const token = await tokenOf(dated);
    const facts = async () => {
      const listed = await dated.tokens(email);
      return listed.ok ? listed.tokens : [];
    };
    expect(await facts()).toMatchObject([{ createdAt: 0, expiresAt: 30 * dayMs, usedAt: null }]);
    for (time.now = 2 * dayMs; time.now < 3 * dayMs; time.now += dayMs / 4) await dated.findByToken(token);
    expect(await facts()).toMatchObject([{ usedAt: 2 * dayMs }]);
  });

  test.each([
    ['a reset of the password', () => accounts.resetPassword(email)],
    ['disabling the account, for good', () => accounts.setDisabled(email, true)],
  ])('ends with %s', async (_, happens) => {
    await accounts.add({ ...someone, password });
    const token = await tokenOf(accounts);
    await accounts.findByToken(token);
    await happens();
    await accounts.setDisabled(email, false);
    expect(await accounts.findByToken(token)).toBeNull();
    expect(await store.getMeta(`api-token-used:${hash('sha256', token)}`)).toBeNull();
  });

  test('is kept as its hash alone, and nothing else passes for one', async () => {
    await accounts.add({ ...someone, password });
    const made = await accounts.newToken(email);
    const token = made.ok ? made.token : '';
    expect(await store.findApiToken(token)).toBeNull();
    expect(await accounts.findByToken(token.slice(0, -1))).toBeNull();
    expect(await accounts.findByToken(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
    expect(await accounts.findByToken('')).toBeNull();
  });
});

describe('a hashed password', () => {
  test('carries its parameters and a salt of its own', async () => {
    const [one, other] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
  });

  test('made with other parameters is still checked', async () => {
    // N = 1024, r = 8, p = 16, of the test vectors of RFC 7914, section 12.
    const hash = Buffer.from(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
      'hex',
    );
    const kept = `scrypt$1024$8$16$${Buffer.from('NaCl').toString('base64url')}$${hash.toString('base64url')}`;
    expect(await isPassword('password', kept)).toBe(true);
    expect(await isPassword('passwore', kept)).toBe(false);
  });

  test('is the same for letters typed on another keyboard', async () => {
    expect(await isPassword('น้ำ', await hashPassword('น\u0e49\u0e4d\u0e32'))).toBe(true);
  });

  test('checks nothing against a missing hash, yet does the work of checking', async () => {
    const kept = await hashPassword(password);
    const timed = async (against: string | null) => {
      const start = performance.now();
      expect(await isPassword('something else', against)).toBe(false);
      return performance.now() - start;
    };
    await timed(kept);
    const [known, unknown] = [await timed(kept), await timed(null)];
    expect(unknown).toBeGreaterThan(known / 4);
  });
});

test('a token for the API is good for the days that are set, and no longer', async () => {
  let now = 1_000;
  const dayMs = 24 * 60 * 60 * 1000;
  const dated = createAccounts(store, () => now, 30);
  await dated.add(someone);
  const made = await dated.newToken(email);
  const token = made.ok ? made.token : '';
  now += 30 * dayMs - 1;
  expect(await dated.findByToken(token)).toMatchObject({ email });
  now += 1;
  expect(await dated.findByToken(token)).toBeNull();
});
