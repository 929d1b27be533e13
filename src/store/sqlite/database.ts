import { mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { isBusy, lacksSpace, orUnavailable } from './failure.ts';
import { migrations } from './schema.ts';

export interface DatabaseOptions {
  /** A file, made with its folder when missing, or `:memory:` for a store that ends with the process. */
  readonly path: string;
  /** `FULL` (the default): what was committed survives a power cut. `NORMAL`: it survives the process alone. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** How long a write waits while another process writes. Well below LINE's two seconds for an answer by default. */
  readonly busyTimeoutMs?: number;
}

const defaultBusyTimeoutMs = 600;
/** While the file is opened nothing else is to be done. */
const openTimeoutMs = 1_500;
/** SQLite itself waits so long, which blocks the process; what takes longer is waited for between two tries. */
const blockingMs = 20;
const retryMs = 30;
/** Bytes. */
const littleSpace = 1024 * 1024;

/** A statement whose rows are known to have the shape `Row`. */
export interface Statement<Row> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  run(...values: SQLInputValue[]): void;
}

/**
 * One connection with its prepared statements kept. What runs in a transaction is synchronous, so nothing of this process
 * can come between its statements. Failures to read or write throw `StoreUnavailable`.
 */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #busyTimeoutMs: number;
  /** A write waited in vain for the lock: until one has it again, none waits. */
  #isLocked = false;
  readonly #path: string;
  #lacksSpace = false;

  constructor(options: DatabaseOptions) {
    this.#path = options.path;
    this.#busyTimeoutMs = options.busyTimeoutMs ?? defaultBusyTimeoutMs;
    this.#connection = orUnavailable(() => {
      if (options.path !== ':memory:') mkdirSync(dirname(options.path), { recursive: true });
      return new DatabaseSync(options.path, { timeout: openTimeoutMs });
    });
    try {
      orUnavailable(() => {
        this.#connection.exec('PRAGMA journal_mode = WAL');
        this.#connection.exec(`PRAGMA synchronous = ${options.synchronous ?? 'FULL'}`);
        // What is deleted or replaced is overwritten, and not left in the file.
        this.#connection.exec('PRAGMA secure_delete = ON');
        // A log that once grew in a rush is cut back to this size afterwards.
        this.#connection.exec('PRAGMA journal_size_limit = 67108864');
        this.#migrate();
        this.#connection.exec(`PRAGMA busy_timeout = ${blockingMs}`);
      });
    } catch (fault) {
      this.close();
      throw fault;
    }
  }

  /** The statement of this text, prepared once. */
  statement<Row = never>(sql: string): Statement<Row> {
    let kept = this.#statements.get(sql);
    if (!kept) {
      kept = orUnavailable(() => this.#connection.prepare(sql));
      this.#statements.set(sql, kept);
    }
    return kept as unknown as Statement<Row>;
  }

  /** Reads, without a transaction of its own. */
  read<T>(work: () => T): T {
    return orUnavailable(work);
  }

  /**
   * All that `work` writes, or nothing. Waits for another process that writes, without keeping this one from its other
   * work; not at all once one waited in vain, so that nobody waits for the sum.
   */
  async write<T>(work: () => T): Promise<T> {
    const until = performance.now() + this.#busyTimeoutMs;
    for (;;) {
      try {
        const result = this.writeNow(work);
        this.#isLocked = false;
        return result;
      } catch (fault) {
        if (!isBusy(fault)) throw fault;
        this.#isLocked ||= performance.now() >= until;
        if (this.#isLocked) throw fault;
      }
      await sleep(retryMs);
    }
  }

  /** The same at once, or not. */
  writeNow<T>(work: () => T): T {
    return orUnavailable(() => {
      this.statement('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        this.statement('COMMIT').run();
        return result;
      } catch (fault) {
        // A full disk or an I/O error has rolled back already.
        if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
        this.#lacksSpace ||= lacksSpace(fault);
        throw fault;
      }
    });
  }

  /** Whether there may be too little space: a write met a full disk and none has shown better since, or little is left. */
  get mayLackSpace(): boolean {
    if (this.#lacksSpace || this.#path === ':memory:') return this.#lacksSpace;
    const { bavail, bsize } = statfsSync(dirname(this.#path));
    return bavail * bsize < littleSpace;
  }

  /** Writes as much as a turn may take. @param work writes that much. */
  proveSpace(work: () => void): void {
    this.writeNow(work);
    this.#lacksSpace = false;
  }

  /** Moves the write-ahead log into the file and empties it, as far as no other process reads it at the moment. */
  emptyLog(): void {
    orUnavailable(() => this.#connection.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  close(): void {
    if (!this.#connection.isOpen) return;
    this.#statements.clear();
    this.#connection.close();
  }

  #migrate(): void {
    this.writeNow(() => {
      const { user_version: seen } = this.statement<{ user_version: number }>(
        'PRAGMA user_version',
      ).get() ?? {
        user_version: 0,
      };
      if (seen > migrations.length)
        throw new Error(
          `the store was written by a newer version (schema ${seen}, this one knows ${migrations.length})`,
        );
      for (const migration of migrations.slice(seen)) this.#connection.exec(migration);
      if (seen < migrations.length) this.#connection.exec(`PRAGMA user_version = ${migrations.length}`);
    });
  }
}
