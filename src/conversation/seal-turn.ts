import { wallClock } from '../calendar/wall-clock.ts';
import type { Outgoing } from '../delivery/outgoing.ts';
import { sealOutgoing } from '../delivery/outgoing.ts';
import { sealUnclear } from '../learning/unclear.ts';
import { sealChange } from '../requests/record.ts';
import type { TurnWrite } from '../store/port.ts';
import type { EngineParts } from './engine-parts.ts';
import { conversationPlace } from './engine-parts.ts';
import type { OfficerEvent } from './inbound.ts';
import type { Remembered } from './remembered.ts';
import { writeSaved } from './saved.ts';
import type { Answer, Turn } from './turn.ts';

/** All that a turn changes, encrypted, as one write. @param now epoch ms. */
export function sealTurn(
  { officer, version }: Remembered,
  events: readonly OfficerEvent[],
  turn: Turn,
  written: readonly Outgoing[],
  now: number,
  parts: EngineParts,
): TurnWrite {
  const isCounted = turn.unclear.length + turn.tallies.length > 0;
  const day = isCounted ? wallClock(now, parts.timeZone ?? 'Asia/Bangkok').date : '';
  return {
    officer,
    at: now,
    eventIds: events.map((event) => event.id),
    conversation: {
      expected: version,
      sealed: parts.vault.seal(writeSaved(turn.saved), conversationPlace(officer)),
    },
    requests: turn.changes.map((change) => sealChange(parts.vault, change)),
    outbox: written.map((outgoing) => sealOutgoing(parts.vault, outgoing)),
    consents: turn.consents,
    unclear: turn.unclear.map((message) => sealUnclear(parts.vault, message, day)),
    unclearGone: turn.unclearGone.map((messageId) => parts.vault.messageKey(messageId)),
    undeliveredGone: turn.undeliveredGone,
    tallies: turn.tallies.map((tally) => ({ ...tally, day })),
  };
}

/** What is said to one event, as a message to send. */
export function compose({ event, prompts }: Answer, turnId: string, parts: EngineParts): Outgoing {
  return {
    id: parts.newId(),
    ref: null,
    turnId,
    to: event.from,
    replyToken: event.replyToken,
    replyTokenAt: event.replyToken === null ? null : event.receivedAt,
    said: prompts,
  };
}
