import type { Facts } from '../../flows/events.ts';
import { answerIntents } from '../../flows/domain.ts';
import type { FaqEntry } from '../understanding/tables.ts';
import { wallClock } from '../calendar/wall-clock.ts';

const minuteMs = 60_000;

/**
 * The answers whose `validTo` has passed, each with that day.
 * @param timeZone IANA name: a day passes at the office's midnight.
 */
export function lapsedAnswers(
  entries: readonly Pick<FaqEntry, 'id' | 'validTo'>[],
  timeZone: string,
): (now: number) => NonNullable<Facts['lapsed']> {
  const dated = entries.flatMap(({ id, validTo }) => {
    const intent = answerIntents.find((known) => known === id);
    return intent && validTo !== null ? [{ intent, validTo }] : [];
  });
  const lapsedOn = (today: string) =>
    Object.fromEntries(
      dated
        .filter(({ validTo }) => validTo < today)
        // Noon in UTC is the same day in Bangkok.
        .map(({ intent, validTo }) => [intent, Date.parse(`${validTo}T12:00:00Z`)]),
    );
  // Asked at every turn, and the same for a whole day: a day begins with a full minute.
  let last = { minute: Number.NaN, lapsed: lapsedOn('') };
  return (now) => {
    const minute = Math.floor(now / minuteMs);
    if (minute !== last.minute) last = { minute, lapsed: lapsedOn(wallClock(now, timeZone).date) };
    return last.lapsed;
  };
}
