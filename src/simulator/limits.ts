/**
 * LINE's limits, as its documentation gives them. Each has the page it comes from; where the page does not
 * say how characters are counted, https://developers.line.biz/en/docs/messaging-api/text-character-count/ does.
 */

// https://developers.line.biz/en/reference/messaging-api/#send-reply-message
export const MESSAGES_PER_CALL = 5;
/** "Use within one minute" of receiving the webhook. */
export const REPLY_TOKEN_LIFE_MS = 60_000;
/** A redelivered event's token is given a new minute only while the event is younger than this. */
export const REPLY_TOKEN_REDELIVERY_MS = 20 * 60_000;

// https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
export const RETRY_KEY_LIFE_MS = 24 * 60 * 60_000;

// https://developers.line.biz/en/reference/messaging-api/#status-codes (413)
export const BODY_BYTES = 2 * 1024 * 1024;

// https://developers.line.biz/en/reference/messaging-api/#send-push-message
/** A person who is no friend can be pushed to this long after writing to the account. */
export const PUSH_AFTER_MESSAGE_MS = 7 * 24 * 60 * 60_000;

// https://developers.line.biz/en/reference/messaging-api/#send-multicast-message
export const MULTICAST_RECIPIENTS = 500;

// https://developers.line.biz/en/reference/messaging-api/#text-message
/** UTF-16 code units. */
export const TEXT_UNITS = 5000;
export const EMOJIS_PER_TEXT = 20;

// https://developers.line.biz/en/reference/messaging-api/#quick-reply
export const QUICK_REPLY_ITEMS = 13;

// https://developers.line.biz/en/reference/messaging-api/#action-object-label-spec, in grapheme clusters
export const LABEL_QUICK_REPLY = 20;
export const LABEL_TEMPLATE = 20;
export const LABEL_IMAGE_CAROUSEL = 12;
export const LABEL_RICH_MENU = 20;
export const LABEL_FLEX = 40;

// https://developers.line.biz/en/reference/messaging-api/#postback-action
/** UTF-16 code units. */
export const POSTBACK_DATA_UNITS = 300;
/** Grapheme clusters: displayText, fillInText, and the text of a message action. */
export const ACTION_TEXT = 300;
// https://developers.line.biz/en/reference/messaging-api/#uri-action
export const URI_UNITS = 1000;
export const ACTION_URI_SCHEMES = ['http', 'https', 'line', 'tel'] as const;
// https://developers.line.biz/en/reference/messaging-api/#clipboard-action
export const CLIPBOARD_UNITS = 1000;
// https://developers.line.biz/en/reference/messaging-api/#richmenu-switch-action
export const RICH_MENU_ALIAS_UNITS = 32;

// https://developers.line.biz/en/reference/messaging-api/#image-message (and every other media address)
export const MEDIA_URL_UNITS = 2000;
// https://developers.line.biz/en/reference/messaging-api/#location-message
export const LOCATION_TEXT_UNITS = 100;

// https://developers.line.biz/en/reference/messaging-api/#icon-nickname-switch
export const SENDER_NAME_UNITS = 20;

// https://developers.line.biz/en/reference/messaging-api/#template-messages, #flex-message, #imagemap-message
export const ALT_TEXT_UNITS = 1500;

// https://developers.line.biz/en/reference/messaging-api/#buttons, in grapheme clusters
export const BUTTONS_ACTIONS = 4;
export const BUTTONS_TITLE = 40;
export const BUTTONS_TEXT = 160;
/** With a title or an image. */
export const BUTTONS_TEXT_SHORT = 60;
// https://developers.line.biz/en/reference/messaging-api/#confirm
export const CONFIRM_ACTIONS = 2;
export const CONFIRM_TEXT = 240;
// https://developers.line.biz/en/reference/messaging-api/#carousel
export const CAROUSEL_COLUMNS = 10;
export const CAROUSEL_ACTIONS = 3;
export const CAROUSEL_TITLE = 40;
export const CAROUSEL_TEXT = 120;
/** With a title or an image. */
export const CAROUSEL_TEXT_SHORT = 60;

// https://developers.line.biz/en/reference/messaging-api/#flex-message
export const FLEX_BUBBLE_BYTES = 30 * 1024;
export const FLEX_CAROUSEL_BYTES = 50 * 1024;
export const FLEX_CAROUSEL_BUBBLES = 12;
/** Levels that boxes may be nested. */
export const FLEX_DEPTH = 10;

// https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator
export const LOADING_SECONDS = { least: 5, most: 60, step: 5, default: 20 } as const;

// https://developers.line.biz/en/reference/messaging-api/#rich-menu-object
export const RICH_MENU_WIDTH = { least: 800, most: 2500 } as const;
export const RICH_MENU_HEIGHT_LEAST = 250;
export const RICH_MENU_RATIO_LEAST = 1.45;
export const RICH_MENU_AREAS = 20;
/** Grapheme clusters. */
export const RICH_MENU_NAME = 300;
/** Grapheme clusters. */
export const RICH_MENU_CHAT_BAR_TEXT = 14;
export const RICH_MENUS = 1000;
export const RICH_MENU_ALIASES = 1000;
// https://developers.line.biz/en/reference/messaging-api/#upload-rich-menu-image
export const RICH_MENU_IMAGE_BYTES = 1024 * 1024;

// https://developers.line.biz/en/reference/messaging-api/#rate-limits, per channel and endpoint
export const RATE_LIMITS = {
  default: { calls: 2000, perMs: 1000 },
  loading: { calls: 100, perMs: 1000 },
  multicast: { calls: 200, perMs: 1000 },
  richMenuList: { calls: 10, perMs: 1000 },
  richMenuWrite: { calls: 100, perMs: 60 * 60_000 },
  webhookTest: { calls: 60, perMs: 60 * 60_000 },
} as const;

// https://developers.line.biz/en/docs/partner-docs/development-guidelines/ (answer within two seconds)
export const WEBHOOK_TIMEOUT_MS = 2000;
// https://developers.line.biz/en/reference/messaging-api/#set-webhook-endpoint-url
export const WEBHOOK_URL_UNITS = 500;
