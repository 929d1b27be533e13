import { RATE_LIMITS, WEBHOOK_URL_UNITS } from '../limits.ts';
import type { LinePlatform } from '../platform.ts';
import { property, refuse } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';

/** https://developers.line.biz/en/reference/messaging-api/#webhook-settings */
export function webhookEndpoints(platform: LinePlatform): readonly Endpoint[] {
  return [
    {
      name: 'webhook-endpoint',
      method: 'get',
      path: '/v2/bot/channel/webhook/endpoint',
      answer: () =>
        platform.webhookUrl === ''
          ? refuse(404, 'Webhook endpoint not found')
          : { status: 200, body: { endpoint: platform.webhookUrl, active: platform.webhookActive } },
    },
    {
      name: 'webhook-endpoint-set',
      method: 'put',
      path: '/v2/bot/channel/webhook/endpoint',
      takesBody: 'json',
      answer: ({ body }) => {
        platform.webhookUrl = webhookUrl(property(body, 'endpoint'));
        platform.changed();
        return { status: 200 };
      },
    },
    {
      name: 'webhook-test',
      method: 'post',
      path: '/v2/bot/channel/webhook/test',
      takesBody: 'json',
      rateLimit: RATE_LIMITS.webhookTest,
      answer: async ({ body }) => {
        const given = property(body, 'endpoint');
        const url = given === undefined ? platform.webhookUrl : webhookUrl(given);
        const { status, error } = await platform.testWebhook(url);
        return {
          status: 200,
          body: {
            success: status === 200,
            timestamp: new Date(platform.now()).toISOString(),
            statusCode: status ?? 0,
            reason: reasonOf(status, error),
            detail: error ?? String(status),
          },
        };
      },
    },
  ];
}

// https://developers.line.biz/en/docs/messaging-api/check-webhook-error-statistics/
function reasonOf(status: number | null, error: string | null): string {
  if (status === 200) return 'OK';
  if (status !== null) return 'ERROR_STATUS_CODE';
  return error === 'timeout' ? 'REQUEST_TIMEOUT' : 'COULD_NOT_CONNECT';
}

/** LINE takes https alone; here the assistant may also run on this machine without it. */
function webhookUrl(value: unknown): string {
  if (
    typeof value !== 'string' ||
    value.length > WEBHOOK_URL_UNITS ||
    !/^https?:\/\//.test(value) ||
    !URL.canParse(value)
  )
    return refuse(400, 'Invalid webhook endpoint URL');
  return value;
}
