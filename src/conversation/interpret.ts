import { meaningOf, parseAction } from '../../flows/actions.ts';
import { ask, formSlots } from '../../flows/asks.ts';
import type { Context } from '../../flows/context.ts';
import { openQuestion } from '../../flows/conversation.machine.ts';
import { languages } from '../../flows/domain.ts';
import type { Facts, Happening, Slot } from '../../flows/events.ts';
import { menu } from '../../flows/menu.ts';
import type { Choice } from '../../flows/prompts.ts';
import type { Understanding } from '../../flows/understanding.ts';
import type { Masked } from '../privacy/masking.ts';
import { checkField } from '../requests/fields.ts';
import { parseReference } from '../requests/reference.ts';
import { normalise } from '../text/normalise.ts';
import type { Words } from '../words.ts';
import type { Inbound } from './inbound.ts';
import { readKeys } from './keys.ts';

/** Where the conversation stands when something arrives. */
export interface View {
  /** Path of the state, e.g. `form.phone`. */
  readonly path: string;
  readonly context: Context;
  readonly facts: Facts;
  /** Time since the officer's last event, ms. */
  readonly pauseMs: number;
}

export interface Knowledge {
  readonly understand: (text: string) => Understanding;
  readonly words: Words;
}

/** After this pause a text is a greeting rather than the answer to a question asked the day before. */
export const longPauseMs = 4 * 60 * 60 * 1000;

/**
 * What an officer's doing means where the conversation stands: the events to put to the flow, in order.
 * Texts must be masked before. Pure: the same view and text always mean the same.
 */
export function interpret(
  inbound: Inbound,
  found: readonly Masked[],
  view: View,
  knowledge: Knowledge,
): Happening[] {
  switch (inbound.kind) {
    case 'follow':
      return [{ type: 'follow' }];
    case 'media':
      return [{ type: 'media', kind: inbound.media }];
    case 'button':
      // A button of a flow that is no more: say where the conversation stands.
      return [...(parseAction(inbound.action) ?? [{ type: 'repeat' as const }])];
    case 'text':
      return interpretText(inbound.text, inbound.messageId, found, view, knowledge);
    case 'unsend':
    case 'unfollow':
    case 'group':
      return [];
  }
}

function interpretText(
  text: string,
  messageId: string,
  found: readonly Masked[],
  view: View,
  knowledge: Knowledge,
): Happening[] {
  const { path, context, facts } = view;
  const slot = formSlots.find((each) => path === `form.${each}`);

  const word = command(text);
  if (word) return word;
  const keys = readKeys(text);
  if (keys && (!slot || keys.every((key) => key in menu.chatKeys))) return pressKeys(keys, view);
  const label = pressedLabel(text, view, knowledge.words);
  if (label) return label;

  const masked: Happening[] = found.length > 0 ? [{ type: 'masked', found }] : [];
  if (slot)
    return [...masked, ...(masked.length > 0 ? [] : readSlot(slot, text, messageId, view, knowledge))];
  if (path === 'requests.reply' && context.ref)
    return [...masked, { type: 'note', ref: context.ref, text, messageId, silent: false }];
  const question = openQuestion(facts.requests);
  if (question) return [...masked, { type: 'note', ref: question.ref, text, messageId, silent: true }];
  if (masked.length > 0) {
    // The question around the number is answered all the same, when it is clear.
    const around = knowledge.understand(text);
    return around.outcome === 'answer' ? [...masked, ...means(around, path)] : masked;
  }

  const ref = parseReference(text);
  if (ref) return [{ type: 'request.show', ref }];
  const waiting = facts.requests.find((request) => request.status === 'waiting');
  const understanding = knowledge.understand(text);
  if (waiting && !path.startsWith('routing.') && understanding.outcome !== 'answer')
    return [{ type: 'note', ref: waiting.ref, text, messageId, silent: false }];
  return [...speak(understanding, context), ...means(understanding, path)];
}

/** A word that is understood at any point of the conversation. */
function command(text: string): Happening[] | null {
  const meaning = commands.get(squeezed(text));
  return meaning ? [...meaning] : null;
}

const squeezed = (text: string) => normalise(text).replaceAll(/[\s.!?"'“”]/g, '');

const commands: ReadonlyMap<string, readonly Happening[]> = new Map(
  Object.entries(menu.commands).flatMap(([action, words]) => {
    const meaning = parseAction(action);
    if (!meaning) throw new Error(`flows/menu.yaml: no such action: ${action}`);
    return words.map((word) => [squeezed(word), meaning] as const);
  }),
);

/**
 * Keys, typed one by one or ahead. A path that does not start at the present menu is read from the top, as a
 * caller who dials anew would; the flow stops at the first key that does not exist.
 */
function pressKeys(keys: readonly string[], { path, context }: View): Happening[] {
  const [first = ''] = keys;
  const here = menu.nodes[path];
  const fromTop =
    keys.length > 1 && !(here && first in here.keys) && first in (menu.nodes[menu.root]?.keys ?? {});
  const rest = fromTop && context.consent ? keys.slice(1) : keys;
  const start: Happening[] = fromTop
    ? [context.consent ? { type: 'menu' } : { type: 'node', id: menu.root }]
    : [];
  return [...start, ...rest.map(pressKey)];
}

function pressKey(key: string): Happening {
  const own = menu.chatKeys[key];
  return own ? { type: own } : { type: 'key', key };
}

/** Typing what a button says is pressing it: LINE for PC does not always show buttons. */
function pressedLabel(text: string, { path, context, facts }: View, words: Words): Happening[] | null {
  const typed = squeezed(text);
  if (typed === '') return null;
  const choices = ask(path, context, facts).flatMap((prompt) => prompt.choices ?? []);
  const pressed = choices.find((choice) =>
    languages.some((language) => squeezed(labelOf(choice, language, words)) === typed),
  );
  const meaning = pressed && parseAction(pressed.action);
  return meaning ? [...meaning] : null;
}

/** A choice's label as it is shown. */
export function labelOf(choice: Choice, language: (typeof languages)[number], words: Words): string {
  const key = choice.label.includes(':') ? choice.label : `conversation:${choice.label}`;
  return words.say(language, key, choice.params);
}

/** In the form a question is answered; anything else is the answer to the form's question. */
function readSlot(
  slot: Slot,
  text: string,
  messageId: string,
  view: View,
  knowledge: Knowledge,
): Happening[] {
  const checked = checkField(slot, text);
  const freeText = slot !== 'phone' && slot !== 'email' && slot !== 'hasDigitalId';
  if (view.pauseMs >= longPauseMs && (freeText || !checked.ok)) return [{ type: 'return' }];
  if (freeText || !checked.ok) {
    const understanding = knowledge.understand(text);
    if (understanding.outcome === 'answer' && (understanding.isQuestion || !checked.ok))
      return [...speak(understanding, view.context), ...means(understanding, view.path)];
  }
  if (!checked.ok) return [{ type: 'misfill', slot, problem: checked.problem }];
  return [{ type: 'fill', slot, value: checked.value, flags: checked.flags, messageId }];
}

/** An officer who has not chosen a language is answered in the one they write. */
function speak({ language }: Understanding, context: Context): Happening[] {
  return language && language !== context.language && !context.languageChosen
    ? [{ type: 'speak', language }]
    : [];
}

/** What a text that is neither key, word nor answer sets off. */
function means(understanding: Understanding, path: string): Happening[] {
  const { outcome, intent, agency } = understanding;
  const settling = path.startsWith('routing.');
  if (agency && settling && !(outcome === 'answer' && understanding.isQuestion && agency.type === null))
    return [{ type: 'agency', reading: agency }];
  if (outcome === 'answer' && intent) {
    const meaning = meaningOf(intent, understanding.language);
    if (
      agency?.type &&
      meaning.type === 'answer' &&
      agencyAnswers.has(meaning.intent) &&
      !path.startsWith('form.')
    )
      return [{ type: 'issuer', reading: agency, language: understanding.language }];
    return [meaning];
  }
  if (agency) return [{ type: 'agency', reading: agency }];
  if (outcome === 'choices') return [{ type: 'choices', intents: understanding.choices }];
  return [{ type: settling && !understanding.isQuestion ? 'agency.unknown' : 'unknown' }];
}

/** Answers that the issuer's card gives better, once the agency is known. */
const agencyAnswers: ReadonlySet<string> = new Set([
  'token-central',
  'token-regional',
  'token-local',
  'token-request',
]);
