import { hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Issuer } from '../../flows/domain.ts';
import type { StaffAccount, StaffRole, Store } from '../store/port.ts';
import type { PasswordFault } from './password.ts';
import { hashPassword, isPassword, newPassword, passwordFault } from './password.ts';

interface NewAccount {
  readonly email: string;
  readonly role: StaffRole;
  /** At least one. */
  readonly issuers: readonly Issuer[];
  /** Left out: a one-time password is made, which has to be changed at the first sign-in. */
  readonly password?: string;
}

export type AccountProblem = 'exists' | 'unknown' | 'email-invalid' | PasswordFault;
type PasswordProblem = 'wrong-password' | 'password-unchanged' | PasswordFault;

type Result<Value, Problem> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly problem: Problem };

/** The account, and its one-time password where one was made: the only time it can be seen. */
type Credentials = { readonly account: StaffAccount; readonly oneTimePassword: string | null };

/** Staff accounts of this installation. All throw `StoreUnavailable` while the store is away. */
export interface Accounts {
  add(account: NewAccount): Promise<Result<Credentials, AccountProblem>>;
  /** Sets a password in place of a forgotten one; left out, a one-time password is made. */
  resetPassword(email: string, password?: string): Promise<Result<Credentials, AccountProblem>>;
  /** By e-mail. */
  list(): Promise<readonly StaffAccount[]>;
  /** A disabled account can neither sign in nor use its tokens; what it did stays. */
  setDisabled(email: string, disabled: boolean): Promise<Result<{ account: StaffAccount }, 'unknown'>>;

  /** Who signs in with this password; null when nobody does. Takes as long for an unknown name as for a wrong password. */
  verify(email: string, password: string): Promise<StaffAccount | null>;
  /** Ends `mustChangePassword`. */
  changePassword(
    email: string,
    current: string,
    password: string,
  ): Promise<Result<{ account: StaffAccount }, PasswordProblem>>;

  /** A new token for the API, which can be seen this once. Earlier ones stay good. */
  newToken(email: string): Promise<Result<{ token: string }, 'unknown'>>;
  /** The tokens of an account, the oldest first, each by an id that tells nothing of it. */
  tokens(
    email: string,
  ): Promise<Result<{ tokens: readonly { readonly id: string; readonly createdAt: number }[] }, 'unknown'>>;
  /** Ends tokens. @param which the id of one, the token itself, or `all`. */
  revokeTokens(email: string, which: string): Promise<Result<{ count: number }, 'unknown' | 'no-such-token'>>;
  /** Whose token it is; null for unknown and expired tokens and disabled accounts. */
  findByToken(token: string): Promise<StaffAccount | null>;
}

/** Says what a leaked token is to whoever finds it, and to scanners. */
const tokenPrefix = 'dgacc_';
const tokenPattern = /^dgacc_[A-Za-z0-9_-]{43}$/;

const dayMs = 24 * 60 * 60 * 1000;

/** @param now epoch ms. @param tokenDays days for which a token for the API is good. */
export function createAccounts(
  store: Pick<
    Store,
    | 'saveStaff'
    | 'findStaff'
    | 'listStaff'
    | 'saveApiToken'
    | 'findApiToken'
    | 'listApiTokens'
    | 'dropApiToken'
  >,
  now: () => number,
  tokenDays = 365,
): Accounts {
  async function find(email: string): Promise<StaffAccount | null> {
    return store.findStaff(email.trim().toLowerCase());
  }

  async function findEnabled(email: string): Promise<StaffAccount | null> {
    const account = await find(email);
    return account?.disabledAt === null ? account : null;
  }

  async function saveWithPassword(
    account: StaffAccount,
    password: string | undefined,
  ): Promise<Result<Credentials, AccountProblem>> {
    const fault = password === undefined ? null : passwordFault(password);
    if (fault) return { ok: false, problem: fault };
    const oneTimePassword = password === undefined ? newPassword() : null;
    const saved: StaffAccount = {
      ...account,
      passwordHash: await hashPassword(password ?? oneTimePassword ?? ''),
      mustChangePassword: oneTimePassword !== null,
    };
    await store.saveStaff(saved);
    return { ok: true, account: saved, oneTimePassword };
  }

  return {
    async add({ email: given, role, issuers, password }) {
      const email = given.trim().toLowerCase();
      if (!z.email().safeParse(email).success) return { ok: false, problem: 'email-invalid' };
      if (await find(email)) return { ok: false, problem: 'exists' };
      const account: StaffAccount = {
        email,
        role,
        issuers: [...new Set(issuers)],
        passwordHash: null,
        mustChangePassword: false,
        createdAt: now(),
        disabledAt: null,
      };
      return saveWithPassword(account, password);
    },

    async resetPassword(email, password) {
      const account = await find(email);
      return account ? saveWithPassword(account, password) : { ok: false, problem: 'unknown' };
    },

    list: () => store.listStaff(),

    async setDisabled(email, disabled) {
      const account = await find(email);
      if (!account) return { ok: false, problem: 'unknown' };
      const saved = { ...account, disabledAt: disabled ? (account.disabledAt ?? now()) : null };
      await store.saveStaff(saved);
      return { ok: true, account: saved };
    },

    async verify(email, password) {
      const account = await findEnabled(email);
      return (await isPassword(password, account?.passwordHash ?? null)) ? account : null;
    },

    async changePassword(email, current, password) {
      const account = await findEnabled(email);
      if (!(await isPassword(current, account?.passwordHash ?? null)) || !account)
        return { ok: false, problem: 'wrong-password' };
      const fault = passwordFault(password);
      if (fault) return { ok: false, problem: fault };
      if (await isPassword(password, account.passwordHash))
        return { ok: false, problem: 'password-unchanged' };
      const saved = { ...account, passwordHash: await hashPassword(password), mustChangePassword: false };
      await store.saveStaff(saved);
      return { ok: true, account: saved };
    },

    async newToken(email) {
      const account = await findEnabled(email);
      if (!account) return { ok: false, problem: 'unknown' };
      const token = `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
      await store.saveApiToken({ hash: hashToken(token), email: account.email, createdAt: now() });
      return { ok: true, token };
    },

    async tokens(email) {
      const account = await find(email);
      if (!account) return { ok: false, problem: 'unknown' };
      const kept = await store.listApiTokens(account.email);
      return { ok: true, tokens: kept.map(({ hash, createdAt }) => ({ id: tokenId(hash), createdAt })) };
    },

    async revokeTokens(email, which) {
      const account = await find(email);
      if (!account) return { ok: false, problem: 'unknown' };
      const id = tokenPattern.test(which) ? tokenId(hashToken(which)) : which;
      const kept = await store.listApiTokens(account.email);
      const ended = kept.filter(({ hash }) => id === 'all' || tokenId(hash) === id);
      if (ended.length === 0 && id !== 'all') return { ok: false, problem: 'no-such-token' };
      await Promise.all(ended.map(({ hash }) => store.dropApiToken(hash)));
      return { ok: true, count: ended.length };
    },

    async findByToken(token) {
      if (!tokenPattern.test(token)) return null;
      const kept = await store.findApiToken(hashToken(token));
      return kept && now() < kept.createdAt + tokenDays * dayMs ? findEnabled(kept.email) : null;
    },
  };
}

/** Enough of the hash to tell the tokens of an account apart. */
const tokenId = (hash: string): string => hash.slice(0, 10);

function hashToken(token: string): string {
  return hash('sha256', token);
}
