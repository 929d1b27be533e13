import * as z from 'zod';
import type { ApiClient } from './api-client.ts';

// https://developers.line.biz/en/reference/messaging-api/#get-quota
const quotaPath = '/v2/bot/message/quota';
// https://developers.line.biz/en/reference/messaging-api/#get-consumption
const consumptionPath = '/v2/bot/message/quota/consumption';

const quotaAnswer = z.object({ type: z.string(), value: z.number().optional() });
const consumptionAnswer = z.object({ totalUsage: z.number() });

/** So long one look at the quota stands for all messages that were refused meanwhile. */
const standsForMs = 30_000;

/**
 * Whether the month's messages are used up. A refused push does not say so itself: LINE answers 429 to a rate
 * and to a quota, and does not promise the wording.
 */
export function watchQuota(client: ApiClient, now: () => number): { isUsedUp(): Promise<boolean> } {
  let seen: { usedUp: Promise<boolean>; at: number } | null = null;

  async function look(): Promise<boolean> {
    const [quota, consumption] = await Promise.all([client.get(quotaPath), client.get(consumptionPath)]);
    const plan = quota.status === 200 ? quotaAnswer.safeParse(quota.body).data : undefined;
    const used = consumption.status === 200 ? consumptionAnswer.safeParse(consumption.body).data : undefined;
    // `type: none` is a plan without a limit, and has no value.
    return plan?.value !== undefined && used !== undefined && used.totalUsage >= plan.value;
  }

  return {
    isUsedUp: async () => {
      if (!seen || now() - seen.at >= standsForMs) seen = { usedUp: look(), at: now() };
      return seen.usedUp;
    },
  };
}
