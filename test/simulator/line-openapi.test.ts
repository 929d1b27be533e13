import { describe, expect, test } from 'vitest';
import { checkApiCall, checkWebhook, present } from '../support/line-openapi.ts';

const reply = (...messages: object[]) =>
  checkApiCall('POST', '/v2/bot/message/reply', { replyToken: 'token', messages });

describe('LINE’s description', () => {
  test('takes a text with quick replies', () =>
    expect(
      reply({
        type: 'text',
        text: 'สวัสดี',
        quickReply: { items: [{ type: 'action', action: { type: 'message', label: 'เมนู', text: 'เมนู' } }] },
      }),
    ).toEqual([]));

  // Without the description there is nothing to hold a fault against.
  if (!present) return;

  test.each([
    { why: 'an unknown type', message: { type: 'hologram' }, place: '/messages/0/type' },
    { why: 'a text without text', message: { type: 'text' }, place: '/messages/0' },
    {
      why: 'a fault deep inside Flex',
      message: {
        type: 'flex',
        altText: 'x',
        contents: {
          type: 'bubble',
          body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 5 }] },
        },
      },
      place: '/messages/0/contents/body/contents/0/text',
    },
    {
      why: 'postback data that is too long',
      message: {
        type: 'text',
        text: 'x',
        quickReply: {
          items: [{ type: 'action', action: { type: 'postback', label: 'x', data: 'x'.repeat(301) } }],
        },
      },
      place: '/messages/0/quickReply/items/0/action/data',
    },
  ])('finds $why', ({ message, place }) =>
    expect(reply(message)).toEqual(expect.arrayContaining([expect.stringContaining(`${place} `)])),
  );

  test('finds a webhook event without what its type needs', () =>
    expect(checkWebhook({ destination: `U${'0'.repeat(32)}`, events: [{ type: 'unsend' }] })).not.toEqual(
      [],
    ));
});
