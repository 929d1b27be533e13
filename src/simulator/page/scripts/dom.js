/**
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {string | number | boolean | null | undefined} Attribute
 * @typedef {{ [property: string]: string | null | undefined }} Styles
 * @typedef {{ [event: string]: (event: never) => void }} Listeners
 * @typedef {{ on?: Listeners, style?: Styles, [name: string]: Attribute | Listeners | Styles }} Props
 */

/**
 * An element. `class` and other attributes as they are; `on` holds listeners, `style` CSS properties (set
 * through the CSSOM, which the Content-Security-Policy allows).
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false || typeof value === 'object') continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(props.on ?? {}))
    element.addEventListener(event, /** @type {EventListener} */ (listener));
  paint(element, props.style ?? {});
  element.append(.../** @type {(Node | string)[]} */ (children.flat().filter(Boolean)));
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {Styles} styles names as in CSS: `font-size`
 */
export function paint(element, styles) {
  for (const [property, value] of Object.entries(styles))
    if (value) element.style.setProperty(property, value);
}

/**
 * Puts children in place of what was there, leaving alone those that stay.
 * @param {Element} parent
 * @param {readonly Element[]} children
 */
export function arrange(parent, children) {
  for (const gone of [...parent.children].filter((child) => !children.includes(child))) gone.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
