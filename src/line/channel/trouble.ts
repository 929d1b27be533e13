import type { Answer, NoAnswer } from '../api-client.ts';

/** What LINE did not do, in one line that an operator can act on. */
export class ChannelTrouble extends Error {
  override readonly name = 'ChannelTrouble';
  /** LINE's status; null where there was no answer. */
  readonly status: number | null;

  /** @param doing what LINE was asked to do, as in "LINE refused to …". */
  constructor(doing: string, answer: Answer | NoAnswer) {
    super(describe(doing, answer), answer.status === null ? { cause: answer.cause } : {});
    this.status = answer.status;
  }
}

const again = 'what was done stays, run it again';

function describe(doing: string, answer: Answer | NoAnswer): string {
  if (answer.status === null)
    return answer.reason === 'unreachable'
      ? `LINE cannot be reached (${codeOf(answer.cause)}): check the network, LINE_API_BASE_URL and LINE_DATA_API_BASE_URL`
      : `LINE did not answer when asked to ${doing} (${codeOf(answer.cause)}); ${again}`;
  const messages = messagesOf(answer.body);
  const said = [String(answer.status), ...messages].join(' ');
  // Every refusal of LINE's has a message.
  const isOfLine = answer.status >= 500 || messages.length > 0;
  switch (answer.status) {
    case 401:
      return 'LINE does not accept LINE_CHANNEL_ACCESS_TOKEN (401): issue one in the LINE Developers console, Messaging API, and set it';
    case 429:
      return `LINE takes no more calls for now (${said}) when asked to ${doing}; rich menus can be created and deleted 100 times an hour. Later, ${again}`;
    default:
      if (answer.status === 200 || !isOfLine)
        return `what answers is not LINE (${said}, when asked to ${doing}): check LINE_API_BASE_URL and LINE_DATA_API_BASE_URL`;
      return answer.status >= 500
        ? `LINE failed to ${doing} (${said}); ${again}`
        : `LINE refused to ${doing}: ${said}`;
  }
}

/** LINE's own words, with those for single properties. */
function messagesOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const { message, details } = body as { message?: unknown; details?: unknown };
  const inner = Array.isArray(details)
    ? details.map(({ property, message: why }: { property?: unknown; message?: unknown }) =>
        [property, why].filter((part) => typeof part === 'string').join(': '),
      )
    : [];
  const all = [...(typeof message === 'string' ? [message] : []), ...inner];
  return all.map((part) => part.replaceAll(/\s+/g, ' ').slice(0, 300));
}

/** What the system or the client calls it. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
