import { h } from './dom.js';

/**
 * A property of a message or an action that should be text.
 * @param {unknown} value
 */
export const word = (value, otherwise = '') => (typeof value === 'string' ? value : otherwise);

const linkable =
  /(https?:\/\/[^\s<>"'()\u0e00-\u0e7f]+[^\s<>"'().,;:!?\u0e00-\u0e7f])|((?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/**
 * A text with its web and e-mail addresses as links, as LINE shows it.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function linked(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(linkable)) {
    parts.push(text.slice(end, match.index), link(match[2] ? `mailto:${match[0]}` : match[0], match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/**
 * @param {string} href
 * @param {string} shown
 */
const link = (href, shown) => h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, shown);
