import { h } from './dom.js';
import { say } from './words.js';

/**
 * LINE's own emoji of its first set; in a text a name in brackets stands for each. Pictures of Unicode stand in for
 * LINE's, which may not be copied. https://developers.line.biz/en/docs/messaging-api/emoji-list/
 */
const productId = '5ac1bfd5040ab15980c9b435';
const emoji = [
  { emojiId: '001', name: '(love)', picture: '❤️' },
  { emojiId: '002', name: '(happy)', picture: '😊' },
  { emojiId: '003', name: '(sob)', picture: '😭' },
  { emojiId: '004', name: '(ok)', picture: '👌' },
  { emojiId: '005', name: '(please)', picture: '🙏' },
];
/** Marks a name in the field as one that was chosen: the same typed is a text. */
const mark = '\u2063';
const chosen = new RegExp(`${mark}(\\([^()]*\\))`);

/** @typedef {{ index: number, length: number, productId: string, emojiId: string }} Placed */

/** @param {(name: string) => void} choose given what goes into the field */
export const emojiButtons = (choose) =>
  emoji.map(({ name, picture }) =>
    h(
      'button',
      {
        type: 'button',
        'aria-label': `${say('composer.emoji')} ${picture}`,
        on: { click: () => choose(`${mark}${name}`) },
      },
      picture,
    ),
  );

/**
 * What the field holds, as LINE sends it: the text, and where emoji stand in it.
 * @param {string} typed
 */
export function textWithEmoji(typed) {
  /** @type {Placed[]} */
  const emojis = [];
  let text = '';
  for (const [nth, part] of typed.split(chosen).entries()) {
    const emojiId = nth % 2 === 1 && emoji.find(({ name }) => name === part)?.emojiId;
    if (emojiId) emojis.push({ index: text.length, length: part.length, productId, emojiId });
    text += part;
  }
  return { text: text.replaceAll(mark, ''), emojis };
}

/**
 * A text of an officer as LINE shows it.
 * @param {string} text @param {readonly Placed[]} emojis
 */
export function shownEmoji(text, emojis) {
  let shown = '';
  let end = 0;
  for (const { index, length, emojiId } of emojis) {
    const picture = emoji.find((one) => one.emojiId === emojiId)?.picture;
    shown += text.slice(end, index) + (picture ?? text.slice(index, index + length));
    end = index + length;
  }
  return shown + text.slice(end);
}
