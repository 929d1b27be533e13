/** @import { Pressable, Action } from './actions.js' */
/** @import { Styles } from './dom.js' */
import { h, paint } from './dom.js';
import { word } from './text.js';
import { borders, fontSizes, imageSizes, size, spaces } from './flex-sizes.js';

/**
 * A Flex container, box or component as LINE takes it.
 * @typedef {{ readonly [property: string]: any }} Flex
 */

/**
 * Draws a Flex message. https://developers.line.biz/en/reference/messaging-api/#flex-message
 * @param {Flex} container
 * @param {Pressable} pressable
 */
export function flexMessage(container, pressable) {
  if (container['type'] === 'carousel')
    return h(
      'div',
      { class: 'carousel', tabindex: '0' },
      container['contents'].map((/** @type {Flex} */ bubble, /** @type {number} */ index) =>
        drawBubble(bubble, `/contents/contents/${index}`, pressable),
      ),
    );
  return drawBubble(container, '/contents', pressable);
}

const blocks = ['header', 'hero', 'body', 'footer'];

/**
 * @param {Flex} bubble
 * @param {string} pointer
 * @param {Pressable} pressable
 */
function drawBubble(bubble, pointer, pressable) {
  const drawn = blocks
    .filter((block) => bubble[block])
    .map((block, index) => drawBlock(bubble, block, index === 0, pointer, pressable));
  const classes = `flex-bubble ${bubble['size'] ?? 'mega'}`;
  const dir = bubble['direction'] ?? 'ltr';
  return h(
    'div',
    { class: classes, dir },
    wrapped(
      bubble['action'],
      `${pointer}/action`,
      pressable,
      h('div', { class: 'flex-bubble-blocks' }, drawn),
    ),
  );
}

/**
 * @param {Flex} bubble
 * @param {string} block
 * @param {boolean} isFirst
 * @param {string} pointer
 * @param {Pressable} pressable
 */
function drawBlock(bubble, block, isFirst, pointer, pressable) {
  const style = bubble['styles']?.[block] ?? {};
  return h(
    'div',
    {
      class: `flex-${block}`,
      style: {
        'background-color': style['backgroundColor'],
        'border-top':
          style['separator'] && !isFirst ? `1px solid ${style['separatorColor'] ?? '#d4d6da'}` : undefined,
      },
    },
    drawComponent(bubble[block], 'vertical', `${pointer}/${block}`, pressable),
  );
}

/**
 * @param {Flex} component
 * @param {string} layout of the box around it
 * @param {string} pointer
 * @param {Pressable} pressable
 * @returns {HTMLElement}
 */
function drawComponent(component, layout, pointer, pressable) {
  const draw = components[component['type']];
  const drawn = draw ? draw(component, layout, pointer, pressable) : h('div');
  place(drawn, component, layout);
  return drawn;
}

/** @typedef {(component: Flex, layout: string, pointer: string, pressable: Pressable) => HTMLElement} Draw */

/** @type {{ [type: string]: Draw }} */
const components = {
  box: drawBox,
  text: drawText,
  button: drawButton,
  image: drawImage,
  icon: (component) =>
    h('img', {
      class: 'flex-icon',
      src: component['url'],
      alt: '',
      style: {
        height: size(component['size'] ?? 'md', fontSizes),
        'aspect-ratio': ratio(component['aspectRatio']),
      },
    }),
  separator: (component, layout) =>
    h('div', {
      class: layout === 'vertical' ? 'flex-rule' : 'flex-rule upright',
      style: { background: component['color'] },
    }),
  filler: () => h('div', { class: 'flex-filler' }),
  video: (component) =>
    h('video', {
      class: 'flex-video',
      src: component['url'],
      poster: component['previewUrl'],
      controls: true,
      preload: 'none',
      style: { 'aspect-ratio': ratio(component['aspectRatio']) },
    }),
};

/**
 * Where a component stands in the box around it: share, margin, offset.
 * @param {HTMLElement} element
 * @param {Flex} component
 * @param {string} layout
 */
function place(element, component, layout) {
  const sideways = layout !== 'vertical';
  const share = component['flex'] ?? (sideways && !fixed.includes(component['type']) ? 1 : 0);
  const margin = size(component['margin'], spaces);
  /** @type {{ [gravity: string]: string }} */
  const gravities = { top: 'flex-start', center: 'center', bottom: 'flex-end' };
  paint(element, {
    flex: share === 0 ? '0 0 auto' : `${share} 1 ${sideways ? '0' : 'auto'}`,
    [sideways ? 'margin-inline-start' : 'margin-top']: margin,
    'align-self': layout === 'horizontal' ? gravities[component['gravity']] : undefined,
    position: component['position'] === 'absolute' ? 'absolute' : undefined,
    top: size(component['offsetTop'], spaces),
    bottom: size(component['offsetBottom'], spaces),
    'inset-inline-start': size(component['offsetStart'], spaces),
    'inset-inline-end': size(component['offsetEnd'], spaces),
  });
}

/** Components that keep their own width in a horizontal box. */
const fixed = ['icon', 'separator'];

/** @type {Draw} */
function drawBox(box, _layout, pointer, pressable) {
  const children = box['contents'].map((/** @type {Flex} */ child, /** @type {number} */ index) => {
    const spaced =
      index > 0 && child['margin'] === undefined && box['spacing']
        ? { ...child, margin: box['spacing'] }
        : child;
    return drawComponent(spaced, box['layout'], `${pointer}/contents/${index}`, pressable);
  });
  const classes = `flex-box ${box['layout']}`;
  const action = box['action'];
  const element = action
    ? pressable(
        action,
        `${pointer}/action`,
        { class: `${classes} pressable`, label: labelOf(action) },
        ...children,
      )
    : h('div', { class: classes }, ...children);
  paint(element, boxStyles(box));
  return element;
}

/**
 * @param {Flex} box
 * @returns {Styles}
 */
function boxStyles(box) {
  const background = box['background'];
  return {
    padding: size(box['paddingAll'], spaces),
    'padding-top': size(box['paddingTop'], spaces),
    'padding-bottom': size(box['paddingBottom'], spaces),
    'padding-inline-start': size(box['paddingStart'], spaces),
    'padding-inline-end': size(box['paddingEnd'], spaces),
    'background-color': box['backgroundColor'],
    'background-image': background
      ? `linear-gradient(${background['angle']}, ${gradientStops(background)})`
      : undefined,
    border: box['borderWidth']
      ? `${size(box['borderWidth'], borders)} solid ${box['borderColor'] ?? '#000'}`
      : undefined,
    'border-radius': size(box['cornerRadius'], spaces),
    width: size(box['width']),
    'max-width': size(box['maxWidth']),
    height: size(box['height']),
    'max-height': size(box['maxHeight']),
    'justify-content': box['justifyContent'],
    'align-items': box['alignItems'],
  };
}

/** @param {Flex} gradient */
function gradientStops(gradient) {
  const centre = gradient['centerColor']
    ? [`${gradient['centerColor']} ${gradient['centerPosition'] ?? '50%'}`]
    : [];
  return [gradient['startColor'], ...centre, gradient['endColor']].join(', ');
}

/** @type {Draw} */
function drawText(component, _layout, pointer, pressable) {
  const spans = component['contents']?.map((/** @type {Flex} */ span) =>
    h('span', { style: letterStyles(span) }, span['text'] ?? ''),
  );
  const lines = component['maxLines'];
  const classes = `flex-text${component['wrap'] ? ' wraps' : ''}${component['wrap'] && lines ? ' clamped' : ''}`;
  const content = spans ?? [component['text'] ?? ''];
  const action = component['action'];
  const element = action
    ? pressable(action, `${pointer}/action`, { class: `${classes} pressable` }, ...content)
    : h('div', { class: classes }, ...content);
  const spacing = size(component['lineSpacing']);
  paint(element, {
    'font-size': size(component['size'] ?? 'md', fontSizes),
    ...letterStyles({ ...component, size: undefined }),
    'text-align': component['align'],
    'line-height': spacing ? `calc(1.4em + ${spacing})` : undefined,
    '-webkit-line-clamp': component['wrap'] && lines ? String(lines) : undefined,
  });
  return element;
}

/**
 * @param {Flex} component
 * @returns {Styles}
 */
const letterStyles = (component) => ({
  'font-size': size(component['size'], fontSizes),
  color: component['color'],
  'font-weight': component['weight'] === 'bold' ? '700' : undefined,
  'font-style': component['style'] === 'italic' ? 'italic' : undefined,
  'text-decoration': component['decoration'],
});

/** @type {Draw} */
function drawButton(component, _layout, pointer, pressable) {
  const style = component['style'] ?? 'link';
  const action = component['action'];
  const button = pressable(
    action,
    `${pointer}/action`,
    { class: `flex-button ${style} ${component['height'] ?? 'md'}` },
    word(action['label']),
  );
  const colour = component['color'];
  if (colour) paint(button, style === 'link' ? { color: colour } : { 'background-color': colour });
  return button;
}

/** @type {Draw} */
function drawImage(component, _layout, pointer, pressable) {
  const picture = h('img', {
    src: component['url'],
    alt: '',
    loading: 'lazy',
    style: {
      'aspect-ratio': ratio(component['aspectRatio'] ?? '1:1'),
      'object-fit': component['aspectMode'] === 'cover' ? 'cover' : 'contain',
      'background-color': component['backgroundColor'],
    },
  });
  const frame = wrapped(component['action'], `${pointer}/action`, pressable, picture);
  paint(frame, { width: size(component['size'] ?? 'md', imageSizes) });
  /** @type {{ [align: string]: string }} */
  const sides = { start: 'flex-start', center: 'center', end: 'flex-end' };
  return h(
    'div',
    { class: 'flex-image', style: { 'justify-content': sides[component['align'] ?? 'center'] } },
    frame,
  );
}

/** @param {unknown} value `20:13` */
const ratio = (value) => (typeof value === 'string' ? value.replace(':', ' / ') : undefined);

/**
 * @param {Action | undefined} action
 * @param {string} pointer
 * @param {Pressable} pressable
 * @param {HTMLElement} content
 */
function wrapped(action, pointer, pressable, content) {
  return action
    ? pressable(action, pointer, { class: 'flex-wrap pressable', label: labelOf(action) }, content)
    : h('div', { class: 'flex-wrap' }, content);
}

/** @param {Action} action */
const labelOf = (action) => (typeof action['label'] === 'string' ? action['label'] : undefined);
