/** Accounts of staff, their sessions and API tokens. */
import type { Issuer } from '../../../flows/domain.ts';

export const staffRoles = ['agent', 'supervisor', 'admin'] as const;

export type StaffRole = (typeof staffRoles)[number];

export interface StaffAccount {
  /** Lower case. */
  email: string;
  role: StaffRole;
  /** Whose requests they may see and work. */
  issuers: readonly Issuer[];
  /** Null for accounts that sign in elsewhere. */
  passwordHash: string | null;
  /** A one-time password has to be changed at first sign-in. */
  mustChangePassword: boolean;
  createdAt: number;
  disabledAt: number | null;
}

export interface StaffSession {
  /** SHA-256 of the cookie's value. */
  idHash: string;
  email: string;
  csrf: string;
  createdAt: number;
  expiresAt: number;
}

export interface ApiToken {
  /** SHA-256 of the token. */
  hash: string;
  email: string;
  createdAt: number;
}

export interface StaffStore {
  saveStaff(account: StaffAccount): Promise<void>;
  findStaff(email: string): Promise<StaffAccount | null>;
  listStaff(): Promise<StaffAccount[]>;
  saveSession(session: StaffSession): Promise<void>;
  findSession(idHash: string): Promise<StaffSession | null>;
  /** A session that is there lasts until `expiresAt`; one that was dropped meanwhile stays dropped. */
  extendSession(idHash: string, expiresAt: number): Promise<void>;
  dropSession(idHash: string): Promise<void>;
  saveApiToken(token: ApiToken): Promise<void>;
  findApiToken(hash: string): Promise<ApiToken | null>;
  /** Of one account, in the order they were made. */
  listApiTokens(email: string): Promise<ApiToken[]>;
  dropApiToken(hash: string): Promise<void>;
}
