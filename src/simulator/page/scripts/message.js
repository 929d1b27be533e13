/** @import { MessageView } from '../../view.ts' */
/** @import { Pressable } from './actions.js' */
import { fileUrl } from './api.js';
import { h } from './dom.js';
import { shownEmoji } from './emoji.js';
import { flexMessage } from './flex.js';
import { icon } from './icons.js';
import { stickerPicture } from './stickers.js';
import { templateMessage } from './template.js';
import { linked } from './text.js';
import { clockTime } from './time.js';
import { say } from './words.js';

/**
 * @typedef {{ readonly type: string, readonly [property: string]: any }} Content
 * @typedef {object} Looks
 * @property {boolean} mine written by who holds this phone
 * @property {string | null} sender shown above the bubble and beside it
 * @property {boolean} isAccount
 * @property {boolean} first of several by one sender: with tail, picture and name
 * @property {boolean} showsRead
 * @property {Pressable} pressable
 * @property {((message: MessageView, anchor: HTMLElement) => void) | null} openMenu
 */

/** Messages that LINE shows without a bubble of their own around them. */
const bare = new Set(['sticker', 'image', 'video', 'flex', 'template', 'imagemap', 'unsent']);
/** Messages that take the whole width, with the time below. */
const wide = new Set(['flex', 'template']);

/**
 * @param {MessageView} message
 * @param {Looks} looks
 */
export function messageRow(message, looks) {
  /** @type {Content} */
  const content = message.content;
  if (content.type === 'unsent')
    return h(
      'li',
      { class: 'notice' },
      h(
        'span',
        {},
        looks.mine ? say('message.unsentByYou') : say('message.unsentBy', { name: looks.sender ?? '' }),
      ),
    );
  const body = h(
    'div',
    { class: bare.has(content.type) ? `body ${content.type}` : 'body bubble' },
    message.quoted ? h('div', { class: 'quoted' }, message.quoted.text || say('message.gone')) : null,
    drawContent(message, content, looks.pressable),
  );
  const menu = looks.openMenu ? menuButton(message, body, looks.openMenu) : null;
  const classes = [
    'message',
    looks.mine ? 'mine' : 'theirs',
    wide.has(content.type) && 'wide',
    looks.first && 'first',
  ];
  return h(
    'li',
    { class: classes.filter(Boolean).join(' '), 'data-message-id': message.id },
    looks.mine ? null : h('div', { class: 'face' }, looks.first ? face(looks) : null),
    h(
      'div',
      { class: 'column' },
      looks.first && looks.sender && !looks.mine ? h('div', { class: 'sender' }, looks.sender) : null,
      h('div', { class: 'line' }, body, h('div', { class: 'beside' }, menu, meta(message, looks))),
    ),
  );
}

/** @param {Looks} looks */
const face = (looks) =>
  looks.isAccount
    ? h('img', { class: 'avatar', src: 'account.svg', alt: '' })
    : h('span', { class: 'avatar initial', 'aria-hidden': 'true' }, initialOf(looks.sender ?? ''));

/**
 * First letter of a name; Thai vowels that stand before their consonant are passed over.
 * @param {string} name
 */
export const initialOf = (name) => /[^\u0e40-\u0e44\s]/u.exec(name)?.[0] ?? '?';

/**
 * @param {MessageView} message
 * @param {Looks} looks
 */
const meta = (message, looks) =>
  h(
    'div',
    { class: 'meta' },
    looks.mine && looks.showsRead && message.read ? h('span', {}, say('message.read')) : null,
    h('time', { datetime: new Date(message.at).toISOString() }, clockTime(message.at)),
  );

const longPressMs = 500;

/**
 * @param {MessageView} message
 * @param {HTMLElement} body
 * @param {(message: MessageView, anchor: HTMLElement) => void} open
 */
function menuButton(message, body, open) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'message-menu',
      'aria-label': say('message.menu'),
      'aria-haspopup': 'menu',
      on: { click: () => open(message, button) },
    },
    icon('more'),
  );
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let held;
  body.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') held = setTimeout(() => open(message, button), longPressMs);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointermove'])
    body.addEventListener(end, () => clearTimeout(held));
  body.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    // Where it comes with the press rather than the release, the release would close what the press opened.
    if (event.buttons === 0) open(message, button);
    else addEventListener('pointerup', () => setTimeout(() => open(message, button)), { once: true });
  });
  return button;
}

/**
 * @param {MessageView} message
 * @param {Content} content
 * @param {Pressable} pressable
 * @returns {(Node | string)[] | Node | string}
 */
function drawContent(message, content, pressable) {
  switch (content.type) {
    case 'text':
    case 'textV2':
      return h('p', { class: 'text' }, linked(shownEmoji(content['text'], content['emojis'] ?? [])));
    case 'sticker':
      return stickerPicture(content['stickerId']);
    case 'image':
      return h('img', { src: content['previewImageUrl'] ?? fileUrl(message.id), alt: say('message.image') });
    case 'video':
      return h('video', {
        src: content['originalContentUrl'] ?? fileUrl(message.id),
        poster: content['previewImageUrl'],
        controls: true,
        preload: 'metadata',
      });
    case 'audio':
      return voice(content['originalContentUrl'] ?? fileUrl(message.id), content['duration']);
    case 'file':
      return h(
        'a',
        { class: 'file', href: fileUrl(message.id), download: content['fileName'] },
        icon('file'),
        h('span', {}, content['fileName'], h('small', {}, fileSize(content['fileSize']))),
      );
    case 'location':
      return h(
        'a',
        {
          class: 'location',
          href: `https://www.google.com/maps?q=${content['latitude']},${content['longitude']}`,
          target: '_blank',
          rel: 'noopener noreferrer',
        },
        h('span', { class: 'map' }, icon('pin')),
        h('span', {}, content['title'] ?? say('message.location'), h('small', {}, content['address'] ?? '')),
      );
    case 'flex':
      return flexMessage(content['contents'], pressable);
    case 'template':
      return templateMessage(content['template'], pressable);
    case 'imagemap':
      return h('img', { src: `${content['baseUrl']}/1040`, alt: content['altText'] });
    default:
      return h('p', { class: 'text' }, content['altText'] ?? content.type);
  }
}

/**
 * @param {string} src
 * @param {number} durationMs
 */
function voice(src, durationMs) {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  const sound = h('audio', { src, preload: 'none' });
  return h(
    'button',
    {
      type: 'button',
      class: 'voice',
      'aria-label': say('message.play'),
      on: { click: () => void sound.play() },
    },
    icon('play'),
    h('span', { class: 'wave', 'aria-hidden': 'true' }),
    h('span', {}, `0:${String(seconds).padStart(2, '0')}`),
    sound,
  );
}

/** @param {number} bytes */
const fileSize = (bytes) => (bytes < 1024 ? `${bytes} B` : `${Math.ceil(bytes / 1024)} KB`);
