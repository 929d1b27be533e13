import type { messagingApi } from '@line/bot-sdk';
import { LRUCache } from 'lru-cache';
import type { Json, Language } from '../../flows/domain.ts';
import type { Choice, Prompt, Said } from '../../flows/prompts/prompt.ts';
import { choicesOf, keyOf, numberedChoices } from '../conversation/numbered.ts';
import { labelOf, plainLabel } from '../conversation/readers/labels.ts';
import type { Words } from '../base/words.ts';
import { flexFor } from './flex.ts';
import { limits, shortLabels, within } from './limits.ts';
import { wordsFor } from './phrase.ts';

type Message = messagingApi.Message;

/** Makes LINE messages of what is said. */
export interface Renderer {
  /**
   * @param said in the order it is said, each in its language. Neighbouring texts beyond what LINE takes in
   * one call are joined.
   * @returns 1 to 5 message objects, which others may be given, too; quick replies only on the last, as LINE shows no
   * others.
   * @throws {RangeError} when there is no such sentence: another version of the assistant has it.
   */
  readonly render: (said: readonly Said[]) => readonly Message[];
}

export interface RenderParts {
  readonly words: Words;
  /** Address of the one-to-one chat, for groups; null while it is not known. */
  readonly chatLink: () => string | null;
}

export function createRenderer(parts: RenderParts): Renderer {
  /** What is said again and again to everybody: menus, answers, questions of the form. */
  const known = new LRUCache<string, Message[]>({ max: 1_000 });
  return {
    render(said) {
      const name = said.every(isForEverybody) ? JSON.stringify([parts.chatLink(), said]) : null;
      const before = name === null ? undefined : known.get(name);
      if (before) return before;
      const messages = renderAnew(said, parts);
      if (name !== null) known.set(name, messages);
      return messages;
    },
  };
}

/** Values of small closed sets, whoever it is said to. What a person wrote or has stands under other names. */
const closed: ReadonlySet<string> = new Set([
  'contactHours',
  'key',
  'lapsed',
  'notice',
  'reasonCode',
  'reminder',
  'service',
  'step',
  'type',
  'unfinished',
]);

function isForEverybody({ prompt }: Said): boolean {
  return hasClosed(prompt.params) && (prompt.choices ?? []).every(({ params }) => hasClosed(params));
}

function hasClosed(params: Prompt['params']): boolean {
  for (const name in params)
    if (params[name] !== null && typeof params[name] !== 'boolean' && !closed.has(name)) return false;
  return true;
}

function renderAnew(said: readonly Said[], parts: RenderParts): Message[] {
  const messages = said.map(({ prompt, language }) => renderOne(prompt, language, parts));
  const list = listed(said, parts);
  const isListApart = list !== '' && messages.at(-1)?.type === 'flex';
  const joined = joinTexts(messages, limits.messagesPerCall - (isListApart ? 1 : 0));
  const fitting = withList(joined, list);
  const last = fitting.at(-1);
  const { choices, language } = choicesOf(said);
  if (last && choices.length > 0) last.quickReply = quickReply(choices, language, parts.words);
  return fitting;
}

/**
 * The choices as lines of text, since LINE on a PC shows no quick replies: the number of each, or the key that it
 * always has, and its label. Empty where there are none.
 */
function listed(said: readonly Said[], { words }: RenderParts): string {
  const { choices, language } = choicesOf(said);
  const numbered = numberedChoices(said);
  const line = (choice: Choice): string => {
    const label = plainLabel(choice, language, words);
    const number = numbered.indexOf(choice) + 1;
    if (number > 0) return words.say(language, 'conversation:choice-list.item', { number, label });
    const key = keyOf(choice);
    return key === null
      ? words.say(language, 'conversation:choice-list.word', { label })
      : words.say(language, 'conversation:choice-list.key', { key, label });
  };
  // The keys that work everywhere stand below what is special here.
  const isEverywhere = (choice: Choice) => keyOf(choice) !== null && !choice.action.startsWith('key:');
  const lines = [
    ...choices.filter((choice) => !isEverywhere(choice)).map(line),
    choices.filter(isEverywhere).map(line).join('  '),
  ].filter((each) => each !== '');
  if (lines.length === 0) return '';
  const how =
    numbered.length > 0 ? 'how' : choices.some((each) => keyOf(each) !== null) ? 'how-keys' : 'how-words';
  return [words.say(language, `conversation:choice-list.${how}`), ...lines].join('\n');
}

/** Appends the list to the last text, or sends it as a text of its own after a Flex message, whose buttons are few. */
function withList(messages: readonly Message[], list: string): Message[] {
  const last = messages.at(-1);
  if (list === '' || !last) return [...messages];
  if (last.type !== 'text') return [...messages, { type: 'text', text: list }];
  const room = limits.text - list.length - 2;
  return [...messages.slice(0, -1), { type: 'text', text: `${within(last.text, room)}\n\n${list}` }];
}

function renderOne(prompt: Prompt, language: Language, { words, chatLink }: RenderParts): Message {
  const params = { ...prompt.params, link: chatLink() } satisfies { [name: string]: Json };
  const text = wordsFor(prompt.say, params, language, words);
  const contents = flexFor(prompt, language, words);
  // The text is what stands in notifications and on devices that show no Flex: it says everything.
  if (contents) return { type: 'flex', altText: within(text, limits.altText), contents };
  return { type: 'text', text: within(text, limits.text) };
}

function quickReply(choices: readonly Choice[], language: Language, words: Words): messagingApi.QuickReply {
  const shown = choices.slice(0, limits.quickReplies);
  const full = shown.map((choice) => labelOf(choice, language, words));
  const labels = shortLabels(full, limits.quickReplyLabel);
  return {
    items: shown.map(({ action: data }, at) => ({
      type: 'action',
      action: { type: 'postback', label: labels[at], data, displayText: full[at] },
    })),
  };
}

/** Joins neighbouring texts until no more than `most` messages are left. */
function joinTexts(messages: readonly Message[], most: number): Message[] {
  const joined = [...messages];
  for (let index = 0; joined.length > most && index + 1 < joined.length;) {
    const [here, next] = [joined[index], joined[index + 1]];
    if (here?.type === 'text' && next?.type === 'text') {
      const text = [here.text, next.text].join('\n\n');
      joined.splice(index, 2, { type: 'text', text: within(text, limits.text) });
    } else index += 1;
  }
  return joined.slice(0, most);
}
