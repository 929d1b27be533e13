import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * All that a log line may carry besides its fixed sentence: ids, codes and numbers. What a person wrote, is
 * called or can be reached by has no field here, and what is handed in under another name is not written.
 */
export interface LogFields {
  /** One id through a turn, from the webhook to what was sent. */
  readonly turnId?: string;
  /** LINE's `webhookEventId`. */
  readonly eventId?: string;
  readonly eventType?: string;
  /** Keyed hash; see `Vault.officerKey`. */
  readonly officer?: string;
  /** Reference of a request. */
  readonly ref?: string;
  readonly outboxId?: string;
  /** `x-line-request-id` of LINE's answer. LINE keeps no logs for others: asked for help, it wants this id. */
  readonly lineRequestId?: string | null;
  readonly outcome?: string;
  /** Stable code of what went wrong. */
  readonly code?: string;
  readonly via?: string;
  readonly method?: string;
  /** The route's pattern, never the address that was asked for. */
  readonly route?: string;
  readonly status?: number;
  /** Address a webhook came from. */
  readonly sender?: string;
  readonly count?: number;
  readonly attempts?: number;
  readonly durationMs?: number;
  readonly port?: number;
  /** Of package.json, and the commit; see `Version`. */
  readonly version?: string;
  readonly commit?: string | null;
  readonly store?: string;
  /** Joined with `+`, as the ids of the data keys are. */
  readonly role?: string;
  readonly publicUrl?: string;
  readonly simulator?: boolean;
  readonly keys?: string;
  /** Part of the process, or signal it got. */
  readonly part?: string;
  /** Shown to whoever met a fault, so that their report leads to its line. */
  readonly faultId?: string;
  readonly error?: unknown;
}

const names: ReadonlySet<string> = new Set<keyof LogFields>([
  'turnId',
  'eventId',
  'eventType',
  'officer',
  'ref',
  'outboxId',
  'lineRequestId',
  'outcome',
  'code',
  'via',
  'method',
  'route',
  'status',
  'sender',
  'count',
  'attempts',
  'durationMs',
  'port',
  'version',
  'commit',
  'store',
  'role',
  'publicUrl',
  'simulator',
  'keys',
  'part',
  'faultId',
  'error',
]);

/** JSON lines of a process. The sentence is a constant: what varies goes into the fields. */
export interface Log {
  debug(sentence: string, fields?: LogFields): void;
  info(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields): void;
  error(sentence: string, fields?: LogFields): void;
  fatal(sentence: string, fields?: LogFields): void;
  /** A log whose lines all carry these fields. */
  child(fields: LogFields): Log;
}

/** @param stream where the lines go; standard output unless told. */
export function createLog({
  level,
  stream = standardOutput(),
}: {
  level: LogLevel;
  stream?: DestinationStream;
}): Log {
  const options = {
    level,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(pino(options, stream));
}

/**
 * Node's own stream rather than pino's: at the end of the process pino's tries again for ever to write what it
 * still holds when nobody reads any more (sonic-boom 4, `flushSync` at EPIPE). Lines that nobody reads are lost.
 */
function standardOutput(): DestinationStream {
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {});
  return process.stdout;
}

/** A log that says nothing, for commands and tests. */
export const silentLog: Log = createLog({ level: 'silent', stream: { write: () => {} } });

function wrap(logger: Logger): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal') =>
    (sentence: string, fields: LogFields = {}): void => {
      // What is permitted is looked at only of lines that are written.
      if (logger.isLevelEnabled(level)) logger[level](permitted(fields), sentence);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    child: (fields) => wrap(logger.child(permitted(fields))),
  };
}

function permitted(fields: LogFields): { [name: string]: unknown } {
  const entries = Object.entries(fields).filter(([name, value]) => names.has(name) && value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name === 'error' ? describeError(value) : idOnly(value)]),
  );
}

/** Ids and codes have neither spaces nor letters of another script, and no `@`: whatever has was put here by mistake. */
function idOnly(value: unknown): unknown {
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? withheld : value;
  return /^[\w:./+-]{0,128}$/.test(value) ? value : withheld;
}

const withheld = '[withheld]';

/**
 * What is told of an error: its kind, its codes and where it came from. Not its message, since a parser, a
 * driver or a vendor's client may quote there what it was given.
 */
function describeError(error: unknown, depth = 0): { [name: string]: unknown } {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, errno, errcode, syscall, status } = error as { [name: string]: unknown } & Error;
  const codes = Object.entries({ code, errno, errcode, syscall, status }).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  );
  return {
    name: idOnly(error.name),
    ...Object.fromEntries(codes.map(([name, value]) => [name, idOnly(value)])),
    at: framesOf(error),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The innermost places of the stack, without the message that stands above them. */
function framesOf(error: Error): string[] {
  const above = `${error.name}: ${error.message}`;
  const stack = error.stack ?? '';
  const lines = (stack.startsWith(above) ? stack.slice(above.length) : stack).split('\n');
  return lines
    .map((line) => /^ {4}at (.+)$/.exec(line)?.[1])
    .filter((frame) => frame !== undefined)
    .slice(0, 8);
}
