/** @import { Pressable, Action } from './actions.js' */
import { h } from './dom.js';
import { word } from './text.js';

/**
 * A template, or a column of one.
 * @typedef {{ readonly [property: string]: any }} Template
 */

/**
 * Draws a template message. https://developers.line.biz/en/reference/messaging-api/#template-messages
 * @param {Template} template
 * @param {Pressable} pressable
 */
export function templateMessage(template, pressable) {
  switch (template['type']) {
    case 'carousel':
      return h(
        'div',
        { class: 'carousel', tabindex: '0' },
        template['columns'].map((/** @type {Template} */ column, /** @type {number} */ index) =>
          card(column, `/template/columns/${index}`, pressable, template),
        ),
      );
    case 'image_carousel':
      return h(
        'div',
        { class: 'carousel', tabindex: '0' },
        template['columns'].map((/** @type {Template} */ column, /** @type {number} */ index) =>
          pressable(
            column['action'],
            `/template/columns/${index}/action`,
            { class: 'image-column' },
            h('img', { src: column['imageUrl'], alt: '' }),
            h('span', {}, column['action']['label'] ?? ''),
          ),
        ),
      );
    default:
      return card(template, '/template', pressable, template);
  }
}

/**
 * @param {Template} content
 * @param {string} pointer
 * @param {Pressable} pressable
 * @param {Template} look what says how pictures are shown
 */
function card(content, pointer, pressable, look) {
  const picture = content['thumbnailImageUrl']
    ? h('img', {
        class: `template-image ${look['imageAspectRatio'] ?? 'rectangle'} ${look['imageSize'] ?? 'cover'}`,
        src: content['thumbnailImageUrl'],
        alt: '',
        style: { 'background-color': content['imageBackgroundColor'] },
      })
    : null;
  const words = h(
    'div',
    { class: 'template-words' },
    content['title'] ? h('strong', {}, content['title']) : null,
    h('p', {}, content['text']),
  );
  const isConfirm = content['type'] === 'confirm';
  return h(
    'div',
    { class: `template-card ${isConfirm ? 'confirm' : ''}` },
    picture,
    words,
    h(
      'div',
      { class: 'template-actions' },
      content['actions'].map((/** @type {Action} */ action, /** @type {number} */ index) =>
        pressable(action, `${pointer}/actions/${index}`, { class: 'template-action' }, word(action['label'])),
      ),
    ),
  );
}
