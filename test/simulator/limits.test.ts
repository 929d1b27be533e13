import { describe, expect, test } from 'vitest';
import { checkMessages } from '../../src/simulator/check/messages.ts';
import { checkRichMenu } from '../../src/simulator/check/rich-menu.ts';

/** Each limit twice: what just fits is taken, one more is refused. */
interface Limit {
  readonly name: string;
  readonly most: number;
  /** Messages whose size in question is `size`. */
  readonly make: (size: number) => readonly object[];
}

const many = <T>(size: number, make: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => make(i));
const a = (size: number): string => 'a'.repeat(size);
/** One grapheme cluster, two UTF-16 units. */
const ni = (size: number): string => 'นี'.repeat(size);
const message = (label: string) => ({ type: 'message', label, text: 'x' });
const uri = (label: string) => ({ type: 'uri', label, uri: 'https://info.go.th' });
const postback = (data: string) => ({ type: 'postback', label: 'x', data });

const quick = (action: object, items = 1) => [
  { type: 'text', text: 'x', quickReply: { items: many(items, () => ({ type: 'action', action })) } },
];
const template = (content: object, altText = 'x') => [{ type: 'template', altText, template: content }];
const buttons = (content: object) =>
  template({ type: 'buttons', text: 'x', actions: [message('x')], ...content });
const confirm = (content: object) =>
  template({ type: 'confirm', text: 'x', actions: [message('y'), message('n')], ...content });
const carousel = (columns: number, column: object) =>
  template({
    type: 'carousel',
    columns: many(columns, () => ({ text: 'x', actions: [message('x')], ...column })),
  });
const imageCarousel = (columns: number, label: string) =>
  template({
    type: 'image_carousel',
    columns: many(columns, () => ({ imageUrl: 'https://example.com/a.png', action: uri(label) })),
  });
const flex = (contents: object, altText = 'x') => [{ type: 'flex', altText, contents }];
const bubble = (...contents: object[]) => ({
  type: 'bubble',
  body: { type: 'box', layout: 'vertical', contents },
});
const text = (said: string) => ({ type: 'text', text: said });
const bytes = (contents: object): number => Buffer.byteLength(JSON.stringify(contents));
const button = (label: string) => ({ type: 'button', action: message(label) });
const nested = (depth: number): object =>
  depth === 1
    ? { type: 'box', layout: 'vertical', contents: [text('x')] }
    : { type: 'box', layout: 'vertical', contents: [nested(depth - 1)] };
/** Twelve bubbles, each well below its own limit; the first has room for the rest. */
const twelveBubbles = (room: number) => ({
  type: 'carousel',
  contents: many(12, (index) => bubble(text(index === 0 ? a(room) : a(4000)))),
});
const carouselOfBytes = (size: number) => twelveBubbles(1 + size - bytes(twelveBubbles(1)));

const limits: readonly Limit[] = [
  { name: 'messages of a call', most: 5, make: (size) => many(size, () => text('x')) },
  { name: 'a text, in UTF-16 units', most: 5000, make: (size) => [text(a(size))] },
  { name: 'quick replies', most: 13, make: (size) => quick(message('x'), size) },
  { name: 'a quick reply’s label, in graphemes', most: 20, make: (size) => quick(message(ni(size))) },
  {
    name: 'the text a button sends, in graphemes',
    most: 300,
    make: (n) => quick({ ...message('x'), text: ni(n) }),
  },
  { name: 'postback data, in UTF-16 units', most: 300, make: (size) => quick(postback(a(size))) },
  {
    name: 'a postback’s displayText, in graphemes',
    most: 300,
    make: (size) => quick({ ...postback('x'), displayText: ni(size) }),
  },
  {
    name: 'an action’s address',
    most: 1000,
    make: (size) => quick({ ...uri('x'), uri: `https://info.go.th/${a(size - 19)}` }),
  },
  {
    name: 'altText of a template',
    most: 1500,
    make: (n) => template({ type: 'buttons', text: 'x', actions: [message('x')] }, a(n)),
  },
  { name: 'altText of Flex', most: 1500, make: (size) => flex(bubble(text('x')), a(size)) },
  { name: 'buttons: actions', most: 4, make: (size) => buttons({ actions: many(size, () => message('x')) }) },
  {
    name: 'buttons: label, in graphemes',
    most: 20,
    make: (size) => buttons({ actions: [message(ni(size))] }),
  },
  { name: 'buttons: title, in graphemes', most: 40, make: (size) => buttons({ title: ni(size) }) },
  { name: 'buttons: text, in graphemes', most: 160, make: (size) => buttons({ text: ni(size) }) },
  { name: 'buttons: text with a title', most: 60, make: (size) => buttons({ title: 'x', text: ni(size) }) },
  {
    name: 'buttons: text with an image',
    most: 60,
    make: (size) => buttons({ thumbnailImageUrl: 'https://example.com/a.png', text: ni(size) }),
  },
  { name: 'confirm: text, in graphemes', most: 240, make: (size) => confirm({ text: ni(size) }) },
  { name: 'confirm: actions', most: 2, make: (size) => confirm({ actions: many(size, () => message('x')) }) },
  { name: 'carousel: columns', most: 10, make: (size) => carousel(size, {}) },
  {
    name: 'carousel: actions',
    most: 3,
    make: (size) => carousel(2, { actions: many(size, () => message('x')) }),
  },
  { name: 'carousel: title', most: 40, make: (size) => carousel(1, { title: ni(size) }) },
  { name: 'carousel: text', most: 120, make: (size) => carousel(1, { text: ni(size) }) },
  {
    name: 'carousel: text with a title',
    most: 60,
    make: (size) => carousel(1, { title: 'x', text: ni(size) }),
  },
  { name: 'image carousel: columns', most: 10, make: (size) => imageCarousel(size, 'x') },
  { name: 'image carousel: label', most: 12, make: (size) => imageCarousel(1, ni(size)) },
  { name: 'Flex: button label, in graphemes', most: 40, make: (size) => flex(bubble(button(ni(size)))) },
  {
    name: 'Flex: bubbles of a carousel',
    most: 12,
    make: (n) => flex({ type: 'carousel', contents: many(n, () => bubble(text('x'))) }),
  },
  {
    name: 'Flex: bytes of a bubble',
    most: 30 * 1024,
    make: (size) => flex(bubble(text(a(1 + size - bytes(bubble(text('x'))))))),
  },
  { name: 'Flex: bytes of a carousel', most: 50 * 1024, make: (size) => flex(carouselOfBytes(size)) },
  {
    name: 'Flex: boxes within boxes',
    most: 10,
    make: (size) => flex({ type: 'bubble', body: nested(size) }),
  },
  { name: 'sender name', most: 20, make: (size) => [{ ...text('x'), sender: { name: a(size) } }] },
  {
    name: 'a picture’s address',
    most: 2000,
    make: (size) => {
      const url = `https://example.com/${a(size - 20)}`;
      return [{ type: 'image', originalContentUrl: url, previewImageUrl: url }];
    },
  },
  {
    name: 'a place’s title',
    most: 100,
    make: (size) => [{ type: 'location', title: a(size), address: 'x', latitude: 1, longitude: 1 }],
  },
];

describe.each(limits)('$name: $most', ({ most, make }) => {
  test('as much fits', () => expect(checkMessages(make(most))).toBeNull());
  test('one more is refused, with the place', () => {
    const wrong = checkMessages(make(most + 1));
    expect(wrong?.details?.[0]?.property).toBeTruthy();
  });
});

describe('what LINE does not take', () => {
  test.each<{ why: string; messages: unknown }>([
    { why: 'no messages', messages: [] },
    { why: 'an unknown type', messages: [{ type: 'hologram' }] },
    { why: 'an empty text', messages: [text('')] },
    { why: 'a quick reply without a label', messages: quick({ type: 'message', text: 'x' }) },
    { why: 'a confirm with one action', messages: confirm({ actions: [message('x')] }) },
    {
      why: 'columns that differ',
      messages: template({
        type: 'carousel',
        columns: [
          { text: 'x', actions: [message('x')] },
          { title: 'x', text: 'x', actions: [message('x')] },
        ],
      }),
    },
    {
      why: 'an e-mail address as an action',
      messages: quick({ ...uri('x'), uri: 'mailto:contact@dga.or.th' }),
    },
    {
      why: 'a picture without https',
      messages: [
        {
          type: 'image',
          originalContentUrl: 'http://example.com/a.png',
          previewImageUrl: 'http://example.com/a.png',
        },
      ],
    },
    { why: 'an unknown property in Flex', messages: flex({ ...bubble(text('x')), colour: 'red' }) },
    { why: 'a colour by name in Flex', messages: flex(bubble({ ...text('x'), color: 'red' })) },
    {
      why: 'an icon in a vertical box',
      messages: flex(bubble({ type: 'icon', url: 'https://example.com/a.png' })),
    },
    { why: 'a bubble without blocks', messages: flex({ type: 'bubble' }) },
    { why: 'a text hero', messages: flex({ ...bubble(text('x')), hero: text('x') }) },
    { why: 'an empty Flex text', messages: flex(bubble(text(''))) },
    { why: 'a Flex text without text or spans', messages: flex(bubble({ type: 'text' })) },
    {
      why: 'a camera button in Flex',
      messages: flex(bubble({ type: 'button', action: { type: 'camera', label: 'x' } })),
    },
    {
      why: 'bubbles of two widths',
      messages: flex({
        type: 'carousel',
        contents: [{ ...bubble(text('x')), size: 'kilo' }, bubble(text('x'))],
      }),
    },
    { why: 'a margin in percent', messages: flex(bubble({ ...text('x'), margin: '5%' })) },
    { why: 'null in Flex', messages: flex(bubble({ ...text('x'), margin: null })) },
  ])('$why', ({ messages }) => expect(checkMessages(messages)).not.toBeNull());
});

describe('error bodies read as LINE’s do', () => {
  test('of a message', () =>
    expect(checkMessages([text('x'), text('')])).toEqual({
      message: 'The request body has 1 error(s)',
      details: [{ message: 'May not be empty', property: 'messages[1].text' }],
    }));

  test('of Flex', () =>
    expect(checkMessages([text('x'), ...flex(bubble({ ...text('x'), size: 'huge' }))])).toEqual({
      message: 'A message (messages[1]) in the request body is invalid',
      details: [{ message: 'invalid property', property: '/body/contents/0/size' }],
    }));

  test('of a template', () =>
    expect(checkMessages(buttons({ title: 'x', text: a(61) }))).toEqual({
      message: 'A message (messages[0]) in the request body is invalid',
      details: [{ message: 'must not be longer than 60 characters', property: 'template/text' }],
    }));
});

describe('a rich menu', () => {
  const area = { bounds: { x: 0, y: 0, width: 10, height: 10 }, action: message('x') };
  const menu = {
    size: { width: 2500, height: 843 },
    selected: true,
    name: 'x',
    chatBarText: 'x',
    areas: [area],
  };

  test.each([
    {
      name: 'width',
      fits: { size: { width: 2500, height: 843 } },
      tooMuch: { size: { width: 2501, height: 843 } },
    },
    {
      name: 'least width',
      fits: { size: { width: 800, height: 540 } },
      tooMuch: { size: { width: 799, height: 540 } },
    },
    {
      name: 'least height',
      fits: { size: { width: 800, height: 250 } },
      tooMuch: { size: { width: 800, height: 249 } },
    },
    {
      name: 'width to height',
      fits: { size: { width: 1450, height: 1000 } },
      tooMuch: { size: { width: 1449, height: 1000 } },
    },
    { name: 'areas', fits: { areas: many(20, () => area) }, tooMuch: { areas: many(21, () => area) } },
    { name: 'name', fits: { name: ni(300) }, tooMuch: { name: ni(301) } },
    { name: 'bar text', fits: { chatBarText: ni(14) }, tooMuch: { chatBarText: ni(15) } },
    {
      name: 'label',
      fits: { areas: [{ ...area, action: message(ni(20)) }] },
      tooMuch: { areas: [{ ...area, action: message(ni(21)) }] },
    },
  ])('$name', ({ fits, tooMuch }) => {
    expect(checkRichMenu({ ...menu, ...fits })).toBeNull();
    expect(checkRichMenu({ ...menu, ...tooMuch })).not.toBeNull();
  });
});
