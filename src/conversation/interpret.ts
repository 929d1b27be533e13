import { goesOn, meaningOf, parseAction } from '../../flows/actions.ts';
import { anywhere, ask, confirms, edits, judgements } from '../../flows/asks.ts';
import type { Context, Offer } from '../../flows/context.ts';
import { openQuestion } from '../../flows/conversation.machine.ts';
import type { Language } from '../../flows/domain.ts';
import { languages } from '../../flows/domain.ts';
import type { Facts, Happening, RequestSummary, Slot } from '../../flows/events.ts';
import { slots } from '../../flows/events.ts';
import { menu } from '../../flows/menu.ts';
import type { Choice } from '../../flows/prompts.ts';
import type { AgencyReading, Understanding } from '../../flows/understanding.ts';
import type { Masked } from '../privacy/masking.ts';
import { checkField } from '../requests/fields.ts';
import { looksLikeReference, parseReference } from '../requests/reference.ts';
import type { AgencyEntry } from '../routing/agency-list.ts';
import type { AgencyCompletion } from '../routing/completion.ts';
import { normalise } from '../text/normalise.ts';
import type { Words } from '../words.ts';
import type { Inbound } from './inbound.ts';
import { readKeys } from './keys.ts';
import { labelOf, squeezed, typedFor } from './labels.ts';

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
  /** The operator's list of agencies, where there is one: used where an agency's name is typed into the form. */
  readonly complete?: AgencyCompletion | undefined;
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
      return pressed(inbound.action, view, knowledge) ?? [{ type: 'repeat' }];
    case 'text':
      return interpretText(inbound.text, inbound.messageId, found, view, knowledge);
    case 'unsend':
    case 'unfollow':
    case 'group':
      return [];
  }
}

/** What a button sets off; null for one of a flow, or of a list of agencies, that is no more. */
function pressed(action: string, view: View, { complete }: Knowledge): Happening[] | null {
  const meaning = parseAction(action);
  const [first] = meaning ?? [];
  if (first?.type !== 'listed') return meaning && [...meaning];
  const entry = complete?.(first.agency.name).match;
  if (!entry) return null;
  const { slot } = view.context.offer ?? {};
  return [slot === 'parentAgency' ? fillWith(slot, entry.name, null) : listedAs(entry, null)];
}

const fillWith = (slot: Slot, value: string, messageId: string | null): Happening => ({
  type: 'fill',
  slot,
  value,
  flags: [],
  messageId,
});

const listedAs = ({ name, type, parent }: AgencyEntry, messageId: string | null): Happening => ({
  type: 'listed',
  agency: { name, type: type === 'none' ? null : type, parent },
  messageId,
});

function interpretText(
  text: string,
  messageId: string,
  found: readonly Masked[],
  view: View,
  knowledge: Knowledge,
): Happening[] {
  const { path, context, facts } = view;
  const slot = slotOf(path, context);
  const isSettling = path.startsWith('routing.');
  const writesTo = path === 'requests.reply' ? context.ref : null;
  // Nothing that is typed is kept without consent, not even for staff.
  const question = context.consent ? openQuestion(facts.requests) : null;
  const waiting = context.consent && !isSettling ? facts.requests.find(isWaiting) : undefined;

  const typed = squeezed(text);
  const word = commands.get(typed) ?? null;
  if (word && !(question || writesTo ? courtesies : slot === 'position' ? titles : none).has(word.type))
    return [word];
  const keys = readKeys(text);
  const offered = keys && offeredName(keys, view);
  if (offered) return pressed(`agency:${offered}`, view, knowledge) ?? [{ type: 'repeat' }];
  if (keys) {
    const { presses, leads } = pressKeys(keys, view);
    const isOwn = keys.every((key) => key in menu.chatKeys);
    if (isOwn || (!slot && !writesTo && (leads || !(question ?? waiting)))) return presses;
  }
  const button = pressedLabel(typed, view, knowledge);
  if (button) return button.map((each) => (each.type === 'fill' ? { ...each, messageId } : each));
  const about = confirms(path);
  const yes = about === null ? null : readYesNo(typed);
  if (about && yes !== null) return [{ type: 'confirm', about, yes }];

  const masked: Happening[] = found.length > 0 ? [{ type: 'masked', found }] : [];
  if (slot) return masked.length > 0 ? masked : readSlot(slot, text, messageId, view, knowledge);
  if (writesTo) return [...masked, { type: 'note', ref: writesTo, text, messageId, silent: false }];

  const understanding = knowledge.understand(text);
  const meaning =
    listedFor(text, messageId, understanding, view, knowledge) ?? means(understanding, messageId, path);
  if (question && !(isSettling && understanding.agency))
    return [...masked, { type: 'note', ref: question.ref, text, messageId, silent: true }];
  // The question around the number is answered all the same, when it is clear.
  if (masked.length > 0)
    return understanding.outcome === 'answer'
      ? [...masked, ...speak(understanding.language, context), ...meaning]
      : masked;

  const ref = readReference(text);
  if (ref) return [{ type: 'request.show', ref }];
  const topic = offeredAnywhere(typed, context, knowledge.words);
  if (topic) return topic;
  if (waiting && !(understanding.outcome === 'answer' && understanding.isQuestion))
    return [{ type: 'note', ref: waiting.ref, text, messageId, silent: false }];
  const service = understanding.outcome === 'answer' || isSettling ? null : mentionedService(typed);
  // A name is no question: it is written in whatever language the agency has it.
  const isName = isSettling && context.languageChosen && !understanding.isQuestion;
  return [...(isName ? [] : speak(understanding.language, context)), ...(service ? [service] : meaning)];
}

/** The question of the form that a text answers; null where none is asked. */
function slotOf(path: string, { offer }: Context): Slot | null {
  if (path === 'form.suggest') return offer && offer.slot !== 'agencyType' ? offer.slot : null;
  return slots.find((each) => path === `form.${each}`) ?? null;
}

/** The name that stands under a number among those offered. */
function offeredName(keys: readonly string[], { path, context }: View): string | null {
  const [key, ...more] = keys;
  return path.endsWith('.suggest') && more.length === 0
    ? (context.offer?.names[Number(key) - 1] ?? null)
    : null;
}

/** Where the form asks the type, an agency of the operator's list tells it; null where the text names none. */
function listedFor(
  text: string,
  messageId: string,
  { isQuestion, agency }: Understanding,
  { path, context }: View,
  { complete }: Knowledge,
): Happening[] | null {
  if (!complete || !path.startsWith('routing.') || context.purpose !== 'form' || isQuestion) return null;
  const checked = checkField('agencyName', text);
  if (!checked.ok) return null;
  return completed('agencyType', checked.value, [], agency, messageId, complete);
}

/** What the operator's list has for a name; null for nothing, and the name stands as it was typed. */
function completed(
  slot: Offer['slot'],
  typed: string,
  flags: readonly string[],
  reading: AgencyReading | null,
  messageId: string,
  complete: AgencyCompletion,
): Happening[] | null {
  const { match, near } = complete(typed);
  if (match)
    return [slot === 'parentAgency' ? fillWith(slot, match.name, messageId) : listedAs(match, messageId)];
  // A name that our own list knows is no part of another.
  const isKnown = reading?.reason.code === 'listed' && reading.reason.matched === typed;
  const names = near.map(({ name }) => name).filter((name) => `agency:${name}`.length <= longestAction);
  if (names.length === 0 || isKnown) return null;
  return [
    {
      type: 'suggest',
      slot,
      typed,
      names,
      flags,
      reading: slot === 'agencyType' ? reading : null,
      messageId,
    },
  ];
}

/** A longer name does not fit into a button; typed in full it is taken all the same. UTF-16 units. */
const longestAction = 300;

/** Another service of the contact center, named in a text: only its contact is known here. */
function mentionedService(typed: string): Happening | null {
  const found = services.find(({ names }) => names.some((name) => typed.includes(name)));
  return found ? { type: 'service', id: found.id } : null;
}

const services = Object.entries(menu.mentions).map(([id, names]) => ({ id, names: names.map(squeezed) }));

const isWaiting = (request: RequestSummary) => request.status === 'waiting';

/** Words that are said to the person who listens, when one does. */
const courtesies: ReadonlySet<string> = new Set([
  'greeting',
  'thanks',
  'repeat',
  'resume',
  'consent.give',
  'consent.refuse',
]);
/** เจ้าหน้าที่ is a position as well. */
const titles: ReadonlySet<string> = new Set(['human']);
const none: ReadonlySet<string> = new Set();

/** Words that are understood at any point of the conversation. */
const commands: ReadonlyMap<string, Happening> = new Map(
  Object.entries(menu.commands).flatMap(([action, words]) => {
    const [meaning] = parseAction(action) ?? [];
    if (!meaning) throw new Error(`flows/menu.yaml: no such action: ${action}`);
    return words.map((word) => [squeezed(word), meaning] as const);
  }),
);

const yesWords: ReadonlySet<string> = new Set(menu.answers.yes.map(squeezed));
const noWords: ReadonlySet<string> = new Set(menu.answers.no.map(squeezed));

function readYesNo(typed: string): boolean | null {
  return yesWords.has(typed) ? true : noWords.has(typed) ? false : null;
}

/** The reference in a text; one with a slip in it too, so that the officer is told rather than not understood. */
function readReference(text: string): string | null {
  const ref = parseReference(text);
  if (ref || !looksLikeReference(text)) return ref;
  return /\d{7,11}/.exec(normalise(text).replaceAll(/(?<=\d)[\s.-]+(?=\d)/g, ''))?.[0] ?? null;
}

/**
 * Keys, typed one by one or ahead. A path that does not start at the present menu is read from the top, as a
 * caller who dials anew would; the flow stops at the first key that does not exist.
 * @returns `leads`: every key exists, so that they can hardly be meant as anything else.
 */
function pressKeys(
  keys: readonly string[],
  { path, context }: View,
): { presses: Happening[]; leads: boolean } {
  const [first = ''] = keys;
  const isHere = first in menu.chatKeys || first in (menu.nodes[path]?.keys ?? {});
  const dialled =
    isHere || keys.length === 1 ? null : tops.find((id) => first in (menu.nodes[id]?.keys ?? {}));
  const from = dialled && (context.consent || dialled === menu.root) ? dialled : null;
  const top: Happening = context.consent ? { type: 'menu' } : { type: 'node', id: menu.root };
  const rest = from === menu.root && context.consent ? keys.slice(1) : keys;
  return {
    presses: [...(from ? [top] : []), ...rest.map(pressKey)],
    leads: exist(keys, from ?? path),
  };
}

/** Where a path may begin that does not begin here: with consent, or with the menu that consent leads to. */
const tops = [menu.root, ...Object.values(menu.nodes[menu.root]?.keys ?? {})];

/** Whether every key exists where the ones before it lead. */
function exist([first, ...rest]: readonly string[], id: string): boolean {
  if (first === undefined || first in menu.chatKeys) return true;
  const target = menu.nodes[id]?.keys[first];
  return target !== undefined && exist(rest, target);
}

function pressKey(key: string): Happening {
  const own = menu.chatKeys[key];
  return own ? { type: own } : { type: 'key', key };
}

/** Typing what a button says is pressing it: LINE for PC does not always show buttons. Its key may be left out. */
function pressedLabel(typed: string, view: View, knowledge: Knowledge): Happening[] | null {
  const { path, context, facts } = view;
  if (typed === '') return null;
  const choices = [
    ...ask(path, context, facts).flatMap((prompt) => prompt.choices ?? []),
    ...(path.startsWith('form.') ? edits(context) : []),
    ...(context.judging ? judgements(context.judging) : []),
  ];
  const label = labelled(choices, typed, context, knowledge.words);
  const meaning = label && pressed(label.choice.action, view, knowledge);
  return meaning && label && [...label.language, ...meaning];
}

/** The choice that shows what was typed, in either language: in the other than the chosen one, it is answered in that. */
function labelled(
  choices: readonly Choice[],
  typed: string,
  context: Context,
  words: Words,
): { readonly choice: Choice; readonly language: readonly Happening[] } | null {
  const inOrder = languages.toSorted((one) => (one === context.language ? -1 : 1));
  for (const choice of choices)
    for (const language of inOrder) {
      if (!typedFor(choice, language, words).includes(typed)) continue;
      const isAside = goesOn(choice.action) && context.languageChosen;
      return { choice, language: isAside ? speak(language, context) : [] };
    }
  return null;
}

/** A label of those that may stand below any answer, still to be seen though the conversation has gone on. */
function offeredAnywhere(typed: string, context: Context, words: Words): Happening[] | null {
  if (!labelsAnywhere(words).has(typed)) return null;
  const label = labelled(anywhere, typed, context, words);
  return label && [...label.language, ...(parseAction(label.choice.action) ?? [])];
}

/** The action of a choice that an answer offers, where its label was typed rather than pressed; null for other texts. */
export function typedChoice(text: string, { path }: View, { words }: Knowledge): string | null {
  if (slotLike.test(path)) return null;
  return labelsAnywhere(words).get(squeezed(text))?.action ?? null;
}

/** There what is typed answers the question that is asked. */
const slotLike = /^(?:form\.|requests\.reply)/;

const anywhereOf = new WeakMap<Words, ReadonlyMap<string, Choice>>();

/** The choices that may stand below any answer, by what they show; made once. */
function labelsAnywhere(words: Words): ReadonlyMap<string, Choice> {
  const known = anywhereOf.get(words);
  if (known) return known;
  const labels = anywhere.flatMap((choice) =>
    languages.map((language) => [squeezed(labelOf(choice, language, words)), choice] as const),
  );
  const byLabel = new Map(labels);
  anywhereOf.set(words, byLabel);
  return byLabel;
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
  const isFreeText = slot !== 'phone' && slot !== 'email' && slot !== 'hasDigitalId';
  const flags = checked.ok ? [...checked.flags] : [];
  let reading: AgencyReading | null = null;
  if (isFreeText || !checked.ok) {
    const understanding = knowledge.understand(text);
    const { outcome, isQuestion } = understanding;
    const isWords = /\p{L}/u.test(text);
    if (
      (outcome === 'answer' && (isQuestion || (!checked.ok && isWords))) ||
      (outcome === 'choices' && isQuestion)
    )
      return [...speak(understanding.language, view.context), ...means(understanding, messageId, view.path)];
    if (view.pauseMs >= longPauseMs) return [{ type: 'return' }];
    reading = understanding.agency;
    const read = reading?.type ?? null;
    if (slot === 'agencyName' && read !== null && read !== view.context.draft?.agencyType)
      flags.push('requests:flag.agencyType-differs');
  }
  if (!checked.ok) return [{ type: 'misfill', slot, problem: checked.problem }];
  const { complete } = knowledge;
  if (complete && (slot === 'agencyName' || slot === 'parentAgency') && typeof checked.value === 'string') {
    const listed = completed(slot, checked.value, flags, reading, messageId, complete);
    if (listed) return listed;
  }
  return [{ type: 'fill', slot, value: checked.value, flags, messageId }];
}

/** A question is answered in its language. Where no other was chosen, that is the conversation's from now on. */
function speak(language: Language | null, context: Context): Happening[] {
  if (language === null || language === context.language) return [];
  return [{ type: context.languageChosen ? 'aside' : 'speak', language }];
}

/** What a text that is neither key, word nor answer sets off. */
function means(understanding: Understanding, messageId: string, path: string): Happening[] {
  const { outcome, intent, agency: reading, isQuestion } = understanding;
  const isSettling = path.startsWith('routing.');
  if (reading && isSettling && !(outcome === 'answer' && isQuestion && reading.type === null))
    return [{ type: 'agency', reading, messageId }];
  if (outcome === 'answer' && intent) {
    const meaning = meaningOf(intent);
    const hasCard = meaning.type === 'answer' && agencyAnswers.has(meaning.intent);
    if (reading?.type && hasCard && !path.startsWith('form.'))
      return [{ type: 'issuer', reading, messageId }];
    return [meaning];
  }
  const { choices } = understanding;
  // Where only the issuer is open, settling the type of agency settles it.
  if (outcome === 'choices' && !(reading && choices.every((choice) => agencyAnswers.has(choice))))
    return [{ type: 'choices', intents: choices }];
  if (reading) return [{ type: 'agency', reading, messageId }];
  return [{ type: isSettling && !isQuestion ? 'agency.unknown' : 'unknown' }];
}

/** Answers that the issuer's card gives better, once the agency is known. */
const agencyAnswers: ReadonlySet<string> = new Set([
  'token-central',
  'token-regional',
  'token-local',
  'token-request',
]);
