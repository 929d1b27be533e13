import { readFileSync } from 'node:fs';
import { Cluster, Redis } from 'ioredis';
import { StoreUnavailable } from '../port.ts';

export interface RedisOptions {
  /** `redis://` or `rediss://`, or the nodes of a Cluster. */
  readonly at: { readonly url: string } | { readonly nodes: readonly { host: string; port: number }[] };
  /** Replicas that must hold a commit before it counts. */
  readonly waitReplicas?: number;
  /** Of every name, so that several installations can share a server; `dga` unless told. */
  readonly prefix?: string;
  /** How long a command may take. Below LINE's two seconds for an answer by default. */
  readonly timeoutMs?: number;
}

const scripts = ['commit', 'lease', 'list', 'sweep-sessions', 'teach'] as const;
type ScriptName = (typeof scripts)[number];

type Client = Redis | Cluster;
/** What `defineCommand` adds to a client and to its pipelines. */
type Scripted<Result> = Record<ScriptName, (...args: (string | number)[]) => Result>;

/** A client that never queues while it is away: then every command fails at once. */
export class Connection {
  readonly client: Client;
  readonly #waitReplicas: number;
  readonly #timeoutMs: number;

  private constructor(client: Client, waitReplicas: number, timeoutMs: number) {
    this.client = client;
    this.#waitReplicas = waitReplicas;
    this.#timeoutMs = timeoutMs;
    // Each command says so itself; without a listener it would end the process.
    client.on('error', () => undefined);
    for (const name of scripts)
      client.defineCommand(name, {
        lua: readFileSync(new URL(`lua/${name}.lua`, import.meta.url), 'utf8'),
      });
  }

  /** @throws {StoreUnavailable} when nothing answers. Whatever Redis refuses a client for, it says itself. */
  static async open(options: RedisOptions): Promise<Connection> {
    const { at, waitReplicas = 0, timeoutMs = 1_500 } = options;
    const common = {
      commandTimeout: timeoutMs,
      connectTimeout: timeoutMs,
      maxRetriesPerRequest: 1,
      enableAutoPipelining: true,
      protocol: 2,
    } as const;
    const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);
    const client =
      'url' in at
        ? new Redis(at.url, { ...common, retryStrategy, enableOfflineQueue: false, lazyConnect: true })
        : new Cluster([...at.nodes], {
            redisOptions: common,
            clusterRetryStrategy: retryStrategy,
            enableOfflineQueue: false,
            enableAutoPipelining: true,
            lazyConnect: true,
            slotsRefreshTimeout: timeoutMs,
          });
    const connection = new Connection(client, waitReplicas, timeoutMs);
    try {
      await orUnavailable(async () => client.connect());
    } catch (fault) {
      client.disconnect();
      throw fault;
    }
    return connection;
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
    return orUnavailable(async () => work(this.client));
  }

  async run(
    script: ScriptName,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    return orUnavailable(async () =>
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
    const pipeline = this.client.pipeline();
    (pipeline as unknown as Scripted<unknown>)[script](keys.length, ...keys, ...args);
    // In a Cluster a pipeline goes to one node, over one connection: the wait is for this very write.
    pipeline.wait(this.#waitReplicas, Math.floor(this.#timeoutMs / 2));
    const [ran, waited] = (await orUnavailable(async () => pipeline.exec())) ?? [];
    for (const result of [ran, waited]) if (result?.[0]) throw translate(result[0]);
    if (Number(waited?.[1]) < this.#waitReplicas)
      throw new StoreUnavailable(`${String(waited?.[1])} of ${this.#waitReplicas} replicas hold the commit`);
    return ran?.[1];
  }

  close(): void {
    this.client.disconnect();
  }
}

/** Replies that say "not now" or "not this node": https://redis.io/docs/latest/develop/reference/error-responses/ */
const refusals =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|MISCONF|OOM|BUSY|UNKILLABLE|NOAUTH|WRONGPASS|NOPERM|ERR max number of clients)\b/;

function translate(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof StoreUnavailable) return cause;
  // A reply of the server that is none of these is a fault of ours; anything else is a connection's.
  if (cause.name === 'ReplyError' && !refusals.test(cause.message)) return cause;
  if (cause instanceof TypeError) return cause;
  return new StoreUnavailable('the Redis store cannot be used now', { cause });
}

async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw translate(cause);
  }
}
