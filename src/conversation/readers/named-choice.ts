import { namedChoices } from '../../text/named-choice.ts';
import { press } from './press.ts';
import type { Reader } from './reader.ts';
import { means } from './reader.ts';

/** What a choice of an agency begins with: of a question of the form, or of several that one text named. */
const agencyChoice = /^(?:agency|about):/;

/**
 * A part of the name of an agency that stands in the list said last: `เอาเทศบาลก่อนค่ะ`. A part that several of them have is asked
 * again, of those. Not once staff have written after the list.
 */
export const readNamedChoice: Reader = ({ text }, at, knowledge) => {
  if (at.staffSpokeLast) return null;
  const actions = new Map(
    at.listed
      .filter((action) => agencyChoice.test(action))
      .map((action) => [action.replace(agencyChoice, ''), action] as const),
  );
  const names = actions.size < 2 ? [] : namedChoices(text, [...actions.keys()]);
  const [name, another] = names;
  if (name === undefined) return null;
  // The form repeats its own question.
  if (another !== undefined)
    return at.path.startsWith('form.') ? null : means({ reply: 'several-agencies', names });
  return press(actions.get(name) ?? '', at, knowledge);
};
