import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { LogLevel } from '../base/log.ts';
import { logLevels } from '../base/log.ts';
import { type DataKeys, parseDataKeys } from '../privacy/data-keys.ts';

/** What a process does: `web` takes webhooks, API and console, `worker` sends what was committed and keeps house. */
const roles = ['web', 'worker'] as const;
type Role = (typeof roles)[number];

/** Everything an operator decides, checked. Deeply frozen. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** The origin that LINE and browsers reach, without a slash at its end. */
  readonly publicUrl: string;
  readonly roles: readonly Role[];
  readonly line: {
    /** Null: there is no channel, the simulator stands in for LINE. */
    readonly credentials: { readonly channelSecret: string; readonly channelAccessToken: string } | null;
    /** Other addresses of LINE's API hosts, without a slash at the end; null: LINE's own. */
    readonly apiBaseUrl: string | null;
    readonly dataApiBaseUrl: string | null;
    /** The account's basic id with its `@`; null: asked of LINE. */
    readonly botId: string | null;
  };
  /** On exactly where no LINE credentials are set. */
  readonly simulator: boolean;
  /** Null: the embedded store. Exactly one of `url` and `clusterNodes` is set. */
  readonly redis: {
    readonly url: string | null;
    readonly clusterNodes: readonly { readonly host: string; readonly port: number }[] | null;
    /** Replicas that must hold a commit before it is acknowledged. */
    readonly waitReplicas: number;
  } | null;
  /** Absolute path. */
  readonly dataDir: string;
  /** Null only beside the simulator: the keys are then kept in the data folder, see `ensureDataKeys`. */
  readonly dataKeys: DataKeys | null;
  /** Null: staff sign in with local accounts. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
  } | null;
  readonly logLevel: LogLevel;
  /** IANA name, for dates that people read and the office calendar. */
  readonly timeZone: string;
  readonly sla: {
    readonly workingDays: number;
    /** Days the office is closed besides weekends, `YYYY-MM-DD`, in order. */
    readonly holidays: readonly string[];
    /** Whether officers are told when to expect an answer. */
    readonly tellOfficer: boolean;
  };
  /** The contact center's hours as officers read them; null: nothing is said of them. */
  readonly contactHours: string | null;
  /** Days in which an officer may come back to a closed request; 0: never. */
  readonly reopenDays: number;
  /** Days for which texts that were not understood are kept. */
  readonly unclearKeepDays: number;
  /** Absolute path of the operator's own list of agencies; null: there is none. */
  readonly agencyList: string | null;
}

/** Every fault of the settings at once, a line for each, fit for an operator's eyes and without secrets. */
export class ConfigFaults extends Error {
  override readonly name = 'ConfigFaults';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

interface Setting<Value> {
  /** Takes the text of the variable, undefined where it is unset or empty. Its messages never quote a value. */
  readonly schema: z.ZodType<Value>;
  readonly meaning: string;
  /** As the README shows it. */
  readonly fallback: string;
  /** What an operator may write behind `NAME=`. */
  readonly example: string;
}

function setting<Value>(
  schema: z.ZodType<Value>,
  meaning: string,
  fallback: string,
  example: string,
): Setting<Value> {
  return { schema, meaning, fallback, example };
}

const text = z.string().optional();

/** What goes into an HTTP header or a signature, as it was given out. */
const secret = z
  .string()
  .regex(/^[!-~]+$/, { error: 'has characters that cannot be part of it, such as spaces' })
  .optional();

/** A whole number, or `undefined` where the variable is unset. */
function wholeNumber(from: number, to: number) {
  return z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to, {
      error: `must be a whole number from ${from} to ${to}`,
    })
    .transform(Number)
    .optional();
}

/** An address without path, query or user; given back as its origin. */
const origin = z
  .string()
  .refine((value) => isOrigin(value), {
    error: 'must be an address that starts with http:// or https:// and has nothing behind the host and port',
  })
  .transform((value) => new URL(value).origin)
  .optional();

/** An address that paths are put behind; given back without a slash at its end. */
const baseUrl = z
  .string()
  .refine((value) => isHttpUrl(value), { error: 'must be an address that starts with http:// or https://' })
  .transform((value) => value.replace(/\/+$/, ''))
  .optional();

const roleNames = z
  .string()
  .transform((value, context) => {
    const given = value.split(',').map((name) => roles.find((role) => role === name.trim()));
    if (given.every((role) => role !== undefined)) return roles.filter((role) => given.includes(role));
    context.addIssue(`must be ${roles.join(', ')}, or both with a comma between them`);
    return z.NEVER;
  })
  .optional();

const clusterNodes = z
  .string()
  .transform((value, context) => {
    const nodes = value.split(',').map((node) => readHostPort(node.trim()));
    if (nodes.every((node) => node !== null)) return nodes;
    context.addIssue('must be host:port,host:port,… of at least one node');
    return z.NEVER;
  })
  .optional();

const dataKeys = z
  .string()
  .transform((value, context) => {
    const keys = parseDataKeys(value);
    if (typeof keys !== 'string') return keys;
    context.addIssue(keys);
    return z.NEVER;
  })
  .optional();

const holidays = z
  .string()
  .transform((value) => value.split(',').map((day) => day.trim()))
  .refine((days) => days.every((day) => z.iso.date().safeParse(day).success), {
    error: 'must be days written YYYY-MM-DD, with commas between them',
  })
  .transform((days) => [...new Set(days)].sort())
  .optional();

/** The settings in the order an operator reads them: what the README shows and what `readConfig` takes. */
const settings = {
  PORT: setting(wholeNumber(1, 65_535), 'port to listen on', '`3000`', '3000'),
  HOST: setting(
    text.refine((value) => value === undefined || isHost(value), {
      error: 'must be an IP address or a host name',
    }),
    'address to listen on',
    '`127.0.0.1` (`0.0.0.0` in the container)',
    '0.0.0.0',
  ),
  PUBLIC_URL: setting(
    origin,
    'the address that LINE and browsers reach',
    '`http://localhost:PORT`',
    'https://assistant.example.go.th',
  ),
  ROLES: setting(
    roleNames,
    '`web` takes webhooks, API and console; `worker` sends messages and keeps house. Parted on Redis alone',
    '`web,worker`',
    'web,worker',
  ),
  LINE_CHANNEL_SECRET: setting(
    secret,
    'of the Messaging API channel, together with the token; neither: the simulator is on',
    'none',
    '<Channel secret of the LINE Developers console>',
  ),
  LINE_CHANNEL_ACCESS_TOKEN: setting(
    secret,
    'of the Messaging API channel, together with the secret',
    'none',
    '<Channel access token of the LINE Developers console>',
  ),
  LINE_BOT_ID: setting(
    text.refine((value) => value === undefined || /^@[a-z0-9._-]{1,32}$/i.test(value), {
      error: 'must be the basic id of the LINE account, which starts with @',
    }),
    'basic id of the LINE account, for the link to the one-to-one chat',
    'asked of LINE',
    '@123abcde',
  ),
  LINE_API_BASE_URL: setting(
    baseUrl,
    "another address of LINE's API host, for tests and proxies",
    "LINE's own",
    'https://line-proxy.example.go.th',
  ),
  LINE_DATA_API_BASE_URL: setting(
    baseUrl,
    "another address of LINE's host for content",
    "LINE's own",
    'https://line-data-proxy.example.go.th',
  ),
  REDIS_URL: setting(
    z
      .string()
      .refine((value) => isRedisUrl(value), {
        error: 'must be an address that starts with redis:// or rediss://',
      })
      .optional(),
    '`redis://` or `rediss://`: conversations, queue and outbox live in Redis, and any number of processes may share it',
    'none: SQLite',
    'redis://localhost:6379/0',
  ),
  REDIS_CLUSTER_NODES: setting(
    clusterNodes,
    '`host:port,host:port,…` of a Redis Cluster, in place of `REDIS_URL`',
    'none',
    'redis-1:6379,redis-2:6379,redis-3:6379',
  ),
  REDIS_WAIT_REPLICAS: setting(
    wholeNumber(0, 100),
    'replicas that must hold a commit before it is acknowledged',
    '`0`',
    '1',
  ),
  DATA_DIR: setting(text, 'folder of the embedded store and its keys', '`./data`', '/var/lib/assistant'),
  DATA_KEYS: setting(
    dataKeys,
    '`id:base64,…`: 32-byte keys that personal data is encrypted with, newest first; older ones still decrypt',
    'made in `DATA_DIR` on first start when the simulator is on; required otherwise',
    'k1:$(openssl rand -base64 32)',
  ),
  OIDC_ISSUER: setting(
    baseUrl,
    'staff sign-in through an OpenID Connect provider: its address',
    'none: local accounts',
    'https://login.example.go.th/realms/staff',
  ),
  OIDC_CLIENT_ID: setting(text, 'the client that the provider knows the console by', 'none', 'assistant'),
  OIDC_CLIENT_SECRET: setting(
    secret,
    "that client's secret",
    'none',
    "<the provider's secret of the client>",
  ),
  LOG_LEVEL: setting(
    z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).optional(),
    "pino's levels",
    '`info`',
    'info',
  ),
  TZ: setting(
    text.refine((value) => value === undefined || isTimeZone(value), {
      error: 'must be the IANA name of a time zone',
    }),
    'time zone of dates that people read, business hours and SLA',
    '`Asia/Bangkok`',
    'Asia/Bangkok',
  ),
  SLA_WORKING_DAYS: setting(
    wholeNumber(1, 365),
    'working days until a request is due; it orders the queue',
    '`2`',
    '2',
  ),
  SLA_HOLIDAYS: setting(
    holidays,
    'days besides weekends on which the office is closed',
    'none',
    '2026-12-31,2027-01-01',
  ),
  SLA_TELL_OFFICER: setting(
    z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
    'whether officers are told by when to expect an answer; `on` needs `SLA_WORKING_DAYS`',
    '`on` where `SLA_WORKING_DAYS` is set, otherwise `off`',
    'off',
  ),
  CONTACT_HOURS: setting(
    text,
    "the contact center's hours, as officers are to read them",
    'none: nothing is said of them',
    '08.30-16.30',
  ),
  REOPEN_DAYS: setting(
    wholeNumber(0, 365),
    "days in which the officer's answer can reopen a closed request; `0`: never",
    '`7`',
    '7',
  ),
  UNCLEAR_KEEP_DAYS: setting(
    wholeNumber(1, 3650),
    'days for which questions that were not understood are kept, without whose they are',
    '`90`',
    '90',
  ),
  AGENCY_LIST: setting(
    text,
    'CSV file of agencies that are to be known besides the usual ones: `name,abbreviations,type,parent`',
    'none',
    '/etc/assistant/agencies.csv',
  ),
} satisfies { [name: string]: Setting<unknown> };

type SettingName = keyof typeof settings;
type Values = { readonly [Name in SettingName]: z.infer<(typeof settings)[Name]['schema']> };

export const settingNames = Object.keys(settings) as readonly SettingName[];

/**
 * The settings of `env`, checked.
 * @param env the environment; see `readEnvironment`. An empty value counts as unset.
 * @throws {ConfigFaults} with every fault found.
 */
export function readConfig(env: { readonly [name: string]: string | undefined }): Config {
  const given = Object.fromEntries(settingNames.map((name) => [name, env[name]?.trim() || undefined]));
  const shape = Object.fromEntries(settingNames.map((name) => [name, settings[name].schema]));
  const read = z.object(shape).safeParse(given);

  const faults = new Map<SettingName, string>();
  for (const issue of read.error?.issues ?? []) faults.set(issue.path[0] as SettingName, issue.message);
  for (const [name, wrong] of faultsBetween(given)) if (!faults.has(name)) faults.set(name, wrong);
  if (!read.success || faults.size > 0)
    throw new ConfigFaults(
      settingNames
        .filter((name) => faults.has(name))
        .map((name) => `${name}: ${faults.get(name)}. Example: ${name}=${settings[name].example}`),
    );
  return deepFreeze(arrange(read.data as Values));
}

/**
 * What `readConfig` takes in a running process: `.env` of the working folder, and over it the environment.
 * @throws {ConfigFaults} when there is an `.env` that cannot be read.
 */
export function readEnvironment(file = '.env'): { readonly [name: string]: string | undefined } {
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...process.env };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return process.env;
    throw new ConfigFaults([`${file}: cannot be read. Example: chmod u+r ${file}`]);
  }
}

/** The table of settings for the README, in Markdown. */
export function describeSettings(): string {
  const rows = settingNames.map((name) => {
    const { meaning, fallback } = settings[name];
    return `| \`${name}\` | ${meaning} | ${fallback} |`;
  });
  return ['| variable | meaning | default |', '|---|---|---|', ...rows].join('\n');
}

/** Settings that belong together and are given in part, or exclude each other. */
function* faultsBetween(given: {
  readonly [name: string]: string | undefined;
}): Generator<[SettingName, string]> {
  yield* missingOf(given, ['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN']);
  yield* missingOf(given, ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
  if (given['REDIS_URL'] && given['REDIS_CLUSTER_NODES'])
    yield ['REDIS_CLUSTER_NODES', 'cannot be set beside REDIS_URL; keep one of the two'];
  const isParted = given['ROLES'] !== undefined && roles.some((role) => !given['ROLES']?.includes(role));
  if (isParted && !given['REDIS_URL'] && !given['REDIS_CLUSTER_NODES'])
    yield ['ROLES', 'must be web,worker unless REDIS_URL or REDIS_CLUSTER_NODES is set'];
  if (isParted && !given['LINE_CHANNEL_SECRET'])
    yield ['ROLES', 'must be web,worker while the simulator stands in for LINE'];
  const waits = Number(given['REDIS_WAIT_REPLICAS'] ?? 0) > 0;
  if (waits && !given['REDIS_URL'] && !given['REDIS_CLUSTER_NODES'])
    yield ['REDIS_URL', 'or REDIS_CLUSTER_NODES must be set, since REDIS_WAIT_REPLICAS is'];
  if ((given['LINE_CHANNEL_SECRET'] || given['LINE_CHANNEL_ACCESS_TOKEN']) && !given['DATA_KEYS'])
    yield ['DATA_KEYS', 'must be set beside LINE credentials'];
  if (given['SLA_TELL_OFFICER'] === 'on' && !given['SLA_WORKING_DAYS'])
    yield ['SLA_WORKING_DAYS', 'must be set for officers to be told a time (SLA_TELL_OFFICER is on)'];
}

function* missingOf(
  given: { readonly [name: string]: string | undefined },
  group: readonly SettingName[],
): Generator<[SettingName, string]> {
  const present = group.filter((name) => given[name]);
  if (present.length === 0) return;
  for (const name of group)
    if (!given[name]) yield [name, `must be set together with ${present.join(' and ')}`];
}

function arrange(values: Values): Config {
  const port = values.PORT ?? 3000;
  const channelSecret = values.LINE_CHANNEL_SECRET;
  const channelAccessToken = values.LINE_CHANNEL_ACCESS_TOKEN;
  const credentials = channelSecret && channelAccessToken ? { channelSecret, channelAccessToken } : null;
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  return {
    host: values.HOST ?? '127.0.0.1',
    port,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${port}`,
    roles: values.ROLES ?? roles,
    line: {
      credentials,
      apiBaseUrl: values.LINE_API_BASE_URL ?? null,
      dataApiBaseUrl: values.LINE_DATA_API_BASE_URL ?? null,
      botId: values.LINE_BOT_ID ?? null,
    },
    simulator: credentials === null,
    redis:
      values.REDIS_URL || values.REDIS_CLUSTER_NODES
        ? {
            url: values.REDIS_URL ?? null,
            clusterNodes: values.REDIS_CLUSTER_NODES ?? null,
            waitReplicas: values.REDIS_WAIT_REPLICAS ?? 0,
          }
        : null,
    dataDir: resolve(values.DATA_DIR ?? 'data'),
    dataKeys: values.DATA_KEYS ?? null,
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : null,
    logLevel: values.LOG_LEVEL ?? 'info',
    timeZone: values.TZ ?? 'Asia/Bangkok',
    sla: {
      workingDays: values.SLA_WORKING_DAYS ?? 2,
      holidays: values.SLA_HOLIDAYS ?? [],
      tellOfficer: (values.SLA_TELL_OFFICER ?? (values.SLA_WORKING_DAYS ? 'on' : 'off')) === 'on',
    },
    contactHours: values.CONTACT_HOURS ?? null,
    reopenDays: values.REOPEN_DAYS ?? 7,
    unclearKeepDays: values.UNCLEAR_KEEP_DAYS ?? 90,
    agencyList: values.AGENCY_LIST === undefined ? null : resolve(values.AGENCY_LIST),
  };
}

/** Buffers stay as they are: their bytes cannot be frozen. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

function isHttpUrl(value: string): boolean {
  return ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? '');
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && isHttpUrl(value) && url.href === `${url.origin}/`;
}

function isRedisUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '';
}

const hostName = /^(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*$/;

function isHost(value: string): boolean {
  return isIP(value) !== 0 || hostName.test(value);
}

/** `host:port` or `[IPv6]:port`. */
function readHostPort(value: string): { host: string; port: number } | null {
  const [, six, name, digits] = /^(?:\[([0-9A-Fa-f:]+)\]|([^:]+)):(\d{1,5})$/.exec(value) ?? [];
  const host = six ?? name ?? '';
  const port = Number(digits);
  return isHost(host) && port >= 1 && port <= 65_535 ? { host, port } : null;
}

/** Offsets such as `+07:00` are no names, although `Intl` takes them. */
function isTimeZone(value: string): boolean {
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value }).format();
    return true;
  } catch {
    return false;
  }
}
