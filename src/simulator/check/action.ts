import * as limits from '../limits.ts';
import { checkGraphemes, isObject, isText } from './report.ts';
import type { Obj, Report } from './report.ts';

/** What an action may be depends on what it hangs on. */
export interface ActionPlace {
  /** Grapheme clusters. */
  readonly labelMost: number;
  readonly labelRequired: boolean;
  readonly types: readonly string[];
}

const everywhere = ['postback', 'message', 'uri', 'datetimepicker', 'clipboard'];

/** https://developers.line.biz/en/reference/messaging-api/#action-object-label-spec */
export const places = {
  quickReply: {
    labelMost: limits.LABEL_QUICK_REPLY,
    labelRequired: true,
    types: [...everywhere, 'camera', 'cameraRoll', 'location'],
  },
  template: { labelMost: limits.LABEL_TEMPLATE, labelRequired: true, types: everywhere },
  templateDefault: { labelMost: limits.LABEL_TEMPLATE, labelRequired: false, types: everywhere },
  imageCarousel: { labelMost: limits.LABEL_IMAGE_CAROUSEL, labelRequired: false, types: everywhere },
  richMenu: {
    labelMost: limits.LABEL_RICH_MENU,
    labelRequired: false,
    types: [...everywhere, 'richmenuswitch'],
  },
  flexButton: { labelMost: limits.LABEL_FLEX, labelRequired: true, types: everywhere },
  flex: { labelMost: limits.LABEL_FLEX, labelRequired: false, types: everywhere },
} as const satisfies Record<string, ActionPlace>;

/** @param property where the action stands; `join` puts one of its own properties behind that. */
export function checkAction(
  action: unknown,
  place: ActionPlace,
  property: string,
  report: Report,
  join: (parent: string, child: string) => string,
): void {
  if (!isObject(action) || typeof action['type'] !== 'string') {
    report('must be specified', property);
    return;
  }
  if (!place.types.includes(action['type'])) {
    report(`${action['type']} action is not available here`, join(property, 'type'));
    return;
  }
  const at = (name: string): string => join(property, name);
  checkLabel(action['label'], place, at('label'), report);
  byType[action['type']]?.(action, at, report);
}

function checkLabel(label: unknown, place: ActionPlace, property: string, report: Report): void {
  if (label === undefined || label === null) {
    if (place.labelRequired) report('must be specified', property);
  } else checkGraphemes(label, place.labelMost, property, report);
}

type At = (name: string) => string;

const byType: { readonly [type: string]: (action: Obj, at: At, report: Report) => void } = {
  message: (action, at, report) => checkGraphemes(action['text'], limits.ACTION_TEXT, at('text'), report),
  uri: (action, at, report) => {
    checkActionUri(action['uri'], at('uri'), report);
    const alternative = action['altUri'];
    if (isObject(alternative) && alternative['desktop'] !== undefined)
      checkActionUri(alternative['desktop'], at('altUri.desktop'), report);
  },
  postback: (action, at, report) => {
    checkData(action, at, report);
    for (const name of ['displayText', 'text', 'fillInText'])
      if (action[name] !== undefined) checkGraphemes(action[name], limits.ACTION_TEXT, at(name), report);
    if (action['displayText'] !== undefined && action['text'] !== undefined)
      report('displayText and text cannot be used together', at('text'));
    const option = action['inputOption'];
    if (option !== undefined && !inputOptions.has(option)) report('invalid property', at('inputOption'));
    if (action['fillInText'] !== undefined && option !== 'openKeyboard')
      report('fillInText needs the input option openKeyboard', at('fillInText'));
  },
  datetimepicker: (action, at, report) => {
    checkData(action, at, report);
    const shape = dateShapes[String(action['mode'])];
    if (!shape) report('must be one of date, time, datetime', at('mode'));
    else
      for (const name of ['initial', 'min', 'max'])
        if (action[name] !== undefined && !isText(action[name], shape)) report('invalid format', at(name));
  },
  clipboard: (action, at, report) => {
    const text = action['clipboardText'];
    if (typeof text !== 'string' || text === '') report('must be specified', at('clipboardText'));
    else if (text.length > limits.CLIPBOARD_UNITS)
      report(`must not be longer than ${limits.CLIPBOARD_UNITS} characters`, at('clipboardText'));
  },
  richmenuswitch: (action, at, report) => {
    checkData(action, at, report);
    const alias = action['richMenuAliasId'];
    if (typeof alias !== 'string' || alias === '' || alias.length > limits.RICH_MENU_ALIAS_UNITS)
      report('must be specified', at('richMenuAliasId'));
  },
};

const inputOptions = new Set<unknown>(['closeRichMenu', 'openRichMenu', 'openKeyboard', 'openVoice']);

// https://developers.line.biz/en/reference/messaging-api/#date-and-time-format
const dateShapes: { readonly [mode: string]: RegExp } = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{2}:\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}$/,
};

function checkData(action: Obj, at: At, report: Report): void {
  const data = action['data'];
  if (typeof data !== 'string') report('must be specified', at('data'));
  else if (data.length > limits.POSTBACK_DATA_UNITS)
    report(`must not be longer than ${limits.POSTBACK_DATA_UNITS} characters`, at('data'));
}

function checkActionUri(uri: unknown, property: string, report: Report): void {
  if (typeof uri !== 'string' || uri === '') report('must be specified', property);
  else if (uri.length > limits.URI_UNITS) report(`size must be between 0 and ${limits.URI_UNITS}`, property);
  else {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
    if (!limits.ACTION_URI_SCHEMES.some((allowed) => allowed === scheme))
      report('invalid uri scheme', property);
    else if (/\s/.test(uri) || (scheme !== 'tel' && !URL.canParse(uri))) report('invalid uri', property);
  }
}
