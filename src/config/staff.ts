import { baseUrl, onOff, secret, text, wholeNumber } from './formats.ts';
import type { FaultBetween, Given, Settings, ValuesOf } from './setting.ts';
import { missingOf } from './setting.ts';

/** How staff sign in. */
export interface StaffConfig {
  /** Null: staff sign in with local accounts. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** The provider vouches for every e-mail address it sends; otherwise only `email_verified: true` signs in. */
    readonly trustEmail: boolean;
  } | null;
  /** Days until a token for the API expires. */
  readonly apiTokenDays: number;
}

export const staffSettings = {
  OIDC_ISSUER: {
    schema: baseUrl,
    meaning: 'staff sign-in through an OpenID Connect provider: its address',
    fallback: 'none: local accounts',
    example: 'https://login.example.go.th/realms/staff',
  },
  OIDC_CLIENT_ID: {
    schema: text,
    meaning: "the console's client id at the provider",
    fallback: 'none',
    example: 'assistant',
  },
  OIDC_CLIENT_SECRET: {
    schema: secret,
    meaning: "that client's secret",
    fallback: 'none',
    example: "<the provider's secret of the client>",
    isSecret: true,
  },
  OIDC_TRUST_EMAIL: {
    schema: onOff,
    meaning:
      '`on`: the provider vouches for every e-mail address it sends; otherwise only `email_verified: true` signs in',
    fallback: '`off`',
    example: 'off',
  },
  API_TOKEN_DAYS: {
    schema: wholeNumber(1, 3650),
    meaning:
      'days until a token for the API expires, from the day it was made; tokens of versions in which they did not expire count from the upgrade',
    fallback: '`365`',
    example: '365',
  },
} satisfies Settings;

export function arrangeStaff(values: ValuesOf<typeof staffSettings>): StaffConfig {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  const trustEmail = values.OIDC_TRUST_EMAIL === 'on';
  return {
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret, trustEmail } : null,
    apiTokenDays: values.API_TOKEN_DAYS ?? 365,
  };
}

export function* staffFaults(given: Given): Generator<FaultBetween> {
  yield* missingOf(given, ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
  if (given['OIDC_TRUST_EMAIL'] === 'on' && !given['OIDC_ISSUER'])
    yield ['OIDC_ISSUER', 'must be set, since OIDC_TRUST_EMAIL is on'];
}
