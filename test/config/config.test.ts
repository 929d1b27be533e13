import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeSettings, readConfig, settingNames } from '../../src/config/config.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { ConfigFaults } from '../../src/config/faults.ts';
import { parseOfficeHours } from '../../src/calendar/office-hours.ts';
import { ensureDataKeys } from '../../src/privacy/data-keys.ts';

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const channelSecret = '0123456789abcdef0123456789abcdef';
const line = {
  LINE_CHANNEL_SECRET: channelSecret,
  LINE_CHANNEL_ACCESS_TOKEN: 'an-access-token',
  DATA_KEYS: `k1:${keyOf(1)}`,
};

function faultsOf(env: { [name: string]: string }): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
  return [];
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('with nothing set', () => {
  test('the assistant runs on this machine alone, with the embedded store and the simulator', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      roles: ['web', 'worker'],
      trustProxy: ['loopback'],
      metricsPort: null,
      line: { credentials: null, apiBaseUrl: null, dataApiBaseUrl: null, botId: null },
      simulator: true,
      redis: null,
      dataDir: join(process.cwd(), 'data'),
      dataKeys: null,
      oidc: null,
      apiTokenDays: 365,
      logLevel: 'info',
      timeZone: 'Asia/Bangkok',
      sla: {
        workingDays: 2,
        officeHours: parseOfficeHours('Mo-Fr 08:30-12:00,13:00-16:30'),
        holidays: [],
        tellOfficer: false,
      },
      contactHours: null,
      reopenDays: 7,
      unclearKeepDays: 90,
      agencyList: null,
      warnings: [],
    });
  });

  test('an empty value counts as unset', () => {
    expect(readConfig({ PORT: '', REDIS_URL: ' ', TZ: '' })).toEqual(readConfig({}));
  });
});

describe('what is set', () => {
  test('is read into its own type', () => {
    const config = readConfig({
      ...line,
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://assistant.example.go.th/',
      LINE_BOT_ID: '@123abcde',
      LINE_API_BASE_URL: 'http://127.0.0.1:9000/line/',
      LINE_DATA_API_BASE_URL: 'http://127.0.0.1:9000/data',
      ROLES: 'worker',
      REDIS_CLUSTER_NODES: 'redis-1:6379, [::1]:6380',
      REDIS_WAIT_REPLICAS: '1',
      DATA_DIR: '/var/lib/assistant',
      OIDC_ISSUER: 'https://login.example.go.th/realms/staff',
      OIDC_CLIENT_ID: 'assistant',
      OIDC_CLIENT_SECRET: 'a-client-secret',
      OIDC_TRUST_EMAIL: 'on',
      API_TOKEN_DAYS: '30',
      TRUST_PROXY: '10.0.0.5, 2001:db8::/32,uniquelocal',
      METRICS_PORT: '9464',
      OFFICE_HOURS: 'Mo-Sa 09:00-17:00',
      LOG_LEVEL: 'warn',
      TZ: 'UTC',
      SLA_WORKING_DAYS: '3',
      SLA_HOLIDAYS: '2027-01-01,2026-12-31,2027-01-01',
      CONTACT_HOURS: 'ทุกวัน 08.30-16.30 น.',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://assistant.example.go.th',
      roles: ['worker'],
      line: {
        credentials: { channelSecrets: [channelSecret], channelAccessToken: 'an-access-token' },
        apiBaseUrl: 'http://127.0.0.1:9000/line',
        dataApiBaseUrl: 'http://127.0.0.1:9000/data',
        botId: '@123abcde',
      },
      simulator: false,
      redis: {
        url: null,
        clusterNodes: [
          { host: 'redis-1', port: 6379 },
          { host: '::1', port: 6380 },
        ],
        waitReplicas: 1,
      },
      dataDir: '/var/lib/assistant',
      dataKeys: [{ id: 'k1', secret: Buffer.alloc(32, 1) }],
      oidc: {
        issuer: 'https://login.example.go.th/realms/staff',
        clientId: 'assistant',
        clientSecret: 'a-client-secret',
        trustEmail: true,
      },
      apiTokenDays: 30,
      trustProxy: ['10.0.0.5', '2001:db8::/32', 'uniquelocal'],
      metricsPort: 9464,
      logLevel: 'warn',
      timeZone: 'UTC',
      sla: {
        workingDays: 3,
        officeHours: parseOfficeHours('Mo-Sa 09:00-17:00'),
        holidays: ['2026-12-31', '2027-01-01'],
        tellOfficer: true,
      },
      contactHours: 'ทุกวัน 08.30-16.30 น.',
    });
  });

  test('cannot be changed afterwards', () => {
    const config = readConfig({ ...line, SLA_HOLIDAYS: '2027-01-01' });
    for (const part of [config, config.line, config.line.credentials, config.sla, config.sla.holidays])
      expect(Object.isFrozen(part)).toBe(true);
  });

  test('data keys keep their order: the first one encrypts', () => {
    const config = readConfig({ DATA_KEYS: `b:${keyOf(2)},a:${keyOf(1)}` });
    expect(config.dataKeys?.map((key) => key.id)).toEqual(['b', 'a']);
  });

  test('the roles are parted where the store and LINE can be reached by several', () => {
    const rolesOf = (ROLES: string) => readConfig({ ...line, REDIS_URL: 'redis://localhost', ROLES }).roles;
    expect(rolesOf('web')).toEqual(['web']);
    expect(rolesOf('worker, web')).toEqual(['web', 'worker']);
    expect(rolesOf('')).toEqual(['web', 'worker']);
    expect(readConfig({ ROLES: 'worker,web' }).roles).toEqual(['web', 'worker']);
  });

  test('an officer is told a time only where the operator set one, unless told otherwise', () => {
    expect(readConfig({}).sla.tellOfficer).toBe(false);
    expect(readConfig({ SLA_WORKING_DAYS: '2' }).sla.tellOfficer).toBe(true);
    expect(readConfig({ SLA_WORKING_DAYS: '2', SLA_TELL_OFFICER: 'off' }).sla.tellOfficer).toBe(false);
  });
});

describe('a wrong setting', () => {
  test.each([
    ['PORT', 'http'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '๘๐'],
    ['HOST', 'not a host'],
    ['PUBLIC_URL', 'assistant.example.go.th'],
    ['PUBLIC_URL', 'ftp://assistant.example.go.th'],
    ['PUBLIC_URL', 'https://assistant.example.go.th/chat'],
    ['PUBLIC_URL', 'https://assistant.example.go.th/?a=1'],
    ['PUBLIC_URL', 'https://user:word@assistant.example.go.th'],
    ['ROLES', 'web,console'],
    ['ROLES', ','],
    ['ROLES', 'worker'],
    ['LINE_BOT_ID', '123abcde'],
    ['LINE_API_BASE_URL', 'line'],
    ['LINE_DATA_API_BASE_URL', '/data'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_CLUSTER_NODES', 'redis-1'],
    ['REDIS_CLUSTER_NODES', 'redis-1:6379,'],
    ['REDIS_CLUSTER_NODES', 'redis-1:99999'],
    ['REDIS_WAIT_REPLICAS', 'one'],
    ['DATA_KEYS', 'k1'],
    ['DATA_KEYS', 'k1:c2hvcnQ='],
    ['DATA_KEYS', `k.1:${keyOf(1)}`],
    ['DATA_KEYS', `k1:${keyOf(1)},`],
    ['DATA_KEYS', `k1:${keyOf(1)},k1:${keyOf(2)}`],
    ['LOG_LEVEL', 'verbose'],
    ['TZ', 'Bangkok'],
    ['TZ', '+07:00'],
    ['SLA_WORKING_DAYS', '0'],
    ['SLA_WORKING_DAYS', '1.5'],
    ['SLA_HOLIDAYS', '2026-13-01'],
    ['SLA_HOLIDAYS', '31 Dec 2026'],
    ['SLA_HOLIDAYS', '1999-12-31'],
    ['SLA_HOLIDAYS', '2569-02-29'],
    ['SLA_TELL_OFFICER', 'yes'],
    ['SIMULATOR', 'yes'],
    ['TRUST_PROXY', 'proxy.example.go.th'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['METRICS_PORT', '0'],
    ['METRICS_PORT', '3000'],
    ['API_TOKEN_DAYS', '0'],
    ['OFFICE_HOURS', '08:30-16:30'],
  ])('%s=%s is named in one line, with an example', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}: .+\\. Example: ${name}=.+$`));
  });

  test.each([
    ['LINE_CHANNEL_SECRET', { ...line, LINE_CHANNEL_SECRET: 'two words' }],
    ['LINE_CHANNEL_SECRET', { LINE_CHANNEL_ACCESS_TOKEN: 'token', DATA_KEYS: line.DATA_KEYS }],
    ['LINE_CHANNEL_ACCESS_TOKEN', { LINE_CHANNEL_SECRET: 'secret', DATA_KEYS: line.DATA_KEYS }],
    ['DATA_KEYS', { LINE_CHANNEL_SECRET: 'secret', LINE_CHANNEL_ACCESS_TOKEN: 'token' }],
    ['OIDC_CLIENT_SECRET', { OIDC_ISSUER: 'https://login.example.go.th', OIDC_CLIENT_ID: 'a' }],
    ['OIDC_ISSUER', { OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }],
    ['REDIS_CLUSTER_NODES', { REDIS_URL: 'redis://localhost', REDIS_CLUSTER_NODES: 'localhost:7000' }],
    ['REDIS_URL', { REDIS_WAIT_REPLICAS: '1' }],
    ['ROLES', { ...line, ROLES: 'web' }],
    ['ROLES', { ROLES: 'worker', REDIS_URL: 'redis://localhost' }],
    ['SLA_WORKING_DAYS', { SLA_TELL_OFFICER: 'on' }],
    ['OIDC_ISSUER', { OIDC_TRUST_EMAIL: 'on' }],
    ['LINE_CHANNEL_SECRET', { ...line, LINE_CHANNEL_SECRET: `${channelSecret},${channelSecret},x` }],
  ])('%s is named where a group is half-given or contradicts itself', (name, env) => {
    expect(faultsOf(env)).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  test('is reported together with every other one, in the order of the README', () => {
    const faults = faultsOf({ TZ: 'nowhere', PORT: 'x', LINE_CHANNEL_SECRET: 'secret' });
    expect(faults.map((fault) => fault.slice(0, fault.indexOf(':')))).toEqual([
      'PORT',
      'LINE_CHANNEL_ACCESS_TOKEN',
      'DATA_KEYS',
      'TZ',
    ]);
  });

  test('is never quoted, since it may hold a secret', () => {
    const secret = 'hunter2';
    for (const name of settingNames) {
      const env = { LINE_CHANNEL_SECRET: `${secret} `.repeat(2), [name]: `\u0007 ${secret} ${secret}` };
      const faults = faultsOf(env);
      expect(faults.length).toBeGreaterThan(0);
      expect(faults.join('\n')).not.toContain(secret);
    }
  });
});

describe('holidays', () => {
  test.each([
    ['in Buddhist years', '2569-12-31,2570-01-01'],
    ['in Christian years', '2027-01-01, 2026-12-31'],
    ['in both', '2026-12-31,2570-01-01,2569-12-31'],
  ])('%s are the same days', (_, SLA_HOLIDAYS) => {
    expect(readConfig({ SLA_HOLIDAYS }).sla.holidays).toEqual(['2026-12-31', '2027-01-01']);
  });
});

describe('the simulator', () => {
  test.each([
    [{}],
    [{ HOST: 'localhost' }],
    [{ HOST: '::1' }],
    [{ HOST: '0.0.0.0', SIMULATOR: 'on' }],
    [{ NODE_ENV: 'production', SIMULATOR: 'on' }],
  ])('is on with %j', (env: { [name: string]: string }) => {
    expect(readConfig(env).simulator).toBe(true);
  });

  test.each([
    ['SIMULATOR', { HOST: '0.0.0.0' }],
    ['SIMULATOR', { HOST: '10.0.0.5' }],
    ['SIMULATOR', { NODE_ENV: 'production' }],
    ['SIMULATOR', { ...line, SIMULATOR: 'on' }],
    ['LINE_CHANNEL_SECRET', { SIMULATOR: 'off' }],
  ])('%s is a fault where strangers would reach it, or it contradicts the credentials: %j', (name, env) => {
    expect(faultsOf(env)).toEqual([expect.stringMatching(new RegExp(`^${name}: .+ Example: ${name}=`))]);
  });

  test('is off with LINE credentials', () => {
    expect(readConfig({ ...line, SIMULATOR: 'off', HOST: '0.0.0.0' }).simulator).toBe(false);
  });
});

describe('secrets', () => {
  test('two of a channel, one of which replaces the other', () => {
    const newer = channelSecret.replace('0', 'f');
    const { credentials } = readConfig({ ...line, LINE_CHANNEL_SECRET: `${newer}, ${channelSecret}` }).line;
    expect(credentials?.channelSecrets).toEqual([newer, channelSecret]);
  });

  test('of another shape than those of LINE are taken, with a warning that does not quote them', () => {
    const { warnings } = readConfig({ ...line, LINE_CHANNEL_SECRET: 'hunter2' });
    expect(warnings).toEqual([expect.stringMatching(/^LINE_CHANNEL_SECRET: .*32 hexadecimal/)]);
    expect(warnings.join()).not.toContain('hunter2');
  });

  test('are read from the files that NAME_FILE names, without the line break at their end', () => {
    const env = Object.fromEntries(
      Object.entries({ ...line, REDIS_URL: 'redis://user:word@redis' }).map(([name, value]) => {
        const file = join(folder, name);
        writeFileSync(file, `${value}\n`);
        return [`${name}_FILE`, file];
      }),
    );
    expect(readConfig(env)).toEqual(readConfig({ ...line, REDIS_URL: 'redis://user:word@redis' }));
  });

  test.each([
    ['a file that is not there', { DATA_KEYS_FILE: '/nowhere/keys' }],
    ['the secret beside its file', { DATA_KEYS_FILE: '/dev/null', DATA_KEYS: line.DATA_KEYS }],
    ['an empty file', { DATA_KEYS_FILE: '/dev/null' }],
  ])('%s is named', (_, env) => {
    expect(faultsOf(env)).toEqual([
      expect.stringMatching(/^DATA_KEYS_FILE: .+ Example: DATA_KEYS_FILE=\/run\/secrets\/data_keys$/),
    ]);
  });
});

test('a setting that this version does not read is told, not taken silently', () => {
  expect(readConfig({ RETAIN_DAYS: 'closed=30' }).warnings).toEqual([
    'RETAIN_DAYS: is set, and this version does not read it',
  ]);
});

describe('the environment of a process', () => {
  const written = 'CONTACT_HOURS="ทุกวัน 08.30"\nLOG_LEVEL=warn\n';
  const big = (text: string) => Buffer.from(text, 'utf16le').swap16();
  test.each<[string, Buffer]>([
    ['a byte-order mark', Buffer.from(`\ufeff${written}`)],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${written}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(`LOG_LEVEL=warn\n${written}`, 'utf16le')],
    ['UTF-16, the high byte first', big(`\ufeff${written}`)],
    ['CR LF', Buffer.from(written.replaceAll('\n', '\r\n'))],
    ['CR alone', Buffer.from(written.replaceAll('\n', '\r'))],
  ])('is read from an .env with %s', (_, bytes) => {
    writeFileSync(join(folder, '.env'), bytes);
    const env = readEnvironment(join(folder, '.env'));
    expect(env).toMatchObject({ CONTACT_HOURS: 'ทุกวัน 08.30', LOG_LEVEL: 'warn' });
  });

  test('is not read from an .env in an encoding that nobody can tell', () => {
    writeFileSync(join(folder, '.env'), Buffer.from([0x41, 0x3d, 0xe9, 0x0a]));
    expect(() => readEnvironment(join(folder, '.env'))).toThrow(/is not UTF-8/);
  });

  test('is what .env says where the real environment is silent', () => {
    const file = join(folder, '.env');
    writeFileSync(file, 'CONTACT_HOURS="08.30-16.30"\nPATH=/nowhere\n');
    const env = readEnvironment(file);
    expect(env['CONTACT_HOURS']).toBe('08.30-16.30');
    expect(env['PATH']).toBe(process.env['PATH']);
  });

  test('does without an .env', () => {
    expect(readEnvironment(join(folder, '.env'))['PATH']).toBe(process.env['PATH']);
  });

  test('an .env that cannot be read is a fault', () => {
    expect(() => readEnvironment(folder)).toThrow(ConfigFaults);
  });
});

describe('data keys of an installation that was given none', () => {
  test('are made on the first start, for the owner alone, and stay', () => {
    const dir = join(folder, 'data');
    const made = ensureDataKeys(dir);
    expect(made[0].secret).toHaveLength(32);
    expect(statSync(join(dir, 'data-keys.env')).mode & 0o777).toBe(0o600);
    expect(ensureDataKeys(dir)).toEqual(made);
  });

  test('can be copied to .env as they stand in the file', () => {
    const made = ensureDataKeys(folder);
    const env = readEnvironment(join(folder, 'data-keys.env'));
    expect(readConfig({ DATA_KEYS: env['DATA_KEYS'] }).dataKeys).toEqual(made);
  });

  test('are not made anew over a file that is damaged', () => {
    writeFileSync(join(folder, 'data-keys.env'), 'DATA_KEYS=\n');
    expect(() => ensureDataKeys(folder)).toThrow('data-keys.env');
  });
});

describe('the description of the settings', () => {
  test('has a row for each variable', () => {
    const rows = describeSettings().split('\n').slice(2);
    expect(rows.slice(0, -1).map((row) => /^\| `(\w+)` \|/.exec(row)?.[1])).toEqual(settingNames);
    expect(rows.at(-1)).toContain('`DATA_KEYS_FILE`');
  });

  test('stands in the README as it is', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(describeSettings());
  });

  test('.env.example has each variable, and passes as it stands', () => {
    const file = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const named = [...file.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(named).toEqual(settingNames);
    expect(readConfig(parseEnv(file))).toEqual(readConfig({}));
  });
});
