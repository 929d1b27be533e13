import { h } from './dom.js';
import { say } from './words.js';

/**
 * Stand-ins for LINE's stickers, which may not be copied: the ids are of LINE's own set for accounts, the
 * pictures are emoji. https://developers.line.biz/en/docs/messaging-api/sticker-list/
 */
const packageId = '446';
const pictures = [
  { stickerId: '1988', picture: '🙏', keywords: ['Thanks'] },
  { stickerId: '1989', picture: '👍', keywords: ['OK'] },
  { stickerId: '1990', picture: '😊', keywords: ['Smile'] },
  { stickerId: '1991', picture: '🎉', keywords: ['Hooray'] },
  { stickerId: '1992', picture: '😅', keywords: ['Sorry'] },
  { stickerId: '1993', picture: '🤔', keywords: ['Hmm'] },
  { stickerId: '1994', picture: '😭', keywords: ['Cry'] },
  { stickerId: '1995', picture: '👋', keywords: ['Hello'] },
];

/** @param {unknown} stickerId */
export function stickerPicture(stickerId) {
  const known = pictures.find((sticker) => sticker.stickerId === stickerId);
  return h(
    'span',
    { class: 'sticker', role: 'img', 'aria-label': say('message.sticker') },
    known?.picture ?? '🌼',
  );
}

/** @param {(sticker: { packageId: string, stickerId: string, keywords: string[] }) => void} choose */
export function stickerPicker(choose) {
  return h(
    'div',
    { class: 'tray stickers', role: 'group', 'aria-label': say('composer.stickers') },
    pictures.map(({ stickerId, picture, keywords }) =>
      h(
        'button',
        {
          type: 'button',
          'aria-label': `${say('message.sticker')} ${picture}`,
          on: { click: () => choose({ packageId, stickerId, keywords }) },
        },
        picture,
      ),
    ),
  );
}
