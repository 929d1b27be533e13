import { language, say } from './words.js';

/** Times are shown as in Thailand, wherever the browser is. */
const timeZone = 'Asia/Bangkok';
const locale = () => (language === 'th' ? 'th-TH' : 'en-GB');

/** @param {number} at epoch ms */
export const clockTime = (at) =>
  new Intl.DateTimeFormat(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at);

/** @param {number} at epoch ms */
export const clockTimeWithSeconds = (at) =>
  new Intl.DateTimeFormat(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at);

/**
 * The day, for telling days apart.
 * @param {number} at epoch ms
 */
export const dayOf = (at) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);

/**
 * The day, for reading: today by that word, others by date; in Thai in the Buddhist era.
 * @param {number} at epoch ms
 */
export function dayInWords(at) {
  if (dayOf(at) === dayOf(Date.now())) return say('day.today');
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  }).format(at);
}
