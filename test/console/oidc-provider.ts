import { createSign, generateKeyPairSync, hash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderSettings } from '../../src/console/provider.ts';

/** Whom the provider vouches for, and how. */
export interface Person {
  /** Left out of every answer when undefined. */
  readonly email?: string;
  readonly email_verified?: unknown;
}

/** A small OpenID Connect provider: discovery, code flow with PKCE, RS256, userinfo. */
export interface OidcProvider {
  readonly settings: ProviderSettings;
  /** Who is in front of it. Null: who refuses to sign in. */
  person: Person | null;
  /** Whether the e-mail stands in the ID token; otherwise it is asked for. */
  emailInToken: boolean;
  /** Changes the claims of the next ID token. */
  forge: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** Signs with a key that nobody knows. */
  signsWrongly: boolean;
  /** What the last browser was sent with. */
  readonly asked: URLSearchParams[];
  close(): Promise<void>;
}

interface Grant {
  readonly asked: URLSearchParams;
  readonly person: Person;
}

export async function openProvider(): Promise<OidcProvider> {
  const [known, unknown] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  if (!known || !unknown) throw new Error('no keys');
  const clientId = 'console';
  const clientSecret = 'secret of the client';
  const codes = new Map<string, Grant>();
  const tokens = new Map<string, Person>();
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/staff`;
  const provider: OidcProvider = {
    settings: { issuer, clientId, clientSecret },
    person: null,
    emailInToken: true,
    forge: (claims) => claims,
    signsWrongly: false,
    asked: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function idToken({ asked, person }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = provider.forge({
      iss: issuer,
      aud: clientId,
      sub: 'subject',
      iat: now,
      exp: now + 300,
      nonce: asked.get('nonce'),
      ...(provider.emailInToken && person),
    });
    const parts = [{ alg: 'RS256', kid: 'k1' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const signed = parts.join('.');
    const key = provider.signsWrongly ? unknown?.privateKey : known?.privateKey;
    if (!key) throw new Error('no key');
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  }

  async function redeem(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    const form = new URLSearchParams(body);
    const grant = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = hash('sha256', form.get('code_verifier') ?? '', 'base64url');
    const isOurs =
      form.get('client_id') === clientId &&
      form.get('client_secret') === clientSecret &&
      form.get('redirect_uri') === grant?.asked.get('redirect_uri') &&
      grant?.asked.get('code_challenge_method') === 'S256' &&
      grant.asked.get('code_challenge') === challenge;
    if (!isOurs || !grant) {
      json(res, 400, { error: 'invalid_grant' });
      return;
    }
    const token = randomBytes(16).toString('hex');
    tokens.set(token, grant.person);
    json(res, 200, { access_token: token, token_type: 'Bearer', id_token: idToken(grant) });
  }

  function authorize(url: URL, res: ServerResponse): void {
    provider.asked.push(url.searchParams);
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    if (provider.person) {
      const code = randomBytes(16).toString('hex');
      codes.set(code, { asked: url.searchParams, person: provider.person });
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', 'access_denied');
    res.writeHead(302, { location: back.href }).end();
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', issuer);
    switch (url.pathname.replace('/realms/staff', '')) {
      case '/.well-known/openid-configuration':
        return json(res, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          token_endpoint_auth_methods_supported: ['client_secret_post'],
        });
      case '/jwks':
        return json(res, 200, {
          keys: [{ ...known?.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }],
        });
      case '/authorize':
        return authorize(url, res);
      case '/token':
        return redeem(req, res);
      case '/userinfo':
        return json(res, 200, {
          sub: 'subject',
          ...tokens.get((req.headers.authorization ?? '').replace('Bearer ', '')),
        });
      default:
        return json(res, 404, {});
    }
  }

  return provider;
}

function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
