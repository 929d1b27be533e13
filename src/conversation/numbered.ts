import { menu } from '../../flows/menu.ts';
import type { Choice, Said } from '../../flows/prompts/prompt.ts';

/** The choices that stand below what is said: those of the last prompt that offers any. */
export function choicesOf(
  said: readonly Said[],
): Pick<Said, 'language'> & { readonly choices: readonly Choice[] } {
  const offering = said.findLast(({ prompt }) => prompt.choices && prompt.choices.length > 0);
  return { choices: offering?.prompt.choices ?? [], language: offering?.language ?? 'th' };
}

const chatKeys: ReadonlyMap<string, string> = new Map(
  Object.entries(menu.chatKeys).map(([key, action]) => [action, key]),
);

/** The key that a choice always has: of the phone menu, or one of the chat's own. */
export function keyOf({ action }: Choice): string | null {
  if (action.startsWith('key:')) return action.split(':')[2] ?? null;
  return chatKeys.get(action) ?? null;
}

/** What staff did is told in between: a number typed after it may be an answer to them, so that none is shown. */
const isTold = ({ prompt }: Said): boolean => prompt.say.startsWith('requests:told.');

/**
 * The choices that are numbered, in order from 1, as they stand in the text. Where keys of the phone menu are
 * listed none is: a number is a key there.
 */
export function numberedChoices(said: readonly Said[]): readonly Choice[] {
  const { choices } = choicesOf(said);
  if (said.some(isTold) || choices.some(({ action }) => action.startsWith('key:'))) return [];
  return choices.filter((choice) => keyOf(choice) === null);
}
