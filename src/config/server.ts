import { isIP } from 'node:net';
import { z } from 'zod';
import type { LogLevel } from '../base/log.ts';
import { logLevels } from '../base/log.ts';
import { isHost, onOff, origin, parsedBy, textThat, wholeNumber } from './formats.ts';
import type { FaultBetween, Given, Settings, ValuesOf } from './setting.ts';

/** What a process does: `web` takes webhooks, API and console, `worker` sends what was committed and keeps house. */
const roles = ['web', 'worker'] as const;
export type Role = (typeof roles)[number];

/** The process and what reaches it. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  /** The origin that LINE and browsers reach, without a slash at its end. */
  readonly publicUrl: string;
  readonly roles: readonly Role[];
  /** Whether a LINE look-alike stands in for LINE; see `simulatorFaults`. */
  readonly simulator: boolean;
  /** Addresses, networks and names of networks as Express' `trust proxy` takes them. */
  readonly trustProxy: readonly string[];
  /** Null: `/metrics` is served beside everything else, to private addresses alone. */
  readonly metricsPort: number | null;
  readonly logLevel: LogLevel;
}

/** Names that Express' `trust proxy` knows, https://expressjs.com/en/guide/behind-proxies.html */
const networks = ['loopback', 'linklocal', 'uniquelocal'];

export const serverSettings = {
  PORT: {
    schema: wholeNumber(1, 65_535),
    meaning: 'port to listen on',
    fallback: '`3000`',
    example: '3000',
  },
  HOST: {
    schema: textThat(isHost, 'must be an IP address or a host name'),
    meaning: 'address to listen on',
    fallback: '`127.0.0.1` (`0.0.0.0` in the container)',
    example: '0.0.0.0',
  },
  PUBLIC_URL: {
    schema: origin,
    meaning: 'the address that LINE and browsers reach',
    fallback: '`http://localhost:PORT`',
    example: 'https://assistant.example.go.th',
  },
  ROLES: {
    schema: parsedBy(readRoles),
    meaning:
      '`web` takes webhooks and serves API and console; `worker` sends messages and deletes expired data. Dividing them needs Redis',
    fallback: '`web,worker`',
    example: 'web,worker',
  },
  SIMULATOR: {
    schema: onOff,
    meaning:
      '`on`: without LINE credentials the simulator runs where `NODE_ENV` is `production` or `HOST` is not loopback too; `off`: never',
    fallback: 'on without LINE credentials on loopback',
    example: 'on',
  },
  TRUST_PROXY: {
    schema: parsedBy(readProxies),
    meaning:
      'addresses or networks of proxies whose `X-Forwarded-For` is believed, with commas between them; also `loopback`, `linklocal`, `uniquelocal` (private networks)',
    fallback: '`loopback`',
    example: '10.0.0.5,192.168.1.0/24',
  },
  METRICS_PORT: {
    schema: wholeNumber(1, 65_535),
    meaning: 'serves `/metrics` on a port of its own instead',
    fallback: 'none: on `PORT`, to loopback and private addresses alone',
    example: '9464',
  },
  LOG_LEVEL: {
    schema: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).optional(),
    meaning: "pino's levels",
    fallback: '`info`',
    example: 'info',
  },
} satisfies Settings;

export function arrangeServer(
  values: ValuesOf<typeof serverSettings>,
  { hasCredentials }: { hasCredentials: boolean },
): ServerConfig {
  const port = values.PORT ?? 3000;
  return {
    host: values.HOST ?? '127.0.0.1',
    port,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${port}`,
    roles: values.ROLES ?? roles,
    simulator: !hasCredentials,
    trustProxy: values.TRUST_PROXY ?? ['loopback'],
    metricsPort: values.METRICS_PORT ?? null,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

/** @param given the texts; of the environment, `NODE_ENV` too. */
export function* serverFaults(given: Given): Generator<FaultBetween> {
  const isOnRedis = Boolean(given['REDIS_URL'] || given['REDIS_CLUSTER_NODES']);
  const isParted = given['ROLES'] !== undefined && roles.some((role) => !given['ROLES']?.includes(role));
  if (isParted && !isOnRedis)
    yield ['ROLES', 'must be web,worker unless REDIS_URL or REDIS_CLUSTER_NODES is set'];
  if (isParted && !given['LINE_CHANNEL_SECRET'])
    yield ['ROLES', 'must be web,worker while the simulator stands in for LINE'];
  if (given['METRICS_PORT'] && given['METRICS_PORT'] === (given['PORT'] ?? '3000'))
    yield ['METRICS_PORT', 'must differ from PORT'];
  yield* simulatorFaults(given);
}

/** In the simulator anybody is any officer, and the first start prints an administrator's password. */
function* simulatorFaults(given: Given): Generator<FaultBetween> {
  if (given['LINE_CHANNEL_SECRET'] || given['LINE_CHANNEL_ACCESS_TOKEN']) {
    if (given['SIMULATOR'] === 'on') yield ['SIMULATOR', 'cannot be on beside LINE credentials'];
  } else if (given['SIMULATOR'] === 'off')
    yield [
      'LINE_CHANNEL_SECRET',
      'must be set together with LINE_CHANNEL_ACCESS_TOKEN, since SIMULATOR is off',
    ];
  else if (given['SIMULATOR'] === undefined && isReachedByOthers(given))
    yield [
      'SIMULATOR',
      'without LINE credentials, whoever reaches this address can write as any officer and an administrator is made; set the LINE credentials, or this where that is wanted',
    ];
}

function isReachedByOthers(given: Given): boolean {
  const host = given['HOST'] ?? '127.0.0.1';
  return given['NODE_ENV'] === 'production' || (isHost(host) && !isLoopback(host));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function readRoles(value: string): readonly Role[] | string {
  const given = value.split(',').map((name) => roles.find((role) => role === name.trim()));
  if (given.every((role) => role !== undefined)) return roles.filter((role) => given.includes(role));
  return `must be ${roles.join(', ')}, or both with a comma between them`;
}

function readProxies(value: string): readonly string[] | string {
  const given = value.split(',').map((proxy) => proxy.trim());
  if (given.every((proxy) => networks.includes(proxy) || isNetwork(proxy))) return given;
  return `must be IP addresses, networks such as 10.0.0.0/8, or ${networks.join(', ')}, with commas between them`;
}

function isNetwork(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (rest.length > 0 || bits < 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}
