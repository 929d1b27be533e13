import { hash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Issuer } from '../../flows/domain.ts';
import type { ApiToken, StaffAccount, StaffRole, Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';
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

/** A token for the API. Times in epoch ms. */
export interface TokenFacts {
  /** Tells nothing of the token. */
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** To the day; null where it was never used. */
  readonly usedAt: number | null;
}

/** Staff accounts of this installation. All throw `StoreUnavailable` while the store is away. */
export interface Accounts {
  add(account: NewAccount): Promise<Result<Credentials, AccountProblem>>;
  /** Sets a password in place of a forgotten one; left out, a one-time password is made. The account's tokens end. */
  resetPassword(email: string, password?: string): Promise<Result<Credentials, AccountProblem>>;
  /** By e-mail. */
  list(): Promise<readonly StaffAccount[]>;
  /** A disabled account cannot sign in, and its tokens end; what it did stays. */
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
  /** The tokens of an account that have not been ended, the oldest first. */
  tokens(email: string): Promise<Result<{ tokens: readonly TokenFacts[] }, 'unknown'>>;
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
    | 'getMeta'
    | 'putMeta'
    | 'putMetaOnce'
    | 'dropMeta'
  >,
  now: () => number,
  tokenDays = 365,
): Accounts {
  /** Epoch ms; asked for once. */
  let expiringSince: number | null = null;

  async function find(email: string): Promise<StaffAccount | null> {
    return store.findStaff(email.trim().toLowerCase());
  }

  async function findEnabled(email: string): Promise<StaffAccount | null> {
    const account = await find(email);
    return account?.disabledAt === null ? account : null;
  }

  /** Tokens that were made before they expired are good for as long as new ones, from the day that began. */
  async function expiryOf(token: ApiToken): Promise<number> {
    return Math.max(token.createdAt, await beginExpiring()) + tokenDays * dayMs;
  }

  /** When this installation began to let tokens expire, epoch ms: now, where it had not yet. */
  async function beginExpiring(): Promise<number> {
    return (expiringSince ??= Number(await store.putMetaOnce('api-tokens-expire-since', String(now()))));
  }

  async function factsOf(token: ApiToken): Promise<TokenFacts> {
    const used = await store.getMeta(usedKey(token.hash));
    return {
      id: tokenId(token.hash),
      createdAt: token.createdAt,
      expiresAt: await expiryOf(token),
      usedAt: used === null ? null : Number(used),
    };
  }

  /** Written once a day: a call of the API costs no write. */
  async function noteUse({ hash }: ApiToken): Promise<void> {
    const before = Number(await store.getMeta(usedKey(hash)));
    if (now() - before < dayMs) return;
    try {
      await store.putMeta(usedKey(hash), String(now()));
    } catch (error) {
      // What can still be read is answered.
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  async function endTokens(tokens: readonly ApiToken[]): Promise<void> {
    for (const { hash } of tokens) {
      await store.dropApiToken(hash);
      await store.dropMeta(usedKey(hash));
    }
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
      if (!account) return { ok: false, problem: 'unknown' };
      const saved = await saveWithPassword(account, password);
      if (saved.ok) await endTokens(await store.listApiTokens(account.email));
      return saved;
    },

    list: () => store.listStaff(),

    async setDisabled(email, disabled) {
      const account = await find(email);
      if (!account) return { ok: false, problem: 'unknown' };
      const saved = { ...account, disabledAt: disabled ? (account.disabledAt ?? now()) : null };
      await store.saveStaff(saved);
      if (disabled) await endTokens(await store.listApiTokens(account.email));
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
      await beginExpiring();
      await store.saveApiToken({ hash: hashToken(token), email: account.email, createdAt: now() });
      return { ok: true, token };
    },

    async tokens(email) {
      const account = await find(email);
      if (!account) return { ok: false, problem: 'unknown' };
      const kept = await store.listApiTokens(account.email);
      return { ok: true, tokens: await Promise.all(kept.map(factsOf)) };
    },

    async revokeTokens(email, which) {
      const account = await find(email);
      if (!account) return { ok: false, problem: 'unknown' };
      const id = tokenPattern.test(which) ? tokenId(hashToken(which)) : which;
      const kept = await store.listApiTokens(account.email);
      const ended = kept.filter(({ hash }) => id === 'all' || tokenId(hash) === id);
      if (ended.length === 0 && id !== 'all') return { ok: false, problem: 'no-such-token' };
      await endTokens(ended);
      return { ok: true, count: ended.length };
    },

    async findByToken(token) {
      if (!tokenPattern.test(token)) return null;
      const kept = await store.findApiToken(hashToken(token));
      if (!kept || now() >= (await expiryOf(kept))) return null;
      const account = await findEnabled(kept.email);
      if (account) await noteUse(kept);
      return account;
    },
  };
}

/** Where the time of a token's last use is kept. */
const usedKey = (hash: string): string => `api-token-used:${hash}`;

/** Enough of the hash to tell the tokens of an account apart. */
const tokenId = (hash: string): string => hash.slice(0, 10);

function hashToken(token: string): string {
  return hash('sha256', token);
}
