import * as limits from '../limits.ts';
import { checkAction, places } from './action.ts';
import { checkFlex } from './flex.ts';
import { checkMediaUrl, checkUnits, isObject } from './report.ts';
import type { Obj, Problem, Report } from './report.ts';
import { checkTemplate } from './template.ts';

/** The body of an error answer. https://developers.line.biz/en/reference/messaging-api/#error-responses */
export interface ErrorBody {
  readonly message: string;
  readonly details?: readonly Problem[];
}

/** What LINE says of the messages of a send, or null when it takes them. */
export function checkMessages(messages: unknown): ErrorBody | null {
  const shallow: Problem[] = [];
  const report: Report = (message, property) => shallow.push({ message, property });
  if (!Array.isArray(messages) || messages.length < 1 || messages.length > limits.MESSAGES_PER_CALL) {
    report(`Size must be between 1 and ${limits.MESSAGES_PER_CALL}`, 'messages');
    return requestBodyErrors(shallow);
  }
  messages.forEach((message, index) => checkOuter(message, `messages[${index}]`, report));
  if (shallow.length > 0) return requestBodyErrors(shallow);
  for (const [index, message] of messages.entries()) {
    const details: Problem[] = [];
    checkInner(message as Obj, (said, property) => details.push({ message: said, property }));
    if (details.length > 0)
      return { message: `A message (messages[${index}]) in the request body is invalid`, details };
  }
  return null;
}

export const requestBodyErrors = (details: readonly Problem[]): ErrorBody => ({
  message: `The request body has ${details.length} error(s)`,
  details,
});

const join = (parent: string, child: string): string => `${parent}.${child}`;

function checkOuter(message: unknown, at: string, report: Report): void {
  if (!isObject(message)) {
    report('May not be null', at);
    return;
  }
  const check = byType[String(message['type'])];
  if (!check) {
    report(`Must be one of the following values: [${Object.keys(byType).join(', ')}]`, join(at, 'type'));
    return;
  }
  check(message, at, report);
  checkQuickReply(message['quickReply'], join(at, 'quickReply'), report);
  checkSender(message['sender'], join(at, 'sender'), report);
}

/** Templates and Flex containers are looked at after everything else, and answered for in words of their own. */
function checkInner(message: Obj, report: Report): void {
  if (message['type'] === 'template') checkTemplate(message['template'], report);
  else if (message['type'] === 'flex') checkFlex(message['contents'], report);
}

const byType: { readonly [type: string]: (message: Obj, at: string, report: Report) => void } = {
  text: (message, at, report) => {
    checkUnits(message['text'], limits.TEXT_UNITS, join(at, 'text'), report);
    const emojis = message['emojis'];
    if (emojis !== undefined && (!Array.isArray(emojis) || emojis.length > limits.EMOJIS_PER_TEXT))
      report(`Size must be between 0 and ${limits.EMOJIS_PER_TEXT}`, join(at, 'emojis'));
  },
  textV2: (message, at, report) => checkUnits(message['text'], limits.TEXT_UNITS, join(at, 'text'), report),
  sticker: (message, at, report) => {
    for (const name of ['packageId', 'stickerId'])
      if (typeof message[name] !== 'string' || message[name] === '')
        report('May not be empty', join(at, name));
  },
  image: checkPreviewed,
  video: checkPreviewed,
  audio: (message, at, report) => {
    checkMediaUrl(
      message['originalContentUrl'],
      limits.MEDIA_URL_UNITS,
      join(at, 'originalContentUrl'),
      report,
    );
    if (typeof message['duration'] !== 'number') report('May not be null', join(at, 'duration'));
  },
  location: (message, at, report) => {
    for (const name of ['title', 'address'])
      checkUnits(message[name], limits.LOCATION_TEXT_UNITS, join(at, name), report);
    for (const name of ['latitude', 'longitude'])
      if (typeof message[name] !== 'number') report('May not be null', join(at, name));
  },
  imagemap: (message, at, report) => {
    checkUnits(message['altText'], limits.ALT_TEXT_UNITS, join(at, 'altText'), report);
    checkMediaUrl(message['baseUrl'], limits.MEDIA_URL_UNITS, join(at, 'baseUrl'), report);
    if (!isObject(message['baseSize'])) report('May not be null', join(at, 'baseSize'));
    if (!Array.isArray(message['actions'])) report('May not be null', join(at, 'actions'));
  },
  template: (message, at, report) =>
    checkUnits(message['altText'], limits.ALT_TEXT_UNITS, join(at, 'altText'), report),
  flex: (message, at, report) =>
    checkUnits(message['altText'], limits.ALT_TEXT_UNITS, join(at, 'altText'), report),
};

function checkPreviewed(message: Obj, at: string, report: Report): void {
  for (const name of ['originalContentUrl', 'previewImageUrl'])
    checkMediaUrl(message[name], limits.MEDIA_URL_UNITS, join(at, name), report);
}

function checkQuickReply(quickReply: unknown, at: string, report: Report): void {
  if (quickReply === undefined || quickReply === null) return;
  const items = isObject(quickReply) ? quickReply['items'] : null;
  if (!Array.isArray(items) || items.length < 1 || items.length > limits.QUICK_REPLY_ITEMS) {
    report(`Size must be between 1 and ${limits.QUICK_REPLY_ITEMS}`, join(at, 'items'));
    return;
  }
  items.forEach((item: unknown, index) => {
    const here = `${at}.items[${index}]`;
    if (!isObject(item)) report('May not be null', here);
    else {
      if (item['imageUrl'] !== undefined)
        checkMediaUrl(item['imageUrl'], limits.MEDIA_URL_UNITS, join(here, 'imageUrl'), report);
      checkAction(item['action'], places.quickReply, join(here, 'action'), report, join);
    }
  });
}

function checkSender(sender: unknown, at: string, report: Report): void {
  if (!isObject(sender)) return;
  if (sender['name'] !== undefined)
    checkUnits(sender['name'], limits.SENDER_NAME_UNITS, join(at, 'name'), report);
  if (sender['iconUrl'] !== undefined)
    checkMediaUrl(sender['iconUrl'], limits.MEDIA_URL_UNITS, join(at, 'iconUrl'), report);
}
