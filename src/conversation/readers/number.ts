import { readNumber } from '../../text/spoken-number.ts';
import { press } from './press.ts';
import type { Reader } from './reader.ts';

/**
 * The number of a choice that stands in what the assistant said last: `1`, `ข้อ 1`, `๑`, `หนึ่ง`.
 * Not once staff have written after it, and not a number that the list does not have.
 */
export const readNumberedChoice: Reader = ({ text }, at, knowledge) => {
  if (at.staffSpokeLast || at.listed.length === 0) return null;
  const number = readNumber(text);
  const action = number === null ? undefined : at.listed[number - 1];
  return action === undefined ? null : press(action, at, knowledge);
};
