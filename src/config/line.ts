import { baseUrl, parsedBy, secret, textThat } from './formats.ts';
import type { FaultBetween, Given, Settings, ValuesOf } from './setting.ts';
import { missingOf } from './setting.ts';

/** The Messaging API channel. */
export interface LineConfig {
  /** Null: there is no channel, the simulator stands in for LINE. */
  readonly credentials: {
    /** One, or two while one replaces the other: a signature by either is right. */
    readonly channelSecrets: readonly [string, ...string[]];
    readonly channelAccessToken: string;
  } | null;
  /** Other addresses of LINE's API hosts, without a slash at the end; null: LINE's own. */
  readonly apiBaseUrl: string | null;
  readonly dataApiBaseUrl: string | null;
  /** The account's basic id with its `@`; null: asked of LINE. */
  readonly botId: string | null;
}

export const lineSettings = {
  LINE_CHANNEL_SECRET: {
    schema: parsedBy(readChannelSecrets),
    meaning:
      'of the Messaging API channel, together with the token; neither: the simulator is on. Two with a comma between them are both right, while one replaces the other',
    fallback: 'none',
    example: '<Channel secret of the LINE Developers console>',
    isSecret: true,
  },
  LINE_CHANNEL_ACCESS_TOKEN: {
    schema: secret,
    meaning: 'of the Messaging API channel, together with the secret',
    fallback: 'none',
    example: '<Channel access token of the LINE Developers console>',
    isSecret: true,
  },
  LINE_BOT_ID: {
    schema: textThat(
      (value) => /^@[a-z0-9._-]{1,32}$/i.test(value),
      'must be the basic id of the LINE account, which starts with @',
    ),
    meaning: 'basic id of the LINE account, for the link to the one-to-one chat',
    fallback: 'asked of LINE',
    example: '@123abcde',
  },
  LINE_API_BASE_URL: {
    schema: baseUrl,
    meaning: "another address of LINE's API host, for tests and proxies",
    fallback: "LINE's own",
    example: 'https://line-proxy.example.go.th',
  },
  LINE_DATA_API_BASE_URL: {
    schema: baseUrl,
    meaning: "another address of LINE's host for content",
    fallback: "LINE's own",
    example: 'https://line-data-proxy.example.go.th',
  },
} satisfies Settings;

export function arrangeLine(values: ValuesOf<typeof lineSettings>): LineConfig {
  const channelSecrets = values.LINE_CHANNEL_SECRET;
  const channelAccessToken = values.LINE_CHANNEL_ACCESS_TOKEN;
  return {
    credentials: channelSecrets && channelAccessToken ? { channelSecrets, channelAccessToken } : null,
    apiBaseUrl: values.LINE_API_BASE_URL ?? null,
    dataApiBaseUrl: values.LINE_DATA_API_BASE_URL ?? null,
    botId: values.LINE_BOT_ID ?? null,
  };
}

export function* lineFaults(given: Given): Generator<FaultBetween> {
  yield* missingOf(given, ['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN']);
}

/** LINE issues 32 hexadecimal digits, though no page of its promises so. */
export function lineWarnings({ credentials }: LineConfig): readonly string[] {
  if (credentials === null || credentials.channelSecrets.every((value) => /^[0-9a-f]{32}$/.test(value)))
    return [];
  return [
    'LINE_CHANNEL_SECRET: is not 32 hexadecimal digits, as those that LINE issues are; while it is wrong every webhook is answered with 401',
  ];
}

function readChannelSecrets(value: string): readonly [string, ...string[]] | string {
  const [newest = '', ...others] = value.split(',').map((one) => one.trim());
  if (others.length > 1) return 'must be one secret, or two with a comma between them';
  if (![newest, ...others].every((one) => /^[!-~]+$/.test(one)))
    return 'has characters that cannot be part of it, such as spaces';
  return [newest, ...others];
}
