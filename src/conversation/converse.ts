import { goesOn } from '../../flows/buttons.ts';
import type { Held } from '../../flows/context.ts';
import type { Language } from '../../flows/domain.ts';
import type { Effect, Facts, Happening, Move, Reply } from '../../flows/events.ts';
import { isReply } from '../../flows/events.ts';
import { ask } from '../../flows/prompts/ask.ts';
import { afterEffect } from '../../flows/prompts/outcomes.ts';
import type { Choice, Prompt, Said } from '../../flows/prompts/prompt.ts';
import { judgedCard, replyTo } from '../../flows/prompts/replies.ts';
import { judgements } from '../../flows/prompts/choices.ts';
import type { Masked } from '../privacy/masking.ts';
import { carryOut } from './effects.ts';
import { factsNow } from './facts.ts';
import type { Inbound, OfficerEvent } from './inbound.ts';
import { numberedChoices } from './numbered.ts';
import { forFormOnly, interpret, readText } from './readers/index.ts';
import type { Meaning, Situation } from './readers/reader.ts';
import { maskText } from './split-numbers.ts';
import { step } from './step.ts';
import type { TurnState } from './turn-state.ts';

/** Texts kept for the thread of a question, should the officer ask for a person. */
const saidKept = 5;
/** Where a text is read as if it were typed that came too late for the state the conversation is in. */
const lateAt = 'menu.main';

type Conversing = Extract<Inbound, { kind: 'text' | 'button' | 'media' | 'follow' }>;

/** One event of the conversation: read, put to the flow, and answered. It is masked before anything else sees it. */
export function converse(
  turn: TurnState,
  event: OfficerEvent,
  inbound: Conversing,
  isLate: boolean,
): readonly Said[] {
  if (inbound.kind === 'follow') return finish(turn, apply(turn, event, [{ type: 'follow' }]));
  const { text, found } =
    inbound.kind === 'text'
      ? maskText(turn, event, inbound, isLate)
      : { text: '', found: [] as readonly Masked[] };
  const safe = inbound.kind === 'text' ? { ...inbound, text } : inbound;
  const isFurtherPicture = inbound.kind === 'media' && isOfSameSet(turn, inbound);
  const before = turn.saved.context.aside;
  // What does not go on with the question that was answered in another language ends that.
  if (!(inbound.kind === 'button' && goesOn(inbound.action))) setAside(turn, null);
  const at = situation(turn, event, { isLate, quotes: 'quotes' in safe ? (safe.quotes ?? null) : null });
  const meaning = interpret(safe, found, at, turn.parts);
  if (safe.kind === 'text') turn.learning.noteUnclear(safe.text, safe.messageId, meaning.happenings, at.path);
  if (meaning.chosen) turn.learning.noteChoice(meaning.chosen, event.at);
  // What is late was meant for an earlier moment, and tells nothing of the language from now on.
  if (isLate) setAside(turn, meaning.language ?? null);
  else speak(turn, meaning.language ?? null);
  const said = isLate
    ? hearLate(turn, event, meaning.happenings, before)
    : carryThrough(turn, event, meaning, at);
  if (safe.kind === 'text' && meaning.happenings.some(isSpoken))
    remember(turn, safe.text, safe.messageId, event.at);
  return finish(turn, isFurtherPicture ? [] : said);
}

function carryThrough(turn: TurnState, event: OfficerEvent, meaning: Meaning, at: Situation): Said[] {
  const said = apply(turn, event, meaning.happenings);
  return meaning.thenForForm
    ? [...said.filter(isLasting), ...readForForm(turn, event, meaning.thenForForm, at)]
    : said;
}

/** A held message that the officer wants the form to take. */
function readForForm(turn: TurnState, event: OfficerEvent, held: Held, before: Situation): Said[] {
  const at = {
    ...situation(turn, event, { isLate: false, quotes: null }),
    pauseMs: 0,
    receipt: before.receipt,
  };
  const typed = { text: held.text, messageId: held.messageId ?? '', quotes: held.quotes };
  const { happenings } = readText(typed, [], at, turn.parts, forFormOnly);
  return apply(turn, event, happenings);
}

function situation(
  turn: TurnState,
  event: OfficerEvent,
  { isLate, quotes }: { readonly isLate: boolean; readonly quotes: string | null },
): Situation {
  const { saved } = turn;
  const facts = factsOf(turn);
  const staffWroteAt = Math.max(0, ...facts.requests.map((request) => request.staffWroteAt ?? 0));
  return {
    // What is late was not meant for the question that is asked now.
    path: isLate ? lateAt : saved.path,
    context: saved.context,
    facts,
    pauseMs: event.at - saved.latestAt,
    listed: isLate ? [] : saved.listed,
    staffSpokeLast: staffWroteAt > saved.latestAt,
    quotedRef: quotes === null ? null : turn.ledger.refOfMessage(quotes),
    receipt: saved.receipt,
  };
}

/** @param before facts that the flow was given: their reference goes on, though it may have been filed by now. */
function factsOf(turn: TurnState, before?: Facts): Facts {
  const draw = () => before?.newRef ?? (turn.newRef ??= turn.parts.newRef(turn.officer));
  return factsNow(turn.ledger, turn.parts, turn.lapsed, draw);
}

/**
 * What arrives after later events were applied: a question is answered and a text for staff reaches them;
 * keys and answers to the form belong to a moment that has passed, and the officer is told so.
 */
function hearLate(
  turn: TurnState,
  event: OfficerEvent,
  happenings: readonly Happening[],
  aside: Language | null,
): Said[] {
  const harmless = happenings.filter((each) => isReply(each) && harmlessLate.has(each.reply));
  const { language } = turn.saved.context;
  const said =
    harmless.length > 0
      ? apply(turn, event, harmless)
      : [{ prompt: { say: 'late' }, language }, ...apply(turn, event, [{ type: 'repeat' }])];
  setAside(turn, aside);
  return said;
}

/** What changes nothing in the conversation itself. */
const harmlessLate: ReadonlySet<string> = new Set(['answer', 'gap', 'note', 'masked', 'media']);

/** Puts each to the flow, or replies to it. The last answers for all: keys typed ahead are answered once. */
function apply(turn: TurnState, event: OfficerEvent, happenings: readonly Happening[]): Said[] {
  let said: Said[] = [];
  for (const happening of happenings) {
    const more = isReply(happening) ? reply(turn, event, happening) : move(turn, event, happening);
    said = [...(isReply(happening) ? said : said.filter(isLasting)), ...more];
    if (more.some(({ prompt }) => prompt.say === 'key.unknown')) break;
  }
  return said;
}

function move(turn: TurnState, event: OfficerEvent, happening: Move): Said[] {
  const facts = factsOf(turn);
  const wasInForm = isInForm(turn);
  const { demands, ...standing } = step(turn.saved, { ...happening, facts });
  turn.saved = { ...turn.saved, ...standing, misses: 0 };
  const language = spokenIn(turn);
  // The form goes on in the chosen language, whatever language a question in the middle of it was in.
  const askedIn = wasInForm && isInForm(turn) ? turn.saved.context.language : language;
  const said = demands.flatMap((demand): Said[] => {
    if (demand.kind === 'say') return [{ prompt: demand.prompt, language }];
    if (demand.kind === 'effect') return perform(turn, event, demand.effect, facts);
    return [];
  });
  if (!demands.some(({ kind }) => kind === 'ask')) return said;
  const asked = ask(turn.saved.path, turn.saved.context, factsOf(turn, facts)).map((prompt): Said => ({
    prompt,
    language: askedIn,
  }));
  const isNew = demands.some((demand) => demand.kind === 'effect' && demand.effect.kind === 'tally');
  return [...said, ...withJudgement(turn, asked, isNew)];
}

function reply(turn: TurnState, event: OfficerEvent, happening: Reply): Said[] {
  const facts = factsOf(turn);
  const { path, context, misses, judging } = turn.saved;
  const replied = replyTo(happening, { path, context, facts, misses, judging });
  turn.saved = { ...turn.saved, misses: replied.misses, judging: replied.judging };
  const language = spokenIn(turn);
  const effects = replied.effects.flatMap((effect) => perform(turn, event, effect, facts));
  const says = replied.says.map((prompt): Said => ({ prompt, language }));
  const asked = replied.asksAgain ? offering(replied.offers ?? [], ask(path, context, facts)) : [];
  const again = asked.map((prompt): Said => ({
    prompt,
    language: isInForm(turn) ? context.language : language,
  }));
  return replied.asksAgain === 'first' ? [...effects, ...again, ...says] : [...effects, ...says, ...again];
}

/** With more to choose from, before the other choices of the last question. */
function offering(choices: readonly Choice[], asked: readonly Prompt[]): readonly Prompt[] {
  return asked.map((prompt, at) =>
    at === asked.length - 1 && choices.length > 0
      ? { ...prompt, choices: [...choices, ...(prompt.choices ?? [])] }
      : prompt,
  );
}

function perform(turn: TurnState, event: OfficerEvent, effect: Effect, facts: Facts): Said[] {
  const outcome = carryOut(effect, facts, {
    ...turn,
    event,
    eraseUndelivered: () => {
      turn.undeliveredGone = true;
    },
  });
  const isFiled = effect.kind === 'file-token' || effect.kind === 'file-question';
  if (isFiled) turn.newRef = null;
  if (effect.kind === 'file-question') turn.saved = { ...turn.saved, said: [] };
  if (effect.kind === 'note' && outcome.done) turn.saved = { ...turn.saved, receipt: effect.note.ref };
  const prompt = afterEffect(outcome, factsOf(turn, facts));
  return prompt ? [{ prompt, language: spokenIn(turn) }] : [];
}

/** A card is an answer, too: whether it helped is asked once. */
function withJudgement(turn: TurnState, asked: readonly Said[], isNew: boolean): Said[] {
  const { path, context, misses } = turn.saved;
  const intent = judgedCard({ path, context, facts: factsOf(turn), misses, judging: null });
  const [last] = asked.slice(-1);
  if (!intent || !last || !(isNew || turn.saved.judging === intent)) return [...asked];
  turn.saved = { ...turn.saved, judging: intent };
  const prompt: Prompt = {
    ...last.prompt,
    choices: [...(last.prompt.choices ?? []), ...judgements(intent)],
  };
  return [...asked.slice(0, -1), { ...last, prompt }];
}

/** Remembers what of the last thing said can be chosen by number. */
function finish(turn: TurnState, said: readonly Said[]): readonly Said[] {
  const isReceiptOnly = said.every(
    ({ prompt }) => prompt.say === 'note.sent' || prompt.say === 'handoff.receipt',
  );
  turn.saved = {
    ...turn.saved,
    listed: said.length === 0 ? turn.saved.listed : numberedChoices(said).map(({ action }) => action),
    receipt: isReceiptOnly ? turn.saved.receipt : null,
  };
  return said;
}

const spokenIn = ({ saved: { context } }: TurnState): Language => context.aside ?? context.language;

const isInForm = ({ saved }: TurnState): boolean => saved.path.startsWith('form.');

function setAside(turn: TurnState, aside: Language | null): void {
  const { context } = turn.saved;
  if (context.aside !== aside) turn.saved = { ...turn.saved, context: { ...context, aside } };
}

/**
 * A question is answered in its own language. Until consent is given, and where no language was chosen, the chat
 * goes on in it; from then on the chat keeps its language.
 */
function speak(turn: TurnState, language: Language | null): void {
  const { context } = turn.saved;
  if (language === null || language === context.language) return;
  if (context.consent === null && !context.languageChosen)
    turn.saved = { ...turn.saved, context: { ...context, language } };
  else setAside(turn, language);
}

/** Pictures that were sent together are one message: LINE tells each of them by itself. */
function isOfSameSet(turn: TurnState, { set }: Extract<Inbound, { kind: 'media' }>): boolean {
  if (!set) return false;
  const isSame = turn.saved.imageSet === set.id;
  turn.saved = { ...turn.saved, imageSet: set.id };
  return isSame;
}

/** What was said in words, and would tell a person what the officer is after. */
const isSpoken = (happening: Happening): boolean =>
  isReply(happening)
    ? ['answer', 'choices', 'unknown', 'gap'].includes(happening.reply)
    : happening.type === 'issuer' || happening.type === 'agency';

function remember(turn: TurnState, text: string, messageId: string, at: number): void {
  if (!turn.saved.context.consent) return;
  turn.saved = { ...turn.saved, said: [...turn.saved.said, { text, messageId, at }].slice(-saidKept) };
}

/** Of what keys typed ahead or a long message passed through, what was recorded is still told, and of a text that it was masked. */
const isLasting = ({ prompt }: Said): boolean => lasting.has(prompt.say);
const lasting: ReadonlySet<string> = new Set([
  'consent.given',
  'form.started',
  'handoff.filed',
  'handoff.receipt',
  'note.sent',
  'form.contact-found',
  'masked.national-id',
  'masked.token',
]);
