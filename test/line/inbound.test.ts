import { describe, expect, test } from 'vitest';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { readEvent } from '../../src/line/inbound.ts';
import { cut } from '../../src/line/message-text.ts';

/** A message of an officer, as LINE sends it. */
function read(message: object): Inbound | string {
  const result = readEvent(
    {
      type: 'message',
      timestamp: 1,
      mode: 'active',
      webhookEventId: 'e',
      source: { type: 'user', userId: 'U1' },
      message: { id: '5', ...message },
    },
    2,
  );
  return 'event' in result ? result.event.inbound : result.left;
}

/** A text in which `<…>` stands where the officer chose an emoji. */
function withEmoji(marked: string): Inbound | string {
  const emojis: object[] = [];
  let text = '';
  for (const part of marked.split(/(<[^>]*>)/)) {
    const isEmoji = part.startsWith('<');
    const shown = isEmoji ? `(${part.slice(1, -1)})` : part;
    if (isEmoji) emojis.push({ index: text.length, length: shown.length, productId: 'p', emojiId: '001' });
    text += shown;
  }
  return read({ type: 'text', text, emojis });
}

describe('the placeholders of LINE’s own emoji', () => {
  test.each([
    ['<>1', '1'],
    ['ยินยอม<ok>', 'ยินยอม'],
    ['ถอนความยินยอม<sob>', 'ถอนความยินยอม'],
    ['สมศรี ใจดี<heart>', 'สมศรี ใจดี'],
    ['สมศรี<heart>ใจดี', 'สมศรี ใจดี'],
    ['สมศรี <heart> ใจดี', 'สมศรี ใจดี'],
    ['<a><b> เมนู <c><d>', 'เมนู'],
    ['โทร <phone>02-111-1111<moon face>', 'โทร 02-111-1111'],
    ['😀<ok>🙏🏽', '😀 🙏🏽'],
    ['บรรทัดแรก<x>\nบรรทัดที่สอง', 'บรรทัดแรก\nบรรทัดที่สอง'],
  ])('%s', (marked, text) => {
    expect(withEmoji(marked)).toMatchObject({ kind: 'text', text });
  });

  test.each(['<ok>', '<ok><sob>', ' <ok> <sob>\n'])('alone they are a sticker: %j', (marked) => {
    expect(withEmoji(marked)).toMatchObject({
      kind: 'media',
      media: 'sticker',
      messageId: '5',
      sticker: null,
    });
  });

  test.each<[string, unknown]>([
    ['beyond the end', [{ index: 3, length: 9 }]],
    ['before the beginning', [{ index: -1, length: 2 }]],
    ['of no length', [{ index: 1, length: 0 }]],
    ['of half a character', [{ index: 0.5, length: 2 }]],
    ['as text', [{ index: '0', length: '2' }]],
    ['no list', { index: 0, length: 2 }],
    ['no objects', [null, 7, 'x', []]],
  ])('are left as they are where they lie %s', (_what, emojis) => {
    expect(read({ type: 'text', text: 'เมนู', emojis })).toMatchObject({ kind: 'text', text: 'เมนู' });
  });

  test('of two that overlap the first counts', () => {
    const emojis = [
      { index: 6, length: 4 },
      { index: 4, length: 4 },
    ];
    expect(read({ type: 'text', text: 'เมนู(ok)(no)', emojis })).toMatchObject({ text: 'เมนู (no)' });
  });

  test('a text that looks like one and is none stays', () => {
    expect(read({ type: 'text', text: 'ยินยอม(ok)' })).toMatchObject({ text: 'ยินยอม(ok)' });
  });
});

describe('a text', () => {
  test('is well formed', () => {
    expect(read({ type: 'text', text: 'a\ud800b\udc00' })).toMatchObject({ text: 'a\ufffdb\ufffd' });
  });

  test.each([
    ['a letter', 'ก', 5000],
    ['a pair of surrogates', '😀', 5000],
    ['a family', '👩‍👩‍👧‍👦', 4994],
    ['a letter with its vowel and tone', 'กื้', 4998],
  ])('is cut after %s', (_what, one, length) => {
    const text = read({ type: 'text', text: one.repeat(100_000) });
    expect(text).toEqual({
      kind: 'text',
      messageId: '5',
      quotes: null,
      text: one.repeat(length / one.length),
    });
  });

  test('is cut where nothing but marks are piled up', () => {
    const piled = cut(`ก${'้'.repeat(9_000)}`, 5_000);
    expect(piled.length).toBeGreaterThan(4_800);
    expect(piled.length).toBeLessThanOrEqual(5_000);
    for (const shift of ['', 'ก'])
      expect(cut(shift + '\u{1F3FD}'.repeat(5_000), 5_000).isWellFormed()).toBe(true);
  });

  test('says what it quotes', () => {
    expect(read({ type: 'text', text: 'มีแล้ว', quotedMessageId: '461230966842064897' })).toMatchObject({
      quotes: '461230966842064897',
    });
    expect(read({ type: 'text', text: 'มีแล้ว', quotedMessageId: 7 })).toMatchObject({ quotes: null });
  });
});

describe('what is sent besides', () => {
  test('a sticker', () => {
    const sticker = { packageId: '446', stickerId: '1988', stickerResourceType: 'STATIC' };
    expect(read({ type: 'sticker', ...sticker, keywords: ['Thanks', 7], quotedMessageId: '3' })).toEqual({
      kind: 'media',
      media: 'sticker',
      messageId: '5',
      contentId: null,
      fileName: null,
      size: null,
      set: null,
      sticker: { packageId: '446', stickerId: '1988', keywords: ['Thanks'], text: null },
      place: null,
      quotes: '3',
    });
    expect(read({ type: 'sticker' })).toMatchObject({ media: 'sticker', sticker: null });
    expect(read({ type: 'sticker', ...sticker, text: 'ขอบคุณค่ะ' })).toMatchObject({
      sticker: { text: 'ขอบคุณค่ะ', keywords: [] },
    });
  });

  test.each([
    ['LINE', { type: 'line' }],
    ['another server', { type: 'external', originalContentUrl: 'https://example.com/a.jpg' }],
  ])('one picture of several, its content being with %s', (_what, contentProvider) => {
    const imageSet = { id: 'E005', index: 2, total: 3 };
    expect(read({ type: 'image', contentProvider, imageSet })).toMatchObject({
      media: 'image',
      contentId: '5',
      set: { id: 'E005', index: 2, total: 3 },
    });
  });

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['without its total', { id: 'E005', index: 1 }],
    ['counted in text', { id: 'E005', index: '1', total: '2' }],
  ])('a picture whose set is %s stands alone', (_what, imageSet) => {
    expect(read({ type: 'image', imageSet })).toMatchObject({ media: 'image', set: null });
  });

  test('a file with its name and size', () => {
    expect(read({ type: 'file', fileName: 'หนังสือ.pdf', fileSize: 2138 })).toMatchObject({
      media: 'file',
      contentId: '5',
      fileName: 'หนังสือ.pdf',
      size: 2138,
    });
    const odd = read({ type: 'file', fileName: `\ud800${'ก'.repeat(400)}`, fileSize: -1 });
    expect(odd).toMatchObject({ fileName: `\ufffd${'ก'.repeat(254)}`, size: null });
  });

  test('a place with its name and address', () => {
    const place = {
      type: 'location',
      title: 'ศาลากลาง',
      address: 'ถ.โชตนา',
      latitude: 18.8,
      longitude: 98.9,
    };
    expect(read(place)).toMatchObject({ media: 'location', place: 'ศาลากลาง, ถ.โชตนา' });
    expect(read({ ...place, title: null, address: undefined })).toMatchObject({ place: null });
  });

  test('a place has no content', () => {
    expect(read({ type: 'location', latitude: 13, longitude: 100 })).toMatchObject({
      media: 'location',
      contentId: null,
    });
  });
});
