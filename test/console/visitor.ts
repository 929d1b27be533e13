import type { Actor } from '../../src/requests/scope.ts';
import { password } from './house.ts';

/** What came back: the page, and where it stands after redirects were followed or not. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface PostOptions {
  /** Left out: the token of the page fetched last. */
  readonly csrf?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser without scripts: keeps cookies, sends forms with the token of the page it has before it. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  /** Redirects are not followed. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, fields: Readonly<Record<string, string>>, options?: PostOptions): Promise<Answer>;
  /** Signs in through the page. */
  signIn(email: string, given?: string): Promise<Answer>;
}

/** @param origin where the console is, `http://127.0.0.1:PORT`. */
export function visitorOf(origin: string): Visitor {
  const cookies = new Map<string, string>();
  let token = '';

  async function call(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(origin + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    token = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? token;
    return { status: response.status, headers: response.headers, text };
  }

  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => call(path, { headers }),
    post: (path, fields, { csrf = token, headers = {} } = {}) =>
      call(path, {
        method: 'POST',
        headers: { origin, ...headers },
        body: new URLSearchParams({ csrf, ...fields }),
      }),
    async signIn(email, given = password) {
      await visitor.get('/console/sign-in');
      return visitor.post('/console/sign-in', { email, password: given });
    },
  };
  return visitor;
}

/** Somebody signed in, with a page before them. */
export async function visitorAs(origin: string, actor: Actor): Promise<Visitor> {
  const visitor = visitorOf(origin);
  const answer = await visitor.signIn(actor.email);
  if (answer.status !== 303) throw new Error(`${actor.email} could not sign in: ${answer.status}`);
  await visitor.get('/console');
  return visitor;
}
