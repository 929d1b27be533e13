import type { Log } from '../base/log.ts';
import { openApiClient } from './api-client.ts';
import type { ApiClientOptions } from './api-client.ts';
import { z } from 'zod';

/** https://developers.line.biz/en/reference/messaging-api/#get-bot-info */
const infoPath = '/v2/bot/info';
const infoSchema = z.object({ basicId: z.string() });

/**
 * The address of the account's one-to-one chat.
 * @param botId basic id with its `@`.
 * @see https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/
 */
export const chatLink = (botId: string): string => `https://line.me/R/ti/p/${encodeURIComponent(botId)}`;

/** Asks LINE for the account's basic id. Null when LINE does not say; groups are then told without a link. */
export async function askBotId(
  options: Omit<ApiClientOptions, 'timeoutMs'> & { log: Log },
): Promise<string | null> {
  const client = openApiClient({ ...options, timeoutMs: 5_000, connections: 1 });
  try {
    const answer = await client.get(infoPath);
    if (answer.status === 200) return infoSchema.parse(answer.body).basicId;
    options.log.warn('LINE did not tell the account id; set LINE_BOT_ID', { status: answer.status ?? 0 });
    return null;
  } finally {
    await client.close();
  }
}
