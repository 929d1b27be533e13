import { StoreUnavailable } from '../port.ts';

/**
 * Primary result codes that say "not now" or "not here" rather than "wrong statement":
 * https://www.sqlite.org/rescode.html
 */
const unavailable = new Set([
  3, // SQLITE_PERM
  5, // SQLITE_BUSY
  6, // SQLITE_LOCKED
  7, // SQLITE_NOMEM
  8, // SQLITE_READONLY
  9, // SQLITE_INTERRUPT
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  13, // SQLITE_FULL
  14, // SQLITE_CANTOPEN
  15, // SQLITE_PROTOCOL
  22, // SQLITE_NOLFS
  26, // SQLITE_NOTADB
]);

/**
 * Runs `work` and turns a failure of the file, the disk or the lock into `StoreUnavailable` with its cause.
 * Anything else is a fault of ours and passes as it is.
 */
export function orUnavailable<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (isDiskFull(cause))
      throw new StoreUnavailable('the disk of the SQLite store is full', { cause, reason: 'disk-full' });
    if (isUnavailable(cause)) throw new StoreUnavailable('the SQLite store cannot be used now', { cause });
    throw cause;
  }
}

/** Another process holds the lock: SQLITE_BUSY, whatever its extended code. */
export function isBusy(fault: unknown): boolean {
  const code = errcodeOf(fault instanceof StoreUnavailable ? fault.cause : fault);
  return code !== null && (code & 0xff) === 5;
}

/** SQLITE_FULL. */
function isDiskFull(cause: unknown): boolean {
  return errcodeOf(cause) === 13;
}

/** SQLITE_FULL, or SQLITE_IOERR_WRITE, which a limit on the size of files comes out as. */
export function lacksSpace(cause: unknown): boolean {
  return isDiskFull(cause) || errcodeOf(cause) === 778;
}

function errcodeOf(cause: unknown): number | null {
  return cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : null;
}

function isUnavailable(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  // node:sqlite reports a closed database or a statement of one as a state, not as an SQLite code.
  const { code, errcode, syscall } = cause as { code?: unknown; errcode?: unknown; syscall?: unknown };
  if (code === 'ERR_INVALID_STATE') return true;
  // The folder could not be made.
  if (typeof syscall === 'string') return true;
  // The low byte is the primary code; the rest details it (e.g. 1544, SQLITE_READONLY_DBMOVED).
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' && unavailable.has(errcode & 0xff);
}
