import { h } from './dom.js';

/**
 * LINE's action object.
 * @typedef {{ readonly [property: string]: unknown }} Action
 */

/**
 * Something to press, at the pointer of its action within the message. An address becomes a link, so that it
 * opens as links do; everything else a button.
 * @typedef {(action: Action, pointer: string, look: Look, ...children: (Node | string)[]) => HTMLElement} Pressable
 * @typedef {{ class?: string | undefined, label?: string | undefined }} Look
 */

const schemes = ['http:', 'https:', 'tel:'];

/**
 * @param {(action: Action, pointer: string) => void} press
 * @returns {Pressable}
 */
export function pressables(press) {
  return (action, pointer, look, ...children) => {
    const named = { class: look.class, 'aria-label': look.label };
    if (action['type'] !== 'uri')
      return h(
        'button',
        { ...named, type: 'button', on: { click: () => press(action, pointer) } },
        ...children,
      );
    return h(
      'a',
      { ...named, href: openable(action['uri']), target: '_blank', rel: 'noopener noreferrer' },
      ...children,
    );
  };
}

/**
 * `line:` addresses open nothing here.
 * @param {unknown} uri
 */
function openable(uri) {
  return typeof uri === 'string' && schemes.some((scheme) => uri.toLowerCase().startsWith(scheme))
    ? uri
    : null;
}
