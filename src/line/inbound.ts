import type { MediaKind } from '../../flows/events.ts';
import { mediaKinds } from '../../flows/events.ts';
import type { Inbound, InboundMedia, OfficerEvent, Sticker } from '../conversation/inbound.ts';
import type { ImageSet } from '../requests/request.ts';
import type { Fields } from './fields.ts';
import { countOf, isFields, textOf } from './fields.ts';
import { cut, wordsOf } from './message-text.ts';

/** The body of a webhook. `events` is empty when LINE's console verifies the address. */
interface LineBody {
  readonly events: readonly unknown[];
}

/** LINE adds types, fields and values without notice: each event is looked at by itself, for what is used of it. */
export function isBody(value: unknown): value is LineBody {
  return isFields(value) && Array.isArray(value['events']);
}

/**
 * Why an event has no meaning here; it is counted and left. `odd`: what every event has is missing or of another
 * shape.
 */
export type LeftBecause = 'standby' | 'no-sender' | 'verification' | 'no-meaning' | 'unreadable' | 'odd';

/** `type` as LINE calls it. */
export type Read = { readonly type: string } & ({ event: OfficerEvent } | { left: LeftBecause });

/** LINE's console verifies with tokens of one repeated digit and this user. */
const verificationToken = /^(0{32}|f{32})$/;
/** LINE's clock and ours differ by seconds; a later time is a mistake. */
const mostAheadMs = 5 * 60_000;
/** File systems take no longer names: https://developers.line.biz/en/reference/messaging-api/#wh-file gives no limit. */
const longestFileName = 255;

/** Of a place, or on a sticker: LINE takes fewer. */
const longestWords = 500;

/**
 * One event of a webhook: a time of its own is believed up to a few minutes ahead of ours.
 * @param receivedAt epoch ms: when the webhook arrived.
 * @see https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
export function readEvent(line: unknown, receivedAt: number): Read {
  const given = isFields(line) ? line : {};
  const type = textOf(given['type']) ?? '';
  const leave = (left: LeftBecause): Read => ({ type, left });
  const { timestamp, mode, source = {}, webhookEventId: id } = given;
  if (type === '' || typeof timestamp !== 'number' || !isFields(source)) return leave('odd');
  if (mode !== undefined && typeof mode !== 'string') return leave('odd');
  if (mode === 'standby') return leave('standby');
  const replyToken = textOf(given['replyToken']);
  if (replyToken && verificationToken.test(replyToken)) return leave('verification');
  // Without an id there is no telling whether it came before. The dummy events of LINE's older consoles have none.
  if (id === undefined) return leave('unreadable');
  if (typeof id !== 'string' || id === '') return leave('odd');
  // Only the one-to-one chat is personal; what is said anywhere else is read by others too.
  const isPersonal = source['type'] === 'user';
  const from = isPersonal ? source['userId'] : (source['groupId'] ?? source['roomId']);
  if (from === undefined) return leave('no-sender');
  if (typeof from !== 'string' || from === '') return leave('odd');
  const inbound = isPersonal ? readPersonal(type, given) : readGroup(type, given);
  if (typeof inbound === 'string') return leave(inbound);
  const at = timestamp > receivedAt + mostAheadMs ? receivedAt : timestamp;
  return { type, event: { id, at, receivedAt, from, replyToken, inbound } };
}

function readPersonal(type: string, line: Fields): Inbound | LeftBecause {
  switch (type) {
    case 'message': {
      const message = readMessage(line['message']);
      return message ? readSent(message) : 'unreadable';
    }
    case 'postback': {
      const postback = line['postback'];
      if (!isFields(postback) || typeof postback['data'] !== 'string') return 'unreadable';
      const { data, params } = postback;
      // LINE shows the other rich menu by itself; the switch says nothing unless it is to another language.
      const isSwitch = isFields(params) && typeof params['newRichMenuAliasId'] === 'string';
      if (isSwitch && params['newRichMenuAliasId'] !== '' && !data.startsWith('language:'))
        return 'no-meaning';
      return { kind: 'button', action: data.toWellFormed() };
    }
    case 'unsend': {
      const unsend = line['unsend'];
      if (!isFields(unsend) || typeof unsend['messageId'] !== 'string') return 'unreadable';
      return { kind: 'unsend', messageId: unsend['messageId'] };
    }
    case 'follow':
      return { kind: 'follow' };
    case 'unfollow':
      return { kind: 'unfollow' };
    default:
      return 'no-meaning';
  }
}

function readSent(message: Message): Inbound | LeftBecause {
  if (message.type !== 'text') {
    const media = mediaKinds.find((kind) => kind === message.type);
    return media ? readMedia(media, message) : 'no-meaning';
  }
  const text = wordsOf(message.text, message.fields['emojis']);
  if (text === null) return readMedia('sticker', message);
  return { kind: 'text', text, messageId: message.id, quotes: textOf(message.fields['quotedMessageId']) };
}

/** What LINE keeps bytes of: https://developers.line.biz/en/reference/messaging-api/#get-content */
const hasContent: ReadonlySet<MediaKind> = new Set(['image', 'video', 'audio', 'file']);

function readMedia(media: MediaKind, { id, type, fields }: Message): InboundMedia {
  const fileName = textOf(fields['fileName']);
  return {
    kind: 'media',
    media,
    messageId: id,
    contentId: hasContent.has(media) ? id : null,
    fileName: fileName === null ? null : cut(fileName, longestFileName),
    size: countOf(fields['fileSize']),
    set: readSet(fields['imageSet']),
    sticker: type === 'sticker' ? readSticker(fields) : null,
    place: media === 'location' ? readPlace(fields) : null,
    quotes: textOf(fields['quotedMessageId']),
  };
}

/** https://developers.line.biz/en/reference/messaging-api/#wh-location: both may be missing. */
function readPlace(fields: Fields): string | null {
  const words = [textOf(fields['title']), textOf(fields['address'])].filter((each) => each !== null);
  return words.length > 0 ? cut(words.join(', '), longestWords) : null;
}

/** https://developers.line.biz/en/reference/messaging-api/#wh-image: absent where LINE does not tell. */
function readSet(value: unknown): ImageSet | null {
  if (!isFields(value)) return null;
  const [id, index, total] = [textOf(value['id']), countOf(value['index']), countOf(value['total'])];
  return id === null || index === null || total === null ? null : { id, index, total };
}

function readSticker(fields: Fields): Sticker | null {
  const [packageId, stickerId] = [textOf(fields['packageId']), textOf(fields['stickerId'])];
  if (packageId === null || stickerId === null) return null;
  const { keywords } = fields;
  const given: readonly unknown[] = Array.isArray(keywords) ? keywords : [];
  const text = textOf(fields['text']);
  const written = text === null ? null : cut(text, longestWords);
  return { packageId, stickerId, keywords: given.flatMap((each) => textOf(each) ?? []), text: written };
}

/** Nothing that is said in a group is read; only whether the account was spoken to. */
function readGroup(type: string, line: Fields): Inbound | LeftBecause {
  if (type === 'join') return { kind: 'group', addressed: true };
  if (type !== 'message') return 'no-meaning';
  const message = readMessage(line['message']);
  if (!message) return 'unreadable';
  return message.type === 'text'
    ? { kind: 'group', addressed: isToSelf(message.fields['mention']) }
    : 'no-meaning';
}

interface Message {
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly fields: Fields;
}

/** Null where it is no message. */
function readMessage(value: unknown): Message | null {
  if (!isFields(value)) return null;
  const { type, id, text = '' } = value;
  if (typeof type !== 'string' || typeof id !== 'string' || typeof text !== 'string') return null;
  return { type, id, text, fields: value };
}

/** A mention that cannot be read is of somebody else. */
function isToSelf(mention: unknown): boolean {
  if (!isFields(mention) || !Array.isArray(mention['mentionees'])) return false;
  return mention['mentionees'].some((each: unknown) => isFields(each) && each['isSelf'] === true);
}
