import type { messagingApi } from '@line/bot-sdk';
import { LRUCache } from 'lru-cache';
import type { Json, Language } from '../../flows/domain.ts';
import type { Choice, Prompt, Said } from '../../flows/prompts.ts';
import { labelOf } from '../conversation/labels.ts';
import type { Words } from '../words.ts';
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
  const fitting = joinTexts(messages, limits.messagesPerCall);
  const last = fitting.at(-1);
  // The choices offered last are those of the last prompt that offers any.
  const offering = said.findLast(({ prompt }) => prompt.choices && prompt.choices.length > 0);
  if (last && offering)
    last.quickReply = quickReply(offering.prompt.choices ?? [], offering.language, parts.words);
  return fitting;
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
