import * as limits from '../limits.ts';
import { checkAction, places } from './action.ts';
import { checkMediaUrl, isObject } from './report.ts';
import type { Obj, Report } from './report.ts';

/**
 * Flex containers. Unlike elsewhere in a message, LINE refuses properties it does not know and values of the
 * wrong type here. Properties read as JSON pointers into the container: `/body/contents/0/text`.
 * https://developers.line.biz/en/reference/messaging-api/#flex-message
 */
export function checkFlex(container: unknown, report: Report): void {
  if (!isObject(container)) report('must be specified', '/');
  else if (container['type'] === 'bubble') checkBubble(container, '', report);
  else if (container['type'] === 'carousel') checkCarousel(container, report);
  else report('invalid property', '/type');
}

function checkCarousel(carousel: Obj, report: Report): void {
  checkProperties(carousel, { type: any, contents: any }, '', report);
  const bubbles = carousel['contents'];
  if (!Array.isArray(bubbles) || bubbles.length < 1 || bubbles.length > limits.FLEX_CAROUSEL_BUBBLES) {
    report(`size must be between 1 and ${limits.FLEX_CAROUSEL_BUBBLES}`, '/contents');
    return;
  }
  checkBytes(carousel, limits.FLEX_CAROUSEL_BYTES, '/', report);
  bubbles.forEach((bubble, index) => {
    if (isObject(bubble) && bubble['type'] === 'bubble') checkBubble(bubble, `/contents/${index}`, report);
    else report('invalid property', `/contents/${index}`);
  });
  if (new Set(bubbles.filter(isObject).map((bubble) => bubble['size'] ?? 'mega')).size > 1)
    report('all bubbles of a carousel must have the same size', '/contents');
}

const blocks = ['header', 'hero', 'body', 'footer'] as const;

function checkBubble(bubble: Obj, at: string, report: Report): void {
  checkBytes(bubble, limits.FLEX_BUBBLE_BYTES, at || '/', report);
  checkProperties(
    bubble,
    {
      type: any,
      size: oneOf('nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga'),
      direction: oneOf('ltr', 'rtl'),
      styles: checkStyles,
      action,
      header: any,
      hero: any,
      body: any,
      footer: any,
    },
    at,
    report,
  );
  if (blocks.every((block) => bubble[block] === undefined))
    report('At least one block must be specified', at || '/');
  for (const block of blocks) {
    const content = bubble[block];
    if (content === undefined) continue;
    const allowed = block === 'hero' ? ['box', 'image', 'video'] : ['box'];
    if (isObject(content) && allowed.includes(String(content['type'])))
      checkComponent(content, `${at}/${block}`, report, 1);
    else report('invalid property', `${at}/${block}`);
  }
}

function checkStyles(styles: unknown, at: string, report: Report): void {
  if (!isObject(styles)) report('invalid property', at);
  else
    for (const [block, style] of Object.entries(styles))
      if (!blocks.some((known) => known === block) || !isObject(style))
        report('invalid property', `${at}/${block}`);
      else
        checkProperties(
          style,
          { backgroundColor: colour, separator: boolean, separatorColor: colour },
          `${at}/${block}`,
          report,
        );
}

function checkBytes(value: Obj, most: number, at: string, report: Report): void {
  if (Buffer.byteLength(JSON.stringify(value)) > most)
    report(`must not be larger than ${most / 1024} KB`, at);
}

type Check = (value: unknown, at: string, report: Report) => void;
type Properties = { readonly [name: string]: Check };

function checkProperties(holder: Obj, known: Properties, at: string, report: Report): void {
  for (const [name, value] of Object.entries(holder)) {
    const check = known[name];
    if (!check || value === null) report('invalid property', `${at}/${name}`);
    else check(value, `${at}/${name}`, report);
  }
}

const when =
  (holds: (value: unknown) => boolean): Check =>
  (value, at, report) => {
    if (!holds(value)) report('invalid property', at);
  };
const any: Check = () => undefined;
const oneOf = (...values: readonly string[]): Check => when((value) => values.includes(String(value)));
const matches = (pattern: RegExp): Check => when((value) => typeof value === 'string' && pattern.test(value));
const boolean = when((value) => typeof value === 'boolean');
const wholeNumber = when((value) => Number.isInteger(value) && Number(value) >= 0);
const colour = matches(/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/i);
const px = String.raw`-?\d+(?:\.\d+)?px`;
const percent = String.raw`-?\d+(?:\.\d+)?%`;
const steps = 'none|xs|sm|md|lg|xl|xxl';
const space = matches(new RegExp(`^(?:${steps}|${px})$`));
const spaceOrPercent = matches(new RegExp(`^(?:${steps}|${px}|${percent})$`));
const length = matches(new RegExp(`^(?:${px}|${percent})$`));
const border = matches(new RegExp(`^(?:none|light|normal|medium|semi-bold|bold|${px})$`));
const fontSize = matches(new RegExp(`^(?:xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|${px})$`));
const imageSize = matches(new RegExp(`^(?:xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|full|${px}|${percent})$`));
const isRatioSide = (side: number): boolean => side >= 1 && side <= 100_000;
const ratio: Check = (value, at, report) => {
  const [width = 0, height = 0] = typeof value === 'string' ? value.split(':').map(Number) : [];
  if (!isRatioSide(width) || !isRatioSide(height) || height > width * 3) report('invalid property', at);
};
const url: Check = (value, at, report) => checkMediaUrl(value, limits.MEDIA_URL_UNITS, at, report);
const action: Check = (value, at, report) => checkAction(value, places.flex, at, report, join);
const buttonAction: Check = (value, at, report) => checkAction(value, places.flexButton, at, report, join);
const join = (parent: string, child: string): string => `${parent}/${child}`;
const text = when((value) => typeof value === 'string' && value !== '');
const gravity = oneOf('top', 'bottom', 'center');
const align = oneOf('start', 'end', 'center');

const background: Check = (value, at, report) => {
  if (!isObject(value) || value['type'] !== 'linearGradient') report('invalid property', at);
  else
    checkProperties(
      value,
      {
        type: any,
        angle: matches(/^-?\d+(?:\.\d+)?deg$/),
        startColor: colour,
        endColor: colour,
        centerColor: colour,
        centerPosition: matches(new RegExp(`^${percent}$`)),
      },
      at,
      report,
    );
};

const placed: Properties = {
  type: any,
  margin: space,
  position: oneOf('relative', 'absolute'),
  offsetTop: spaceOrPercent,
  offsetBottom: spaceOrPercent,
  offsetStart: spaceOrPercent,
  offsetEnd: spaceOrPercent,
};
const worded: Properties = {
  type: any,
  text,
  size: fontSize,
  color: colour,
  weight: oneOf('regular', 'bold'),
  style: oneOf('normal', 'italic'),
  decoration: oneOf('none', 'underline', 'line-through'),
};

const components: { readonly [type: string]: Properties } = {
  box: {
    ...placed,
    layout: oneOf('horizontal', 'vertical', 'baseline'),
    contents: any,
    flex: wholeNumber,
    spacing: space,
    backgroundColor: colour,
    borderColor: colour,
    borderWidth: border,
    cornerRadius: space,
    width: length,
    maxWidth: length,
    height: length,
    maxHeight: length,
    paddingAll: spaceOrPercent,
    paddingTop: spaceOrPercent,
    paddingBottom: spaceOrPercent,
    paddingStart: spaceOrPercent,
    paddingEnd: spaceOrPercent,
    justifyContent: oneOf(
      'center',
      'flex-start',
      'flex-end',
      'space-between',
      'space-around',
      'space-evenly',
    ),
    alignItems: oneOf('center', 'flex-start', 'flex-end'),
    background,
    action,
  },
  button: {
    ...placed,
    flex: wholeNumber,
    color: colour,
    style: oneOf('primary', 'secondary', 'link'),
    height: oneOf('md', 'sm'),
    gravity,
    adjustMode: oneOf('shrink-to-fit'),
    scaling: boolean,
    action: buttonAction,
  },
  image: {
    ...placed,
    url,
    flex: wholeNumber,
    align,
    gravity,
    size: imageSize,
    aspectRatio: ratio,
    aspectMode: oneOf('fit', 'cover'),
    backgroundColor: colour,
    animated: boolean,
    action,
  },
  video: { type: any, url, previewUrl: url, altContent: any, aspectRatio: ratio, action },
  icon: { ...placed, url, size: fontSize, aspectRatio: ratio, scaling: boolean },
  text: {
    ...placed,
    ...worded,
    flex: wholeNumber,
    contents: any,
    align,
    gravity,
    wrap: boolean,
    lineSpacing: matches(new RegExp(`^${px}$`)),
    maxLines: wholeNumber,
    adjustMode: oneOf('shrink-to-fit'),
    scaling: boolean,
    action,
  },
  span: worded,
  separator: { type: any, margin: space, color: colour },
  filler: { type: any, flex: wholeNumber },
};

/** What must be there, beside `type`. */
const required: { readonly [type: string]: readonly string[] } = {
  box: ['layout', 'contents'],
  button: ['action'],
  image: ['url'],
  video: ['url', 'previewUrl', 'altContent'],
  icon: ['url'],
};

const blockChildren = ['box', 'button', 'image', 'text', 'separator', 'filler'];
const children: { readonly [layout: string]: readonly string[] } = {
  horizontal: blockChildren,
  vertical: blockChildren,
  baseline: ['icon', 'text', 'filler'],
};

function checkComponent(component: Obj, at: string, report: Report, depth: number): void {
  const type = String(component['type']);
  const known = components[type];
  if (!known) {
    report('invalid property', at);
    return;
  }
  checkProperties(component, known, at, report);
  for (const name of required[type] ?? [])
    if (component[name] === undefined) report('must be specified', `${at}/${name}`);
  if (type === 'box') checkBoxContents(component, at, report, depth);
  else if (type === 'text') checkTextContents(component, at, report);
  else if (type === 'video' && isObject(component['altContent']))
    checkComponent(component['altContent'], `${at}/altContent`, report, depth + 1);
}

function checkBoxContents(box: Obj, at: string, report: Report, depth: number): void {
  const contents = box['contents'];
  if (contents === undefined) return;
  if (!Array.isArray(contents)) report('invalid property', `${at}/contents`);
  else if (depth > limits.FLEX_DEPTH) report('nesting level is too deep', at);
  else
    contents.forEach((child: unknown, index) => {
      const here = `${at}/contents/${index}`;
      if (!isObject(child)) report('invalid property', here);
      else if (!(children[String(box['layout'])] ?? blockChildren).includes(String(child['type'])))
        report('invalid box content type', here);
      else checkComponent(child, here, report, depth + 1);
    });
}

function checkTextContents(component: Obj, at: string, report: Report): void {
  const spans = component['contents'];
  if (spans === undefined) {
    if (component['text'] === undefined) report('must be non-empty text', `${at}/text`);
  } else if (!Array.isArray(spans)) report('invalid property', `${at}/contents`);
  else
    spans.forEach((span: unknown, index) => {
      if (isObject(span) && span['type'] === 'span')
        checkComponent(span, `${at}/contents/${index}`, report, 1);
      else report('invalid property', `${at}/contents/${index}`);
    });
}
