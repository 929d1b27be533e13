import type { Context } from '../context.ts';
import type { AnswerIntent, Gap } from '../domain.ts';
import type { Effect, Facts, PossibleName, Reply } from '../events.ts';
import { openQuestion, openThreads } from '../guards.ts';
import {
  afterAnswer,
  consentChoices,
  human,
  judgements,
  noneOfThese,
  onward,
  question,
  toMenu,
  topics,
  unfinished,
  route,
  toStaff,
} from './choices.ts';
import { answerOnCard } from './issuer.ts';
import type { Choice, Prompt } from './prompt.ts';
import { standingOf } from './requests.ts';

/** Where the conversation stands when something is answered without moving it. */
export interface ReplySituation {
  readonly path: string;
  readonly context: Context;
  readonly facts: Facts;
  /** Texts in a row that were not understood, or not taken by the form. */
  readonly misses: number;
  /** The answer that the officer was asked about, whether it helped, and has not said yet. */
  readonly judging: AnswerIntent | null;
}

export interface Replied {
  readonly says: readonly Prompt[];
  readonly effects: readonly Effect[];
  /** Whether what the state asks is asked again: afterwards, or `first`, so that other choices stand below it. */
  readonly asksAgain: boolean | 'first';
  /** Offered before the other choices of what is asked again. */
  readonly offers?: readonly Choice[];
  readonly misses: number;
  readonly judging: AnswerIntent | null;
}

/** After so many tries a question of the form can be left, or a person asked. */
const triesBeforeHelp = 2;

/** Outside of the form: what is asked here is asked again after anything else was said. */
const asksToBeAnswered: ReadonlySet<string> = new Set([
  'person.subject',
  'data.slot',
  'data.erase',
  'data.withdraw',
  'requests.withdraw',
]);

/** What is said to something that moves nothing, and what is done besides. */
export function replyTo(reply: Reply, at: ReplySituation): Replied {
  const isInForm = at.path.startsWith('form.');
  const asksAgain = isInForm || asksToBeAnswered.has(at.path);
  const nothing: Replied = { says: [], effects: [], asksAgain, misses: at.misses, judging: at.judging };
  const say = (prompt: Prompt): Replied => ({ ...nothing, says: [prompt] });
  switch (reply.reply) {
    case 'greeting':
      if (isInForm) return say({ say: 'form.returned', params: agencyOf(at.context) });
      return at.path.startsWith('consent.') && at.context.noticeShown === at.facts.notice
        ? { ...nothing, says: [{ say: 'greeting.hello' }, { say: 'consent.first', choices: consentChoices }] }
        : { ...say({ say: 'greeting.hello' }), asksAgain: true };
    case 'thanks':
      return say({ say: 'thanks', ...(isInForm ? {} : { choices: onward }) });
    case 'later':
      return {
        ...say({ say: 'form.later', choices: [...unfinished(at.context), toMenu] }),
        asksAgain: false,
      };
    case 'answer':
      return answer(reply, at, nothing);
    case 'gap':
      return { ...say(gapOf(reply.gap, at, isInForm)), misses: 0 };
    case 'choices':
      return choices(reply, at, nothing);
    case 'unknown':
      return unknown(at, nothing);
    case 'several-agencies':
      return say({
        say: 'form.two-agencies',
        choices: [
          ...reply.names.map((name) => ({
            label: 'choice.agency',
            params: { name },
            action: `about:${name}`,
          })),
          toMenu,
          human,
        ],
      });
    case 'helped':
      return helped(reply, at, nothing, isInForm);
    case 'slot-help':
      return say({ say: `form.help.${reply.slot}` });
    case 'misfill':
      return misfill(reply, at, nothing);
    case 'returned':
      return say({ say: 'form.returned', params: agencyOf(at.context) });
    case 'no-such-key':
      return { ...say({ say: 'key.unknown', params: { key: reply.key } }), asksAgain: true };
    case 'note':
      return {
        ...nothing,
        effects: [{ kind: 'note', note: reply.note, receipt: reply.receipt }],
        asksAgain: isInForm && reply.receipt !== null,
      };
    case 'presence':
      return {
        ...say({
          ...standingOf(at.facts, reply.ref),
          choices: [{ label: 'choice.show-request', action: `request:show:${reply.ref}` }, toMenu],
        }),
        asksAgain: false,
      };
    case 'media':
      return say({ say: `media.${reply.kind}`, ...(isInForm ? {} : { choices: onward }) });
    case 'masked':
      return say({
        say: `masked.${reply.found[0] ?? 'token'}`,
        ...(isInForm ? {} : { choices: onward }),
      });
  }
}

const agencyOf = ({ draft }: Context) => ({ agencyName: draft?.agencyName ?? null });

/** An answer that speaks of a date which has passed says so. In a thread with staff it is marked as the assistant's. */
function answer(
  { intent, toStaffToo }: Extract<Reply, { reply: 'answer' }>,
  at: ReplySituation,
  nothing: Replied,
): Replied {
  const judging = mayAskJudgement(at) ? intent : null;
  const isAside = at.path.startsWith('form.') || toStaffToo === true;
  const choices = [...afterAnswer(intent), ...(judging ? judgements(intent) : [])];
  const said: Prompt = {
    say: `faq:answer.${intent}`,
    params: { lapsed: at.facts.lapsed?.[intent] ?? null },
    ...(isAside ? {} : { choices }),
  };
  return {
    ...nothing,
    says: toStaffToo ? [{ say: 'note.assistant-too' }, said] : [said],
    effects: [{ kind: 'tally', entry: intent, what: 'answered' }],
    misses: 0,
    judging,
  };
}

/** Not in the middle of a form, and not while staff are in the conversation. */
const mayAskJudgement = ({ context, facts }: ReplySituation): boolean =>
  context.draft === null && openQuestion(facts.requests) === null && openThreads(facts.requests).length === 0;

/** The letter does not say it: that is said, with whom to ask. */
const gapOf = (
  gap: Extract<Reply, { reply: 'gap' }>['gap'],
  { facts }: ReplySituation,
  isInForm: boolean,
): Prompt => ({
  say: `faq:gap.${gap}`,
  params: { contactHours: facts.contactHours, workingDays: facts.workingDays },
  ...(isInForm ? {} : { choices: afterGap(gap) }),
});

function afterGap(gap: Gap): readonly Choice[] {
  if (gap === 'courtesy') return onward;
  return gap === 'not-a-state-agency' ? [route, human, toMenu] : [human, ...topics.slice(0, 3), toMenu];
}

/** The meanings that are possible, to choose from; where a question is open it stands above them. */
function choices(
  { intents }: Extract<Reply, { reply: 'choices' }>,
  { facts }: ReplySituation,
  nothing: Replied,
): Replied {
  const { asksAgain } = nothing;
  const ways = asksAgain ? [] : toStaff(facts);
  return {
    ...nothing,
    says: [
      {
        say: asksAgain ? 'form.unsure' : 'unsure',
        choices: [...intents.map(question), ...ways, noneOfThese, human],
      },
    ],
    asksAgain: asksAgain && 'first',
  };
}

function unknown({ misses, facts }: ReplySituation, nothing: Replied): Replied {
  if (nothing.asksAgain) return { ...nothing, says: [{ say: 'form.unclear' }], misses: misses + 1 };
  const said: Prompt =
    misses === 0
      ? { say: 'unknown.rephrase', choices: [...toStaff(facts), ...topics, human] }
      : {
          say: 'unknown.person',
          params: { contactHours: facts.contactHours },
          choices: [human, ...toStaff(facts), ...topics.slice(0, 3)],
        };
  return { ...nothing, says: [said], misses: misses + 1 };
}

/** Pressed once more, or below an old answer, it is answered and not counted. */
function helped(
  { intent, yes }: Extract<Reply, { reply: 'helped' }>,
  { judging }: ReplySituation,
  nothing: Replied,
  isInForm: boolean,
): Replied {
  const choices: readonly Choice[] = yes ? afterAnswer(intent) : [human, ...topics, toMenu];
  const isCounted = judging === intent;
  return {
    ...nothing,
    says: [{ say: yes ? 'helped.thanks' : 'helped.sorry', ...(isInForm ? {} : { choices }) }],
    effects: isCounted ? [{ kind: 'tally', entry: intent, what: yes ? 'helped' : 'not-helped' }] : [],
    judging: isCounted ? null : judging,
  };
}

/** Some names read like something else: the officer knows. */
const useAsName = ({ value, messageId }: PossibleName): Choice => ({
  label: 'choice.use-as-name',
  params: { name: value },
  action: `fill:name:${messageId}:${value}`,
});

/** Why a value is not taken; after some tries, how the question can be left. */
function misfill(
  { slot, problem, name }: Extract<Reply, { reply: 'misfill' }>,
  { misses }: ReplySituation,
  nothing: Replied,
): Replied {
  const tries = misses + 1;
  const said: Prompt = { say: problem, params: { slot } };
  const offers = name && tries >= name.offeredAt ? [useAsName(name)] : [];
  if (tries < triesBeforeHelp) return { ...nothing, says: [said], misses: tries, offers };
  const isOptional = slot === 'position' || slot === 'email';
  const offer: Prompt = { say: isOptional ? 'form.skip-offer' : 'form.person-offer', params: { slot } };
  return { ...nothing, says: [said, offer], misses: tries, offers };
}

/** What a card on screen answers, where the officer may say whether it helped. */
export const judgedCard = ({ path, context, facts, ...rest }: ReplySituation): AnswerIntent | null =>
  path === 'issuer.card' && mayAskJudgement({ path, context, facts, ...rest }) ? answerOnCard(context) : null;
