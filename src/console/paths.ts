/** Where the console is mounted. */
export const home = '/console';

/** Addresses of the console's pages. A reference is digits, so nothing has to be encoded. */
export const paths = {
  queue: home,
  signIn: `${home}/sign-in`,
  provider: `${home}/sign-in/provider`,
  providerCallback: `${home}/sign-in/callback`,
  signOut: `${home}/sign-out`,
  password: `${home}/password`,
  language: `${home}/language`,
  live: `${home}/live`,
  answers: `${home}/answers`,
  lesson: (step: 'preview' | 'teach' | 'undo'): string => `${home}/answers/${step}`,
  request: (ref: string): string => `${home}/requests/${ref}`,
  message: (ref: string, message: string, action: 'resend' | 'drop'): string =>
    `${home}/requests/${ref}/messages/${encodeURIComponent(message)}/${action}`,
  action: (ref: string, action: string): string => `${home}/requests/${ref}/${action}`,
} as const;

const anywhere = 'http://console.invalid';

/**
 * Where to go after sign-in or a change of language: a page of this console, whatever was asked for.
 * @returns path and query, without a host; the queue for anything that is not ours.
 */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string') return paths.queue;
  const url = URL.parse(asked, anywhere);
  if (!url || url.origin !== anywhere || !asked.startsWith('/')) return paths.queue;
  if (url.pathname !== home && !url.pathname.startsWith(`${home}/`)) return paths.queue;
  return url.pathname + url.search;
}
