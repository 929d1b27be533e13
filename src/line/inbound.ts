import { mediaKinds } from '../../flows/events.ts';
import type { Inbound, OfficerEvent } from '../conversation/inbound.ts';

/**
 * One webhook event, as far as it is needed. LINE adds types, fields and values without notice, so that only
 * what every event has is required, and only what is used is looked at.
 * @see https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
interface LineEvent {
  readonly type: string;
  readonly timestamp: number;
  /** The dummy events of LINE's older consoles have none. */
  readonly webhookEventId?: string;
  readonly mode?: string;
  readonly replyToken?: string;
  readonly source?: {
    readonly type: string;
    readonly userId?: string;
    readonly groupId?: string;
    readonly roomId?: string;
  };
  readonly [field: string]: unknown;
}

/** The body of a webhook. `events` is empty when LINE's console verifies the address. */
interface LineBody {
  readonly destination?: string;
  readonly events: readonly LineEvent[];
}

type Fields = { readonly [field: string]: unknown };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const mayBeText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

export function isBody(value: unknown): value is LineBody {
  return (
    isFields(value) &&
    mayBeText(value['destination']) &&
    Array.isArray(value['events']) &&
    value['events'].every(isEvent)
  );
}

function isEvent(value: unknown): value is LineEvent {
  return (
    isFields(value) &&
    typeof value['type'] === 'string' &&
    typeof value['timestamp'] === 'number' &&
    mayBeText(value['webhookEventId']) &&
    value['webhookEventId'] !== '' &&
    mayBeText(value['mode']) &&
    mayBeText(value['replyToken']) &&
    (value['source'] === undefined || isSource(value['source']))
  );
}

function isSource(value: unknown): boolean {
  return (
    isFields(value) &&
    typeof value['type'] === 'string' &&
    mayBeText(value['userId']) &&
    mayBeText(value['groupId']) &&
    mayBeText(value['roomId'])
  );
}

/** Why an event has no meaning here; it is counted and left. */
export type LeftBecause = 'standby' | 'no-sender' | 'verification' | 'no-meaning' | 'unreadable';

export type Read = { event: OfficerEvent } | { left: LeftBecause };

/** LINE's console verifies with tokens of one repeated digit and this user. */
const verificationToken = /^(0{32}|f{32})$/;

/** @param receivedAt epoch ms: when the webhook arrived. */
export function readEvent(line: LineEvent, receivedAt: number): Read {
  if (line.mode === 'standby') return { left: 'standby' };
  if (line.replyToken && verificationToken.test(line.replyToken)) return { left: 'verification' };
  const { webhookEventId } = line;
  // Without an id there is no telling whether it came before.
  if (!webhookEventId) return { left: 'unreadable' };
  const { source } = line;
  // Only the one-to-one chat is personal; what is said anywhere else is read by others too.
  const isPersonal = source?.type === 'user';
  const from = isPersonal ? source.userId : (source?.groupId ?? source?.roomId);
  if (!from) return { left: 'no-sender' };
  const inbound = isPersonal ? readPersonal(line) : readGroup(line);
  if (typeof inbound === 'string') return { left: inbound };
  return {
    event: {
      id: webhookEventId,
      at: line.timestamp,
      receivedAt,
      from,
      replyToken: line.replyToken ?? null,
      inbound,
    },
  };
}

function readPersonal(line: LineEvent): Inbound | LeftBecause {
  switch (line.type) {
    case 'message': {
      const message = readMessage(line['message']);
      if (!message) return 'unreadable';
      if (message.type === 'text') return { kind: 'text', text: message.text ?? '', messageId: message.id };
      const media = mediaKinds.find((kind) => kind === message.type);
      return media ? { kind: 'media', media } : 'no-meaning';
    }
    case 'postback': {
      const postback = line['postback'];
      if (!isFields(postback) || typeof postback['data'] !== 'string') return 'unreadable';
      const { data, params } = postback;
      // LINE shows the other rich menu by itself; the switch says nothing unless it is to another language.
      const isSwitch = isFields(params) && typeof params['newRichMenuAliasId'] === 'string';
      if (isSwitch && params['newRichMenuAliasId'] !== '' && !data.startsWith('language:'))
        return 'no-meaning';
      return { kind: 'button', action: data };
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

/** Nothing that is said in a group is read; only whether the account was spoken to. */
function readGroup(line: LineEvent): Inbound | LeftBecause {
  if (line.type === 'join') return { kind: 'group', addressed: true };
  if (line.type !== 'message') return 'no-meaning';
  const message = readMessage(line['message']);
  if (!message) return 'unreadable';
  return message.type === 'text' ? { kind: 'group', addressed: isToSelf(message.mention) } : 'no-meaning';
}

/** Null where it is no message. */
function readMessage(
  value: unknown,
): { type: string; id: string; text: string | undefined; mention: unknown } | null {
  if (!isFields(value)) return null;
  const { type, id, text, mention } = value;
  return typeof type === 'string' && typeof id === 'string' && mayBeText(text)
    ? { type, id, text, mention }
    : null;
}

/** A mention that cannot be read is of somebody else. */
function isToSelf(mention: unknown): boolean {
  if (!isFields(mention) || !Array.isArray(mention['mentionees'])) return false;
  return mention['mentionees'].some((each: unknown) => isFields(each) && each['isSelf'] === true);
}
