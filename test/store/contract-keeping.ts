import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { StaffAccount, StaffSession } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import type { Subject } from './contract-subject.ts';
import { anOfficer, aTurn, commitTurn, morning } from './builders.ts';

const account = (over: Partial<StaffAccount> = {}): StaffAccount => ({
  email: `${randomUUID()}@dga.or.th`,
  role: 'agent',
  issuers: ['dga', 'dla'],
  passwordHash: null,
  mustChangePassword: false,
  createdAt: morning,
  disabledAt: null,
  ...over,
});

const session = (over: Partial<StaffSession> = {}): StaffSession => ({
  idHash: randomUUID(),
  email: 'a@dga.or.th',
  csrf: 'csrf',
  createdAt: morning,
  expiresAt: morning + 1_000,
  ...over,
});

export function describeKeeping({ store, another, fresh }: Subject): void {
  describe('staff, sessions and tokens', () => {
    test('an account is found by its address, and saving it again replaces it', async () => {
      const first = account({ passwordHash: 'scrypt', mustChangePassword: true });
      await store().saveStaff(first);
      expect(await another().findStaff(first.email)).toEqual(first);
      const second = { ...first, role: 'admin' as const, mustChangePassword: false, disabledAt: morning + 1 };
      await store().saveStaff(second);
      expect(await another().findStaff(first.email)).toEqual(second);
      expect(await store().findStaff('nobody@dga.or.th')).toBeNull();
    });

    test('accounts are listed by address', async () => {
      await fresh(async ({ store: own }) => {
        expect(await own.listStaff()).toEqual([]);
        const [a, b, c] = ['a@x.go.th', 'b@x.go.th', 'c@x.go.th'].map((email) => account({ email }));
        for (const one of [b, c, a]) if (one) await own.saveStaff(one);
        expect(await own.listStaff()).toEqual([a, b, c]);
      });
    });

    test('a session is extended while it is there; one that was dropped stays dropped', async () => {
      const one = session();
      await store().saveSession(one);
      await another().extendSession(one.idHash, one.expiresAt + 1000);
      expect(await store().findSession(one.idHash)).toEqual({ ...one, expiresAt: one.expiresAt + 1000 });
      await store().dropSession(one.idHash);
      await another().extendSession(one.idHash, one.expiresAt + 2000);
      expect(await store().findSession(one.idHash)).toBeNull();
    });

    test('a session lives until it is dropped', async () => {
      const one = session();
      await store().saveSession(one);
      expect(await another().findSession(one.idHash)).toEqual(one);
      await another().dropSession(one.idHash);
      expect(await store().findSession(one.idHash)).toBeNull();
      await store().dropSession(one.idHash);
    });

    test('a token leads to its account', async () => {
      const token = { hash: randomUUID(), email: 'a@dga.or.th', createdAt: morning };
      await store().saveApiToken(token);
      expect(await another().findApiToken(token.hash)).toEqual(token);
      expect(await store().findApiToken('unknown')).toBeNull();
    });

    test('the tokens of an account are listed as they were made, and dropped one by one', async () => {
      const email = `${randomUUID()}@dga.or.th`;
      const [first, second] = [1, 2].map((at) => ({ hash: randomUUID(), email, createdAt: morning + at }));
      if (!first || !second) throw new Error('two tokens');
      await store().saveApiToken(second);
      await store().saveApiToken(first);
      await store().saveApiToken({ ...first, hash: randomUUID(), email: 'other@dga.or.th' });
      expect(await another().listApiTokens(email)).toEqual([first, second]);
      await another().dropApiToken(first.hash);
      await another().dropApiToken('unknown');
      expect(await store().listApiTokens(email)).toEqual([second]);
      expect(await store().findApiToken(first.hash)).toBeNull();
    });
  });

  describe('values of the installation', () => {
    test('the first value put once stays, whoever asks', async () => {
      const key = randomUUID();
      const kept = await Promise.all([
        store().putMetaOnce(key, 'first'),
        another().putMetaOnce(key, 'second'),
        store().putMetaOnce(key, 'third'),
      ]);
      expect(new Set(kept).size).toBe(1);
      expect(await another().getMeta(key)).toBe(kept[0]);
    });

    test('a value put replaces the one before', async () => {
      const key = randomUUID();
      expect(await store().getMeta(key)).toBeNull();
      await store().putMeta(key, 'old');
      await store().putMeta(key, 'new');
      expect(await another().getMeta(key)).toBe('new');
      expect(await store().putMetaOnce(key, 'newer')).toBe('new');
    });
  });

  describe('keeping house', () => {
    test('a sweep forgets old events and expired sessions, and nothing else', async () => {
      await fresh(async ({ store: own }) => {
        const officer = anOfficer();
        const [old, recent] = [randomUUID(), randomUUID()];
        await commitTurn(own, aTurn(officer, { at: morning - 1, eventIds: [old] }));
        await commitTurn(
          own,
          aTurn(officer, { eventIds: [recent], conversation: { expected: 0, sealed: 'k1.a' } }),
        );
        const [expired, living] = [session({ expiresAt: morning - 1 }), session({ expiresAt: morning })];
        await own.saveSession(expired);
        await own.saveSession(living);
        await own.sweep(morning);
        const [loaded] = await own.load([{ officer, eventIds: [old, recent] }]);
        expect(loaded).toMatchObject({ seen: [recent], conversation: { version: 1 } });
        expect(await own.findSession(expired.idHash)).toBeNull();
        expect(await own.findSession(living.idHash)).toEqual(living);
      });
    });

    test('a store that works answers a ping, one that was closed says it is not available', async () => {
      await fresh(async ({ store: own }) => {
        await own.ping();
        await own.close();
        await expect(own.ping()).rejects.toThrow(StoreUnavailable);
        await expect(commitTurn(own, aTurn(anOfficer()))).rejects.toThrow(StoreUnavailable);
        await expect(own.load([{ officer: anOfficer(), eventIds: [] }])).rejects.toThrow(StoreUnavailable);
        await own.close();
      });
    });
  });
}
