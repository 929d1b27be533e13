import { z } from 'zod';
import { mediaKinds } from '../../flows/events.ts';
import type { Inbound, OfficerEvent } from '../conversation/inbound.ts';

/**
 * One webhook event, as far as it is needed. LINE adds types, fields and values without notice, so that only
 * what every event has is required.
 * @see https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
const eventSchema = z.looseObject({
  type: z.string(),
  timestamp: z.number(),
  /** The dummy events of LINE's older consoles have none. */
  webhookEventId: z.string().min(1).optional(),
  mode: z.string().optional(),
  replyToken: z.string().optional(),
  source: z
    .looseObject({
      type: z.string(),
      userId: z.string().optional(),
      groupId: z.string().optional(),
      roomId: z.string().optional(),
    })
    .optional(),
});
type LineEvent = z.infer<typeof eventSchema>;

/** The body of a webhook. `events` is empty when LINE's console verifies the address. */
export const bodySchema = z.looseObject({ destination: z.string().optional(), events: z.array(eventSchema) });

const messageSchema = z.looseObject({
  type: z.string(),
  id: z.string(),
  text: z.string().optional(),
  mention: z
    .looseObject({ mentionees: z.array(z.looseObject({ isSelf: z.boolean().optional() })) })
    .optional()
    .catch(undefined),
});
const postbackSchema = z.looseObject({
  data: z.string(),
  params: z.looseObject({ newRichMenuAliasId: z.string().optional() }).optional().catch(undefined),
});
const unsendSchema = z.looseObject({ messageId: z.string() });

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
  try {
    const inbound = isPersonal ? readPersonal(line) : readGroup(line);
    if (!inbound) return { left: 'no-meaning' };
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
  } catch (error) {
    if (error instanceof z.ZodError) return { left: 'unreadable' };
    throw error;
  }
}

function readPersonal(line: LineEvent): Inbound | null {
  switch (line.type) {
    case 'message': {
      const message = messageSchema.parse(line['message']);
      if (message.type === 'text') return { kind: 'text', text: message.text ?? '', messageId: message.id };
      const media = mediaKinds.find((kind) => kind === message.type);
      return media ? { kind: 'media', media } : null;
    }
    case 'postback': {
      const postback = postbackSchema.parse(line['postback']);
      // LINE shows the other rich menu by itself; the switch says nothing unless it is to another language.
      if (postback.params?.newRichMenuAliasId && !postback.data.startsWith('language:')) return null;
      return { kind: 'button', action: postback.data };
    }
    case 'unsend':
      return { kind: 'unsend', messageId: unsendSchema.parse(line['unsend']).messageId };
    case 'follow':
      return { kind: 'follow' };
    case 'unfollow':
      return { kind: 'unfollow' };
    default:
      return null;
  }
}

/** Nothing that is said in a group is read; only whether the account was spoken to. */
function readGroup(line: LineEvent): Inbound | null {
  if (line.type === 'join') return { kind: 'group', addressed: true };
  if (line.type !== 'message') return null;
  const message = messageSchema.parse(line['message']);
  if (message.type !== 'text') return null;
  return { kind: 'group', addressed: message.mention?.mentionees.some((each) => each.isSelf) ?? false };
}
