import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { decodeText } from '../text/decode.ts';
import { ConfigFaults } from './faults.ts';
import type { LineConfig } from './line.ts';
import { arrangeLine, lineFaults, lineSettings, lineWarnings } from './line.ts';
import type { RequestsConfig } from './requests.ts';
import { arrangeRequests, requestsFaults, requestsSettings } from './requests.ts';
import type { ServerConfig } from './server.ts';
import { arrangeServer, serverFaults, serverSettings } from './server.ts';
import type { Given, Settings, ValuesOf } from './setting.ts';
import type { StaffConfig } from './staff.ts';
import { arrangeStaff, staffFaults, staffSettings } from './staff.ts';
import type { StoreConfig } from './store.ts';
import { arrangeStore, storeFaults, storeSettings } from './store.ts';

/** Everything that an operator decides, checked. Deeply frozen. */
export interface Config extends ServerConfig, StoreConfig, StaffConfig, RequestsConfig {
  readonly line: LineConfig;
  /** What is taken as it is and probably not meant so, a sentence each. */
  readonly warnings: readonly string[];
}

/** The settings in the order in which an operator reads them. */
const declared = {
  ...serverSettings,
  ...lineSettings,
  ...storeSettings,
  ...staffSettings,
  ...requestsSettings,
};
const settings: Settings = declared;

export const settingNames = Object.keys(declared) as readonly (keyof typeof declared)[];

/** Named where settings are described, and not read by this version. */
const notYetRead = [
  'CLAIM_RETURN_MINUTES',
  'MAX_ATTACHMENT_MIB',
  'ATTACHMENTS_URL',
  'VIRUS_SCAN_COMMAND',
  'RETAIN_DAYS',
];

/**
 * The settings of `env`, checked.
 * @param env the environment; see `readEnvironment`. An empty value counts as unset.
 * @throws {ConfigFaults} with every fault found.
 */
export function readConfig(env: { readonly [name: string]: string | undefined }): Config {
  const faults = new Map<string, string>();
  const given = givenIn(env, faults);
  const shape = Object.fromEntries(settingNames.map((name) => [name, declared[name].schema]));
  const read = z.object(shape).safeParse(given);
  for (const { path, message } of read.error?.issues ?? []) addFault(faults, String(path[0]), message);
  for (const [name, wrong] of [
    ...serverFaults({ ...given, NODE_ENV: env['NODE_ENV'] }),
    ...lineFaults(given),
    ...storeFaults(given),
    ...staffFaults(given),
    ...requestsFaults(given),
  ])
    addFault(faults, name, wrong);
  if (!read.success || faults.size > 0)
    throw new ConfigFaults(
      settingNames
        .flatMap((name) => [name, `${name}_FILE`])
        .filter((name) => faults.has(name))
        .map((name) => `${name}: ${faults.get(name)}. Example: ${name}=${exampleOf(name)}`),
    );
  return deepFreeze(arrange(read.data as ValuesOf<typeof declared>, env));
}

function arrange(values: ValuesOf<typeof declared>, env: Given): Config {
  const line = arrangeLine(values);
  const ignored = notYetRead.filter((name) => env[name]);
  return {
    ...arrangeServer(values, { hasCredentials: line.credentials !== null }),
    line,
    ...arrangeStore(values),
    ...arrangeStaff(values),
    ...arrangeRequests(values),
    warnings: [
      ...lineWarnings(line),
      ...ignored.map((name) => `${name}: is set, and this version does not read it`),
    ],
  };
}

/** The texts of all settings, those of secrets from the files that `NAME_FILE` names. */
function givenIn(env: Given, faults: Map<string, string>): Given {
  return Object.fromEntries(
    settingNames.map((name) => {
      const value = env[name]?.trim() || undefined;
      const file = env[`${name}_FILE`]?.trim();
      if (!file || !settings[name]?.isSecret) return [name, value];
      if (value !== undefined) addFault(faults, `${name}_FILE`, `cannot be set beside ${name}`);
      const text = readText(file);
      if (!text) addFault(faults, `${name}_FILE`, text === null ? 'cannot be read' : 'names an empty file');
      return [name, text ?? value];
    }),
  );
}

/** Null where it cannot be read. */
function readText(file: string): string | null {
  try {
    return decodeText(readFileSync(file))?.trim() ?? null;
  } catch {
    return null;
  }
}

/** The first fault of a setting is told; one of a file stands for its setting. */
function addFault(faults: Map<string, string>, name: string, wrong: string): void {
  if (!faults.has(name) && !faults.has(`${name}_FILE`)) faults.set(name, wrong);
}

function exampleOf(name: string): string {
  return settings[name]?.example ?? `/run/secrets/${name.replace(/_FILE$/, '').toLowerCase()}`;
}

/** The table of settings for the README, in Markdown. */
export function describeSettings(): string {
  const rows = settingNames.map((name) => {
    const { meaning, fallback } = declared[name];
    return `| \`${name}\` | ${meaning} | ${fallback} |`;
  });
  const secrets = settingNames.filter((name) => settings[name]?.isSecret).map((name) => `\`${name}_FILE\``);
  return [
    '| variable | meaning | default |',
    '|---|---|---|',
    ...rows,
    `| ${secrets.join(', ')} | path of a file that holds the secret, in place of the secret itself | none |`,
  ].join('\n');
}

/** Buffers stay as they are: their bytes cannot be frozen. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
