import { expect, test } from 'vitest';
import { messageOf } from '../../src/conversation/inbound.ts';

test('what is sent besides texts goes to a thread with what it quotes', () => {
  const set = { id: 's', index: 1, total: 2 };
  const image = { kind: 'media', media: 'image', messageId: '5', contentId: '5', set, quotes: '3' } as const;
  expect(messageOf(image)).toEqual({
    kind: 'image',
    text: '',
    messageId: '5',
    media: { contentId: '5', fileName: null, size: null, set },
    quotes: '3',
  });
  expect(messageOf({ kind: 'media', media: 'sticker' })).toEqual({
    kind: 'sticker',
    text: '',
    messageId: null,
    media: null,
    quotes: null,
  });
});

test('numbers that are not kept are masked wherever they stand', () => {
  const number = '3-1006-00445-63-5';
  const sticker = { packageId: '1', stickerId: '2', keywords: [], text: `เลขที่ ${number}` };
  const messages = [
    messageOf({ kind: 'media', media: 'file', contentId: '5', fileName: `บัตร ${number}.pdf` }),
    messageOf({ kind: 'media', media: 'sticker', sticker }),
    messageOf({ kind: 'media', media: 'location', place: number }),
  ];
  expect(JSON.stringify(messages)).not.toContain('00445');
  expect(messages[0]?.media?.fileName).toMatch(/^บัตร .+\.pdf$/);
});
