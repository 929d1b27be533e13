import { hash, randomBytes } from 'node:crypto';
import type { StaffAccount, StaffSession, Store } from '../store/port.ts';
import { StoreUnavailable } from '../store/port.ts';

const hourMs = 60 * 60 * 1000;
/** Nobody stays signed in longer than a long working day. */
const absoluteMs = 12 * hourMs;
/** A console that nobody touches is signed out. */
const idleMs = 2 * hourMs;
/** Being active is written down no more often than this. */
const touchMs = 5 * 60 * 1000;

/** Somebody signed in: who, and by which session. */
export interface SignedIn {
  readonly account: StaffAccount;
  readonly session: StaffSession;
}

export interface Sessions {
  /** A new session with a new id. `cookie` is the only copy of the id; the store keeps its SHA-256. */
  start(account: StaffAccount): Promise<{ cookie: string; session: StaffSession }>;
  /**
   * Null when the session is unknown, expired, of a disabled account, or older than the account's password.
   * @param active whether a person did something; what pages fetch by themselves keeps nobody signed in.
   */
  find(cookie: string, active: boolean): Promise<SignedIn | null>;
  /** @returns the session's `idHash`. */
  end(cookie: string): Promise<string>;
}

/**
 * Sessions of the console: 12 hours at most, 2 hours without a sign of life. All throw `StoreUnavailable`
 * while the store is away, so that nobody is signed out by an outage.
 * @param now epoch ms.
 */
export function createSessions(
  store: Pick<Store, 'saveSession' | 'findSession' | 'extendSession' | 'dropSession' | 'findStaff'>,
  now: () => number,
): Sessions {
  async function touch(session: StaffSession): Promise<StaffSession> {
    const expiresAt = Math.min(session.createdAt + absoluteMs, now() + idleMs);
    if (expiresAt - session.expiresAt < touchMs) return session;
    try {
      await store.extendSession(session.idHash, expiresAt);
    } catch (error) {
      // What can still be read is shown; the session lasts a while yet.
      if (!(error instanceof StoreUnavailable)) throw error;
      return session;
    }
    return { ...session, expiresAt };
  }

  return {
    async start(account) {
      const cookie = randomBytes(32).toString('base64url');
      const createdAt = now();
      const session: StaffSession = {
        idHash: hash('sha256', cookie),
        email: account.email,
        csrf: `${randomBytes(32).toString('base64url')}.${passwordMark(account)}`,
        createdAt,
        expiresAt: createdAt + idleMs,
      };
      await store.saveSession(session);
      return { cookie, session };
    },

    async find(cookie, active) {
      const session = await store.findSession(hash('sha256', cookie));
      if (!session || session.expiresAt <= now()) return null;
      const account = await store.findStaff(session.email);
      if (!account || account.disabledAt !== null) return null;
      if (!session.csrf.endsWith(`.${passwordMark(account)}`)) return null;
      return { account, session: active ? await touch(session) : session };
    },

    async end(cookie) {
      const idHash = hash('sha256', cookie);
      await store.dropSession(idHash);
      return idHash;
    },
  };
}

/**
 * Which password a session began with; it stands at the end of the session's form token, so that a changed
 * password ends every session of the old one.
 */
function passwordMark(account: StaffAccount): string {
  return hash('sha256', `session:${account.passwordHash ?? ''}`, 'base64url').slice(0, 12);
}
