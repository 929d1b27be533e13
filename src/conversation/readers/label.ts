import { goesOn, parseAction } from '../../../flows/buttons.ts';
import type { Context } from '../../../flows/context.ts';
import type { Language } from '../../../flows/domain.ts';
import { languages } from '../../../flows/domain.ts';
import { ask } from '../../../flows/prompts/ask.ts';
import { anywhere, judgements } from '../../../flows/prompts/choices.ts';
import { edits } from '../../../flows/prompts/form.ts';
import type { Choice } from '../../../flows/prompts/prompt.ts';
import type { Words } from '../../base/words.ts';
import { hasTag } from '../paths.ts';
import { labelOf, squeezed, typedFor } from './labels.ts';
import { press } from './press.ts';
import type { Meaning, Reader, Situation } from './reader.ts';

/** A part of a label is clear from this many letters on. */
const clearPart = 4;

/** What the officer can choose where the conversation stands. */
const offered = ({ path, context, facts, listed }: Situation): readonly Choice[] => [
  ...ask(path, context, facts).flatMap((prompt) => prompt.choices ?? []),
  ...(path.startsWith('form.') ? edits(context) : []),
  ...listed.flatMap(judgementsOf),
];

/** Whether an answer helped: asked below the answer, and by no state. */
function judgementsOf(action: string): readonly Choice[] {
  const [happening] = action.startsWith('helped:yes:') ? (parseAction(action) ?? []) : [];
  return happening && 'reply' in happening && happening.reply === 'helped'
    ? judgements(happening.intent)
    : [];
}

interface Found {
  readonly choice: Choice;
  readonly language: Language;
}

/** The choice that shows what was typed, in either language, the chosen one first. */
function find(
  choices: readonly Choice[],
  { language: chosen }: Context,
  words: Words,
  isTyped: (labels: readonly string[]) => boolean,
): Found[] {
  const inOrder = languages.toSorted((one) => (one === chosen ? -1 : 1));
  return choices.flatMap((choice) => {
    const language = inOrder.find((each) => isTyped(typedFor(choice, each, words)));
    return language ? [{ choice, language }] : [];
  });
}

const chosen = ({ choice, language }: Found, meaning: Meaning): Meaning =>
  goesOn(choice.action) ? { ...meaning, language } : meaning;

/**
 * What a button of the present question says, typed: LINE on a PC shows no quick replies. Its key may be left
 * out. A clear part of it is enough where the question takes nothing else.
 */
export const readLabel: Reader = ({ typed, messageId }, at, knowledge) => {
  if (typed === '') return null;
  const choices = offered(at);
  const [whole] = find(choices, at.context, knowledge.words, (labels) => labels.includes(typed));
  const parts =
    whole || typed.length < clearPart || hasTag(at.path, 'takes-text') || hasTag(at.path, 'settles-agency')
      ? []
      : find(choices, at.context, knowledge.words, (labels) => labels.some((label) => label.includes(typed)));
  const found = whole ?? (parts.length === 1 ? parts[0] : undefined);
  if (!found) return null;
  const meaning = press(found.choice.action, at, knowledge);
  const happenings = meaning.happenings.map((each) =>
    'slot' in each && 'value' in each ? { ...each, messageId } : each,
  );
  return chosen(found, { ...meaning, happenings });
};

const tables = new WeakMap<Words, ReadonlyMap<string, Found>>();

/** The choices that may stand below any answer, by what they show. */
function labelsAnywhere(words: Words): ReadonlyMap<string, Found> {
  const known = tables.get(words);
  if (known) return known;
  const table = new Map(
    anywhere.flatMap((choice) =>
      languages.map(
        (language) => [squeezed(labelOf(choice, language, words)), { choice, language }] as const,
      ),
    ),
  );
  tables.set(words, table);
  return table;
}

/** What a button below an earlier answer says, typed: still to be seen though the conversation has gone on. */
export const readTopic: Reader = ({ typed }, { path, context }, { words }) => {
  const takesAnything = hasTag(path, 'takes-text') && path !== 'person.subject';
  const found = takesAnything ? undefined : labelsAnywhere(words).get(typed);
  if (!found) return null;
  const [inOwn] = find([found.choice], context, words, (labels) => labels.includes(typed));
  const happenings = parseAction(found.choice.action);
  return happenings && chosen(inOwn ?? found, { happenings, chosen: found.choice.action });
};
