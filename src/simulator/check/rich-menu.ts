import * as limits from '../limits.ts';
import { checkAction, places } from './action.ts';
import { requestBodyErrors } from './messages.ts';
import type { ErrorBody } from './messages.ts';
import { checkGraphemes, isObject } from './report.ts';
import type { Problem, Report } from './report.ts';

const join = (parent: string, child: string): string => `${parent}.${child}`;

/** https://developers.line.biz/en/reference/messaging-api/#rich-menu-object; null when LINE takes it. */
export function checkRichMenu(menu: unknown): ErrorBody | null {
  const details: Problem[] = [];
  const report: Report = (message, property) => details.push({ message, property });
  if (!isObject(menu))
    return { message: 'The request body could not be parsed as JSON (line: -, column: -)' };
  checkSize(menu['size'], report);
  if (typeof menu['selected'] !== 'boolean') report('May not be null', 'selected');
  checkGraphemes(menu['name'], limits.RICH_MENU_NAME, 'name', report);
  checkGraphemes(menu['chatBarText'], limits.RICH_MENU_CHAT_BAR_TEXT, 'chatBarText', report);
  const areas = menu['areas'];
  if (!Array.isArray(areas) || areas.length > limits.RICH_MENU_AREAS)
    report(`Size must be between 0 and ${limits.RICH_MENU_AREAS}`, 'areas');
  else
    areas.forEach((area: unknown, index) => {
      const at = `areas[${index}]`;
      if (!isObject(area) || !isObject(area['bounds'])) report('May not be null', join(at, 'bounds'));
      else {
        for (const side of ['x', 'y', 'width', 'height'])
          if (!Number.isInteger(area['bounds'][side]) || Number(area['bounds'][side]) < 0)
            report('Must be 0 or greater', `${at}.bounds.${side}`);
        checkAction(area['action'], places.richMenu, join(at, 'action'), report, join);
      }
    });
  return details.length > 0 ? requestBodyErrors(details) : null;
}

function checkSize(size: unknown, report: Report): void {
  const width = isObject(size) ? Number(size['width']) : Number.NaN;
  const height = isObject(size) ? Number(size['height']) : Number.NaN;
  if (!(width >= limits.RICH_MENU_WIDTH.least && width <= limits.RICH_MENU_WIDTH.most))
    report(
      `Must be between ${limits.RICH_MENU_WIDTH.least} and ${limits.RICH_MENU_WIDTH.most}`,
      'size.width',
    );
  if (!(height >= limits.RICH_MENU_HEIGHT_LEAST))
    report(`Must be ${limits.RICH_MENU_HEIGHT_LEAST} or greater`, 'size.height');
  else if (!(width / height >= limits.RICH_MENU_RATIO_LEAST))
    report(`Width / height must be ${limits.RICH_MENU_RATIO_LEAST} or greater`, 'size');
}
