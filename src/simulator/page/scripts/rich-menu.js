/** @import { RichMenuView } from '../../view.ts' */
import { richMenuImageUrl } from './api.js';
import { pressables } from './actions.js';
import { h, paint } from './dom.js';
import { icon } from './icons.js';
import { word } from './text.js';

/** The operator's menu below the input: a picture with areas to press, which its bar opens and closes. */
export class RichMenu {
  /** @param {(area: number, action: { readonly [property: string]: unknown }) => void} press */
  constructor(press) {
    this.press = press;
    this.element = h('div', { class: 'rich-menu', hidden: true });
    /** @type {string | null} */
    this.shown = null;
    this.isOpen = false;
  }

  /** @param {RichMenuView | null} menu */
  update(menu) {
    this.element.hidden = menu === null;
    if (menu === null) this.shown = null;
    else if (menu.id !== this.shown) {
      this.shown = menu.id;
      this.isOpen = menu.openAtFirst;
      this.#draw(menu);
    }
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.isOpen = isOpen;
    this.element.classList.toggle('open', isOpen);
    this.element.querySelector('.bar')?.setAttribute('aria-expanded', String(isOpen));
  }

  /** @param {RichMenuView} menu */
  #draw(menu) {
    const { width, height } = menu.size;
    /** @param {number} part @param {number} whole */
    const percent = (part, whole) => `${(100 * part) / whole}%`;
    const areas = menu.areas.map(({ bounds, action }, index) => {
      const place = {
        left: percent(bounds.x, width),
        top: percent(bounds.y, height),
        width: percent(bounds.width, width),
        height: percent(bounds.height, height),
      };
      const label = word(action['label'] ?? action['text'] ?? action['displayText'], String(index + 1));
      const area = pressables(() => this.press(index, action))(action, '', { label });
      paint(area, place);
      return area;
    });
    const bar = h(
      'button',
      { type: 'button', class: 'bar', on: { click: () => this.open(!this.isOpen) } },
      menu.barText,
      icon('down'),
    );
    const picture = h(
      'div',
      { class: 'picture', style: { 'aspect-ratio': `${width} / ${height}` } },
      h('img', { src: richMenuImageUrl(menu.id), alt: '' }),
      ...areas,
    );
    this.element.replaceChildren(bar, picture);
    this.open(this.isOpen);
  }
}
