import type { Issuer } from '../../../flows/domain.ts';
import type { ApiToken, StaffAccount, StaffRole, StaffSession } from '../port.ts';
import type { Database } from './database.ts';

export interface StaffRow {
  email: string;
  role: StaffRole;
  issuers: string;
  password_hash: string | null;
  must_change_password: number;
  created_at: number;
  disabled_at: number | null;
}

export interface SessionRow {
  id_hash: string;
  email: string;
  csrf: string;
  created_at: number;
  expires_at: number;
}

interface TokenRow {
  hash: string;
  email: string;
  created_at: number;
}

/** Staff accounts, their console sessions and API tokens. */
export function prepareStaff(db: Database) {
  const save = db.statement(
    `INSERT INTO staff (email, role, issuers, password_hash, must_change_password, created_at, disabled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (email) DO UPDATE
     SET role = excluded.role, issuers = excluded.issuers, password_hash = excluded.password_hash,
         must_change_password = excluded.must_change_password, created_at = excluded.created_at,
         disabled_at = excluded.disabled_at`,
  );
  const find = db.statement<StaffRow>('SELECT * FROM staff WHERE email = ?');
  const list = db.statement<StaffRow>('SELECT * FROM staff ORDER BY email');
  const saveSession = db.statement(
    `INSERT INTO staff_session (id_hash, email, csrf, created_at, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id_hash) DO UPDATE
     SET email = excluded.email, csrf = excluded.csrf, created_at = excluded.created_at,
         expires_at = excluded.expires_at`,
  );
  const findSession = db.statement<SessionRow>('SELECT * FROM staff_session WHERE id_hash = ?');
  const extendSession = db.statement('UPDATE staff_session SET expires_at = ? WHERE id_hash = ?');
  const dropSession = db.statement('DELETE FROM staff_session WHERE id_hash = ?');
  const saveToken = db.statement(
    `INSERT INTO api_token (hash, email, created_at) VALUES (?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET email = excluded.email, created_at = excluded.created_at`,
  );
  const findToken = db.statement<TokenRow>('SELECT * FROM api_token WHERE hash = ?');
  const listTokens = db.statement<TokenRow>(
    'SELECT * FROM api_token WHERE email = ? ORDER BY created_at, hash',
  );
  const dropToken = db.statement('DELETE FROM api_token WHERE hash = ?');

  return {
    save(account: StaffAccount): void {
      save.run(
        account.email,
        account.role,
        JSON.stringify(account.issuers),
        account.passwordHash,
        account.mustChangePassword ? 1 : 0,
        account.createdAt,
        account.disabledAt,
      );
    },
    find(email: string): StaffAccount | null {
      const row = find.get(email);
      return row ? toAccount(row) : null;
    },
    list: (): StaffAccount[] => list.all().map(toAccount),
    saveSession(session: StaffSession): void {
      saveSession.run(session.idHash, session.email, session.csrf, session.createdAt, session.expiresAt);
    },
    findSession(idHash: string): StaffSession | null {
      const row = findSession.get(idHash);
      return row ? toSession(row) : null;
    },
    extendSession(idHash: string, expiresAt: number): void {
      extendSession.run(expiresAt, idHash);
    },
    dropSession(idHash: string): void {
      dropSession.run(idHash);
    },
    saveToken(token: ApiToken): void {
      saveToken.run(token.hash, token.email, token.createdAt);
    },
    findToken(hash: string): ApiToken | null {
      const row = findToken.get(hash);
      return row ? toToken(row) : null;
    },
    listTokens: (email: string): ApiToken[] => listTokens.all(email).map(toToken),
    dropToken(hash: string): void {
      dropToken.run(hash);
    },
  };
}

const toToken = ({ hash, email, created_at: createdAt }: TokenRow): ApiToken => ({ hash, email, createdAt });

export function toAccount(row: StaffRow): StaffAccount {
  return {
    email: row.email,
    role: row.role,
    issuers: JSON.parse(row.issuers) as Issuer[],
    passwordHash: row.password_hash,
    mustChangePassword: row.must_change_password === 1,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  };
}

export function toSession(row: SessionRow): StaffSession {
  return {
    idHash: row.id_hash,
    email: row.email,
    csrf: row.csrf,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
