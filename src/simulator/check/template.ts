import * as limits from '../limits.ts';
import { checkAction, places } from './action.ts';
import { checkGraphemes, checkMediaUrl, isObject, isText } from './report.ts';
import type { Obj, Report } from './report.ts';

const join = (parent: string, child: string): string => `${parent}/${child}`;

/** https://developers.line.biz/en/reference/messaging-api/#template-messages; properties read `template/…`. */
export function checkTemplate(template: unknown, report: Report): void {
  if (!isObject(template)) report('must be specified', 'template');
  else {
    const check = byType[String(template['type'])];
    if (check) check(template, 'template', report);
    else report('must be one of buttons, confirm, carousel, image_carousel', 'template/type');
  }
}

const byType: { readonly [type: string]: (template: Obj, at: string, report: Report) => void } = {
  buttons: (template, at, report) => {
    checkPicture(template, at, report);
    checkTexts(
      template,
      at,
      { title: limits.BUTTONS_TITLE, text: limits.BUTTONS_TEXT, short: limits.BUTTONS_TEXT_SHORT },
      report,
    );
    checkActions(template['actions'], { least: 1, most: limits.BUTTONS_ACTIONS }, at, report);
    checkDefaultAction(template, at, report);
  },
  confirm: (template, at, report) => {
    checkGraphemes(template['text'], limits.CONFIRM_TEXT, join(at, 'text'), report);
    checkActions(
      template['actions'],
      { least: limits.CONFIRM_ACTIONS, most: limits.CONFIRM_ACTIONS },
      at,
      report,
    );
  },
  carousel: (template, at, report) => {
    const columns = checkColumns(template['columns'], at, report);
    columns.forEach((column, index) => {
      const here = `${at}/columns/${index}`;
      checkPicture(column, here, report);
      checkTexts(
        column,
        here,
        { title: limits.CAROUSEL_TITLE, text: limits.CAROUSEL_TEXT, short: limits.CAROUSEL_TEXT_SHORT },
        report,
      );
      checkActions(column['actions'], { least: 1, most: limits.CAROUSEL_ACTIONS }, here, report);
      checkDefaultAction(column, here, report);
    });
    const shapes = new Set(
      columns.map((column) =>
        [
          Boolean(column['thumbnailImageUrl']),
          Boolean(column['title']),
          listLength(column['actions']),
        ].join(),
      ),
    );
    if (shapes.size > 1)
      report(
        'The use of image, title and the number of actions should be consistent for all columns.',
        join(at, 'columns'),
      );
  },
  image_carousel: (template, at, report) => {
    checkColumns(template['columns'], at, report).forEach((column, index) => {
      const here = `${at}/columns/${index}`;
      checkMediaUrl(column['imageUrl'], limits.MEDIA_URL_UNITS, join(here, 'imageUrl'), report);
      checkAction(column['action'], places.imageCarousel, join(here, 'action'), report, join);
    });
  },
};

const listLength = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

function checkColumns(columns: unknown, at: string, report: Report): readonly Obj[] {
  const found = Array.isArray(columns) ? columns.filter(isObject) : [];
  if (found.length !== listLength(columns) || found.length < 1 || found.length > limits.CAROUSEL_COLUMNS)
    report(`size must be between 1 and ${limits.CAROUSEL_COLUMNS}`, join(at, 'columns'));
  return found;
}

function checkActions(
  actions: unknown,
  size: { least: number; most: number },
  at: string,
  report: Report,
): void {
  const here = join(at, 'actions');
  if (!Array.isArray(actions) || actions.length < size.least || actions.length > size.most)
    report(`size must be between ${size.least} and ${size.most}`, here);
  else
    actions.forEach((action, index) =>
      checkAction(action, places.template, join(here, String(index)), report, join),
    );
}

function checkDefaultAction(holder: Obj, at: string, report: Report): void {
  if (holder['defaultAction'] !== undefined)
    checkAction(holder['defaultAction'], places.templateDefault, join(at, 'defaultAction'), report, join);
}

function checkPicture(holder: Obj, at: string, report: Report): void {
  const url = holder['thumbnailImageUrl'];
  if (url !== undefined) checkMediaUrl(url, limits.MEDIA_URL_UNITS, join(at, 'thumbnailImageUrl'), report);
  const colour = holder['imageBackgroundColor'];
  if (colour !== undefined && !isText(colour, /^#[0-9a-f]{6}$/i))
    report('must match the pattern ^#[A-Fa-f0-9]{6}$', join(at, 'imageBackgroundColor'));
}

function checkTexts(
  holder: Obj,
  at: string,
  most: { title: number; text: number; short: number },
  report: Report,
): void {
  if (holder['title'] !== undefined) checkGraphemes(holder['title'], most.title, join(at, 'title'), report);
  const crowded = Boolean(holder['title']) || Boolean(holder['thumbnailImageUrl']);
  checkGraphemes(holder['text'], crowded ? most.short : most.text, join(at, 'text'), report);
}
