import { namedChoice } from '../../text/named-choice.ts';
import { press } from './press.ts';
import type { Reader } from './reader.ts';

/** What a choice of an agency begins with: of a question of the form, or of several that one text named. */
const agencyChoice = /^(?:agency|about):/;

/**
 * A part of the name of an agency that stands in the list said last: `เอาเทศบาลก่อนค่ะ`. Not once staff have written after it,
 * and not a part that several of them have.
 */
export const readNamedChoice: Reader = ({ text }, at, knowledge) => {
  if (at.staffSpokeLast) return null;
  const actions = new Map(
    at.listed
      .filter((action) => agencyChoice.test(action))
      .map((action) => [action.replace(agencyChoice, ''), action] as const),
  );
  const name = actions.size < 2 ? null : namedChoice(text, [...actions.keys()]);
  const action = name === null ? undefined : actions.get(name);
  return action === undefined ? null : press(action, at, knowledge);
};
