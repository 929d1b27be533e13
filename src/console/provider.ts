import * as openid from 'openid-client';
import { z } from 'zod';

/** An OpenID Connect provider that knows this console as a confidential client. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The provider vouches for every e-mail address it sends, also where it does not say that it verified it. */
  readonly trustEmail?: boolean;
}

/** What this browser has to bring back together with the provider's answer. */
const pendingSchema = z.object({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  next: z.string(),
});
export type Pending = z.infer<typeof pendingSchema>;

/** Sign-in through the organization's provider: the code flow with PKCE, state and nonce. */
export interface Provider {
  /** @param next where to go afterwards. @returns where to send the browser. Throws when the provider cannot be reached. */
  begin(next: string): Promise<{ readonly url: string; readonly pending: Pending }>;
  /**
   * @param answer the address that the provider sent the browser back to.
   * @returns the e-mail that the provider vouches for, lower case; null when it vouches for none.
   * Throws when the answer is a refusal, forged, or cannot be redeemed.
   */
  finish(answer: URL, pending: Pending): Promise<string | null>;
}

const timeoutSeconds = 5;

/** @param callbackUrl the address that the provider sends the browser back to; has to be registered there. */
export function createProvider(settings: ProviderSettings, callbackUrl: string): Provider {
  let known: Promise<openid.Configuration> | null = null;

  /** Asked once; again after a failure. */
  function discover(): Promise<openid.Configuration> {
    known ??= discoverAt(settings).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  }

  return {
    async begin(next) {
      const config = await discover();
      const pending: Pending = {
        verifier: openid.randomPKCECodeVerifier(),
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        next,
      };
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: callbackUrl,
        scope: 'openid email',
        code_challenge: await openid.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
        state: pending.state,
        nonce: pending.nonce,
      });
      return { url: url.href, pending };
    },

    async finish(answer, pending) {
      const config = await discover();
      const tokens = await openid.authorizationCodeGrant(config, answer, {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) return null;
      const isTrusted = settings.trustEmail === true;
      const inToken = emailOf(claims, isTrusted);
      if (inToken !== undefined) return inToken;
      if (config.serverMetadata().userinfo_endpoint === undefined) return null;
      const info = await openid.fetchUserInfo(config, tokens.access_token, claims.sub);
      return emailOf(info, isTrusted) ?? null;
    },
  };
}

/** For a cookie. */
export function packPending(pending: Pending): string {
  return Buffer.from(JSON.stringify(pending)).toString('base64url');
}

/** Null for a cookie that holds none. */
export function unpackPending(cookie: string): Pending | null {
  try {
    const unpacked: unknown = JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8'));
    return pendingSchema.safeParse(unpacked).data ?? null;
  } catch {
    return null;
  }
}

function discoverAt({ issuer, clientId, clientSecret }: ProviderSettings): Promise<openid.Configuration> {
  const url = new URL(issuer);
  const isPlain = url.protocol === 'http:';
  return openid.discovery(url, clientId, clientSecret, undefined, {
    timeout: timeoutSeconds,
    // The token's signature counts even where the connection is trusted; plain http is for a provider beside us.
    execute: [openid.enableNonRepudiationChecks, ...(isPlain ? [openid.allowInsecureRequests] : [])],
  });
}

/**
 * Undefined when nothing is said of an e-mail, or not whether it was verified; null when it was not. Some providers
 * write the claim as text.
 */
function emailOf(
  claims: { readonly [name: string]: unknown },
  isTrusted: boolean,
): string | null | undefined {
  const { email, email_verified: verified } = claims;
  if (typeof email !== 'string') return undefined;
  if (verified === undefined && !isTrusted) return undefined;
  const isVerified = verified === undefined || verified === true || verified === 'true';
  return isVerified ? email.trim().toLowerCase() : null;
}
