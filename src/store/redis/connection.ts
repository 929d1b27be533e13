import { readFileSync } from 'node:fs';
import { Cluster, Redis } from 'ioredis';
import { within } from '../../base/within.ts';
import { StoreUnavailable } from '../port.ts';
import { faultsOf, readServerState } from './check-server.ts';

export interface RedisOptions {
  /** `redis://` or `rediss://`, or the nodes of a Cluster. */
  readonly at: { readonly url: string } | { readonly nodes: readonly { host: string; port: number }[] };
  /** Replicas that must hold a commit before it counts. */
  readonly waitReplicas?: number;
  /** Of every name, so that several installations can share a server; `dga` unless told. */
  readonly prefix?: string;
  /** How long a command may take. 900 ms unless told: a look and a commit fit into LINE's two seconds for an answer. */
  readonly timeoutMs?: number;
  /** Called at start with each setting of a server that may lose data, as a sentence for the operator. */
  readonly onWarning?: (sentence: string) => void;
}

/** The server is there, and is none that the store can be kept in. */
export class UnfitServer extends Error {
  override readonly name = 'UnfitServer';
}

const scripts = ['commit', 'confirm', 'depth', 'lease', 'list', 'load', 'sweep-sessions', 'teach'] as const;
type ScriptName = (typeof scripts)[number];

type Client = Redis | Cluster;
/** What `defineCommand` adds to a client and to its pipelines. */
type Scripted<Result> = Record<ScriptName, (...args: (string | number)[]) => Result>;

/** One reply of a pipeline. */
type Replied = [error: Error | null, result: unknown] | undefined;

/** A client that never queues while it is away: then every command fails at once. */
export class Connection {
  readonly client: Client;
  /** Waits for replicas on a connection of its own: what waits there holds up nothing else. */
  readonly #waiting: Client;
  readonly #waitReplicas: number;
  readonly #timeoutMs: number;
  #lastError: unknown = null;

  private constructor(client: Client, waitReplicas: number, timeoutMs: number) {
    this.client = client;
    this.#waitReplicas = waitReplicas;
    this.#timeoutMs = timeoutMs;
    this.#waiting = waitReplicas > 0 ? this.another() : client;
    // Each command fails by itself; without a listener the error would end the process.
    client.on('error', (error: unknown) => {
      this.#lastError = error;
    });
    for (const name of scripts) {
      const lua = readScript(name);
      for (const each of new Set([client, this.#waiting])) each.defineCommand(name, { lua });
    }
  }

  /** @throws {StoreUnavailable} when nothing answers. {@link UnfitServer} for a wrong password or an old version. */
  static async open(options: RedisOptions): Promise<Connection> {
    const { at, waitReplicas = 0, timeoutMs = 900, onWarning } = options;
    const common = {
      commandTimeout: timeoutMs,
      connectTimeout: timeoutMs,
      // What was under way when a connection broke fails at once: nobody knows whether it was carried out.
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableAutoPipelining: true,
      // These are batches already.
      autoPipeliningIgnoredCommands: ['commit', 'load'],
      protocol: 2 as const,
      // A primary that became a replica keeps its connections: a new one reaches whoever has the address now.
      reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    };
    const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);
    const client =
      'url' in at
        ? new Redis(at.url, { ...common, retryStrategy, enableOfflineQueue: false, lazyConnect: true })
        : new Cluster([...at.nodes], {
            redisOptions: common,
            clusterRetryStrategy: retryStrategy,
            enableOfflineQueue: false,
            enableAutoPipelining: true,
            // ioredis groups commands by the slot of their first argument, which of a script is no key.
            autoPipeliningIgnoredCommands: [...scripts],
            lazyConnect: true,
            slotsRefreshTimeout: timeoutMs,
          });
    const connection = new Connection(client, waitReplicas, timeoutMs);
    try {
      await client.connect();
      if (connection.#waiting !== client) await connection.#waiting.connect();
      await connection.#check(onWarning);
    } catch (fault) {
      connection.close();
      throw unfit(fault) ?? unfit(connection.#lastError) ?? translate(connection.#lastError ?? fault);
    }
    return connection;
  }

  get waitsForReplicas(): boolean {
    return this.#waitReplicas > 0;
  }

  get isCluster(): boolean {
    return this.client instanceof Cluster;
  }

  /** A connection of its own, for what blocks or listens; not yet made. */
  another(): Client {
    const client = this.client instanceof Cluster ? this.client.duplicate() : this.client.duplicate();
    client.on('error', () => undefined);
    return client;
  }

  /** Runs commands; what cannot be done now is `StoreUnavailable`. */
  async ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.#inTime(async () => work(this.client));
  }

  async run(
    script: ScriptName,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    return this.#inTime(async () =>
      (this.client as unknown as Scripted<Promise<unknown>>)[script](keys.length, ...keys, ...args),
    );
  }

  /**
   * Runs a script whose writes count only when the replicas asked for hold them.
   * @throws {StoreUnavailable} also when they do not in time: what was written may stay.
   */
  async runSafely(
    script: ScriptName,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    if (this.#waitReplicas === 0) return this.run(script, keys, args);
    return this.#inTime(async () => {
      const first = await this.#runAndWait(script, keys, args);
      const moved = first.ran?.[0]?.message.startsWith('MOVED') === true;
      const [key] = keys;
      if (!moved || key === undefined) return this.#heldOf(first);
      // A pipeline is not led to the node that took over; a single command is, and the client learns from it.
      await this.#waiting.exists(key);
      return this.#heldOf(await this.#runAndWait(script, keys, args));
    });
  }

  async #runAndWait(
    script: ScriptName,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<{ ran: Replied; waited: Replied }> {
    const pipeline = this.#waiting.pipeline();
    (pipeline as unknown as Scripted<unknown>)[script](keys.length, ...keys, ...args);
    // In a Cluster a pipeline goes to one node, over one connection: the wait is for this very write.
    pipeline.wait(this.#waitReplicas, Math.floor(this.#timeoutMs / 2));
    const [ran, waited] = (await pipeline.exec()) ?? [];
    return { ran, waited };
  }

  /** What the script gave, if the replicas hold it. */
  #heldOf({ ran, waited }: { ran: Replied; waited: Replied }): unknown {
    for (const reply of [ran, waited]) if (reply?.[0]) throw reply[0];
    if (Number(waited?.[1]) < this.#waitReplicas)
      throw new StoreUnavailable(`${String(waited?.[1])} of ${this.#waitReplicas} replicas hold the commit`);
    return ran?.[1];
  }

  async #inTime<T>(work: () => Promise<T>): Promise<T> {
    try {
      // One server keeps the time by itself; a Cluster's client begins it anew for each node it tries.
      return await (this.isCluster ? within(work(), this.#timeoutMs) : work());
    } catch (cause) {
      throw translate(cause);
    }
  }

  async #check(onWarning: RedisOptions['onWarning']): Promise<void> {
    const nodes = this.client instanceof Cluster ? this.client.nodes('master') : [this.client];
    const states = await Promise.all(nodes.map(readServerState));
    const faults = states.map(faultsOf);
    const [fatal] = faults.flatMap((found) => found.fatal);
    if (fatal !== undefined) throw new UnfitServer(fatal);
    for (const warning of new Set(faults.flatMap(({ warnings }) => warnings))) onWarning?.(warning);
  }

  close(): void {
    this.client.disconnect();
    this.#waiting.disconnect();
  }
}

/** A script with what it includes: a line `-- include NAME` stands for `NAME.lua`. */
function readScript(name: string): string {
  const lua = readFileSync(new URL(`lua/${name}.lua`, import.meta.url), 'utf8');
  return lua.replace(/^-- include (\S+)$/gm, (_line, included: string) => readScript(included));
}

/** Replies that say "not now" or "not this node": https://redis.io/docs/latest/develop/reference/error-responses/ */
const refusals =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|MISCONF|OOM|BUSY|UNKILLABLE|NOAUTH|WRONGPASS|NOPERM|ERR max number of clients)\b/;

function translate(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof StoreUnavailable) return cause;
  // A reply of the server that is none of these is a fault of ours; anything else is a connection's.
  if (cause.name === 'ReplyError' && !refusals.test(cause.message)) return cause;
  if ([TypeError, RangeError, SyntaxError].some((fault) => cause instanceof fault)) return cause;
  return new StoreUnavailable('the Redis store cannot be used now', { cause });
}

/** Credentials do not mend themselves while one waits. */
function unfit(fault: unknown): UnfitServer | null {
  if (fault instanceof UnfitServer) return fault;
  // A Cluster says that all its nodes failed, and why the last one did.
  const cause = fault instanceof Error && 'lastNodeError' in fault ? fault.lastNodeError : fault;
  const isRefused = cause instanceof Error && /^(WRONGPASS|NOAUTH|NOPERM)\b/.test(cause.message);
  return isRefused ? new UnfitServer('Redis refuses this user or password', { cause }) : null;
}
